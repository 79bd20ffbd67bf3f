import { describe, expect, it } from 'vitest'
import { bill, billed, order, orderLine } from './testing/facts.ts'
import { checkExample, type Example, matchWith } from './testing/match-example.ts'

const examples: Example[] = [
  {
    name: 'an order that there is not',
    given: { invoice: bill([billed()], { purchaseOrderNumber: 'PO-9' }) },
    expected: ['exception', ['0'], '0.00'],
    findings: ['unknown-purchase-order: a purchase order of this supplier → PO-9 (125.00)'],
  },
  {
    name: 'no order at all',
    given: { invoice: bill([billed()], { purchaseOrderNumber: null }) },
    expected: ['exception', ['0'], '0.00'],
    findings: ['unknown-purchase-order: a purchase order of this supplier → none (125.00)'],
  },
  {
    name: 'an item that is not on the order',
    given: {
      invoice: bill([billed(), billed({ id: 'b', position: 2, lineNumber: '2', ids: { supplier: 'NW-CUP' } })]),
    },
    expected: ['exception', ['10', '0'], '125.00'],
    findings: ['unknown-item: an item of PO-1 → NW-CUP (125.00)'],
  },
  {
    name: 'several orders on one invoice',
    given: {
      invoice: bill([billed(), billed({ id: 'b', position: 2, purchaseOrderNumber: 'PO-2' })]),
      orders: [order(), order([orderLine({ id: 'line-2' })], { id: 'po-2', number: 'PO-2' })],
    },
    expected: ['matched', ['10', '10'], '250.00'],
  },
  {
    name: 'a discount written as a line',
    given: {
      invoice: bill([
        billed(),
        billed({ id: 'b', position: 2, lineNumber: null, ids: null, quantity: '1', unitPrice: '-5' }),
      ]),
    },
    expected: ['matched', ['10', '0'], '120.00'],
  },
]

describe('matchInvoice, what it is about: an invoice for', () => {
  it.each(examples)('$name', example => checkExample(example))
})

describe('matchInvoice', () => {
  it('tells a person what is wrong', () => {
    const { findings } = matchWith({ invoice: bill([billed({ quantity: '12', unitPrice: '13', position: 3 })]) })
    expect(findings.map(found => found.summary)).toEqual([
      'Line 3 (NW-MUG): billed 12 EA, but 10 shipped.',
      'Line 3 (NW-MUG): billed at 13.00, agreed at 12.50.',
    ])
  })

  it('counts all that is billed when a person has decided so', () => {
    const result = matchWith({ invoice: bill([billed({ quantity: '12' })]), asBilled: 'all' })
    expect(result.lines).toMatchObject([{ orderLineId: 'line-1', counted: '12', countedInOrderUnits: '12' }])
  })
})
