import type { importFormats, importKinds } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { clashWords, gtinClashes } from '../catalogue/gtin-clashes.ts'
import { type NewProduct, putProducts } from '../catalogue/put-products.ts'
import { importOrders } from '../orders/import.ts'
import type { NewOrder } from '../orders/new-order.ts'
import { importableOrder } from './importable-order.ts'
import { importableProduct } from './importable-product.ts'
import type { ImportItem, ItemOutcome } from './item.ts'
import { readOrdersCsv } from './orders-csv.ts'
import { readProductsCsv } from './products-csv.ts'
import { readJsonItems } from './read-json.ts'

type ImportKind = (typeof importKinds)[number]
type ImportFormat = (typeof importFormats)[number]

/** A file as it came. */
export interface ImportFile {
  kind: ImportKind
  format: ImportFormat
  bytes: Uint8Array
}

/** How one kind of thing is read and taken in. */
interface Kind<Value> {
  /** The items of a file, or in words why it cannot be read. The same bytes always give the same items. */
  read: Record<ImportFormat, (bytes: Uint8Array) => ImportItem<Value>[] | string>
  /** Takes in several in one unit of work; the outcomes stand in their order. */
  take: (work: Work, retailerId: string, values: readonly Value[]) => Promise<ItemOutcome[]>
}

const orders: Kind<NewOrder> = {
  read: {
    csv: readOrdersCsv,
    json: bytes =>
      readJsonItems(bytes, { item: importableOrder, name: 'orders', referenceField: 'number' }) ??
      'Expected a list of orders, or an object with the list in “orders”.',
  },
  async take(work, retailerId, values) {
    const outcomes = await importOrders(work, retailerId, values)
    return outcomes.map(outcome => {
      if (!outcome.ok) return { message: outcome.error.message, fields: outcome.error.fields }
      return outcome.created ? 'created' : 'same'
    })
  },
}

const products: Kind<NewProduct> = {
  read: {
    csv: readProductsCsv,
    json: bytes =>
      readJsonItems(bytes, { item: importableProduct, name: 'products', referenceField: 'sku' }) ??
      'Expected a list of products, or an object with the list in “products”.',
  },
  async take(work, retailerId, values) {
    // Of a SKU that comes several times the last one says what holds: the order of the file is the order of saying.
    const last = new Map(values.map((value, at) => [value.sku, at]))
    const said = values.filter(({ sku }, at) => last.get(sku) === at)
    const clashes = await gtinClashes(work, retailerId, said)
    const put = await putProducts(
      work,
      retailerId,
      said.filter(({ sku }) => !clashes.has(sku)),
    )
    const outcomes = new Map(put.map(one => [one.sku, one]))
    return values.map(({ sku }, at) => {
      if (last.get(sku) !== at) return overridden(sku)
      const other = clashes.get(sku)
      if (other !== undefined) return { message: clashWords(sku, other), fields: { gtin: `is that of ${other}` } }
      const { created, changed } = outcomes.get(sku)!
      return created ? 'created' : changed ? 'changed' : 'same'
    })
  },
}

function overridden(sku: string): ItemOutcome {
  return {
    message: `The file says something else of ${sku} further down.`,
    fields: { sku: 'stands further down again' },
  }
}

/** Every kind of import. A new one is a line here. */
const kinds = { orders, products } as const satisfies Record<ImportKind, unknown>

/** The items of a file, or in words why it cannot be read. */
export function readImport({ kind, format, bytes }: ImportFile): ImportItem<unknown>[] | string {
  return kinds[kind].read[format](bytes)
}

/** Takes in items of a kind, those that are no such thing excepted; the outcomes stand in their order. */
export async function takeItems(
  work: Work,
  { retailerId, kind }: { retailerId: string; kind: ImportKind },
  items: readonly ImportItem<unknown>[],
): Promise<ItemOutcome[]> {
  const values = items.flatMap(item => (item.ok ? [item.value] : []))
  const { take } = kinds[kind] as Kind<unknown>
  const outcomes = values.length === 0 ? [] : await take(work, retailerId, values)
  let next = 0
  return items.map(item => (item.ok ? outcomes[next++]! : item.refusal))
}
