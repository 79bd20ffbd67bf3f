import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { streamBlob } from '../../db/blobs.ts'
import type { Orm } from '../../db/connection.ts'
import { documents, messages } from '../../db/schema/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { depthsOf } from '../../translators/x12/annotate/depths.ts'
import { type MarkedIssue, mark } from '../../translators/x12/annotate/locate.ts'
import { type NamedValue, namedValues, segmentName } from '../../translators/x12/annotate/meanings.ts'
import { type FoundSet, findSet } from '../../translators/x12/annotate/read-set.ts'
import { segmentText } from '../../translators/x12/annotate/segments.ts'
import { visible } from '../../translators/x12/annotate/visible.ts'
import { guideOf } from '../../translators/x12/guides/guide.ts'

/** Segments shown on one page: a page stays light whatever the set. */
export const segmentsShown = 80

/** A segment of a set with what it means and what is wrong with it. */
export interface SegmentView {
  /** Counted from ST = 1. */
  position: number
  depth: number
  text: string
  name: string
  values: NamedValue[]
  issues: MarkedIssue[]
}

/** One page of a transaction set. */
export interface SetView {
  set: string
  name: string
  version: string
  from: number
  total: number
  segments: SegmentView[]
}

/** A document of a message. Throws `not-found`. */
export async function loadDocument(orm: Orm, retailerId: string, messageId: string, id: string) {
  const [found] = await orm
    .select({ document: documents, message: messages })
    .from(documents)
    .innerJoin(messages, and(eq(messages.retailerId, documents.retailerId), eq(messages.id, documents.messageId)))
    .where(and(eq(documents.retailerId, retailerId), eq(documents.id, id), eq(documents.messageId, messageId)))
  if (!found) throw new ApplicationError('not-found', 'There is no such document.')
  return found
}

type Loaded = Awaited<ReturnType<typeof loadDocument>>

/** The set as it stands in the bytes, its issues at their places; undefined for a document that is not X12. */
export async function readSet(orm: Orm, { document, message }: Loaded, from: number): Promise<SetView | undefined> {
  const { interchangeNumber: interchange, groupNumber: group, setNumber: set } = document
  if (!interchange || !group || !set) return undefined
  const pieces = streamBlob(orm, message.retailerId, message.blobId)
  const found = await findSet(pieces, { interchange, group, set })
  return found && setView(found, document.issues as Issue[], from)
}

/** A found set from one of its segments on, each with what it means and what is wrong with it. */
export function setView(found: FoundSet, issues: readonly Issue[], from: number): SetView {
  const { segments, version, delimiters } = found
  const guide = guideOf(found.set, version)
  const depths = guide ? depthsOf(segments, guide, segments.at(-1)?.tag === 'SE') : []
  const start = Math.min(Math.max(from, 1), segments.length)
  const shown = segments.slice(start - 1, start - 1 + segmentsShown).map((segment, index) => {
    const position = start + index
    const last = position === segments.length
    const own = issues.filter(({ at }) => at.position === position || (last && (at.position ?? 0) > position))
    return {
      position,
      depth: Math.min(depths[position - 1] ?? 0, 6),
      text: visible(segmentText(segment, delimiters)),
      name: segmentName(segment.tag, version),
      values: namedValues(segment, version, delimiters),
      issues: own.map(issue => mark(issue, segment, delimiters)),
    }
  })
  return {
    set: found.set,
    name: guide?.name ?? 'unknown transaction set',
    version,
    from: start,
    total: segments.length,
    segments: shown,
  }
}
