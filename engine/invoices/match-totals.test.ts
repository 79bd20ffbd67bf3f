import { describe, it } from 'vitest'
import { agreement, bill, billed, charge, order, orderLine } from './testing/facts.ts'
import { checkExample, type Example } from './testing/match-example.ts'

const examples: Example[] = [
  {
    name: 'freight as agreed, and an allowance',
    given: {
      invoice: bill([billed()], {
        charges: [charge('charge', 'freight', '5'), charge('allowance', 'defective', '-2.5')],
      }),
    },
    expected: ['matched', ['10'], '127.50'],
  },
  {
    name: 'freight that was not agreed: only the agreed part is payable, the last charge is cut first',
    given: {
      invoice: bill([billed()], { charges: [charge('charge', 'freight', '4'), charge('charge', 'handling', '3')] }),
    },
    expected: ['exception', ['10'], '130.00'],
    findings: ['freight-or-fee: 5.00 → 7.00 (2.00)'],
  },
  {
    name: 'fees that another invoice has billed',
    given: {
      invoice: bill([billed()], { charges: [charge('charge', 'freight', '5')] }),
      orders: [order([orderLine()], { feesBilled: '5' })],
    },
    expected: ['exception', ['10'], '125.00'],
    findings: ['freight-or-fee: 0.00 → 5.00 (5.00)'],
  },
  {
    name: 'fees within tolerance',
    given: {
      invoice: bill([billed()], { charges: [charge('charge', 'freight', '6')] }),
      agreement: agreement({ tolerances: { freight: { amount: '1' } } }),
    },
    expected: ['within-tolerance', ['10'], '131.00'],
    tolerated: ['freight-or-fee: 5.00 → 6.00 (1.00)'],
  },
  {
    name: 'a fee on a line',
    given: {
      invoice: bill([billed({ allowancesAndCharges: [{ kind: 'charge', reason: 'handling', amount: '8' }] })]),
    },
    expected: ['exception', ['10'], '130.00'],
    findings: ['freight-or-fee: 5.00 → 8.00 (3.00)'],
  },
  {
    name: 'tax, among the taxes or the charges',
    given: { invoice: bill([billed()], { charges: [charge('tax', 'ST', '10'), charge('charge', 'tax', '0.31')] }) },
    expected: ['exception', ['10'], '125.00'],
    findings: ['tax: 0.00 → 10.31 (10.31)'],
  },
  {
    name: 'tax within tolerance',
    given: {
      invoice: bill([billed()], { charges: [charge('tax', 'ST', '10')] }),
      agreement: agreement({ tolerances: { tax: { share: '0.08' } } }),
    },
    expected: ['within-tolerance', ['10'], '135.00'],
    tolerated: ['tax: 0.00 → 10.00 (10.00)'],
  },
  {
    name: 'terms as agreed, and better ones',
    given: { invoice: bill([billed()], { terms: { netDays: 45, discountPercent: '3', discountDays: 10 } }) },
    expected: ['matched', ['10'], '125.00'],
  },
  {
    name: 'shorter terms',
    given: { invoice: bill([billed()], { terms: { netDays: 14 } }) },
    expected: ['exception', ['10'], '125.00'],
    findings: ['terms: 2/10 net 30 → net 14 (0.00)'],
  },
  {
    name: 'a smaller discount',
    given: { invoice: bill([billed()], { terms: { netDays: 30, discountPercent: '1', discountDays: 10 } }) },
    expected: ['exception', ['10'], '125.00'],
    findings: ['terms: 2/10 net 30 → 1/10 net 30 (1.25)'],
  },
  {
    name: 'another currency: quantities count, prices cannot be compared',
    given: { invoice: bill([billed({ unitPrice: '99' })], { currency: 'EUR' }) },
    expected: ['exception', ['10'], '0.00'],
    findings: ['currency: USD → EUR (990.00)'],
  },
  {
    name: 'a total that its lines do not add up to',
    given: { invoice: bill([billed()], { total: '130' }) },
    expected: ['exception', ['10'], '125.00'],
    findings: ['does-not-foot: 125.00 → 130.00 (5.00)'],
  },
  {
    name: 'a total within tolerance of its lines',
    given: {
      invoice: bill([billed()], { total: '125.02' }),
      agreement: agreement({ tolerances: { total: { amount: '0.05' } } }),
    },
    expected: ['within-tolerance', ['10'], '125.00'],
    tolerated: ['does-not-foot: 125.00 → 125.02 (0.02)'],
  },
  {
    name: 'a total rounded once, where each line rounds up',
    given: {
      invoice: bill(
        [billed({ quantity: '1', unitPrice: '1.115' }), billed({ id: 'b', quantity: '1', unitPrice: '1.115' })],
        { total: '2.23' },
      ),
      orders: [order([orderLine({ unitCost: '1.115' })])],
    },
    expected: ['matched', ['1', '1'], '2.24'],
  },
  {
    name: 'a wrong price while it waits: it needs a person already',
    given: { invoice: bill([billed({ unitPrice: '13' })]), orders: [order([orderLine({ shipped: '0' })])] },
    expected: ['exception', ['0'], '0.00'],
    findings: ['price: 12.50 → 13.00 (5.00)'],
  },
]

describe('matchInvoice, beside the goods: an invoice with', () => {
  it.each(examples)('$name', example => checkExample(example))
})
