import type { NewOrder } from '../orders/new-order.ts'
import { importableOrder } from './importable-order.ts'
import { type ImportItem, itemOf, refusalOf } from './item.ts'
import { readTable, type TableRow } from './read-table.ts'

const ofOrder = {
  number: ['number'],
  channel: ['channel'],
  placedAt: ['placedAt'],
  currency: ['currency'],
  customerName: ['customer', 'name'],
  customerEmail: ['customer', 'email'],
  customerPhone: ['customer', 'phone'],
  shipToName: ['shipTo', 'name'],
  address1: ['shipTo', 'address1'],
  address2: ['shipTo', 'address2'],
  city: ['shipTo', 'city'],
  state: ['shipTo', 'state'],
  postalCode: ['shipTo', 'postalCode'],
  country: ['shipTo', 'country'],
  shipToPhone: ['shipTo', 'phone'],
  shippingPrice: ['shippingPrice'],
  notes: ['notes'],
} as const

const ofLine = ['lineNumber', 'sku', 'quantity', 'unitPrice'] as const
/** Every column that a file of orders may have. */
export const orderColumns: readonly string[] = [...Object.keys(ofOrder), ...ofLine]
const needed = ['number', 'sku', 'quantity', 'unitPrice']

/** Orders as CSV, in words when it cannot be read: one row for each line; what is said of the order stands in its first row, and may be repeated. */
export function readOrdersCsv(bytes: Uint8Array): ImportItem<NewOrder>[] | string {
  const rows = readTable(bytes, orderColumns, needed)
  if (typeof rows === 'string') return rows
  const orders = new Map<string, TableRow[]>()
  for (const row of rows) {
    const key = orderKeyOf(row)
    const known = orders.get(key)
    if (known) known.push(row)
    else orders.set(key, [row])
  }
  return [...orders.values()].map(orderOf)
}

/** The order that a row is of. Without a number it belongs to none, and is one by itself. */
export function orderKeyOf({ row, cells }: TableRow): string {
  return cells.number ? `${cells.channel ?? ''}\n${cells.number}` : `row ${row}`
}

function orderOf(rows: TableRow[]): ImportItem<NewOrder> {
  const [first] = rows
  const at = { row: first!.row, reference: first!.cells.number ?? null }
  const contradictions = rows.slice(1).flatMap(({ row, cells }) =>
    Object.keys(ofOrder)
      .filter(name => cells[name] !== undefined && cells[name] !== first!.cells[name])
      .map(
        name => [name, `Row ${row} says “${cells[name]}”, and row ${at.row} “${first!.cells[name] ?? ''}”.`] as const,
      ),
  )
  if (contradictions.length > 0) return { ...at, ok: false, refusal: refusalOf(Object.fromEntries(contradictions)) }
  const lines = rows.map(({ cells }) => pick(cells, ofLine))
  return itemOf(importableOrder, { ...nested(first!.cells), lines }, at)
}

function nested(cells: Record<string, string>): Record<string, unknown> {
  const order: Record<string, unknown> = { customer: {}, shipTo: {} }
  for (const [name, [outer, inner]] of Object.entries<readonly [string, string?]>(ofOrder)) {
    const value = cells[name]
    if (value === undefined) continue
    if (inner) Object.assign(order[outer] as object, { [inner]: value })
    else order[outer] = value
  }
  return order
}

function pick(cells: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap(name => (cells[name] === undefined ? [] : [[name, cells[name]]])))
}
