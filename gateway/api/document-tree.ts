import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { streamBlob } from '../../db/blobs.ts'
import type { Orm } from '../../db/connection.ts'
import { documents, messages } from '../../db/schema/index.ts'
import { depthsOf } from '../../translators/x12/annotate/depths.ts'
import { namedValues, segmentName } from '../../translators/x12/annotate/meanings.ts'
import { findSet } from '../../translators/x12/annotate/read-set.ts'
import { segmentText } from '../../translators/x12/annotate/segments.ts'
import { visible } from '../../translators/x12/annotate/visible.ts'
import { guideOf } from '../../translators/x12/guides/guide.ts'
import { found } from './fields.ts'

/** A document of X12 as it was parsed. */
export const treeSchema = z
  .object({
    x12: z
      .object({ set: z.string(), name: z.string().nullable(), version: z.string(), segments: z.int() })
      .nullable()
      .describe('Null for a document that is not X12: the tree of that is its `content`.'),
    data: z.array(
      z.object({
        position: z.int().describe('In the set, counted from ST = 1.'),
        depth: z.int().describe('How many loops it stands in.'),
        tag: z.string(),
        name: z.string(),
        text: z.string(),
        values: z.array(
          z.object({
            place: z.string().describe('`03`, or `04-2` for a component.'),
            name: z.string(),
            value: z.string(),
            meaning: z.string().optional().describe('What a code stands for, a date as it is read.'),
          }),
        ),
      }),
    ),
    nextCursor: z.string().nullable(),
  })
  .meta({ id: 'DocumentTree', description: 'Segments by loop, each value with its name and meaning.' })

const none = { x12: null, data: [], nextCursor: null }

/** One page of a document's segments, from the bytes that stand in the journal. Throws `not-found`. */
export async function documentTree(
  orm: Orm,
  retailerId: string,
  { messageId, documentId, from, limit }: { messageId: string; documentId: string; from: number; limit: number },
) {
  const [row] = await orm
    .select({ document: documents, blobId: messages.blobId })
    .from(documents)
    .innerJoin(messages, and(eq(messages.retailerId, documents.retailerId), eq(messages.id, documents.messageId)))
    .where(and(eq(documents.retailerId, retailerId), eq(documents.id, documentId), eq(documents.messageId, messageId)))
  const { document, blobId } = found(row, 'document')
  const { interchangeNumber: interchange, groupNumber: group, setNumber: set } = document
  if (!interchange || !group || !set) return none
  const read = await findSet(streamBlob(orm, retailerId, blobId), { interchange, group, set })
  if (!read) return none
  const { segments, version, delimiters } = read
  const guide = guideOf(read.set, version)
  const depths = guide ? depthsOf(segments, guide, segments.at(-1)?.tag === 'SE') : []
  const end = from - 1 + limit
  return {
    x12: { set: read.set, name: guide?.name ?? null, version, segments: segments.length },
    data: segments.slice(from - 1, end).map((segment, at) => ({
      position: from + at,
      depth: depths[from + at - 1] ?? 0,
      tag: segment.tag,
      name: segmentName(segment.tag, version),
      text: visible(segmentText(segment, delimiters)),
      values: namedValues(segment, version, delimiters),
    })),
    nextCursor: segments.length > end ? String(end + 1) : null,
  }
}
