import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** What money and quantities are called here. */
const amount =
  '(?:amount|total|payable|price|cost|unitPrice|unitCost|paid|discount|quantity|counted|invoiced|credited|shipped|tolerated|revenue|profit|fees?|atStake|computedTotal)'

/** Ways in which a decimal becomes a binary float, or is computed as one. */
const forbidden: [what: string, pattern: RegExp][] = [
  ['a decimal is parsed as a float', /\bparseFloat\s*\(/],
  [
    'a decimal becomes a number',
    new RegExp(`\\b(?:Number|parseInt)\\((?:[\\w.!?]+\\.)?${amount}\\b(?!\\.length|\\[)`, 'i'),
  ],
  ['a decimal becomes a number', /\.toNumber\(\)/],
  ['a decimal is computed with + or −', new RegExp(`[\\s(]\\+\\s*(?:\\w+\\.)+${amount}\\b\\s*[,;)]`)],
  ['amounts are multiplied as numbers', new RegExp(`\\b(?:\\w+\\.)+${amount}\\s[*/-]\\s(?:\\w+\\.)*\\w`)],
]

const columns: [what: string, pattern: RegExp][] = [
  ['a column that is a float', /\b(?:real|doublePrecision|float4|float8)\s*\(/],
  ['a column that is a float', /\bdouble precision\b|\bnumeric\(\d+\)\s/i],
]

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(?:ts|tsx|sql)$/.test(name) && !/\.test\.tsx?$|testing\//.test(name))
    .map(name => join(folder, name))
}

/** Comments may speak of money as they like; SQL computes exactly, on numerics. */
function codeOf(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '')
    .replace(/sql(?:<[^`]*>)?`[\s\S]*?`/g, '')
}

function found(code: string, patterns: typeof forbidden): string[] {
  return code
    .split('\n')
    .flatMap(line => patterns.filter(([, pattern]) => pattern.test(line)).map(([what]) => `${what}: ${line.trim()}`))
}

it('money and quantities are never binary floats', () => {
  const faults = ['engine', 'translators', 'db'].flatMap(sources).flatMap(path => {
    const code = codeOf(readFileSync(join(root, path), 'utf8'))
    return found(code, [...forbidden, ...columns]).map(fault => `${path}: ${fault}`)
  })
  expect(faults).toEqual([])
})

it.each([
  'const total = parseFloat(line.amount)',
  'const total = Number(line.amount) + 1',
  'return Number(quantity)',
  'const cents = new Big(x).toNumber()',
  'const due = invoice.total - invoice.paid',
  'const worth = line.quantity * line.unitPrice',
  'sum.push(+ line.amount)',
  "price: real('price').notNull()",
  "price: doublePrecision('price')",
  '"price" double precision NOT NULL',
])('such code is found: %s', code => {
  expect(found(codeOf(code), [...forbidden, ...columns])).not.toEqual([])
})

it('exact code is not', () => {
  for (const code of ['new Big(line.quantity).times(line.unitPrice)', "decimal('price').notNull()", 'Number(match[1])'])
    expect(found(code, [...forbidden, ...columns])).toEqual([])
})
