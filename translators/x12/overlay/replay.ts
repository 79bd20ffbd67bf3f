import { type Difference, differences } from '../../differences.ts'
import type { BusinessDocument } from '../../documents/index.ts'
import type { Issue } from '../../issue.ts'
import { readX12 } from '../reader.ts'
import type { WriteEnvelope } from '../types.ts'
import { writeX12 } from '../writer.ts'
import type { OverlayContext } from './context.ts'
import { prepareDocument, reviewDocument } from './evaluate.ts'
import type { Overlay } from './schema.ts'

/** Something stored that is tried again under another map: a file that came, or a document that went out. */
export type ReplaySample = { id: string; context?: OverlayContext } & (
  | { bytes: Uint8Array }
  | { document: BusinessDocument }
)

/** One segment that a map writes otherwise; one side is absent where a segment appears or goes. */
export interface SegmentChange {
  before?: string
  after?: string
}

/** What another map makes of one sample. */
export interface ReplayDifference {
  id: string
  /** Whether the sample passes: a document comes out of it, or bytes. */
  passed: { before: boolean; after: boolean }
  appeared: Issue[]
  vanished: Issue[]
  /** Fields that are read otherwise; of what was written, none. */
  fields: Difference[]
  /** Segments that are written otherwise; of what was read, none. */
  segments: SegmentChange[]
}

/**
 * Tries stored files and documents under two maps of a set, absent meaning the standard alone, and answers where the results differ: those
 * that do not differ are left out. `envelope` is that of the channel; its numbers and time are the same on both sides.
 */
export async function replayOverlays(
  samples: readonly ReplaySample[],
  before: Overlay | undefined,
  after: Overlay | undefined,
  envelope: WriteEnvelope,
): Promise<ReplayDifference[]> {
  const found: ReplayDifference[] = []
  for (const sample of samples) {
    const one = await outcomeOf(sample, before, envelope)
    const other = await outcomeOf(sample, after, envelope)
    const difference: ReplayDifference = {
      id: sample.id,
      passed: { before: one.passed, after: other.passed },
      appeared: missingFrom(other.issues, one.issues),
      vanished: missingFrom(one.issues, other.issues),
      fields: differences(one.documents, other.documents, new Set()),
      segments: segmentChanges(one.segments, other.segments),
    }
    const { appeared, vanished, fields, segments, passed } = difference
    const same = appeared.length + vanished.length + fields.length + segments.length === 0
    if (!same || passed.before !== passed.after) found.push(difference)
  }
  return found
}

interface Outcome {
  passed: boolean
  issues: Issue[]
  documents: BusinessDocument[]
  segments: string[]
}

async function outcomeOf(
  sample: ReplaySample,
  overlay: Overlay | undefined,
  envelope: WriteEnvelope,
): Promise<Outcome> {
  return 'bytes' in sample ? await readOutcome(sample, overlay) : await writeOutcome(sample, overlay, envelope)
}

async function readOutcome(
  sample: ReplaySample & { bytes: Uint8Array },
  overlay: Overlay | undefined,
): Promise<Outcome> {
  const file = readX12(sample.bytes, {
    overlay: (_sender, _receiver, set) => (set === overlay?.set ? overlay : undefined),
    overlayContext: sample.context?.facts ? { facts: sample.context.facts } : {},
  })
  const groups = file.interchanges.flatMap(interchange => interchange.groups)
  const sets = groups.flatMap(group => group.sets)
  const documents = sets.flatMap(set => set.document ?? [])
  const issues = [
    ...file.issues,
    ...file.interchanges.flatMap(interchange => interchange.issues),
    ...groups.flatMap(group => group.issues),
    ...sets.flatMap(set => set.issues),
  ]
  if (overlay) for (const each of documents) issues.push(...(await reviewDocument(each, overlay, sample.context)))
  return { passed: sets.length > 0 && documents.length === sets.length, issues, documents, segments: [] }
}

async function writeOutcome(
  sample: ReplaySample & { document: BusinessDocument },
  overlay: Overlay | undefined,
  envelope: WriteEnvelope,
): Promise<Outcome> {
  const prepared = overlay
    ? await prepareDocument(sample.document, overlay, sample.context)
    : { document: sample.document, context: {}, issues: [] }
  const written = writeX12([prepared.document], envelope, overlay, [prepared.context])
  const text = new TextDecoder().decode(written.bytes)
  const end = text.charAt(105)
  return {
    passed: written.sets.length > 0,
    issues: [...prepared.issues, ...written.issues],
    documents: [],
    segments: text ? text.split(end).map(segment => segment.replace(/^[\r\n]+/, '')) : [],
  }
}

/** Those of one list that the other lacks, each as often as it is lacking. */
function missingFrom(issues: readonly Issue[], others: readonly Issue[]): Issue[] {
  const counts = new Map<string, number>()
  for (const issue of others) counts.set(keyOf(issue), (counts.get(keyOf(issue)) ?? 0) + 1)
  return issues.filter(issue => {
    const left = counts.get(keyOf(issue)) ?? 0
    counts.set(keyOf(issue), left - 1)
    return left <= 0
  })
}

function keyOf({ severity, code, at, message }: Issue): string {
  return JSON.stringify([severity, code, at.segment, at.element, at.path, message])
}

/** Longest lists of segments that are compared by what they have in common; longer ones are compared place by place. */
const longestCompared = 1_500

/** The changes that make one list of segments of the other; a segment that is changed in place stands on both sides of one change. */
export function segmentChanges(before: readonly string[], after: readonly string[]): SegmentChange[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start++
  let end = 0
  while (end < Math.min(before.length, after.length) - start && before.at(-1 - end) === after.at(-1 - end)) end++
  const one = before.slice(start, before.length - end)
  const other = after.slice(start, after.length - end)
  const kept = one.length > longestCompared || other.length > longestCompared ? [] : commonOf(one, other)
  const changes: SegmentChange[] = []
  let [i, j] = [0, 0]
  for (const [keptBefore, keptAfter] of [...kept, [one.length, other.length] as const]) {
    changes.push(...paired(one.slice(i, keptBefore), other.slice(j, keptAfter)))
    i = keptBefore + 1
    j = keptAfter + 1
  }
  return changes
}

/** Places of the longest list of segments that both have, in order. */
function commonOf(one: readonly string[], other: readonly string[]): [number, number][] {
  const width = other.length + 1
  const lengths = new Uint16Array((one.length + 1) * width)
  for (let i = one.length - 1; i >= 0; i--) {
    for (let j = other.length - 1; j >= 0; j--) {
      lengths[i * width + j] =
        one[i] === other[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!)
    }
  }
  const common: [number, number][] = []
  let [i, j] = [0, 0]
  while (i < one.length && j < other.length) {
    if (one[i] === other[j]) common.push([i++, j++])
    else if (lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!) i++
    else j++
  }
  return common
}

/** Segments between two that stayed: those of one tag are taken as changed, the others as gone or new. */
function paired(one: readonly string[], other: readonly string[]): SegmentChange[] {
  const rest = [...other]
  const changes: SegmentChange[] = one.map(before => {
    const at = rest.findIndex(after => after.slice(0, 3) === before.slice(0, 3))
    return at < 0 ? { before } : { before, after: rest.splice(at, 1)[0]! }
  })
  return [...changes, ...rest.map(after => ({ after }))]
}
