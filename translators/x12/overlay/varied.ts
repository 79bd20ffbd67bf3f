import Big from 'big.js'
import type { BusinessDocument } from '../../documents/index.ts'

type Fields = Record<string, unknown>

/** Fields whose texts may be others of the same shape. */
const free = new Set([
  ...['number', 'purchaseOrderNumber', 'customerOrderNumber', 'supplierOrderNumber', 'billOfLading', 'trackingNumber'],
  ...['sscc', 'value', 'name', 'address1', 'address2', 'city', 'postalCode', 'phone', 'buyer', 'supplier', 'upc'],
  ...['gtin', 'description', 'location'],
])

/**
 * A document like another, as a seed has it: numbers, names and ids of the same shape, other dates, quantities and prices; orders and stock
 * with more lines. What was equal stays equal, so that an order varied alike remains the order of its invoice.
 */
export function variedDocument(document: BusinessDocument, seed: number, more = false): BusinessDocument {
  const varied = vary(document, '', seed) as Fields
  if (more && (varied.kind === 'purchase-order' || varied.kind === 'inventory-advice')) addLines(varied, seed)
  if (varied.kind === 'invoice') varied.total = totalOf(varied)
  return varied as BusinessDocument
}

function vary(value: unknown, name: string, seed: number): unknown {
  if (Array.isArray(value)) return value.map(each => vary(each, name === 'notes' ? 'description' : name, seed))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, vary(inner, key, seed)]))
  }
  if (typeof value !== 'string') return value
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return shifted(value, seed % 400)
  if (name === 'quantity' && value !== '0') return String(1 + (hash(`${seed}${value}`) % 9_000))
  if (name === 'unitPrice')
    return Big(1 + (hash(`${seed}${value}`) % 90_000))
      .div(100)
      .toFixed(2)
  return free.has(name) ? ofSameShape(value, seed) : value
}

function shifted(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

/** Another letter for each letter but the first, another digit for each digit but zero. */
function ofSameShape(text: string, seed: number): string {
  let state = hash(`${seed}:${text}`)
  return [...text]
    .map((character, i) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 1
      if (/[1-9]/.test(character)) return String(1 + (state % 9))
      if (i > 0 && /[A-Z]/.test(character)) return String.fromCharCode(65 + (state % 26))
      if (i > 0 && /[a-z]/.test(character)) return String.fromCharCode(97 + (state % 26))
      return character
    })
    .join('')
}

function addLines(document: Fields, seed: number): void {
  const lines = document.lines as Fields[]
  for (let i = 0; i < seed % 3; i++) {
    const line = vary(lines[i % lines.length], '', seed + i + 1) as Fields
    lines.push(line.lineNumber === undefined ? line : { ...line, lineNumber: String(lines.length + 1) })
  }
}

function totalOf(invoice: Fields): string {
  const extras = [...listOf(invoice, 'allowancesAndCharges'), ...listOf(invoice, 'taxes')]
  const lines = listOf(invoice, 'lines').map(line => Big(line.quantity as string).times(line.unitPrice as string))
  const signed = extras.map(each => Big(each.amount as string).times(each.kind === 'allowance' ? -1 : 1))
  return [...lines, ...signed]
    .reduce((sum, each) => sum.plus(each), Big(0))
    .abs()
    .toFixed(2)
}

function listOf(from: Fields, name: string): Fields[] {
  return (from[name] as Fields[] | undefined) ?? []
}

function hash(text: string): number {
  let value = 2_166_136_261
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 16_777_619)
  return value >>> 1
}
