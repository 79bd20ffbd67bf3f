import Big from 'big.js'
import { and, eq, inArray } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { products } from '../../db/schema/index.ts'
import { type FormValues, groupFields } from '../ui/form-data.ts'
import type { LoadedLine, LoadedOrder } from './order-query.ts'
import { shippable } from './ship-document.ts'
import { texts } from './texts.ts'

const t = texts.ship.scan

/** What a scanner may read on the goods of an order: product id → its GTINs, as they are printed. */
export async function loadBarcodes(orm: Orm, retailerId: string, order: LoadedOrder): Promise<Map<string, string[]>> {
  const ids = [...new Set(order.lines.map(line => line.productId))]
  const rows = await orm
    .select({ id: products.id, upc: products.upc, ean: products.ean, gtin: products.gtin })
    .from(products)
    .where(and(eq(products.retailerId, retailerId), inArray(products.id, ids)))
  return new Map(rows.map(({ id, upc, ean, gtin }) => [id, [upc, ean, gtin].filter(code => code !== null)]))
}

/** The form after a scan: the counted fields and what to say, or what was wrong with the scan. */
export type Scanned = { values: FormValues; said: string } | { error: string }

/**
 * Counts what was scanned into a package of the ship form: `scan` holds a supplier's or retailer's item number or a GTIN, alone or as `3*CODE`; `into` names the
 * package. An item that was ordered twice fills its lines in turn. What is beyond the order is not counted: the wrong piece is in somebody's hand.
 */
export function countScan(values: FormValues, order: LoadedOrder, barcodes: ReadonlyMap<string, string[]>): Scanned {
  const scanned = values.scan?.trim() ?? ''
  const [, times = '1', code = ''] = /^(?:(\d{1,5})\s*[*x×]\s*)?(.*)$/i.exec(scanned) ?? []
  if (code === '' || new Big(times).eq(0)) return { error: t.empty }
  const named = order.lines.filter(line => isCalled(line, code, barcodes.get(line.productId) ?? []))
  if (named.length === 0) return { error: `${t.unknown} ${code}` }
  const line = named.find(one => packed(values, one).plus(times).lte(shippable(one)))
  if (!line) {
    const left = named.reduce((sum, one) => sum.plus(shippable(one)).minus(packed(values, one)), new Big(0))
    return { error: `${code}: ${left.lte(0) ? t.allPacked : `${t.only} ${left.toFixed()}`}` }
  }
  const keys = [...groupFields(values, 'packages').keys()]
  const key = keys.find(known => known === values.into) ?? keys.at(-1) ?? '1'
  const field = `packages[${key}][quantity-${line.lineNumber}]`
  const after = { ...values, scan: '', [field]: quantityIn(values[field]).plus(times).toFixed() }
  const said = `${line.supplierSku}: ${packed(after, line).toFixed()} ${t.of} ${shippable(line).toFixed()}`
  return { values: after, said }
}

/** Item numbers in any case; GTINs with or without the zeros in front that make them longer. */
function isCalled(line: LoadedLine, code: string, gtins: readonly string[]): boolean {
  const plain = code.toUpperCase()
  if (line.supplierSku.toUpperCase() === plain || line.sku.toUpperCase() === plain) return true
  const short = (digits: string) => digits.replace(/^0+/, '')
  return /^\d{8,14}$/.test(code) && gtins.some(gtin => short(gtin) === short(code))
}

/** How many of a line lie in all packages of the form. */
function packed(values: FormValues, line: LoadedLine): Big {
  return [...groupFields(values, 'packages').values()].reduce(
    (sum, fields) => sum.plus(quantityIn(fields[`quantity-${line.lineNumber}`])),
    new Big(0),
  )
}

function quantityIn(text: string | undefined): Big {
  return /^\d{1,12}(\.\d{1,6})?$/.test(text?.trim() ?? '') ? new Big(text!.trim()) : new Big(0)
}
