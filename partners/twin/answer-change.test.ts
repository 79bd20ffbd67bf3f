import Big from 'big.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type PurchaseOrder, type PurchaseOrderChange, purchaseOrder } from '../../translators/documents/index.ts'
import { answerChange } from './answer-change.ts'
import { purchaseOrders } from './arbitraries.ts'

const order: PurchaseOrder = purchaseOrder.parse({
  kind: 'purchase-order',
  number: 'PO1001',
  date: '2026-03-01',
  currency: 'USD',
  shipTo: { name: 'Ada Quill' },
  lines: ['5', '1'].map((quantity, index) => ({
    lineNumber: String(index + 1),
    ids: { supplier: `A-${index + 1}` },
    quantity,
    unit: 'EA',
    unitPrice: '10.00',
  })),
})

const change = (lines: PurchaseOrderChange['lines'], purpose: PurchaseOrderChange['purpose'] = 'change') =>
  ({
    kind: 'purchase-order-change',
    purpose,
    purchaseOrderNumber: 'PO1001',
    sequence: 1,
    date: '2026-03-02',
    lines,
  }) satisfies PurchaseOrderChange

describe('a cancellation', () => {
  it('without lines takes the whole order when nothing has shipped', () => {
    const answer = answerChange(change([], 'cancellation'), order, {})
    expect(answer.outcome).toBe('accepted')
    expect(answer.lines.map(line => line.lineNumber)).toEqual(['1', '2'])
    expect(answer.order).toBeUndefined()
  })

  it('is refused for a line that has shipped, and takes the rest', () => {
    const answer = answerChange(change([], 'cancellation'), order, { 1: '5' })
    expect(answer.outcome).toBe('partly-accepted')
    expect(answer.lines[0]).toMatchObject({ outcome: 'refused', note: 'Line 1 has shipped.' })
    expect(answer.order?.lines.map(line => [line.lineNumber, line.quantity])).toEqual([['1', '5']])
  })

  it('of a line that has shipped in part takes what is left of it', () => {
    const answer = answerChange(change([{ action: 'cancel', lineNumber: '1' }]), order, { 1: '2' })
    expect(answer.outcome).toBe('accepted')
    expect(answer.order?.lines[0]?.quantity).toBe('2')
  })

  it('of more than is left is refused', () => {
    const answer = answerChange(change([{ action: 'cancel', lineNumber: '1', quantity: '4' }]), order, { 1: '2' })
    expect(answer.lines[0]!.note).toBe('Only 3 of line 1 have not shipped.')
    expect(answer.order).toEqual(order)
  })
})

describe('a change', () => {
  it('adds a line and changes another', () => {
    const [first, second] = order.lines as [PurchaseOrder['lines'][0], PurchaseOrder['lines'][0]]
    const answer = answerChange(
      change([
        { action: 'change', line: { ...first, quantity: '7' } },
        { action: 'add', line: { ...second, lineNumber: '3' } },
      ]),
      order,
      { 1: '5' },
    )
    expect(answer.outcome).toBe('accepted')
    expect(answer.order?.lines.map(line => `${line.lineNumber}:${line.quantity}`)).toEqual(['1:7', '2:1', '3:1'])
  })

  it('is refused below what has shipped, for a line that is not there, and for one that is there already', () => {
    const first = order.lines[0]!
    const answer = answerChange(
      change([
        { action: 'change', line: { ...first, quantity: '1' } },
        { action: 'cancel', lineNumber: '9' },
        { action: 'add', line: first },
      ]),
      order,
      { 1: '2' },
    )
    expect(answer.outcome).toBe('refused')
    expect(answer.lines.map(line => line.note)).toEqual([
      '2 of line 1 have shipped.',
      'The order has no line 9.',
      'Line 1 is on the order already.',
    ])
  })
})

it('never leaves less on an order than has shipped, and leaves the order given alone', () => {
  const asks = fc.array(fc.tuple(fc.integer({ min: 1, max: 7 }), fc.nat(70), fc.boolean()), { maxLength: 6 })
  fc.assert(
    fc.property(purchaseOrders, asks, fc.nat(4), (any, wanted, share) => {
      const shipped = Object.fromEntries(
        any.lines.map(line => [line.lineNumber, new Big(line.quantity).times(share).div(4).round(2, 0).toFixed()]),
      )
      const lines = wanted.map(([number, quantity, cancel]): PurchaseOrderChange['lines'][0] => {
        const lineNumber = String(number)
        if (cancel) return { action: 'cancel', lineNumber, quantity: String(quantity) }
        return { action: 'change', line: { ...any.lines[0]!, lineNumber, quantity: String(quantity) } }
      })
      const before = structuredClone(any)
      const answer = answerChange(change(lines), any, shipped)
      expect(any).toEqual(before)
      for (const [lineNumber, gone] of Object.entries(shipped)) {
        const left = answer.order?.lines.find(line => line.lineNumber === lineNumber)?.quantity ?? '0'
        expect(new Big(left).gte(gone)).toBe(true)
      }
      if (answer.order) expect(purchaseOrder.parse(answer.order)).toEqual(answer.order)
    }),
    { numRuns: 300 },
  )
})
