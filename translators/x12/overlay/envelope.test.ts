import { describe, expect, it } from 'vitest'
import { fixture } from '../../../fixtures/x12/files.ts'
import type { DocumentOf } from '../../documents/index.ts'
import { batchesUnder, duplicateIssues, duplicateKey, fileNameFor, type Overlay, prepareDocument } from '../overlay.ts'
import { readX12 } from '../reader.ts'
import { bytesOf, envelopeOf, textOf } from '../testing/envelopes.ts'
import { writeX12 } from '../writer.ts'
import { type OverlayInput, overlaySchema } from './schema.ts'

const order = readX12(fixture('850/northwind-drop-ship.edi')).interchanges[0]!.groups[0]!.sets[0]!
  .document as DocumentOf<'purchase-order'>
const answer = readX12(fixture('855/acme-split-and-rejected.edi')).interchanges[0]!.groups[0]!.sets[0]!
  .document as DocumentOf<'purchase-order-acknowledgment'>

const overlayOf = (given: Omit<OverlayInput, 'set'>) => overlaySchema.parse({ set: '850', ...given })

function headers(given: Omit<OverlayInput, 'set'>, context = {}) {
  const { bytes, issues } = writeX12([order], envelopeOf(), overlayOf(given), [context])
  expect(issues.filter(issue => issue.severity === 'error')).toEqual([])
  const text = textOf(bytes)
  return { text, isa: text.split('~')[0]!.split('*'), gs: text.split('~')[1]!.trim().split('*') }
}

describe("the envelope under a partner's map", () => {
  it('has the names, literals, dates and times that the partner wants', () => {
    const { isa, gs, text } = headers({
      version: '004010UCS',
      timeZone: 'America/New_York',
      envelope: {
        sender: { qualifier: '08', id: '9251850000' },
        receiver: { qualifier: '01', id: '5137621274' },
        groupSender: '925485US00',
        groupReceiver: 'UNIT2',
        authorization: { qualifier: '01', value: 'GROCER' },
        standard: ':',
        interchangeVersion: '00200',
        acknowledgmentRequested: true,
        usage: 'T',
        agency: 'T',
        groupDate: 'YYMMDD',
        groupTime: 'HHMMSSDD',
        setControlNumberWidth: 9,
      },
    })
    expect(isa.slice(1)).toEqual([
      ...['01', 'GROCER    ', '00', ' '.repeat(10), '08', '9251850000     ', '01', '5137621274     '],
      ...['261122', '1004', ':', '00200', '000000017', '1', 'T', '>'],
    ])
    expect(gs).toEqual(['GS', 'PO', '925485US00', 'UNIT2', '261122', '10040500', '42', 'T', '004010UCS'])
    expect(text).toContain('ST*850*000000001~')
    expect(readX12(bytesOf(text)).interchanges[0]!.groups[0]!.sets[0]!.document).toEqual(order)
  })

  it('goes by the environment, and to whoever sent the order', () => {
    const envelope = {
      receiver: 'source' as const,
      environments: { test: { receiver: { qualifier: 'ZZ', id: 'TESTBOX' }, usage: 'T' as const } },
    }
    const sourceSender = { qualifier: '08', id: 'UNIT7' }
    expect(headers({ envelope }, { sourceSender }).isa.slice(7, 9)).toEqual(['08', 'UNIT7          '])
    expect(headers({ envelope }).isa[8]).toBe('123456789      ')
    const test = headers({ envelope }, { sourceSender, facts: { environment: 'test' } })
    expect([test.isa[8], test.isa[15]]).toEqual(['TESTBOX        ', 'T'])
  })

  it('may break lines wherever they fall', () => {
    const { text } = headers({ lineLength: 60 })
    expect(text.split('\n').every((line, i, all) => line.length === 60 || i === all.length - 1)).toBe(true)
    expect(readX12(bytesOf(text)).interchanges[0]!.groups[0]!.sets[0]!.document).toEqual(order)
  })

  it('breaks no line within a character', () => {
    const accented = { ...order, notes: ['é'.repeat(200)] }
    for (let lineLength = 40; lineLength < 48; lineLength++) {
      const text = textOf(writeX12([accented], envelopeOf(), overlayOf({ lineLength })).bytes)
      expect(text).not.toContain('\ufffd')
      expect(readX12(bytesOf(text)).interchanges[0]!.groups[0]!.sets[0]!.document).toEqual(accented)
    }
  })

  it('knows winter from summer', () => {
    const summer = writeX12(
      [order],
      envelopeOf({ at: '2026-07-04T02:30:00Z' }),
      overlayOf({ timeZone: 'America/Chicago' }),
    )
    expect(textOf(summer.bytes)).toContain('*260703*2130*')
  })
})

