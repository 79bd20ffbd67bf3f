import { describe, expect, it } from 'vitest'
import { envelopeOf } from '../testing/envelopes.ts'
import { writeX12 } from '../writer.ts'
import type { OverlayContext } from './context.ts'
import { type OverlayInput, overlaySchema } from './schema.ts'
import { brief, documentIn, readUnder, through, told, writeUnder } from './testing.ts'

const order = documentIn('850/northwind-drop-ship.edi', 'purchase-order')
const answer = documentIn('855/acme-split-and-rejected.edi', 'purchase-order-acknowledgment')
const notice = documentIn('856/acme-pick-and-pack.edi', 'ship-notice')
const invoice = documentIn('810/acme-invoice.edi', 'invoice')

describe('values that stand elsewhere', () => {
  it('are moved there and read from there', async () => {
    const segments = await through(order, {
      set: '850',
      segments: { PO1: { relations: { off: ['P0304', 'C0504', 'C0405'] } } },
      moves: [{ from: 'PO104', to: 'PO1/CTP03[02=UCP]' }],
    })
    expect(segments).toContain('PO1*1*2*EA***SK*NW-55*VN*ACME-9*UP*012345678905')
    expect(segments).toContain('CTP**UCP*18.25')
    expect(segments).toContain('CTP**RTL*29.99')
  })

  it('may be of another segment of the same level', async () => {
    const segments = await through(notice, {
      set: '856',
      moves: [{ from: 'HL[P]/MAN02[CP]', to: 'HL[P]/REF02[CN]' }],
    })
    expect(segments.filter(segment => segment.startsWith('MAN*CP'))).toEqual([])
    expect(segments.filter(segment => segment.startsWith('REF*CN')).length).toBeGreaterThan(0)
  })
})

describe('texts', () => {
  it('are wrapped into lines and joined again, each note in its own loop', async () => {
    const notes = ['A gift for Ada: please wrap it in blue paper and leave the price out of the box', 'Second note']
    const segments = await through({ ...order, notes }, { set: '850', elements: { 'N9/MSG01': { wrap: 30 } } })
    const texts = segments.filter(segment => /^(N9|MSG)/.test(segment))
    expect(texts.filter(segment => segment.startsWith('N9'))).toHaveLength(2)
    expect(Math.max(...texts.map(segment => segment.length))).toBeLessThanOrEqual(34)
  })
})

describe('segments of the map itself', () => {
  const context: OverlayContext = { source: order, facts: { programme: 'dropship', route: 'W' } }

  it('are constant, copied, counted, from the order, from facts or filled in, and are not read as the document', async () => {
    const segments = await through(
      invoice,
      {
        set: '810',
        add: [
          { name: 'vendor', segment: 'REF', elements: { '01': 'IA', '02': '00417' } },
          {
            name: 'department',
            segment: 'REF',
            elements: { '01': 'DP', '02': { source: 'references[department].value' } },
          },
          {
            name: 'programme',
            segment: 'REF',
            elements: { '01': 'ZZ', '02': { template: '{fact.programme}-{BIG02}' } },
            when: { fact: 'route', is: 'W' },
          },
          { name: 'store', segment: 'REF', elements: { '01': 'ST', '02': '9' }, when: { fact: 'route', isNot: 'W' } },
          {
            name: 'buyer',
            segment: 'N1',
            elements: { '01': 'BY', '03': '92', '04': { source: 'buyer.code' } },
            followedBy: [{ segment: 'N3', elements: { '01': { document: 'number' } } }],
          },
          {
            name: 'not there',
            segment: 'REF',
            elements: { '01': 'CT', '02': { fact: 'contract' } },
            usage: 'optional',
          },
        ],
      },
      context,
    )
    expect(segments).toContain('REF*IA*00417')
    expect(segments).toContain('REF*DP*038')
    expect(segments).toContain(`REF*ZZ*dropship-${invoice.number}`)
    expect(segments).toContain('N1*BY**92*0614141000005')
    expect(segments).toContain(`N3*${invoice.number}`)
    expect(segments.filter(segment => /^REF\*(ST|CT)/.test(segment))).toEqual([])
  })

  it('keep a document back when a value is missing', async () => {
    expect(
      await told(invoice, {
        set: '810',
        add: [{ name: 'contract', segment: 'REF', elements: { '01': 'CT', '02': { fact: 'contract' } } }],
      }),
    ).toEqual(['unmet-by-map REF', 'missing-segment REF'])
  })

  it('have totals that follow from the set, and are checked when read', async () => {
    const given: OverlayInput = { set: '850', elements: { CTT02: { value: { sum: 'PO102' }, usage: 'required' } } }
    const segments = await through(order, given)
    expect(segments).toContain('CTT*2*3')
    const { text, overlay } = await writeUnder(order, given)
    expect(brief(readUnder(text.replace('CTT*2*3', 'CTT*2*4'), overlay).issues)).toEqual(['wrong-total CTT02 4'])
  })
})

