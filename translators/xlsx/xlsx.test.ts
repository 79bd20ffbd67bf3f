import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { describe, expect, test } from 'vitest'
import writeSheet, { type Row } from 'write-excel-file/universal'
import { defaultLayouts } from '../csv/index.ts'
import { type PurchaseOrder, purchaseOrder } from '../documents/index.ts'
import { feedSheetAsCsv, readXlsx, writeXlsx, xlsxAsCsv } from './index.ts'
import { isXlsx } from './package-check.ts'

async function workbook(...sheets: Row[][]): Promise<Uint8Array> {
  const named = sheets.map((data, at) => ({ data, sheet: `Sheet ${at + 1}` }))
  const blob = await writeSheet(named).toBlob()
  return new Uint8Array(await blob.arrayBuffer())
}

const given = async () => ({ currency: 'USD' })
const read = (bytes: Uint8Array) => readXlsx(bytes, undefined, given)
const codes = ({ issues }: Awaited<ReturnType<typeof read>>) => issues.map(({ code }) => code)

const names = defaultLayouts.invoice.columns.map(({ names: [name] }) => name!)
/** A row of the default invoice layout by its column paths. */
function rowOf(values: Record<string, string | number | Date>): Row {
  const known = defaultLayouts.invoice.columns
  for (const path of Object.keys(values)) if (!known.some(column => column.path === path)) throw new Error(path)
  return known.map(({ path }) => cellOf(values[path] ?? null))
}

const cellOf = (value: string | number | Date | null): Row[number] =>
  value instanceof Date ? { value, type: Date, format: 'mm/dd/yyyy' } : value

const line = (change: Record<string, string | number | Date> = {}) =>
  rowOf({
    number: 'INV-1',
    date: new Date('2026-03-04T00:00:00Z'),
    purchaseOrderNumber: 'PO-1',
    'lines[].ids.supplier': '00417',
    'lines[].quantity': 3,
    'lines[].unitPrice': 0.1 + 0.2,
    total: 0.9,
    ...change,
  })

/** The workbook with its first sheet's XML changed. */
function changed(bytes: Uint8Array, change: (xml: string) => string): Uint8Array {
  const parts = unzipSync(bytes)
  const name = 'xl/worksheets/sheet1.xml'
  return zipSync({ ...parts, [name]: strToU8(change(strFromU8(parts[name]!))) })
}

