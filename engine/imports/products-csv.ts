import type { NewProduct } from '../catalogue/put-products.ts'
import { importableProduct } from './importable-product.ts'
import { type ImportItem, itemOf } from './item.ts'
import { readTable } from './read-table.ts'

/** Every column that a file of products may have. */
export const productColumns = [
  ...['sku', 'title', 'brand', 'category', 'upc', 'ean', 'gtin', 'manufacturerPart'],
  ...['retailPrice', 'msrp', 'map', 'weight'],
]

/** Products as CSV, one a row, or in words why it cannot be read. */
export function readProductsCsv(bytes: Uint8Array): ImportItem<NewProduct>[] | string {
  const rows = readTable(bytes, productColumns, ['sku', 'title'])
  if (typeof rows === 'string') return rows
  return rows.map(({ row, cells }) => itemOf(importableProduct, cells, { row, reference: cells.sku ?? null }))
}
