import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { BillFormat } from './format.ts'
import { type Bill, bill, billFormatNames, billFormats, billsOfOneFile } from './index.ts'

const sample = bill.parse({
  externalId: 'inv-0001',
  supplier: 'Alder & Finch, Inc.',
  number: 'AF-1001',
  date: '2026-11-22',
  dueDate: '2026-12-22',
  currency: 'USD',
  lines: [{ account: '5000', quantity: '3', unitAmount: '19.995', amount: '59.99' }],
})

test('every bill goes into some file, none of which is more than its program takes or has a number twice', () => {
  const several = fc.array(
    fc.record({
      number: fc.integer({ min: 1, max: 60 }),
      credit: fc.boolean(),
      lines: fc.constantFrom(1, 1, 2, 3, 90, 480, 1200),
    }),
    { minLength: 1, maxLength: 130 },
  )
  fc.assert(
    fc.property(several, fc.constantFrom(...billFormatNames), (drawn, format) => {
      let left = drawn.map(({ number, credit, lines }, index): Bill => {
        const type = credit ? 'credit' : 'bill'
        const [line] = sample.lines
        return { ...sample, type, externalId: String(index), number: `n${number}`, lines: Array(lines).fill(line) }
      })
      const { holds, credits, longestNumber }: BillFormat = billFormats[format]
      const written: string[] = []
      while (left.length > 0) {
        const held = billsOfOneFile(left, format)
        const [first] = held
        expect(first).toBe(left[0])
        const inBills = credits ? held.filter(one => one.type === 'bill') : held
        const rows = inBills.reduce((total, one) => total + one.lines.length, 0)
        if (holds && held.length > 1) expect(rows).toBeLessThanOrEqual(Math.max(holds.rows, first!.lines.length))
        expect(held.length).toBeLessThanOrEqual(holds?.bills ?? drawn.length)
        if (longestNumber) expect(new Set(inBills.map(one => one.number)).size).toBe(inBills.length)
        written.push(...held.map(one => one.externalId))
        left = left.filter(one => !held.includes(one))
      }
      expect(written.sort()).toEqual(drawn.map((_, index) => String(index)).sort())
    }),
    { numRuns: 30 },
  )
})
