import { z } from 'zod'
import { mapStatuses } from '../../db/schema/index.ts'
import type { MapRow } from '../../partners/maps/map-row.ts'
import { mapFormats, mapProblems } from '../../partners/maps/validate.ts'
import { documentKinds } from '../../translators/documents/index.ts'
import { moment } from './fields.ts'

export const mapFormat = z.enum(mapFormats)
export const mapDocumentKind = z.enum(documentKinds)

/** What a map says: an overlay of the X12 standard, or a CSV layout. */
export const mapContent = z.record(z.string(), z.unknown()).describe('Of X12 an overlay, of CSV a layout.')

/** A version of a map without what it says: what lists hold. */
export const mapSummarySchema = z
  .object({
    id: z.uuid(),
    partnershipId: z.uuid(),
    format: mapFormat,
    documentKind: mapDocumentKind,
    version: z.int(),
    status: z.enum(mapStatuses),
    basedOn: z.int().nullable().describe('The version that it was begun from.'),
    createdBy: z.string(),
    createdAt: moment,
    changedAt: moment,
    publishedBy: z.string().nullable(),
    publishedAt: moment.nullable(),
    reason: z.string().nullable().describe('Why it was published.'),
    retiredAt: moment.nullable(),
  })
  .meta({ id: 'MapSummary', description: 'A version of a trading-partner map.' })

/** What is wrong with a map, in words. */
export const mapProblemSchema = z.object({ path: z.string(), message: z.string() })

export const mapSchema = mapSummarySchema
  .extend({
    overlay: mapContent,
    problems: z.array(mapProblemSchema).describe('What keeps it from being published; empty when nothing does.'),
  })
  .meta({ id: 'Map', description: 'A version of a trading-partner map, and what is wrong with it.' })

/** A version with its problems. */
export function presentMap(row: MapRow) {
  return { ...row, problems: mapProblems(row.format, row.documentKind, row.overlay) }
}

/** Tells versions of one row apart: the moment of its last change, in milliseconds since 1970. */
export function mapRevision({ changedAt, publishedAt, retiredAt }: MapRow): number {
  return Math.max(...[changedAt, publishedAt, retiredAt].map(moment => moment?.getTime() ?? 0))
}
