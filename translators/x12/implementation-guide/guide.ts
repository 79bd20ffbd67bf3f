import type { BusinessDocument } from '../../documents/index.ts'
import type { Guide } from '../guides/model.ts'
import { setMaps } from '../maps/registry.ts'
import { envelopeUnder } from '../overlay/envelope.ts'
import { type OverlayRules, rulesOf } from '../overlay/rules.ts'
import type { Overlay } from '../overlay/schema.ts'
import { guideUnder } from '../overlay/structure.ts'
import type { WriteEnvelope } from '../types.ts'
import { askedDelimiters } from '../writer-delimiters.ts'
import { annotatedExample } from './annotate-example.ts'
import { areasOf } from './areas.ts'
import { CodeSenses } from './codes.ts'
import { directionOf } from './direction.ts'
import { entriesOf, isForbidden, Numbering } from './entries.ts'
import { agreedNotes, headerElements } from './envelope.ts'
import { type ExampleDocument, exampleFor } from './example.ts'
import { exampleDocuments } from './examples/registry.ts'
import { tracedDocuments } from './examples/variants.ts'
import { generalRules } from './general-rules.ts'
import type { CodeList, GuideEntry, ImplementationGuide } from './model.ts'
import { Needs } from './needs.ts'
import { type Spot, spotsOf } from './spots.ts'
import { isUsed, type Survey, usedKeys } from './survey.ts'
import { traceOf } from './trace.ts'
import { transmissionTerms } from './transmission.ts'
import type { Trial } from './writing.ts'

/** Which guide is wanted, and for whom. */
export interface GuideRequest {
  /** ST01 */
  set: string
  /** GS08; the overlay's own version goes before it. */
  version: string
  overlay?: Overlay | undefined
  /** For whom the guide is, and whose it is. */
  partner?: string | undefined
  publisher?: string | undefined
  /** The name or date of this edition. */
  edition?: string | undefined
  /** What is agreed with the partner beside the map: what its conditions ask for. */
  facts?: Readonly<Record<string, string>> | undefined
  /** The ids that the example is sent under. */
  sender?: { qualifier: string; id: string } | undefined
  receiver?: { qualifier: string; id: string } | undefined
  /** A document to show instead of the invented one, and the one that it answers. */
  example?: BusinessDocument | undefined
  source?: BusinessDocument | undefined
}

/** The moment at which every example is written. */
const at = '2026-11-27T15:04:00Z'

/** Everything that an implementation guide prints; undefined when the hub has no guide of the set. */
export async function implementationGuide(request: GuideRequest): Promise<ImplementationGuide | undefined> {
  const { set, overlay } = request
  const version = overlay?.version ?? request.version
  const guide = overlay ? guideUnder(overlay, set, version) : guideUnder({ set }, set, version)
  if (!guide) return undefined
  const rules = overlay ? rulesOf(overlay) : undefined
  const envelope = envelopeFor(request, version)
  const trial: Trial = { set, version, guide, overlay, context: contextOf(request), at }
  const example = await exampleOf(request, trial, rules, envelope)
  const survey = surveyOf(trial, rules, example)
  const areas = areasOf(set, entriesOf(survey.spots, survey, new Numbering()))
  const shown = example?.problems.length === 0 ? annotatedExample(example.bytes, guide, rules) : undefined
  const delimiters = askedDelimiters(version, envelope, overlay)
  return {
    title: `${set} ${guide.name}`,
    set,
    name: guide.name,
    functionalId: guide.functionalId,
    version,
    release: guide.version,
    ...(request.partner ? { partner: request.partner } : {}),
    ...(request.publisher ? { publisher: request.publisher } : {}),
    ...(request.edition ? { edition: request.edition } : {}),
    direction: directionOf(set).words,
    notes: [...(overlay?.notes ?? [])],
    transmission: transmissionTerms(delimiters, overlay),
    envelope: envelopeTables(shown?.text, envelopeUnder(envelope, overlay, trial.context), overlay),
    areas,
    rules: overlay ? generalRules(overlay) : [],
    unused: topmost(survey.spots, spot => !isUsed(spot, survey.used) && !isForbidden(spot, survey)),
    forbidden: topmost(survey.spots, spot => isForbidden(spot, survey)),
    codeLists: codeListsFor(
      areas.flatMap(area => area.entries),
      guide,
    ),
    ...(shown ? { example: shown } : {}),
    exampleProblems: example?.problems ?? [],
  }
}

function envelopeFor({ sender, receiver }: GuideRequest, version: string): WriteEnvelope {
  return {
    senderQualifier: sender?.qualifier ?? 'ZZ',
    sender: sender?.id ?? 'SENDERID',
    receiverQualifier: receiver?.qualifier ?? 'ZZ',
    receiver: receiver?.id ?? 'RECEIVERID',
    version,
    usage: 'P',
    interchangeControlNumber: 101,
    groupControlNumber: 101,
    firstSetControlNumber: 1,
    at,
  }
}

