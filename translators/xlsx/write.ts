import writeSheet, { type Row } from 'write-excel-file/universal'
import type { CsvLayout, CsvWriting } from '../csv/index.ts'
import { writeCsv } from '../csv/index.ts'
import { planOf } from '../csv/plan.ts'
import { splitRows } from '../csv/rows.ts'
import type { BusinessDocument } from '../documents/index.ts'

/** Plain signs: what stands in cells needs no quoting of its own, and a text cell is never run as a formula. */
const plain = {
  delimiter: ',',
  quote: '"',
  decimalMark: '.',
  encoding: 'utf-8',
  byteOrderMark: false,
  guardFormulas: false,
  header: true,
} as const

/**
 * Writes documents of the layout's kind into a workbook of one sheet, under the layout's headings. Texts are text cells, so that no leading zero is lost and nothing
 * is run as a formula; quantities and prices are numbers where a spreadsheet keeps them exactly. Issues are as of `writeCsv`.
 */
export async function writeXlsx(documents: readonly BusinessDocument[], layout: CsvLayout): Promise<CsvWriting> {
  const asText = { ...layout, ...plain }
  const { bytes, issues } = writeCsv(documents, asText)
  const { rows } = splitRows(new TextDecoder().decode(bytes), plain)
  const numeric = new Set(planOf(asText).columns.flatMap(({ field }, at) => (field.type === 'decimal' ? [at] : [])))
  const isTable = layout.shape.type === 'rows'
  const cells = rows.map(
    (row, at): Row =>
      row.map((text, column) => {
        if (text === '') return null
        if (at === 0 && isTable) return { value: text, type: String, fontWeight: 'bold' }
        return isTable && numeric.has(column) && isExact(text)
          ? { value: Number(text), type: Number }
          : { value: text, type: String, format: '@' }
      }),
  )
  const options = { sheet: layout.name.slice(0, 31), stickyRowsCount: isTable ? 1 : 0 }
  const blob = await writeSheet(cells, options).toBlob()
  return { bytes: new Uint8Array(await blob.arrayBuffer()), issues }
}

/** Whether a number comes back from a binary float as it was. */
function isExact(text: string): boolean {
  return String(Number(text)) === text.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')
}
