import { expect, it } from 'vitest'
import { age, ageBand } from './aging.ts'

it.each([
  ['2026-03-10', 'not-due'],
  ['2026-03-11', 'not-due'],
  ['2026-03-09', '1-30'],
  ['2026-02-08', '1-30'],
  ['2026-02-07', '31-60'],
  ['2026-01-09', '31-60'],
  ['2026-01-08', '61-90'],
  ['2025-12-10', '61-90'],
  ['2025-12-09', 'over-90'],
] as const)('due %s, seen on March 10th: %s', (due, band) => {
  expect(ageBand(due, '2026-03-10')).toBe(band)
})

it('sums by supplier, currency and age, credits taken away', () => {
  const of = (supplier: string, currency: string, dueDate: string, amount: string) => ({
    partnershipId: supplier,
    supplier,
    currency,
    dueDate,
    amount,
  })
  const rows = age(
    [
      of('Northwind', 'USD', '2026-03-01', '10.10'),
      of('Northwind', 'USD', '2026-03-20', '5.00'),
      of('Northwind', 'USD', '2026-03-02', '-0.10'),
      of('Northwind', 'CAD', '2026-03-02', '7.00'),
      of('Acme', 'USD', '2025-11-01', '1.00'),
    ],
    '2026-03-10',
  )
  expect(rows.map(row => [row.supplier, row.currency, row.bands['1-30'], row.bands['not-due'], row.total])).toEqual([
    ['Acme', 'USD', '0.00', '0.00', '1.00'],
    ['Northwind', 'CAD', '7.00', '0.00', '7.00'],
    ['Northwind', 'USD', '10.00', '5.00', '15.00'],
  ])
})
