import { packCode } from '../guides/model.ts'
import {
  type Binding,
  cannotCarry,
  type Fields,
  group,
  listOf,
  type Part,
  placeOf,
  put,
  type Reading,
  segment,
  segmentsAndStarts,
  segmentsOf,
  type Writing,
} from './binding.ts'
import { allowanceReasons, type CodeMap, codeOf, meaningOf, taxTypes } from './codes.ts'
import { fromImplied, normalizeNumber, toImplied } from './numbers.ts'
import { date, decimal, fixed, implied, integer, text } from './parts.ts'
import { tellWordLeftOut } from './words-left-out.ts'

const SAC = packCode('SAC')
const TXI = packCode('TXI')

/** SAC12 (X12 331). A handling without a word here is the code itself. */
const handlings: CodeMap = {
  'off-invoice': ['02'],
  'bill-back': ['01'],
  check: ['03'],
  credit: ['04'],
  'paid-by-supplier': ['05'],
  'paid-by-customer': ['06'],
  optional: ['07'],
  'off-gross': ['08'],
}

/** ITD01 (X12 336) of terms that count from the end of the month: 02 end of month, 09 proximo, 12 ten days after end of month. */
const endOfMonth = '02'
const proximo = '09'
const tenAfterEndOfMonth = '12'
const fromEndOfMonth = [endOfMonth, proximo, tenAfterEndOfMonth]

/** ITD01 and ITD13, the day of the next month: a day is due by itself only where ITD01 speaks of months. */
const kindOfTerms: Part = {
  read(found, into, reading) {
    const kind = reading.text(found, 1)
    if (!fromEndOfMonth.includes(kind) || saysOtherwise(reading.text(found, 12))) return
    const day = reading.text(found, 13)
    const isDay = /^\d{1,2}$/.test(day) && Number(day) >= 1 && Number(day) <= 31
    if (isDay) put(into, 'dueDayOfMonth', Number(day), reading, found, 13)
    if (!isDay || kind !== proximo) put(into, 'countedFrom', 'end-of-month', reading, found, 1)
    if (kind === tenAfterEndOfMonth && !isDay && into.netDays === undefined) put(into, 'netDays', 10, reading, found, 1)
  },
  write(from, elements) {
    const hasDay = from.dueDayOfMonth !== undefined
    if (from.countedFrom) elements[1] = endOfMonth
    else if (hasDay) elements[1] = proximo
    else elements[1] = from.discountPercent || from.discountAmount ? '08' : '05'
    if (hasDay) elements[13] = String(from.dueDayOfMonth)
    return hasDay || from.countedFrom !== undefined
  },
}

/** Words such as `1% 30 NET 31` beside code 02, as real guides show them: the days then count from the invoice date. */
function saysOtherwise(description: string): boolean {
  return /\bnet\b/i.test(description) && !/\be\.?o\.?m\b|month|\bprox/i.test(description)
}

const description = text(12, 'description')

/** ITD12. Words that would be read as counting from the invoice's date are left out and told, where days count from the month's end: when it is due goes before them. */
const termsInWords: Part = {
  ...description,
  write(from, elements, writing, path) {
    const isFromMonth = from.countedFrom !== undefined || from.dueDayOfMonth !== undefined
    const words = (from.description as string | undefined) ?? ''
    if (!isFromMonth || !saysOtherwise(words)) return description.write(from, elements, writing, path)
    const message = `${path}description "${words}" is left out: it would say that the days count from the invoice date, not from the month.`
    writing.report('not-carried', message, `${path}description`)
    return false
  },
}

/** Payment terms: the first ITD. ITD01 is written 08 with a discount, 05 without one, unless days count from the end of the month; ITD02 names the invoice date. */
export function terms(field: string): Binding {
  return group(field, [
    segment('ITD', [
      fixed(2, '3'),
      decimal(3, 'discountPercent'),
      date(4, 'discountDueDate'),
      integer(5, 'discountDays'),
      date(6, 'netDueDate'),
      integer(7, 'netDays'),
      implied(8, 'discountAmount', 2),
      termsInWords,
      kindOfTerms,
    ]),
  ])
}

/** Allowances and charges: SAC segments, the loop around them where the set has one. */
export function allowancesAndCharges(field: string): Binding {
  return {
    read(loop, into, reading) {
      const found = segmentsAndStarts(loop, SAC, reading.buffer)
      if (found.length === 0) return
      const entries = found.flatMap(each => readAllowance(each, reading) ?? [])
      if (entries.length > 0) put(into, field, entries, reading, found[0]!, 5)
    },
    write(from, loop, writing, path) {
      const entries = listOf(from[field])
      for (let i = 0; i < entries.length; i++) {
        const elements = allowanceElements(entries[i]!, writing, `${path}${field}[${i}]`)
        const target = loop.homeOf('SAC')
        if (!target) return cannotCarry(writing, 'SAC', `${path}${field}`)
        target.add(elements)
      }
    },
  }
}

