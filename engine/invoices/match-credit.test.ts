import Big from 'big.js'
import { describe, it } from 'vitest'
import { bill, billed, charge, order, orderLine } from './testing/facts.ts'
import { checkExample, type Example } from './testing/match-example.ts'

const credit = (line: object, change: object = {}) => bill([billed(line)], { type: 'credit-memo', ...change })

const examples: Example[] = [
  {
    name: 'goods that were billed',
    given: { invoice: credit({ quantity: '3' }), orders: [order([orderLine({ invoiced: '10' })])] },
    expected: ['matched', ['3'], '37.50'],
  },
  {
    name: 'goods before their invoice',
    given: { invoice: credit({ quantity: '3' }) },
    expected: ['waiting', ['0'], '0.00'],
  },
  {
    name: 'more than was billed, for too long',
    given: { invoice: credit({ quantity: '3' }), orders: [order([orderLine({ invoiced: '2' })])], mayWait: false },
    expected: ['exception', ['2'], '25.00'],
    findings: ['quantity-over-shipped: 2 → 3 (12.50)'],
  },
  {
    name: 'what was credited before',
    given: {
      invoice: credit({ quantity: '3' }),
      orders: [order([orderLine({ invoiced: '10', credited: '8' })])],
      mayWait: false,
    },
    expected: ['exception', ['2'], '25.00'],
    findings: ['quantity-over-shipped: 2 → 3 (12.50)'],
  },
  {
    name: 'a price corrected: no goods are freed to be billed again',
    given: { invoice: credit({ unitPrice: '0.75' }), orders: [order([orderLine({ invoiced: '10' })])] },
    expected: ['matched', ['0'], '7.50'],
  },
  {
    name: 'a price corrected for more than is left of the invoice',
    given: {
      invoice: credit({ unitPrice: '8' }),
      orders: [order([orderLine({ invoiced: '10' })])],
      creditable: { left: new Big(45), isBilled: true },
    },
    expected: ['exception', ['0'], '45.00'],
    findings: ['over-credited: 45.00 → 80.00 (35.00)'],
  },
  {
    name: 'a price corrected before its invoice is here',
    given: {
      invoice: credit({ unitPrice: '8' }),
      orders: [order([orderLine()])],
      creditable: { left: new Big(0), isBilled: false },
    },
    expected: ['waiting', ['0'], '0.00'],
  },
  {
    name: 'all that is left, to the cent',
    given: {
      invoice: credit({ unitPrice: '8' }),
      orders: [order([orderLine({ invoiced: '10' })])],
      creditable: { left: new Big(80), isBilled: true },
    },
    expected: ['matched', ['0'], '80.00'],
  },
  {
    name: 'more than the agreed price',
    given: { invoice: credit({ unitPrice: '13.25' }), orders: [order([orderLine({ invoiced: '10' })])] },
    expected: ['matched', ['10'], '132.50'],
  },
  {
    name: 'goods, less a restocking fee',
    given: {
      invoice: credit({}, { charges: [charge('allowance', 'restocking', '-12')] }),
      orders: [order([orderLine({ invoiced: '10' })])],
    },
    expected: ['exception', ['10'], '113.00'],
    findings: ['freight-or-fee: 0.00 → 12.00 (12.00)'],
  },
  {
    name: 'an item that is not on the order',
    given: { invoice: credit({ ids: { supplier: 'NW-CUP' } }) },
    expected: ['exception', ['0'], '0.00'],
    findings: ['unknown-item: an item of PO-1 → NW-CUP (125.00)'],
  },
]

describe('matchInvoice: a credit memo for', () => {
  it.each(examples)('$name', example => checkExample(example))
})
