import { describe, expect, it } from 'vitest'
import { fixture } from '../../fixtures/x12/files.ts'
import type { BusinessDocument, DocumentOf } from '../documents/index.ts'
import { overlaySchema, readX12, transactionSetFor, writeX12 } from './index.ts'
import { envelopeOf, textOf } from './testing/envelopes.ts'

function documentIn(path: string): BusinessDocument {
  return readX12(fixture(path)).interchanges[0]!.groups[0]!.sets[0]!.document!
}

const order = documentIn('850/northwind-drop-ship.edi') as DocumentOf<'purchase-order'>
const lines = (bytes: Uint8Array) => textOf(bytes).split('~')

describe('the envelope', () => {
  it('has the widths, numbers and counts of X12.5', () => {
    const written = writeX12(
      [order, { ...order, number: 'PO-2' }],
      envelopeOf({ acknowledgmentRequested: true, usage: 'T' }),
    )
    const segments = lines(written.bytes)
    expect(segments[0]).toBe(
      'ISA*00*          *00*          *ZZ*RETAILER       *01*123456789      *261122*1504*U*00401*000000017*1*T*>',
    )
    expect(segments[1]).toBe('GS*PO*RETAILER*123456789*20261122*1504*42*X*004010')
    expect(segments.filter(segment => /^S[TE]\*/.test(segment))).toEqual([
      'ST*850*0001',
      'SE*24*0001',
      'ST*850*0002',
      'SE*24*0002',
    ])
    expect(segments.slice(-3)).toEqual(['GE*2*42', 'IEA*1*000000017', ''])
  })

  it('tells which document got which numbers', () => {
    const stock = documentIn('846/acme-delta.edi')
    const written = writeX12([order, stock, { ...order, number: 'PO-2' }], envelopeOf({ firstSetControlNumber: 9999 }))
    expect(written.sets).toEqual([
      {
        document: 0,
        kind: 'purchase-order',
        set: '850',
        functionalId: 'PO',
        controlNumber: '9999',
        groupControlNumber: '42',
        number: 'PO-1001',
      },
      {
        document: 2,
        kind: 'purchase-order',
        set: '850',
        functionalId: 'PO',
        controlNumber: '10000',
        groupControlNumber: '42',
        number: 'PO-2',
      },
      {
        document: 1,
        kind: 'inventory-advice',
        set: '846',
        functionalId: 'IB',
        controlNumber: '10001',
        groupControlNumber: '43',
        number: 'FEED-9',
      },
    ])
  })

  it('is refused with what is wrong in it', () => {
    const written = writeX12(
      [order],
      envelopeOf({ sender: 'A NAME FAR TOO LONG FOR ISA06', interchangeControlNumber: 1_000_000_000 }),
    )
    expect(written.bytes).toHaveLength(0)
    expect(written.issues.map(issue => issue.at.path)).toEqual([
      'envelope.sender',
      'envelope.groupSender',
      'envelope.interchangeControlNumber',
    ])
  })

  it('is left out when there is nothing to write', () => {
    expect(writeX12([], envelopeOf())).toEqual({ bytes: new Uint8Array(0), issues: [], sets: [] })
  })
})

describe('a document that does not fit', () => {
  it('is left out, told, and takes no number; the others are written', () => {
    const long = { ...order, number: 'P'.repeat(23) }
    const written = writeX12([order, long, order], envelopeOf())
    expect(written.sets.map(set => [set.document, set.controlNumber])).toEqual([
      [0, '0001'],
      [2, '0002'],
    ])
    expect(written.issues).toMatchObject([
      { severity: 'error', code: 'too-long', at: { path: 'documents[1]', segment: 'BEG', element: 3 } },
    ])
  })

  it('is never shortened: an amount with more places than the set has is an error', () => {
    const charge = { kind: 'charge' as const, reason: 'freight', amount: '1.005' }
    const written = writeX12([{ ...order, allowancesAndCharges: [charge] }], envelopeOf())
    expect(written.issues).toMatchObject([
      { code: 'loses-precision', at: { path: 'documents[0].allowancesAndCharges[0].amount' } },
    ])
    expect(written.sets).toEqual([])
  })
})

