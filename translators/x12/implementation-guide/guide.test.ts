import { describe, expect, it } from 'vitest'
import { overlayExamples } from '../../../fixtures/overlays/files.ts'
import { type BusinessDocument, documentNumberOf } from '../../documents/index.ts'
import { setGuides } from '../guides/registry.ts'
import { overlaySchema, readX12 } from '../index.ts'
import { setMaps } from '../maps/registry.ts'
import { exampleDocuments } from './examples/registry.ts'
import { segmentsIn } from './guide.ts'
import { type GuideRequest, guideText, type ImplementationGuide, implementationGuide } from './index.ts'

const versions = ['004010', '004010VICS', '004030', '004030VICS', '005010', '005010VICS']
const byKind = Object.keys(setGuides).flatMap(set => versions.map(version => [set, version] as const))
const overlays = overlayExamples().map(example => ({
  ...example,
  overlay: overlaySchema.parse(example.overlay),
  document: example.document as BusinessDocument,
  context: { ...example.context, source: example.context.source as BusinessDocument },
}))

async function guideOf(request: GuideRequest): Promise<ImplementationGuide> {
  const guide = await implementationGuide(request)
  if (!guide) throw new Error(`no guide of ${request.set}`)
  return guide
}

/** The document in an example, and what reading it has to say. */
function readExample({ example, set: id }: ImplementationGuide, { overlay, facts }: Partial<GuideRequest> = {}) {
  const file = readX12(new TextEncoder().encode(example?.text), {
    overlay: (_sender, _receiver, set) => (set === id ? overlay : undefined),
    overlayContext: { facts: facts ?? {} },
  })
  const groups = file.interchanges.flatMap(interchange => interchange.groups)
  const sets = groups.flatMap(group => group.sets)
  return {
    document: sets[0]?.document,
    issues: [file, ...file.interchanges, ...groups, ...sets].flatMap(part => part.issues),
  }
}

const segmentsOf = (guide: ImplementationGuide) => [...segmentsIn(guide.areas.flatMap(area => area.entries))]
const segmentAt = (guide: ImplementationGuide, path: string) => segmentsOf(guide).find(segment => segment.path === path)

describe.each(byKind)('the guide of %s in %s', (set, version) => {
  it('has an example that reads back as its document, and says what is in it', async () => {
    const guide = await guideOf({ set, version })
    const kind = setMaps[set]?.kind
    expect(guide.exampleProblems).toEqual([])
    expect(readExample(guide)).toEqual({ document: exampleDocuments[kind!], issues: [] })
    const described = new Map(segmentsOf(guide).map(segment => [segment.tag, segment] as const))
    for (const { tag } of guide.example!.segments.slice(3, -3)) expect([...described.keys()]).toContain(tag)
    for (const { occurrences, toldBy } of described.values()) expect(occurrences.length > 0).toBe(toldBy !== undefined)
    const anchors = guide.areas.flatMap(area => area.entries).map(entry => entry.anchor)
    expect(new Set(anchors).size).toBe(anchors.length)
  })
})

describe.each(overlays)('the guide of $retailer for $set', ({ set, overlay, document, context }) => {
  const request = { set, version: '004010', overlay, facts: context.facts }
  let made: Promise<ImplementationGuide> | undefined
  const madeOnce = () => {
    made ??= guideOf(request)
    return made
  }

  it('makes an example of its own that the map takes', async () => {
    const guide = await madeOnce()
    expect(guide.exampleProblems).toEqual([])
    expect(readExample(guide, request).issues.filter(issue => issue.severity === 'error')).toEqual([])
  })

  it('shows a document that is given', async () => {
    const guide = await guideOf({ ...request, example: document, source: context.source })
    expect(guide.exampleProblems).toEqual([])
    const back = readExample(guide, request)
    expect(back.issues.filter(issue => issue.severity === 'error')).toEqual([])
    expect(back.document && documentNumberOf(back.document)).toBe(documentNumberOf(document))
  })

  it('leaves nothing of the map unsaid', async () => {
    const guide = await madeOnce()
    const text = guideText(guide)
    for (const sentence of sentencesIn(overlay)) expect(text).toContain(sentence)
    const said = new Set(
      segmentsOf(guide).flatMap(segment => [segment.tag, ...segment.elements.map(each => each.reference)]),
    )
    for (const [name, rule] of Object.entries(overlay.elements ?? {})) {
      const [, reference = ''] = /([A-Z][A-Z0-9]{1,2}\d\d)(?:-\d)?(?:\[[^/]*\])?$/.exec(name) ?? []
      const dropped = rule.usage === 'not used'
      if (!dropped) expect(said, `${name} of the map`).toContain(reference)
    }
  })
})