describe('a spreadsheet', () => {
  test('is read below titles and blank rows, on the first sheet that fits, with dates and numbers as they are meant', async () => {
    const notes: Row[] = [['Notes for accounting'], ['none']]
    const bytes = await workbook(notes, [['Invoices of March'], [], names, line()])
    const reading = await read(bytes)
    expect(reading.issues).toEqual([])
    expect(reading.documents).toEqual([
      expect.objectContaining({
        number: 'INV-1',
        date: '2026-03-04',
        currency: 'USD',
        total: '0.9',
        lines: [expect.objectContaining({ quantity: '3', unitPrice: '0.3', ids: { supplier: '00417' } })],
      }),
    ])
  })

  test('with digits cut off a number keeps only its own document out', async () => {
    const spoilt = line({ number: 'INV-2', 'lines[].ids.supplier': '1.2E+11' })
    const reading = await read(await workbook([names, line(), spoilt]))
    expect(codes(reading)).toEqual(['number-damaged'])
    expect(reading.issues[0]).toMatchObject({ at: { row: 3 }, value: '1.2E+11' })
    expect(reading.documents.map(document => (document as { number: string }).number)).toEqual(['INV-1'])
  })

  test('whose numbers are longer than spreadsheets keep is told', async () => {
    const bytes = await workbook([names, line({ 'lines[].ids.supplier': 777 })])
    const long = changed(bytes, xml => xml.replace('<v>777</v>', '<v>1.2345678901234568E+17</v>'))
    expect(codes(await read(long))).toEqual(['number-damaged'])
  })

  test('that lost leading zeros, has merged cells, or formulas without results is told', async () => {
    const bytes = await workbook([names, line(), line({ number: 'INV-2', 'lines[].ids.supplier': 418 })])
    const odd = changed(bytes, xml =>
      xml
        .replace('</sheetData>', '</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>')
        .replace(/<c ([^>]*)><v>418<\/v><\/c>/, '<c $1><f>SUM(1)</f><v>418</v></c>'),
    )
    const reading = await read(odd)
    expect(codes(reading)).toEqual(['merged-cells', 'leading-zeros-lost'])
    expect(reading.documents).toHaveLength(2)
    const bare = changed(bytes, xml => xml.replace(/<c ([^>]*)><v>418<\/v><\/c>/, '<c $1><f>SUM(1)</f></c>'))
    expect(codes(await read(bare))).toContain('formula-without-result')
  })

  test('that is damaged, no workbook, or would unpack to too much is an issue', async () => {
    const bytes = await workbook([names, line()])
    expect(isXlsx(bytes)).toBe(true)
    expect(codes(await read(bytes.subarray(0, 600)))).toEqual(['damaged-spreadsheet'])
    expect(codes(await read(zipSync({ 'a.txt': strToU8('no') })))).toEqual(['damaged-spreadsheet'])
    const far = changed(bytes, xml =>
      xml.replace(/r="2"/, 'r="999999999"').replaceAll(/r="([A-Z]+)2"/g, 'r="$1999999999"'),
    )
    expect(codes(await read(far))).toEqual(['too-large-spreadsheet'])
    const bomb = zipSync({ ...unzipSync(bytes), 'xl/media/image1.bin': new Uint8Array(160_000_000) }, { level: 1 })
    expect(codes(await read(bomb))).toEqual(['too-large-spreadsheet'])
  })

  test('is read by its one sheet that fits and can be seen; of several that hold rows none is taken', async () => {
    const stock = (quantity: number): Row[] => [
      ['SKU', 'Quantity'],
      ['A-1', quantity],
    ]
    const both = await workbook(stock(7), [['Notes'], ['x'], ['y']], stock(70))
    expect(await read(both)).toMatchObject({
      documents: [],
      issues: [{ code: 'several-sheets', value: 'Sheet 1, Sheet 3' }],
    })
    expect(await xlsxAsCsv(both, undefined)).toMatchObject({ code: 'several-sheets' })
    const parts = unzipSync(both)
    const workbookXml = strFromU8(parts['xl/workbook.xml']!).replace('name="Sheet 3"', '$& state="hidden"')
    const hidden = zipSync({ ...parts, 'xl/workbook.xml': strToU8(workbookXml) })
    const dated = async () => ({ number: '1', date: '2026-01-01' })
    expect((await readXlsx(hidden, undefined, dated)).documents).toMatchObject([{ lines: [{ quantity: '7' }] }])
    const shown = await feedSheetAsCsv(hidden, 'inventory-advice')
    expect(shown instanceof Uint8Array && strFromU8(shown)).toContain('A-1,7')
  })

  test('with no sheet that fits names its sheets', async () => {
    const reading = await read(await workbook([['Hello'], ['World']]))
    expect(codes(reading)).toEqual(['wrong-header'])
    expect(reading.layout).toBeUndefined()
  })
})

describe('a purchase order as a spreadsheet', () => {
  const order: PurchaseOrder = purchaseOrder.parse({
    kind: 'purchase-order',
    number: '0004711',
    date: '2026-03-04',
    currency: 'USD',
    shipTo: {
      name: '=HYPERLINK("http://x")',
      address1: '1 "Quoted", Street',
      city: 'Portland',
      state: 'ME',
      postalCode: '04101',
      country: 'US',
    },
    lines: [
      {
        lineNumber: '1',
        ids: { supplier: '00417', buyer: 'MUG' },
        description: '@SUM(A1)',
        quantity: '3',
        unit: 'EA',
        unitPrice: '8.250001',
      },
      {
        lineNumber: '2',
        ids: { supplier: '418' },
        description: 'Bowl',
        quantity: '123456789012345678',
        unit: 'EA',
        unitPrice: '0.1',
      },
    ],
  })

  test('is read back as it was, and runs nothing', async () => {
    const { bytes, issues } = await writeXlsx([order], defaultLayouts['purchase-order'])
    expect(issues.filter(({ severity }) => severity === 'error')).toEqual([])
    const reading = await readXlsx(bytes, [defaultLayouts['purchase-order']], async () => ({}))
    expect(reading.issues).toEqual([])
    expect(reading.documents).toEqual([order])
    expect(strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml']!)).not.toContain('<f>')
  })
})
