import { expect, it } from 'vitest'
import { fixture } from '../../../fixtures/x12/files.ts'
import { replayOverlays } from '../overlay.ts'
import { readX12 } from '../reader.ts'
import { envelopeOf } from '../testing/envelopes.ts'
import { segmentChanges } from './replay.ts'
import { overlaySchema } from './schema.ts'

const file = fixture('850/northwind-drop-ship.edi')
const document = readX12(file).interchanges[0]!.groups[0]!.sets[0]!.document!
const before = overlaySchema.parse({
  set: '850',
  codes: { PO103: { EA: 'UN' } },
  elements: { BEG03: { length: [1, 5] } },
})
const after = overlaySchema.parse({
  set: '850',
  segments: { FOB: { usage: 'required' } },
  elements: { CTT02: { value: { sum: 'PO102' } } },
})

it('tells which issues appear and vanish, which fields are read otherwise and which segments are written otherwise', async () => {
  const read = await replayOverlays([{ id: 'in', bytes: file }], undefined, before, envelopeOf())
  expect(read).toMatchObject([
    { id: 'in', passed: { before: true, after: false }, appeared: [{ code: 'too-long' }], vanished: [], segments: [] },
  ])
  expect(read[0]!.fields.length).toBeGreaterThan(0)
  const back = await replayOverlays([{ id: 'in', bytes: file }], before, after, envelopeOf())
  expect(back).toMatchObject([{ appeared: [{ code: 'missing-segment' }], vanished: [{ code: 'too-long' }] }])
  const loose = overlaySchema.parse({ set: '850', codes: { PO103: { EA: 'UN' } } })
  const summed = overlaySchema.parse({
    set: '850',
    segments: { CUR: { usage: 'not used' } },
    elements: { CTT02: { value: { sum: 'PO102' } } },
  })
  const written = await replayOverlays([{ id: 'out', document }], loose, summed, envelopeOf())
  expect(written).toEqual([
    {
      id: 'out',
      passed: { before: true, after: true },
      appeared: [],
      vanished: [],
      fields: [],
      segments: [
        { before: 'CUR*BY*USD' },
        {
          before: 'PO1*1*2*UN*18.25**SK*NW-55*VN*ACME-9*UP*012345678905',
          after: 'PO1*1*2*EA*18.25**SK*NW-55*VN*ACME-9*UP*012345678905',
        },
        { before: 'PO1*2*1*UN*4**SK*NW-56*VN*ACME-10', after: 'PO1*2*1*EA*4**SK*NW-56*VN*ACME-10' },
        { before: 'CTT*2', after: 'CTT*2*3' },
        { before: 'SE*24*0001', after: 'SE*23*0001' },
      ],
    },
  ])
})

it('says nothing of what stays the same', async () => {
  expect(
    await replayOverlays(
      [
        { id: 'in', bytes: file },
        { id: 'out', document },
      ],
      undefined,
      overlaySchema.parse({ set: '850' }),
      envelopeOf(),
    ),
  ).toEqual([])
})

it('compares long sets too', () => {
  const many = Array.from({ length: 4_000 }, (_, i) => `PO1*${i}`)
  expect(segmentChanges(many, [...many.slice(0, 10), 'REF*X', ...many.slice(10)])).toEqual([{ after: 'REF*X' }])
})
