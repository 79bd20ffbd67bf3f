import { z } from 'zod'
import { documentStatuses, type documents } from '../../db/schema/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { moment } from './fields.ts'

const placeSchema = z
  .object({
    interchange: z.string().optional(),
    group: z.string().optional(),
    set: z.object({ id: z.string(), controlNumber: z.string() }).optional(),
    segment: z.string().optional(),
    position: z.number().optional(),
    loop: z.string().optional(),
    element: z.number().optional(),
    component: z.number().optional(),
    repetition: z.number().optional(),
    row: z.number().optional(),
    column: z.string().optional(),
    path: z.string().optional(),
    offset: z.number().optional(),
  })
  .describe('Where, as much of it as the format knows.')

/** Something that was wrong with a document or message, or worth telling. */
export const issueSchema = z
  .object({
    severity: z.enum(['error', 'warning']),
    code: z.string(),
    message: z.string(),
    at: placeSchema,
    value: z.string().optional(),
    expected: z.string().optional(),
  })
  .meta({ id: 'Issue', description: 'Something wrong with data from outside.' })

/** A business document, with what it says. */
export const documentSchema = z
  .object({
    id: z.uuid(),
    direction: z.enum(['in', 'out']),
    kind: z.string(),
    number: z.string(),
    status: z.enum(documentStatuses),
    messageId: z.uuid().nullable(),
    interchangeNumber: z.string().nullable(),
    groupNumber: z.string().nullable(),
    setNumber: z.string().nullable(),
    position: z.int(),
    content: z.unknown().describe('The document itself, or null for one that could not be read.'),
    issues: z.array(issueSchema),
    createdAt: moment,
    settledAt: moment.nullable(),
  })
  .meta({ id: 'Document', description: 'A business document that came in or went out.' })

/** Documents as they are shown. */
export function presentDocuments(rows: readonly (typeof documents.$inferSelect)[]) {
  return rows.map(row => ({ ...row, issues: row.issues as Issue[] }))
}
