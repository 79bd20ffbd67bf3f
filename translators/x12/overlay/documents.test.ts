import { describe, expect, it } from 'vitest'
import { reviewDocument } from '../overlay.ts'
import { overlaySchema } from './schema.ts'
import { brief, documentIn, through, told, writeUnder } from './testing.ts'

const order = documentIn('850/northwind-drop-ship.edi', 'purchase-order')
const answer = documentIn('855/acme-split-and-rejected.edi', 'purchase-order-acknowledgment')
const notice = documentIn('856/acme-pick-and-pack.edi', 'ship-notice')
const invoice = documentIn('810/acme-invoice.edi', 'invoice')

describe('product ids', () => {
  it('are chosen, ordered, required, and may stand at fixed pairs', async () => {
    const ids = { buyer: 'NW-55', upc: '012345678905' }
    const lines = order.lines.map(line => ({ ...line, ids }))
    const segments = await through(
      { ...order, lines },
      {
        set: '850',
        productIds: [
          { field: 'upc', qualifier: 'UP', pair: 1, usage: 'required' },
          { field: 'supplier', qualifier: 'VA', pair: 2 },
          { field: 'buyer', qualifier: 'IN', pair: 3 },
        ],
      },
    )
    expect(segments).toContain('PO1*1*2*EA*18.25**UP*012345678905***IN*NW-55')
    expect(
      await told(
        { ...order, lines: lines.map(line => ({ ...line, ids: { buyer: 'X' } })) },
        {
          set: '850',
          productIds: [
            { field: 'upc', qualifier: 'UP', usage: 'required' },
            { field: 'buyer', qualifier: 'IN' },
          ],
        },
      ),
    ).toEqual(['missing-element PO106', 'missing-element PO106'])
  })

  it('may go by qualifiers that usually mean something else', async () => {
    const lines = order.lines.map(line => ({ ...line, ids: { supplier: 'ACME-9' } }))
    const segments = await through(
      { ...order, lines },
      { set: '850', productIds: [{ field: 'supplier', qualifier: 'BP' }] },
    )
    expect(segments).toContain('PO1*1*2*EA*18.25**BP*ACME-9')
  })
})

describe('levels of a ship notice', () => {
  it.each([
    ['SOPI', '0001'],
    ['SOTPI', '0001'],
    ['SOIP', '0002'],
    ['SPOI', '0003'],
  ] as const)('%s', async (hierarchy, structure) => {
    const one = {
      ...notice,
      packages: notice.packages
        .filter(each => new Set(each.lines.map(line => line.purchaseOrderNumber)).size === 1)
        .map(each => ({ ...each, lines: each.lines.slice(0, 1) })),
    }
    const segments = await through(one, { set: '856', hierarchy })
    expect(segments[1]).toMatch(new RegExp(`\\*${structure}$`))
    const codes = segments.filter(segment => segment.startsWith('HL')).map(segment => segment.split('*')[3])
    for (const code of hierarchy) expect(codes).toContain(code)
    expect(segments.at(-2)).toBe(`CTT*${codes.length}`)
  })

  it('without packages lose what packages say, and tell it', async () => {
    const { issues } = await writeUnder(notice, { set: '856', hierarchy: 'SOI' })
    expect(brief(issues).some(each => each.includes('packages'))).toBe(true)
  })
})

describe('what comes back', () => {
  it('is taken from the order, and checked', async () => {
    const echo = ['references[department]', 'lines[].ids.upc', 'shipTo', 'terms']
    const bare = {
      ...answer,
      purchaseOrderNumber: order.number,
      lines: order.lines.map(line => ({
        lineNumber: line.lineNumber,
        ids: { buyer: line.ids.buyer },
        quantity: line.quantity,
        unit: line.unit,
        answers: [],
      })),
    }
    const { segments } = await writeUnder(bare, { set: '855', echo }, { source: order })
    expect(segments).toContain('REF*DP*038')
    expect(segments.find(segment => segment.startsWith('PO1'))).toContain('*UP*012345678905')
    const issues = await reviewDocument(
      { ...bare, references: [{ type: 'department', value: '039' }] },
      overlaySchema.parse({ set: '855', echo }),
      { source: order },
    )
    expect(issues.map(issue => [issue.code, issue.at.path, issue.expected])).toEqual([
      ['not-echoed', 'references[department]', '038'],
      ['not-echoed', 'lines[].ids.upc', '012345678905'],
    ])
  })
})

