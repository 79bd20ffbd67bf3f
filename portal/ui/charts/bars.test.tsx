import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Bars } from './bars.tsx'

const html = (bars: { label: string; value: string; shown: string; against?: string }[]) =>
  String(<Bars label="Profit" bars={bars} />)

const widths = (text: string) =>
  [...text.matchAll(/class="chart-bar[^"]*" x="(-?\d+)" y="\d+" width="(\d+)"/g)].map(([, x, width]) => [
    Number(x),
    Number(width),
  ])

it('draws lengths in proportion, and losses to the left of the axis', () => {
  const drawn = html([
    { label: 'A', value: '100', shown: '100.00' },
    { label: 'B', value: '50', shown: '50.00' },
    { label: 'C', value: '-50', shown: '−50.00' },
  ])
  const [a, b, c] = widths(drawn) as [number, number][]
  expect([a![1], b![1], c![1]]).toEqual([240, 120, 120])
  expect(c![0] + c![1]).toBe(a![0])
  expect(drawn).toContain('<title>C: −50.00</title>')
})

it('draws nothing where there is nothing to see', () => {
  expect(html([])).toBe('')
  expect(html([{ label: 'A', value: '0', shown: '0' }])).toBe('')
})

it('stays inside its frame, and escapes what it is named', () => {
  const value = fc.integer({ min: -1_000_000, max: 1_000_000 }).map(String)
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 12 }), values => {
      const drawn = html(values.map(one => ({ label: '<b>', value: one, shown: one })))
      expect(drawn).not.toContain('<b>')
      for (const [x, width] of widths(drawn)) {
        expect(x!).toBeGreaterThanOrEqual(169)
        expect(x! + width!).toBeLessThanOrEqual(532)
      }
    }),
  )
})
