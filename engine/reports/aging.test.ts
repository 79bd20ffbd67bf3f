import { expect, it } from 'vitest'
import { ageBand } from './aging.ts'

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