describe('policy', () => {
  it('is held against answers, shipments, invoices and stock', async () => {
    expect(
      await told(
        answer,
        {
          set: '855',
          policy: { answers: { allOrNothing: true, oneAnswerPerLine: true, forbid: ['backordered'], everyLine: true } },
        },
        { source: { ...order, lines: [...order.lines, { ...order.lines[0]!, lineNumber: '99' }] } },
      ),
    ).toContain('against-policy lines')
    expect(
      await told(notice, {
        set: '856',
        policy: { shipments: { oneOrder: true, onePackage: true, packageNumber: 'both' } },
      }),
    ).toContain('against-policy packages')
    expect(
      await told(
        { ...invoice, total: '1.00' },
        { set: '810', policy: { invoices: { totalWithin: '0.01', oneOrder: true } } },
      ),
    ).toContain('against-policy total')
    expect(
      await told(invoice, { set: '810', policy: { invoices: { totalWithin: '0.01', noFreeLines: true } } }),
    ).toEqual([])
  })
})

it('tells the unit that a set must have where the document names none, and keeps nothing back for it', async () => {
  const packages = notice.packages.map(each => ({ ...each, lines: each.lines.map(({ unit: _, ...line }) => line) }))
  expect(await told({ ...notice, packages }, { set: '856' })).toContain(
    'altered-by-map documents[0].packages[0].lines[0].unit',
  )
  const lines = answer.lines.map(line => ({ ...line, answers: line.answers.map(({ unit: _, ...each }) => each) }))
  const { segments, issues } = await writeUnder({ ...answer, lines }, { set: '855' })
  expect(issues.map(({ severity }) => severity)).not.toContain('error')
  expect(segments.filter(segment => /^ACK\*\w\w\*\d+\*\*/.test(segment))).toEqual([])
})

describe('what a map writes and reads back', () => {
  it('keeps back no ship notice whose packages or lines go back and forth between orders', async () => {
    const line = (purchaseOrderNumber: string, lineNumber: string) => ({
      purchaseOrderNumber,
      lineNumber,
      ids: { supplier: 'ACME-9' },
      quantity: '1',
      unit: 'EA',
    })
    const packages = [
      { trackingNumber: 'T1', lines: [line('PO-1', '1'), line('PO-2', '1'), line('PO-1', '2')] },
      { trackingNumber: 'T2', lines: [line('PO-2', '2')] },
      { trackingNumber: 'T3', lines: [line('PO-1', '3')] },
    ]
    const notice = { ...documentIn('856/acme-pick-and-pack.edi', 'ship-notice'), packages }
    expect(await told(notice, { set: '856' })).toEqual([])
    const [first, ...others] = packages
    expect(await told({ ...notice, packages: [...others, first!] }, { set: '856' })).toEqual([])
    const single = packages.flatMap(one => one.lines.map(each => ({ ...one, lines: [each] })))
    expect(await told({ ...notice, packages: single }, { set: '856', hierarchy: 'SOPI' })).toEqual([])
  })

  it('writes a line break in a note as a space, and says so', async () => {
    const order = {
      ...documentIn('850/northwind-drop-ship.edi', 'purchase-order'),
      notes: ['Dear Ann,\n\n  love  Bob '],
    }
    expect(await told(order, { set: '850' })).toEqual(['altered-by-map documents[0].notes[0]'])
  })

  it('tells of characters that the map replaces, and keeps back a number that would become another', async () => {
    const map = {
      set: '850',
      delimiters: { element: '*', segment: '~' },
      characters: { replace: { '*': '-', '~': ' ' } },
    }
    const order = documentIn('850/northwind-drop-ship.edi', 'purchase-order')
    expect(await told({ ...order, notes: ['2*3 ~ six'] }, map)).toEqual(['altered-by-map documents[0].notes[0]'])
    expect(await told({ ...order, number: 'PO*7' }, map)).toEqual(['changed-by-map documents[0].number'])
    const { issues } = await writeUnder({ ...order, notes: ['2*3'] }, { set: '850', delimiters: map.delimiters })
    expect(issues).toMatchObject([
      { code: 'unwritable-delimiter', at: { segment: 'MSG', element: 1 }, message: expect.stringContaining('"*"') },
    ])
  })
})
