import { guardFormula } from '../../translators/csv/formulas.ts'
import { joinRows } from '../../translators/csv/rows.ts'
import type { ToldListing } from './feed.ts'

const headings = [
  'SKU',
  'Status',
  'Quantity',
  'Price',
  'Currency',
  'GTIN',
  'Title',
  'Description',
  'Brand',
  'Category',
  'Attributes',
  'Images',
  'Change',
]

/** Listings as a CSV file for a sales channel: one row each, `Attributes` as `name=value` and `Images` parted by `|`. Cells that a spreadsheet would take for formulas are guarded. */
export function listingFile(rows: readonly ToldListing[]): string {
  const cells = rows.map(row => {
    const { title, description = '', brand = '', category = '', attributes, images } = contentOf(row)
    const pairs = Object.entries(attributes).map(([name, value]) => `${name}=${value}`)
    return [
      ...[row.sku, row.status, row.quantity, row.price ?? '', row.currency, row.gtin ?? ''],
      ...[title, description, brand, category, pairs.join('|'), images.join('|'), String(row.revision)],
    ].map(guardFormula)
  })
  return joinRows([headings, ...cells], { delimiter: ',', quote: '"' }, '\r\n')
}

function contentOf({ content }: ToldListing) {
  return 'title' in content ? content : { title: '', attributes: {}, images: [] }
}

/** `listings-amazon-000000121-000000130.csv`: from after which change to which. */
export function listingFileName(channel: string, after: number, upTo: number): string {
  const name =
    channel
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '') || 'channel'
  const number = (value: number) => String(value).padStart(9, '0')
  return `listings-${name}-${number(after)}-${number(upTo)}.csv`
}