describe('what X12 has no code for', () => {
  const description = 'as agreed'
  const reference = { type: 'pallet plan', value: '7', description }
  const adjustment = {
    amount: '1.00',
    reason: 'late truck',
    description,
    reference: { type: 'claim form', value: '9' },
  }
  const payment = documentIn('820/northwind-pays-three-invoices.edi') as DocumentOf<'remittance-advice'>
  const advice = documentIn('824/northwind-invoice-refused.edi') as DocumentOf<'application-advice'>
  const charge = { kind: 'charge' as const, reason: 'pallet fee', amount: '1.00', description }
  const answer = { ...advice.answers[0]!, reference: { type: 'pallet plan', value: '7' } }

  it.each<[string, BusinessDocument]>([
    ['references[0].type', { ...order, references: [reference] }],
    ['allowancesAndCharges[0].reason', { ...order, allowancesAndCharges: [charge] }],
    ['adjustments[0].reason', { ...payment, adjustments: [adjustment] }],
    ['adjustments[0].reference.type', { ...payment, adjustments: [adjustment] }],
    ['answers[0].reference.type', { ...advice, answers: [answer] }],
  ])('is told where nothing spells it: %s', (path, document) => {
    const { issues, sets } = writeX12([document], envelopeOf())
    expect(issues).toContainEqual(
      expect.objectContaining({ severity: 'warning', code: 'not-carried', at: { path: `documents[0].${path}` } }),
    )
    expect(sets).toHaveLength(1)
  })

  it('is not told where the description spells it', () => {
    const { issues } = writeX12([{ ...order, references: [{ type: 'pallet plan', value: '7' }] }], envelopeOf())
    expect(issues).toEqual([])
  })
})

describe('a product whose number cannot be right', () => {
  const catalog = documentIn('832/acme-full-catalog.edi') as DocumentOf<'product-catalog'>
  const [product] = catalog.products
  const catalogOf = (ids: DocumentOf<'product-catalog'>['products'][0]['ids']) => ({
    ...catalog,
    products: [
      { ids: product!.ids, cost: '2.00' },
      { ids, cost: '1.00' },
    ],
  })

  it('is written by its other numbers, and that one told', () => {
    const { issues, sets } = writeX12([catalogOf({ supplier: 'B2', unproven: '1.2E+11' })], envelopeOf())
    expect(issues).toMatchObject([{ severity: 'warning', at: { path: 'documents[0].products[1].ids.unproven' } }])
    expect(sets).toHaveLength(1)
  })

  it('is refused without another: its prices would stand under the product before', () => {
    const { issues, sets } = writeX12([catalogOf({ unproven: '1.2E+11' })], envelopeOf())
    expect(issues).toMatchObject([{ severity: 'error', at: { path: 'documents[0].products[1].ids' } }])
    expect(sets).toEqual([])
  })
})

describe('delimiters in the data', () => {
  const awkward = { ...order, notes: ['2 > 1 ~ ^ * and | too'] }

  it('make the writer choose others', () => {
    const written = writeX12([awkward], envelopeOf())
    expect(written.issues).toEqual([])
    const [interchange] = readX12(written.bytes).interchanges
    expect(interchange!.groups[0]!.sets[0]!.document).toEqual(awkward)
    expect(new Set(Object.values(interchange!.delimiters)).has('*')).toBe(false)
  })

  it('keep the document back when the partner insists on them', () => {
    const written = writeX12([awkward], envelopeOf({ delimiters: { element: '*', segment: '~', component: '>' } }))
    expect(written.issues.map(issue => issue.code)).toContain('unwritable-delimiter')
    expect(written.bytes).toHaveLength(0)
  })

  it('are released where the partner reads ISX', () => {
    const released = { ...awkward, notes: ['2 > 1 ~ ^ * and ? too'] }
    const envelope = envelopeOf({ version: '005010', delimiters: { release: '?' } })
    const written = writeX12([order, released], envelope)
    expect(written.issues).toEqual([])
    expect(lines(written.bytes)[1]).toBe('ISX*?')
    expect(textOf(written.bytes)).toContain('2 ?> 1 ?~ ?^ ?* and ?? too~')
    const [interchange] = readX12(written.bytes).interchanges
    expect(interchange!.delimiters).toEqual({
      element: '*',
      segment: '~',
      component: '>',
      repetition: '^',
      release: '?',
    })
    expect(interchange!.groups[0]!.sets.map(set => set.document)).toEqual([order, released])
  })

  it.each([
    [{ delimiters: { release: '?' } }, 'envelope.delimiters.release'],
    [{ version: '005010', delimiters: { release: '?' }, groupSender: 'WHO?' }, 'envelope.groupSender'],
  ])('are not released where ISX cannot stand: %j', (parts, path) => {
    const written = writeX12([order], envelopeOf(parts))
    expect(written.issues).toMatchObject([{ code: 'invalid-envelope', at: { path } }])
    expect(written.bytes).toHaveLength(0)
  })

  it('may be what the partner wants', () => {
    const written = writeX12(
      [order],
      envelopeOf({ version: '005010', delimiters: { element: '|', segment: '\n', component: '<', repetition: '!' } }),
    )
    expect(readX12(written.bytes).interchanges[0]).toMatchObject({
      delimiters: { element: '|', segment: '\n', component: '<', repetition: '!' },
      groups: [{ sets: [{ document: order }] }],
    })
  })
})

