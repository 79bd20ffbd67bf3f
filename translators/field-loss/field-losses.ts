import Big from 'big.js'
import { type Difference, differences } from '../differences.ts'
import type { BusinessDocument, DocumentKind } from '../documents/index.ts'
import { hasErrors, type Issue } from '../issue.ts'
import { type Overlay, transactionSetFor } from '../x12/index.ts'
import { problems } from '../x12/problems.ts'
import { type ChannelFormat, passThrough } from './channel-format.ts'
import { fullDocument, type SampleDocument, sampleDocuments } from './sample-documents.ts'

/** One field of a document that a channel does not bring across as it is. */
export interface FieldLoss {
  /** `shipTo.phone`; of a kind of document, entries of lists are meant all alike: `lines[].notes[]`. */
  path: string
  /** `refused`: a document with this value is not sent at all. */
  kind: 'not-carried' | 'changed' | 'refused'
  before: unknown
  /** What is read in its place. */
  after?: unknown
  /** For a person, in one sentence. */
  message: string
}

/**
 * Which fields of a kind of document a channel's format and map cannot carry: each is tried in a document that says little else and in one
 * that says all, and is lost when it arrives from neither. What standard and map merely demand (patterns, required fields) is left aside.
 */
export async function lossesOfKind(kind: DocumentKind, channel: ChannelFormat): Promise<FieldLoss[]> {
  const lenient = withoutDemands(kind, channel)
  const full = fullDocument(kind)
  const passage = await passThrough(full, lenient)
  const fromFull =
    passage.received && new Map(changesOf(full, passage.received).map(each => [general(each.path), each]))
  const losses: FieldLoss[] = []
  for (const sample of sampleDocuments(kind)) {
    if (fromFull && !fromFull.has(sample.path)) continue
    losses.push(...(await lossOfSample(sample, lenient, fromFull?.get(sample.path))))
  }
  return losses
}

function general(path: string): string {
  return path.replace(/\[\d+\]/g, '[]')
}

/** `known` is how the field fared in the document that says all. */
async function lossOfSample(
  { path, document }: SampleDocument,
  channel: ChannelFormat,
  known: Difference | undefined,
): Promise<FieldLoss[]> {
  const { received, issues } = await passThrough(document, channel)
  if (received) {
    const found = changesOf(document, received).find(change => general(change.path) === path)
    return found ? [lossOf({ ...found, path })] : []
  }
  if (known) return [lossOf({ ...known, path })]
  const why = issues.find(issue => issue.severity === 'error')?.message ?? 'nothing readable comes out of it.'
  return [
    { path, kind: 'refused', before: valueAt(document, path), message: `A document with ${path} is not sent: ${why}` },
  ]
}

/** What of one document a channel's format and map do not bring across; all of it, when the document is refused. */
export async function lossesOfDocument(document: BusinessDocument, channel: ChannelFormat): Promise<FieldLoss[]> {
  const { received, issues } = await passThrough(document, channel)
  if (received && !hasErrors(issues)) return changesOf(document, received).map(lossOf)
  return issues.filter(issue => issue.severity === 'error').map(issue => refusal(issue))
}

function refusal({ at, value, message }: Issue): FieldLoss {
  const field = at.path?.replace(/^documents\[\d+\]\.?/, '')
  const place = [at.segment, at.element && String(at.element).padStart(2, '0')].filter(Boolean).join('')
  return { path: field || place, kind: 'refused', before: value, message }
}

function lossOf({ path, before, after }: Difference): FieldLoss {
  if (after === undefined)
    return { path, kind: 'not-carried', before, message: `${path} is not carried: it stays behind.` }
  const was = before === undefined ? 'is not there' : `is ${shown(before)}`
  return { path, kind: 'changed', before, after, message: `${path} ${was} and arrives as ${shown(after)}.` }
}

function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/** Differences, but for decimals that are the same number. */
function changesOf(before: BusinessDocument, after: BusinessDocument): Difference[] {
  return differences(before, after, new Set()).filter(change => !sameNumber(change))
}

function sameNumber({ before, after }: Difference): boolean {
  const decimal = /^-?\d{1,18}(\.\d+)?$/
  if (typeof before !== 'string' || typeof after !== 'string') return false
  return decimal.test(before) && decimal.test(after) && `${before}${after}`.includes('.') && Big(before).eq(after)
}

function valueAt(document: unknown, path: string): unknown {
  return path
    .split(/\.|(?=\[\])/)
    .reduce<unknown>(
      (at, step) =>
        step === '[]' ? (at as unknown[] | undefined)?.[0] : (at as Record<string, unknown> | undefined)?.[step],
      document,
    )
}

/** The channel with a map that demands nothing: every complaint is a warning, so that only what is carried counts. */
function withoutDemands(kind: DocumentKind, channel: ChannelFormat): ChannelFormat {
  if (channel.format !== 'x12') return channel
  const severities = Object.fromEntries(Object.keys(problems).map(code => [code, 'warning' as const]))
  const overlay: Overlay = { ...(channel.overlay ?? { set: transactionSetFor(kind).set }), severities }
  delete overlay.policy
  delete overlay.tests
  return { ...channel, overlay }
}