describe('files and batches', () => {
  it('have names of their own', () => {
    const overlay = overlayOf({
      fileName: 'WMI_{set}_{fact.vendor}_{date}_{time}/{control}.edi',
      timeZone: 'America/New_York',
    })
    expect(fileNameFor(overlay, envelopeOf(), { facts: { vendor: '../417' } })).toBe(
      'WMI_850_.._417_20261122_100405_000000017.edi',
    )
    expect(fileNameFor(overlayOf({}), envelopeOf())).toBeUndefined()
  })

  it('hold so many sets, and one kind where the partner wants that', () => {
    const kinds = ['purchase-order', 'invoice', 'purchase-order', 'purchase-order', 'invoice']
    expect(batchesUnder(kinds, undefined)).toEqual([[0, 1, 2, 3, 4]])
    expect(batchesUnder(kinds, overlayOf({ batch: { oneKindPerInterchange: true, setsPerGroup: 2 } }))).toEqual([
      [0, 2],
      [3],
      [1, 4],
    ])
    expect(batchesUnder([], overlayOf({ batch: { setsPerInterchange: 1 } }))).toEqual([])
  })
})

describe('policy', () => {
  const sending = (send: 'always' | 'rejections' | 'never') =>
    overlaySchema.parse({ set: '855', policy: { answers: { send } } })
  const accepted = { ...answer, type: 'accepted' as const, lines: [] }

  it('says whether an answer is wanted', async () => {
    const codes = async (document: typeof answer, overlay: Overlay) =>
      (await prepareDocument(document, overlay)).issues.map(({ code, message }) => [code, message])
    expect(await codes(accepted, overlaySchema.parse({ set: '855' }))).toEqual([])
    expect(await codes(accepted, sending('rejections'))).toEqual([
      ['against-policy', "The partner's policy: only an answer that rejects is sent."],
    ])
    expect(await codes({ ...accepted, type: 'rejected' }, sending('rejections'))).toEqual([])
    expect(await codes(answer, sending('rejections'))).toEqual([])
    expect(await codes(answer, sending('never'))).toEqual([
      ['against-policy', "The partner's policy: orders are not answered."],
    ])
  })

  it('says what names an order', () => {
    const overlay = overlayOf({ policy: { duplicateKey: ['number', 'shipTo.code'] } })
    expect(duplicateKey(order, overlay)).toBe('["PO-1001",null]')
    expect(duplicateKey(order, overlayOf({}))).toBeUndefined()
    expect(duplicateIssues(order, overlay, 'PO-1001')).toMatchObject([
      { severity: 'error', message: expect.stringContaining('number, shipTo.code, and PO-1001 came with the same') },
    ])
    expect(duplicateIssues({ ...order, purpose: 'replacement' }, overlay, 'PO-1001')).toEqual([])
  })
})

it('reads by the facts that it is given', () => {
  const overlay = overlayOf({
    rules: [{ name: 'rush', when: { fact: 'rush', is: 'yes' }, must: { segments: { FOB: { usage: 'required' } } } }],
  })
  const read = (facts?: Record<string, string>) =>
    readX12(fixture('850/northwind-drop-ship.edi'), {
      overlay: () => overlay,
      ...(facts ? { overlayContext: { facts } } : {}),
    }).interchanges[0]!.groups[0]!.sets[0]!.issues.map(issue => issue.code)
  expect(read()).toEqual([])
  expect(read({ rush: 'no' })).toEqual([])
  expect(read({ rush: 'yes' })).toEqual(['missing-segment'])
})

it('reads other versions, and tells of those that the map does not know', () => {
  const read = (given: Omit<OverlayInput, 'set'>) =>
    readX12(fixture('850/northwind-drop-ship.edi'), { overlay: () => overlayOf(given) }).interchanges[0]!.groups[0]!
      .sets[0]!
  const strange = read({ version: '004010VICS' })
  expect(strange.issues.map(issue => [issue.code, issue.expected])).toEqual([['unfamiliar-version', '004010VICS']])
  expect(strange.document).toEqual(order)
  expect(read({ version: '004010VICS', envelope: { acceptVersions: ['004010'] } }).issues).toEqual([])
})