/** What an overlay says in words of its own. */
function sentencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(sentencesIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === 'notes') return inner as string[]
    if ((name === 'note' || name === 'message' || name === 'refuse') && typeof inner === 'string') return [inner]
    return sentencesIn(inner)
  })
}

it('notes of the headers what the map has of them', async () => {
  const envelope = { groupTime: 'HHMMSSDD', authorization: { qualifier: '01', value: 'HARBOR' } }
  const guide = await guideOf({ set: '850', version: '004010', overlay: overlaySchema.parse({ set: '850', envelope }) })
  const noted = guide.envelope.flatMap(({ elements }) => elements.map(each => [each.reference, each.note, each.value]))
  expect(noted).toContainEqual(['ISA01', 'as agreed', '01'])
  expect(noted).toContainEqual(['ISA02', 'as agreed', 'HARBOR'])
  expect(noted).toContainEqual(['ISA03', '00: no security information', '00'])
  expect(noted).toContainEqual(['GS04', 'CCYYMMDD', expect.stringMatching(/^\d{8}$/)])
  expect(noted).toContainEqual(['GS05', 'HHMMSSDD', expect.stringMatching(/^\d{8}$/)])
})

describe('what a guide tells of a set', () => {
  it('says what the hub needs beyond the standard', async () => {
    const order = await guideOf({ set: '850', version: '004010' })
    const usages = Object.fromEntries(segmentAt(order, 'N1')!.occurrences.map(each => [each.code, each.usage]))
    expect(usages).toEqual({ BY: 'optional', SU: 'optional', ST: 'required', BT: 'optional' })
    const notice = await guideOf({ set: '856', version: '004010' })
    expect(segmentAt(notice, 'HL(O)/PRF')?.usage).toBe('required')
    expect(segmentAt(notice, 'HL(S)/TD5')?.usage).toBe('optional')
    expect(segmentAt(await guideOf({ set: '855', version: '004010' }), 'PO1')?.elements[1]?.standard).toBe('C')
  })

  it('names the fields that stand in elements, and the hub’s words for codes', async () => {
    const answer = segmentAt(await guideOf({ set: '855', version: '004010' }), 'PO1/ACK')!
    expect(answer.elements[0]).toMatchObject({
      reference: 'ACK01',
      fields: ['lines[].answers[].status'],
      codesAre: 'understood',
    })
    expect(answer.elements[0]!.codes).toContainEqual({ code: 'IB', meaning: expect.any(String), word: 'backordered' })
    const beginning = segmentAt(await guideOf({ set: '850', version: '004010' }), 'BEG')!
    expect(beginning.elements[0]).toMatchObject({ codesAre: 'sent' })
    expect(beginning.elements[0]!.codes.map(each => each.code)).toEqual(['00', '01', '05', '07'])
  })

  it('names codes that are read alike, to those who send', async () => {
    const dates = segmentAt(await guideOf({ set: '856', version: '004010' }), 'HL(S)/DTM')!
    expect(dates.occurrences.find(each => each.code === '017')?.alternatives).toEqual(['002', '067', '069'])
  })

  it('prints the partner’s codes beside the standard’s', async () => {
    const overlay = overlaySchema.parse({
      set: '850',
      codes: { PO103: { EA: 'PCE' } },
      elements: { PO103: { check: false } },
    })
    const unit = segmentAt(await guideOf({ set: '850', version: '004010', overlay }), 'PO1')!.elements[2]
    expect(unit?.codes).toContainEqual({ code: 'PCE', meaning: 'Each', standard: 'EA' })
  })

  it('says why there is no example', async () => {
    const overlay = overlaySchema.parse({
      set: '850',
      tests: [{ name: 'never', test: '1 = 2', message: 'It never holds.' }],
    })
    const guide = await guideOf({ set: '850', version: '004010', overlay })
    expect(guide.example).toBeUndefined()
    expect(guide.exampleProblems).toEqual(['It never holds.'])
  })

  it('knows no set that the hub does not', async () => {
    expect(await implementationGuide({ set: '999999', version: '004010' })).toBeUndefined()
  })
})