describe("a partner's map", () => {
  const overlay = overlaySchema.parse({
    set: '850',
    version: '004010VICS',
    lineBreak: '\n',
    uppercase: true,
    segments: { 'REF[DP]': { usage: 'required' }, CTT: { usage: 'not used' }, 'PO1/PID': { max: 1 } },
    elements: {
      BEG03: { pattern: '^PO-\\d{4}$' },
      PO105: { default: 'PE' },
      'N104[BY]': { length: [1, 13] },
      TD501: { fixed: 'B' },
    },
    codes: { PO103: { EA: 'UN' }, '/DTM01[037]': { '037': '010' } },
    productIds: [
      { field: 'upc', qualifier: 'UP' },
      { field: 'buyer', qualifier: 'IN' },
    ],
  })
  const written = writeX12([order], envelopeOf(), overlay)
  const segments = textOf(written.bytes).split('~\n')

  it('is followed when writing', () => {
    expect(written.issues.map(issue => [issue.code, issue.at.path])).toEqual([
      ['not-carried', 'documents[0].lines[0].ids.supplier'],
    ])
    expect(segments).toContain('PO1*1*2*UN*18.25*PE*UP*012345678905*IN*NW-55')
    expect(segments).toContain('DTM*010*20261121')
    expect(segments.find(segment => segment.startsWith('TD5'))).toMatch(/^TD5\*B\*2\*UPSN/)
    expect(segments.some(segment => segment.startsWith('CTT'))).toBe(false)
    expect(segments.find(segment => segment.startsWith('GS'))).toMatch(/004010VICS$/)
    expect(segments.find(segment => segment.startsWith('PER'))).toBe('PER*IC**TE*5035550101*EM*ADA@EXAMPLE.ORG')
  })

  it('is followed when reading, codes turned back into ours', () => {
    const file = readX12(written.bytes, { overlay: (_sender, _receiver, set) => (set === '850' ? overlay : undefined) })
    const [set] = file.interchanges[0]!.groups[0]!.sets
    expect(set!.issues).toEqual([])
    expect(set!.document).toMatchObject({
      lines: [{ unit: 'EA', ids: { buyer: 'NW-55', upc: '012345678905' } }, { unit: 'EA' }],
    })
  })

  it('tells what it finds wrong, and where', () => {
    const without = { ...order, number: 'X-1', references: [] }
    const refused = writeX12([without], envelopeOf(), overlay)
    expect(refused.issues.map(issue => [issue.code, issue.expected])).toEqual([
      ['invalid-value', '^PO-\\d{4}$'],
      ['missing-segment', 'REF[DP]'],
    ])
    expect(refused.issues[0]).toMatchObject({ at: { segment: 'BEG', element: 3 }, value: 'X-1' })
  })

  it('is refused when it is no map, in words', () => {
    const result = overlaySchema.safeParse({ set: '850', elements: { BEG3: { fixed: 'X' } }, segmants: {} })
    expect(result.success).toBe(false)
    expect(JSON.stringify(result.error?.issues)).toMatch(/expected an element such as BEG03/)
    expect(JSON.stringify(result.error?.issues)).toMatch(/segmants/)
  })
})

it('knows the set of each kind', () => {
  expect(transactionSetFor('purchase-order-acknowledgment')).toEqual({ set: '855', functionalId: 'PR' })
  expect(transactionSetFor('functional-acknowledgment')).toEqual({ set: '997', functionalId: 'FA' })
})

describe('documents that are not held at once', () => {
  const second = { ...order, number: 'PO-7002' }
  const stock = documentIn('846/acme-delta.edi')

  it('are written as a list of them is, each functional group whole', () => {
    const list: BusinessDocument[] = [order, stock, second]
    const anew: Iterable<BusinessDocument> = {
      *[Symbol.iterator]() {
        yield* list
      },
    }
    const written = writeX12(anew, envelopeOf())
    expect(written.sets.map(({ document, set }) => [document, set])).toEqual([
      [0, '850'],
      [2, '850'],
      [1, '846'],
    ])
    expect(written).toEqual(writeX12(list, envelopeOf()))
  })

  it('are refused when a second pass would find nothing', () => {
    expect(() => writeX12([order].values(), envelopeOf())).toThrow(/more than once/)
  })
})
