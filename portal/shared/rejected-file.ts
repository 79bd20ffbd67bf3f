import type { feedRows } from '../../db/schema/index.ts'
import { guardFormula } from '../../translators/csv/formulas.ts'
import { joinRows } from '../../translators/csv/rows.ts'
import type { PortalContext } from '../deps.ts'
import { whyLeftOut } from './feed-words.ts'

const headings = [
  'Row',
  'Supplier SKU',
  'SKU',
  'GTIN',
  'Location',
  'Quantity',
  'Unit',
  'Cost',
  'Currency',
  'Reason',
  'Why',
]

/** The rows of a feed that were left out, as a file to mend and send again. */
export function rejectedFile(c: PortalContext, rows: (typeof feedRows.$inferSelect)[]): Response {
  const cells = rows.map(row => [
    String(row.position),
    row.supplierSku ?? '',
    row.sku ?? '',
    row.upc ?? '',
    row.location,
    row.quantity ?? '',
    row.unit ?? '',
    row.unitCost ?? '',
    row.currency ?? '',
    row.reason ?? '',
    whyLeftOut(row),
  ])
  const text = joinRows([headings, ...cells.map(row => row.map(guardFormula))], { delimiter: ',', quote: '"' }, '\r\n')
  return c.body(text, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': 'attachment; filename="rejected.csv"',
  })
}
