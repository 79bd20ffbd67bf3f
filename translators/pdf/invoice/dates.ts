import { z } from 'zod'

const months: Record<string, number> = {}
const names = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
names.forEach((name, at) => {
  months[name] = at + 1
})
Object.assign(months, { mär: 3, mrz: 3, mai: 5, okt: 10, dez: 12, sept: 9 })

/** Which of day and month stands first where both are numbers. */
export type DateOrder = 'month-first' | 'day-first'

/** A date on a page: the one day that it is, or the two that it may be, month first before day first. */
export interface FoundDate {
  days: string[]
  /** How much of the text it takes. */
  length: number
}

const patterns: [RegExp, (match: RegExpExecArray) => string[]][] = [
  [/^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)/, ([, year, month, day]) => dayOf(year, month, day)],
  [
    /^(\d{1,2})(?:st|nd|rd|th)?[-. ]{0,2}([a-zä]{3})[a-z]*\.?[-, ]{0,2}(\d{4}|\d{2})(?!\d)/i,
    ([, day, month, year]) => named(year, month, day),
  ],
  [
    /^([a-zä]{3})[a-z]*\.? ?(\d{1,2})(?:st|nd|rd|th)?,? ?(\d{4})(?!\d)/i,
    ([, month, day, year]) => named(year, month, day),
  ],
  [/^(\d{1,2})\.(\d{1,2})\.(\d{4}|\d{2})(?!\d)/, ([, day, month, year]) => dayOf(year, month, day)],
  [
    /^(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})(?!\d)/,
    ([, one, other, year]) => [...new Set([...dayOf(year, one, other), ...dayOf(year, other, one)])],
  ],
]

/** The date that a text begins with. With points the day stands first, as everywhere that points are used; two-digit years are of this century. */
export function dateAt(text: string): FoundDate | undefined {
  for (const [pattern, read] of patterns) {
    const match = pattern.exec(text)
    const days = match ? read(match) : []
    if (match && days.length > 0) return { days, length: match[0].length }
  }
  return undefined
}

function named(year: string | undefined, name: string | undefined, day: string | undefined): string[] {
  const month = months[(name ?? '').toLowerCase()]
  return month ? dayOf(year, String(month), day) : []
}

function dayOf(year = '', month = '', day = ''): string[] {
  const full = `${year.length === 2 ? `20${year}` : year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  return z.iso.date().safeParse(full).success ? [full] : []
}

/** The day so many days later. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
