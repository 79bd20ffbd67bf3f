import { describe, it } from 'vitest'
import { bill, billed, order, orderLine } from './testing/facts.ts'
import { checkExample, type Example } from './testing/match-example.ts'

const examples: Example[] = [
  {
    name: 'cases, ordered by the case',
    given: {
      invoice: bill([billed({ quantity: '2', unit: 'CA', unitPrice: '24' })]),
      orders: [order([orderLine({ unit: 'CA', packSize: 12, unitCost: '24', ordered: '2', shipped: '2' })])],
    },
    expected: ['matched', ['2'], '48.00'],
  },
  {
    name: 'pieces, ordered by the case',
    given: {
      invoice: bill([billed({ quantity: '24', unitPrice: '2' })]),
      orders: [order([orderLine({ unit: 'CA', packSize: 12, unitCost: '24', ordered: '2', shipped: '2' })])],
    },
    expected: ['matched', ['24'], '48.00'],
  },
  {
    name: 'pieces at a rounded price, ordered by the case',
    given: {
      invoice: bill([billed({ quantity: '24', unitPrice: '0.83' })]),
      orders: [order([orderLine({ unit: 'CA', packSize: 12, unitCost: '10', ordered: '2', shipped: '2' })])],
    },
    expected: ['matched', ['24'], '19.92'],
  },
  {
    name: 'more pieces than the cases shipped held',
    given: {
      invoice: bill([billed({ quantity: '36', unitPrice: '2' })]),
      orders: [order([orderLine({ unit: 'CA', packSize: 12, unitCost: '24', ordered: '2', shipped: '2' })])],
    },
    expected: ['exception', ['24'], '48.00'],
    findings: ['quantity-over-shipped: 2 → 3 (24.00)'],
  },
  {
    name: 'dozens, ordered by the piece, more than was shipped: only whole dozens count',
    given: {
      invoice: bill([billed({ quantity: '2', unit: 'DZ', unitPrice: '150' })]),
      orders: [order([orderLine({ ordered: '20', shipped: '20' })])],
    },
    expected: ['exception', ['1'], '150.00'],
    findings: ['quantity-over-shipped: 20 → 24 (150.00)'],
  },
  {
    name: 'pieces that are no whole number of six decimals of a case',
    given: {
      invoice: bill([billed({ quantity: '25', unitPrice: '2' })]),
      orders: [order([orderLine({ unit: 'CA', packSize: 12, unitCost: '24', ordered: '3', shipped: '3' })])],
    },
    expected: ['exception', ['0'], '0.00'],
    findings: ['unit-of-measure: CA → EA (50.00)'],
  },
  {
    name: 'cases of who knows how many, ordered by the piece',
    given: { invoice: bill([billed({ quantity: '1', unit: 'CA', unitPrice: '125' })]) },
    expected: ['exception', ['0'], '0.00'],
    findings: ['unit-of-measure: EA → CA (125.00)'],
  },
  {
    name: 'without a unit, and by another word for a piece',
    given: { invoice: bill([billed({ quantity: '4', unit: null }), billed({ id: 'b', quantity: '6', unit: 'pce' })]) },
    expected: ['matched', ['4', '6'], '125.00'],
  },
]

describe('matchInvoice, units of measure: an invoice for', () => {
  it.each(examples)('$name', example => checkExample(example))
})