function readAllowance(found: number, reading: Reading): Fields | undefined {
  const indicator = reading.text(found, 1)
  const raw = fromImplied(reading.text(found, 5), 2)
  const percent = normalizeNumber(reading.text(found, 7))
  if ((indicator !== 'A' && indicator !== 'C') || (raw === undefined && percent === undefined)) {
    const at = placeOf(reading, found, indicator === 'A' || indicator === 'C' ? 5 : 1)
    reading.report('ambiguous-value', {
      message: `SAC ${indicator} carries no amount that is owed; it is left out.`,
      at,
      value: indicator,
    })
    return undefined
  }
  const negative = raw?.startsWith('-') ?? false
  const charge = (indicator === 'C') !== negative
  const code = reading.text(found, 2) || reading.text(found, 4)
  const description = reading.text(found, 15)
  const rate = unsigned(reading.text(found, 8))
  const quantity = unsigned(reading.text(found, 10))
  const handling = reading.text(found, 12)
  const partnerCode = reading.text(found, 2) ? reading.text(found, 4) : ''
  return {
    kind: charge ? 'charge' : 'allowance',
    reason: meaningOf(allowanceReasons, code) ?? (code || 'other'),
    amount: raw?.replace(/^-/, '') ?? '0.00',
    ...(percent ? { percent } : {}),
    ...(rate ? { rate } : {}),
    ...(quantity ? { quantity } : {}),
    ...(quantity && reading.text(found, 9) ? { unit: reading.text(found, 9) } : {}),
    ...(handling ? { handling: meaningOf(handlings, handling) ?? handling } : {}),
    ...(partnerCode ? { partnerCode } : {}),
    ...(description ? { description } : {}),
  }
}

/** SAC08 and SAC10 explain the amount, which has the sign; a figure finer than a document holds is left out. */
function unsigned(value: string): string | undefined {
  const number = normalizeNumber(value)?.replace(/^-/, '')
  return number && /\.\d{7}/.test(number) ? undefined : number
}

function allowanceElements(entry: Fields, writing: Writing, path: string): string[] {
  const reason = entry.reason as string
  const code = codeOf(allowanceReasons, reason) ?? (/^[A-Z]\d{3}$/.test(reason) ? reason : undefined)
  const amount = toImplied(entry.amount as string, 2)
  if (amount === undefined) {
    writing.report(
      'loses-precision',
      `${path}.amount is ${entry.amount}, and SAC05 carries only 2 decimal places.`,
      `${path}.amount`,
    )
  }
  const given = (field: string) => (entry[field] as string | undefined) ?? ''
  const percent = given('percent')
  if (!code && given('description')) tellWordLeftOut(writing, reason, 'ZZZZ', `${path}.reason`)
  return [
    'SAC',
    entry.kind === 'charge' ? 'C' : 'A',
    code ?? 'ZZZZ',
    given('partnerCode') ? 'ZZ' : '',
    given('partnerCode'),
    amount ?? '',
    percent ? 'Z' : '',
    percent,
    given('rate'),
    given('quantity') ? given('unit') || 'EA' : '',
    given('quantity'),
    '',
    codeOf(handlings, given('handling')) ?? given('handling'),
    '',
    '',
    given('description') || (code ? '' : reason),
  ]
}

/** Taxes: TXI segments. TXI05 is written with TXI04 CD, a jurisdiction that the sender defines. */
export function taxes(field: string): Binding {
  return {
    read(loop, into, reading) {
      const all = segmentsOf(loop, TXI, reading.buffer)
      if (all.length === 0) return
      const found = all.filter(each => reading.buffer.has(each, 2))
      const entries = found.map(each => readTax(each, reading))
      if (entries.length > 0) put(into, field, entries, reading, found[0]!, 2)
    },
    write(from, loop, writing, path) {
      const entries = listOf(from[field])
      for (let i = 0; i < entries.length; i++) {
        const entry = entries[i]!
        const place = (entry.jurisdiction as string | undefined) ?? ''
        const type = entry.type as string
        const elements = [
          'TXI',
          codeOf(taxTypes, type) ?? type,
          entry.amount,
          entry.percent ?? '',
          place ? 'CD' : '',
          place,
        ] as string[]
        if (!loop.add(elements)) cannotCarry(writing, 'TXI', `${path}${field}[${i}]`)
      }
    },
  }
}

function readTax(found: number, reading: Reading): Fields {
  const code = reading.text(found, 1)
  const raw = reading.text(found, 2)
  if (raw.startsWith('-')) {
    const message = `TXI02 is ${raw}: a tax has no sign of its own, the document's type says which way it goes.`
    reading.report('ambiguous-value', { message, at: placeOf(reading, found, 2), value: raw })
  }
  const percent = normalizeNumber(reading.text(found, 3))
  const jurisdiction = reading.text(found, 5)
  return {
    type: meaningOf(taxTypes, code) ?? code,
    amount: normalizeNumber(raw)?.replace(/^-/, ''),
    ...(percent ? { percent } : {}),
    ...(jurisdiction ? { jurisdiction } : {}),
  }
}
