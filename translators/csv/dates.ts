import { z } from 'zod'

const months = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
const tokens = /YYYY|YY|MMM|MM|M|DD|D/g

/** How a day stands in a cell: YYYY, YY, MMM (Jan), MM, M, DD, D with signs between them; or `excel-serial`, days since 1899-12-30. */
export const datePattern = z
  .string()
  .refine(
    format =>
      format === 'excel-serial' || (/Y/.test(format) && /M/.test(format) && /D/.test(format) && isPlain(format)),
    'expected a date format such as YYYY-MM-DD, MM/DD/YYYY or excel-serial',
  )

function isPlain(format: string): boolean {
  return /^[ ./,\-_]*$/.test(format.replace(tokens, '')) && (format.match(tokens) ?? []).length === 3
}

/**
 * The day `YYYY-MM-DD` that a cell names in the first of these formats that fits, or `undefined`. A time of day after the date is passed over:
 * a business date is the day as written. Two-digit years are of this century.
 */
export function readDate(text: string, formats: readonly string[]): string | undefined {
  for (const format of formats) {
    const day = format === 'excel-serial' ? readSerial(text) : readFormat(text, format)
    if (day) return day
  }
  return undefined
}

/** A day `YYYY-MM-DD` in a format. */
export function writeDate(day: string, format: string): string {
  const [year = '', month = '', date = ''] = day.split('-')
  if (format === 'excel-serial') return String((Date.parse(day) - serialStart) / 86_400_000)
  const parts: Record<string, string> = {
    YYYY: year,
    YY: year.slice(2),
    MMM: titleCase(months[Number(month) - 1] ?? ''),
    MM: month,
    M: String(Number(month)),
    DD: date,
    D: String(Number(date)),
  }
  return format.replace(tokens, token => parts[token] ?? token)
}

const serialStart = Date.UTC(1899, 11, 30)

function readSerial(text: string): string | undefined {
  if (!/^\d{4,5}(\.\d+)?$/.test(text)) return undefined
  return new Date(serialStart + Math.floor(Number(text)) * 86_400_000).toISOString().slice(0, 10)
}

const compiled = new Map<string, { pattern: RegExp; order: string[] }>()

function readFormat(text: string, format: string): string | undefined {
  const { pattern, order } = compile(format)
  const match = pattern.exec(text)
  if (!match) return undefined
  let [year, month, date] = ['', '', '']
  order.forEach((token, at) => {
    const part = match[at + 1] ?? ''
    if (token.startsWith('Y')) year = token === 'YY' ? `20${part}` : part
    else if (token === 'MMM') month = String(months.indexOf(part.toUpperCase()) + 1)
    else if (token.startsWith('M')) month = part
    else date = part
  })
  return dayOf(year, month, date)
}

function compile(format: string) {
  const known = compiled.get(format)
  if (known) return known
  const order = format.match(tokens) ?? []
  const body = format.replace(/[./]/g, '\\$&').replace(tokens, token => {
    if (token === 'YYYY') return '(\\d{4})'
    if (token === 'MMM') return '([A-Za-z]{3})'
    return token.length === 1 ? '(\\d{1,2})' : '(\\d{2})'
  })
  const made = { pattern: new RegExp(`^${body}(?:[T ]\\d{1,2}:\\d{2}.*)?$`), order }
  compiled.set(format, made)
  return made
}

function dayOf(year: string, month: string, date: string): string | undefined {
  const day = `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
  return z.iso.date().safeParse(day).success ? day : undefined
}

function titleCase(month: string): string {
  return month.slice(0, 1) + month.slice(1).toLowerCase()
}