describe('conditions', () => {
  it('look inside each loop, at other elements, and require, fix or forbid', async () => {
    const given: OverlayInput = {
      set: '855',
      rules: [
        {
          name: 'a rejection says why',
          in: 'PO1/ACK',
          when: { place: 'ACK01', is: ['IR', 'ID'] },
          must: { elements: { ACK29: { usage: 'required' }, ACK05: { usage: 'not used' } } },
        },
        {
          name: 'accepted lines have a date',
          in: 'PO1/ACK',
          when: { place: 'ACK01', is: 'IA' },
          must: { elements: { ACK05: { usage: 'required' } } },
        },
        {
          name: 'no order number, no detail',
          when: { place: 'BAK08', present: false },
          must: { refuse: 'BAK08 tells our order number.' },
        },
      ],
    }
    const plain = {
      ...answer,
      lines: answer.lines.map(line => ({
        ...line,
        answers: line.answers.map(({ shipDate: _, reason: __, ...rest }) => rest),
      })),
    }
    const expected = plain.lines.flatMap(line =>
      line.answers.flatMap(each =>
        each.status === 'rejected'
          ? ['missing-element ACK29']
          : each.status === 'accepted'
            ? ['missing-element ACK05']
            : [],
      ),
    )
    expect(expected.length).toBeGreaterThan(1)
    expect((await told(plain, given)).toSorted()).toEqual(expected.toSorted())
    const { supplierOrderNumber: _, ...unnumbered } = answer
    expect(await told(unnumbered, given)).toContain('refused-by-map BAK')
  })

  it('compare numbers and places', async () => {
    const given: OverlayInput = {
      set: '810',
      rules: [
        {
          name: 'gross amount',
          when: { place: 'TDS01', above: '100' },
          must: { elements: { TDS02: { usage: 'required' } } },
          otherwise: { elements: { TDS02: { usage: 'not used' } } },
        },
      ],
    }
    expect(await told(invoice, given)).toEqual(['missing-element TDS02'])
    expect(await told({ ...invoice, total: '0.50' }, given)).toEqual([])
  })
})

describe('expressions', () => {
  it('give values to elements and segments, one or one for each line', async () => {
    const segments = await through(order, {
      set: '850',
      elements: { CTT02: { value: { expression: '$total(lines.quantity)' } } },
      add: [
        {
          name: 'value',
          segment: 'AMT',
          elements: { '01': 'TT', '02': { expression: '$total(lines.$times(quantity, unitPrice))' } },
        },
        {
          name: 'line value',
          in: 'PO1',
          segment: 'AMT',
          elements: { '01': '1', '02': { expression: '$times(quantity, unitPrice)', for: 'lines' } },
        },
      ],
    })
    expect(segments).toContain('CTT*2*3')
    expect(segments.filter(segment => segment.startsWith('AMT'))).toEqual(['AMT*TT*40.5', 'AMT*1*36.5', 'AMT*1*4'])
  })

  it('that are stopped keep the document back and name their rule', async () => {
    const { issues, text } = await writeUnder(order, {
      set: '850',
      elements: { CTT02: { value: { expression: '$sum([1..10000000])' } } },
    })
    expect(brief(issues)).toContain('expression-failed')
    expect(issues[0]!.message).toContain('elements.CTT02')
    expect(issues[0]!.severity).toBe('error')
    expect(text).toContain('CTT*2~')
  })

  it('must have been evaluated', async () => {
    const overlay = overlaySchema.parse({ set: '850', elements: { CTT02: { value: { expression: '1' } } } })
    expect(brief(writeX12([order], envelopeOf(), overlay).issues)).toEqual(['unmet-by-map ST'])
  })

  it('test documents', async () => {
    const tests = [
      { name: 'no weekend', test: '$count(lines[$number(quantity) > 1]) = 0', message: 'Order one of each.' },
    ]
    expect((await writeUnder(order, { set: '850', tests })).issues[0]).toMatchObject({
      code: 'test-failed',
      severity: 'error',
      message: 'Order one of each.',
    })
  })
})
