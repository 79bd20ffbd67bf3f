import Big from 'big.js'
import { OutOfBounds } from './expression-meter.ts'
import { compilePattern } from './pattern.ts'

type Given = string | number | undefined

/**
 * What expressions have beside jsonata's own functions. Amounts are decimals carried as text, so these count with decimals and give text;
 * jsonata's operators would make binary floats of them. The last few stand in for jsonata's own, which may grow a text without end.
 */
export const functions: Readonly<Record<string, (...given: never[]) => unknown>> = {
  /** `$plus('1.10', 2)` → `'3.1'` */
  plus: (a: Given, b: Given) => both(a, b, (x, y) => x.plus(y)),
  minus: (a: Given, b: Given) => both(a, b, (x, y) => x.minus(y)),
  times: (a: Given, b: Given) => both(a, b, (x, y) => x.times(y)),
  /** `$total(lines.$times(quantity, unitPrice))`: the sum of a list of decimals; nothing counts as 0. */
  total: (values: Given[] | Given) => textOf([values].flat().reduce<Big>((sum, value) => sum.plus(value ?? 0), Big(0))),
  /** `$fixed('2.5', 2)` → `'2.50'`, halves rounded away from zero. */
  fixed: (value: Given, places: number) => (value === undefined ? undefined : Big(value).toFixed(places, 1)),
  /** -1, 0 or 1: how two decimals stand to each other. */
  compare: (a: Given, b: Given) => (a === undefined || b === undefined ? undefined : Big(a).cmp(b)),
  /** Whether a text fits a pattern; see `compilePattern` for what a pattern may be. */
  matches: (text: string | undefined, source: string) => {
    const pattern = compilePattern(source)
    if ('problem' in pattern) throw new OutOfBounds(`$matches: ${pattern.problem}`)
    return text !== undefined && pattern.test(text)
  },
  /** `$addDays('2026-11-22', 30)` → `'2026-12-22'` */
  addDays: (date: string | undefined, days: number) => {
    const start = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`)
    const moved = new Date(start + days * 86_400_000)
    return Number.isNaN(moved.getTime()) ? undefined : moved.toISOString().slice(0, 10)
  },
  pad: (text: string | undefined, width: number, filler = ' ') => {
    if (text === undefined) return undefined
    bound(Math.abs(width))
    return width < 0 ? text.padStart(-width, filler || ' ') : text.padEnd(width, filler || ' ')
  },
  replace: (text: string | undefined, from: string, to: string) => {
    if (text === undefined) return undefined
    if (typeof from !== 'string' || typeof to !== 'string' || from === '')
      throw new OutOfBounds('$replace takes a text, what to look for and what to put there')
    const pieces = text.split(from)
    bound(text.length + (pieces.length - 1) * to.length)
    return pieces.join(to)
  },
  join: (values: string[] | string | undefined, between = '') => {
    if (values === undefined) return undefined
    const texts = [values].flat().map(String)
    bound(texts.reduce((sum, text) => sum + text.length + between.length, 0))
    return texts.join(between)
  },
  distinct: (values: unknown) =>
    Array.isArray(values) ? [...new Map(values.map(value => [JSON.stringify(value), value])).values()] : values,
}

const native = [
  ...['sum', 'count', 'max', 'min', 'average', 'string', 'substring', 'substringBefore', 'substringAfter', 'lowercase'],
  ...['uppercase', 'length', 'trim', 'contains', 'split', 'number', 'floor', 'ceil', 'round', 'abs', 'sqrt', 'power'],
  ...['boolean', 'not', 'map', 'zip', 'filter', 'single', 'reduce', 'sift', 'keys', 'lookup', 'append', 'exists'],
  ...['spread', 'merge', 'reverse', 'each', 'error', 'assert', 'type', 'sort'],
]

/** Every name that an expression may use after `$` without binding it itself. */
export const allowedNames: ReadonlySet<string> = new Set([
  ...native,
  ...Object.keys(functions),
  'document',
  'source',
  'facts',
  'index',
])

function both(a: Given, b: Given, compute: (x: Big, y: Big) => Big): string | undefined {
  return a === undefined || b === undefined ? undefined : textOf(compute(Big(a), Big(b)))
}

/** Big.js prints exponents beyond 21 digits; a document's decimals have 18 before the point. */
function textOf(value: Big): string {
  return value.toFixed()
}

function bound(length: number): void {
  if (!(length <= 20_000)) throw new OutOfBounds('a text has more than 20000 characters')
}
