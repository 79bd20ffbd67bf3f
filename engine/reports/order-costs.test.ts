import { describe, expect, it } from 'vitest'
import { type CostLine, type CostOrder, costOf } from './order-costs.ts'
import { type RevenueLine, revenueOf } from './revenue.ts'

const line = (change: Partial<CostLine> = {}): CostLine => ({
  unitCost: '12.5',
  shipped: '10',
  billed: '0',
  billedCost: '0',
  ...change,
})

const placed = (change: Partial<CostOrder> = {}): CostOrder => ({
  ownWarehouse: false,
  expectedFees: '5',
  billedFees: '0',
  lines: [line()],
  ...change,
})

describe('costOf', () => {
  it.each<[name: string, given: CostOrder, expected: [items: string, fees: string, estimated: string]]>([
    ['nothing shipped yet', placed({ lines: [line({ shipped: '0' })] }), ['0', '0', '0']],
    ['shipped and not billed: all of it is an estimate', placed(), ['125', '5', '130']],
    [
      'billed at another price and with other fees: what was billed counts',
      placed({ billedFees: '7', lines: [line({ billed: '10', billedCost: '130' })] }),
      ['130', '7', '0'],
    ],
    [
      'billed in part: the rest, fees included, is an estimate',
      placed({ billedFees: '2', lines: [line({ billed: '4', billedCost: '52' })] }),
      ['127', '5', '78'],
    ],
    [
      'billed in part with more fees than expected: none is still to come',
      placed({ billedFees: '9', lines: [line({ billed: '4', billedCost: '50' })] }),
      ['125', '9', '75'],
    ],
    [
      'billed beyond what was shipped, and tolerated',
      placed({ lines: [line({ billed: '11', billedCost: '137.5' })] }),
      ['137.5', '0', '0'],
    ],
    ['the own warehouse: nobody bills, and nothing is estimated', placed({ ownWarehouse: true }), ['125', '5', '0']],
  ])('%s', (_name, given, expected) => {
    const { items, fees, estimated } = costOf(given)
    expect([items.toFixed(), fees.toFixed(), estimated.toFixed()]).toEqual(expected)
  })
})

describe('revenueOf', () => {
  const sold = (change: Partial<RevenueLine> = {}): RevenueLine => ({
    unitPrice: '20',
    quantity: '4',
    cancelled: '0',
    shipped: '4',
    ...change,
  })

  it.each<[name: string, lines: RevenueLine[], shipping: string, expected: string]>([
    ['nothing shipped', [sold({ shipped: '0' })], '8', '0.00'],
    ['all shipped, with the whole shipping price', [sold()], '8', '88.00'],
    ['half shipped, with half of the shipping price', [sold({ shipped: '2' })], '8', '44.00'],
    ['what was cancelled bears no shipping', [sold({ shipped: '2', cancelled: '2' })], '8', '48.00'],
    ['by value over several lines', [sold(), sold({ unitPrice: '60', shipped: '0' })], '8', '82.00'],
    ['by quantity where everything is free', [sold({ unitPrice: '0', shipped: '1' })], '8', '2.00'],
    ['all cancelled', [sold({ shipped: '0', cancelled: '4' })], '8', '0.00'],
    ['to the cent', [sold({ quantity: '3', shipped: '1', unitPrice: '10' })], '10', '13.33'],
  ])('%s', (_name, lines, shipping, expected) => {
    expect(revenueOf(lines, shipping).toFixed(2)).toBe(expected)
  })
})
