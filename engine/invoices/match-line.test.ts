import { describe, it } from 'vitest'
import { agreement, bill, billed, order, orderLine } from './testing/facts.ts'
import { checkExample, type Example } from './testing/match-example.ts'

const priceTolerance = (amount?: string, share?: string) =>
  agreement({ tolerances: { price: { ...(amount && { amount }), ...(share && { share }) } } })

const examples: Example[] = [
  { name: 'what was ordered and shipped', given: {}, expected: ['matched', ['10'], '125.00'] },
  {
    name: 'a part of what was shipped',
    given: { invoice: bill([billed({ quantity: '4' })]) },
    expected: ['matched', ['4'], '50.00'],
  },
  {
    name: 'what others have billed already',
    given: { orders: [order([orderLine({ invoiced: '8' })])] },
    expected: ['exception', ['2'], '25.00'],
    findings: ['quantity-over-shipped: 2 → 10 (100.00)'],
  },
  {
    name: 'what others have billed and credited again',
    given: { orders: [order([orderLine({ invoiced: '8', credited: '8' })])] },
    expected: ['matched', ['10'], '125.00'],
  },
  {
    name: 'more than was shipped and can be',
    given: { invoice: bill([billed({ quantity: '12' })]) },
    expected: ['exception', ['10'], '125.00'],
    findings: ['quantity-over-shipped: 10 → 12 (25.00)'],
  },
  {
    name: 'more than was ordered, when that was shipped',
    given: { invoice: bill([billed({ quantity: '12' })]), orders: [order([orderLine({ overShipped: '2' })])] },
    expected: ['matched', ['12'], '150.00'],
  },
  {
    name: 'the same item on two lines, together too many',
    given: { invoice: bill([billed({ quantity: '6' }), billed({ id: 'billed-2', position: 2, quantity: '6' })]) },
    expected: ['exception', ['6', '4'], '125.00'],
    findings: ['quantity-over-shipped: 4 → 6 (25.00)'],
  },
  {
    name: 'a price printed in fewer places than agreed, which comes to the same cent',
    given: {
      invoice: bill([billed({ quantity: '1', unitPrice: '12.35' })]),
      orders: [order([orderLine({ unitCost: '12.345678' })])],
    },
    expected: ['matched', ['1'], '12.35'],
  },
  {
    name: 'the same of so many that it comes to another cent',
    given: {
      invoice: bill([billed({ quantity: '3', unitPrice: '12.35' })]),
      orders: [order([orderLine({ unitCost: '12.345678' })])],
    },
    expected: ['exception', ['3'], '37.04'],
    findings: ['price: 12.345678 → 12.35 (0.01)'],
  },
  {
    name: 'before its ship notice',
    given: { orders: [order([orderLine({ shipped: '0' })])] },
    expected: ['waiting', ['0'], '0.00'],
  },
  {
    name: 'before the rest of its shipments',
    given: { orders: [order([orderLine({ shipped: '6' })])] },
    expected: ['waiting', ['0'], '0.00'],
  },
  {
    name: 'more than ever can be shipped, before its ship notice',
    given: { invoice: bill([billed({ quantity: '12' })]), orders: [order([orderLine({ shipped: '0' })])] },
    expected: ['exception', ['0'], '0.00'],
    findings: ['quantity-over-shipped: 0 → 12 (150.00)'],
  },
  {
    name: 'too long before its ship notice',
    given: { orders: [order([orderLine({ shipped: '0' })])], mayWait: false },
    expected: ['exception', ['0'], '0.00'],
    findings: ['not-shipped: 0 → 10 (125.00)'],
  },
  {
    name: 'what was rejected',
    given: { orders: [order([orderLine({ shipped: '0', rejected: '10' })])] },
    expected: ['exception', ['0'], '0.00'],
    findings: ['not-shipped: 0 → 10 (125.00)'],
  },
  {
    name: 'what was cancelled in part',
    given: { orders: [order([orderLine({ shipped: '7', cancelled: '3' })])] },
    expected: ['exception', ['7'], '87.50'],
    findings: ['quantity-over-shipped: 7 → 10 (37.50)'],
  },
  {
    name: 'a quantity within tolerance, the lesser of amount and share',
    given: {
      invoice: bill([billed({ quantity: '10.5' })]),
      agreement: agreement({ tolerances: { quantity: { amount: '1', share: '0.05' } } }),
    },
    expected: ['within-tolerance', ['10.5'], '131.25'],
    tolerated: ['quantity-over-shipped: 10 → 10.5 (6.25)'],
  },
  {
    name: 'a quantity beyond the lesser of amount and share',
    given: {
      invoice: bill([billed({ quantity: '11' })]),
      agreement: agreement({ tolerances: { quantity: { amount: '1', share: '0.05' } } }),
    },
    expected: ['exception', ['10'], '125.00'],
    findings: ['quantity-over-shipped: 10 → 11 (12.50)'],
  },
  {
    name: 'a quantity tolerance that another invoice has used up',
    given: {
      invoice: bill([billed({ quantity: '1' })]),
      orders: [order([orderLine({ invoiced: '11' })])],
      agreement: agreement({ tolerances: { quantity: { amount: '1' } } }),
    },
    expected: ['exception', ['0'], '0.00'],
    findings: ['quantity-over-shipped: 0 → 1 (12.50)'],
  },
  {
    name: 'a tolerance of quantity where nothing was shipped',
    given: {
      invoice: bill([billed({ quantity: '1' })]),
      orders: [order([orderLine({ shipped: '0', rejected: '10' })])],
      agreement: agreement({ tolerances: { quantity: { amount: '1' } } }),
    },
    expected: ['exception', ['0'], '0.00'],
    findings: ['not-shipped: 0 → 1 (12.50)'],
  },
  {
    name: 'a higher price',
    given: { invoice: bill([billed({ unitPrice: '13.25' })]) },
    expected: ['exception', ['10'], '125.00'],
    findings: ['price: 12.50 → 13.25 (7.50)'],
  },
  {
    name: 'a higher price of more than was shipped: each part is at stake once',
    given: { invoice: bill([billed({ unitPrice: '13', quantity: '12' })]) },
    expected: ['exception', ['10'], '125.00'],
    findings: ['quantity-over-shipped: 10 → 12 (26.00)', 'price: 12.50 → 13.00 (5.00)'],
  },
  {
    name: 'a lower price',
    given: { invoice: bill([billed({ unitPrice: '12' })]) },
    expected: ['within-tolerance', ['10'], '120.00'],
    tolerated: ['price: 12.50 → 12.00 (5.00)'],
  },
  {
    name: 'a price at the edge of its tolerance',
    given: { invoice: bill([billed({ unitPrice: '12.75' })]), agreement: priceTolerance(undefined, '0.02') },
    expected: ['within-tolerance', ['10'], '127.50'],
    tolerated: ['price: 12.50 → 12.75 (2.50)'],
  },
  {
    name: 'a price within its share but beyond its amount',
    given: { invoice: bill([billed({ unitPrice: '12.75' })]), agreement: priceTolerance('0.10', '0.02') },
    expected: ['exception', ['10'], '125.00'],
    findings: ['price: 12.50 → 12.75 (2.50)'],
  },
  {
    name: 'a price in fractions of a cent',
    given: {
      invoice: bill([billed({ quantity: '1000', unitPrice: '0.0125' })]),
      orders: [order([orderLine({ ordered: '1000', shipped: '1000', unitCost: '0.0124' })])],
    },
    expected: ['exception', ['1000'], '12.40'],
    findings: ['price: 0.0124 → 0.0125 (0.10)'],
  },
]

describe('matchInvoice, quantities and prices: an invoice for', () => {
  it.each(examples)('$name', example => checkExample(example))
})