/** What answers an order is made as the answer to the example order. Facts that the map writes and nobody gives are invented. */
function contextOf({ facts, receiver, source, overlay }: GuideRequest) {
  const invented = Object.fromEntries(factsWritten(overlay).map(name => [name, '1001']))
  return {
    source: source ?? exampleDocuments['purchase-order'],
    facts: { ...invented, ...facts },
    sourceSender: receiver ?? { qualifier: 'ZZ', id: 'RECEIVERID' },
  }
}

/** The names of facts whose values a map writes. */
function factsWritten(overlay: Overlay | undefined): string[] {
  const values = [
    ...Object.values(overlay?.elements ?? {}).flatMap(rule => rule.value ?? []),
    ...(overlay?.add ?? []).flatMap(({ elements, followedBy = [] }) =>
      [elements, ...followedBy.map(each => each.elements)].flatMap(each => Object.values(each)),
    ),
  ]
  return values.flatMap(value => (typeof value === 'object' && 'fact' in value ? [value.fact] : []))
}

async function exampleOf(
  request: GuideRequest,
  trial: Trial,
  rules: OverlayRules | undefined,
  envelope: WriteEnvelope,
): Promise<ExampleDocument | undefined> {
  const map = setMaps[request.set]
  if (!map) return undefined
  const given = request.example?.kind === map.kind ? request.example : undefined
  return await exampleFor(given ?? exampleDocuments[map.kind], trial, rules, envelope, given !== undefined)
}

function surveyOf(trial: Trial, rules: OverlayRules | undefined, example: ExampleDocument | undefined): Survey {
  const { guide, overlay, set } = trial
  const context = example?.context ?? trial.context
  const own = { ...trial, context }
  const kind = setMaps[set]?.kind
  const documents = example && kind ? [example.document, ...tracedDocuments(kind).slice(1)] : []
  const traces = documents.map(document => traceOf(document, own))
  const standard: Trial = { ...trial, guide: guideUnder({ set }, set, trial.version)!, overlay: undefined }
  const [first] = kind ? tracedDocuments(kind) : []
  const plain = first && traceOf(first, standard)
  const spots = spotsOf(guide, levelsIn(traces[0]?.segments ?? []))
  return {
    guide,
    overlay,
    rules,
    spots,
    traces,
    needs: new Needs(traces[0] ?? { document: exampleDocuments.invoice, segments: [], keys: [], fields: [] }, own),
    senses: plain && new CodeSenses(plain, standard),
    plain,
    received: directionOf(set).received,
    used: usedKeys(spots, traces, rules),
  }
}

function levelsIn(segments: readonly (readonly string[])[]): string[] {
  return [...new Set(segments.flatMap(segment => (segment[0] === 'HL' && segment[3] ? [segment[3]] : [])))]
}

function envelopeTables(
  text: string | undefined,
  envelope: WriteEnvelope,
  overlay: Overlay | undefined,
): ImplementationGuide['envelope'] {
  const agreed = agreedNotes(overlay?.envelope)
  const separator = text?.charAt(3) ?? '*'
  const segments = (text ?? '')
    .slice(0, 400)
    .replace(/[\r\n]/g, '')
    .split(text?.charAt(105) ?? '~')
  const names = { ISA: 'Interchange Control Header', GS: 'Functional Group Header' } as const
  return (['ISA', 'GS'] as const).map(tag => {
    const found = segments.find(segment => segment.startsWith(tag + separator))?.split(separator) ?? []
    const elements = headerElements[tag]!.map(({ name, note }, i) => {
      const reference = `${tag}${String(i + 1).padStart(2, '0')}`
      const value = (found[i + 1] ?? (tag === 'GS' && i === 7 ? envelope.version : '')).trimEnd()
      return { reference, name, note: agreed[reference] ?? note, value }
    })
    return { tag, name: names[tag], elements }
  })
}

/** The outermost places that a test picks, by their paths. */
function topmost(spots: readonly Spot[], picks: (spot: Spot) => boolean): string[] {
  return spots.flatMap(spot => {
    if (picks(spot)) return [spot.kind === 'loop' ? `${spot.path} loop` : spot.path]
    return spot.kind === 'loop' ? topmost(spot.children, picks) : []
  })
}

/** The lists to which entries point. */
function codeListsFor(entries: readonly GuideEntry[], guide: Guide): CodeList[] {
  const numbers = new Set(
    [...segmentsIn(entries)].flatMap(each => each.elements.flatMap(({ codeList }) => codeList ?? [])),
  )
  return [...numbers]
    .sort((one, other) => Number(one) - Number(other))
    .flatMap(number => {
      const element = guide.dictionary.element(number)
      if (!element?.meanings) return []
      const codes = [...element.meanings].map(([code, meaning]) => ({ code, meaning }))
      return [{ number, name: element.name, complete: element.codes !== undefined, codes }]
    })
}

/** Every segment among entries, in order. */
export function* segmentsIn(entries: readonly GuideEntry[]): Generator<Extract<GuideEntry, { kind: 'segment' }>> {
  for (const entry of entries) {
    if (entry.kind === 'segment') yield entry
    else yield* segmentsIn(entry.entries)
  }
}
