import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DocumentOf } from '../documents/index.ts'
import {
  type CsvLayoutInput,
  csvLayout,
  defaultLayouts,
  detectCsv,
  guardFormula,
  readCsv,
  unguardFormula,
  writeCsv,
} from './index.ts'
import { normaliseName } from './names.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const order: DocumentOf<'purchase-order'> = {
  kind: 'purchase-order',
  purpose: 'original',
  type: 'drop-ship',
  number: 'PO-1',
  date: '2026-11-22',
  currency: 'USD',
  shipTo: { name: 'Ann' },
  lines: [{ lineNumber: '1', ids: { supplier: 'A' }, quantity: '2', unit: 'EA', unitPrice: '9.50' }],
}

describe('formulas', () => {
  const risky = fc
    .array(fc.constantFrom("'", '=', '+', '-', '@', '\t', '1', 'A', ' ', '(', '|', '＝'))
    .map(signs => signs.join(''))

  test('no guarded text begins with a sign that runs, and unguarding gives back exactly what was', () => {
    fc.assert(
      fc.property(fc.oneof(risky, fc.string()), text => {
        const guarded = guardFormula(text)
        expect(/^[=+\-@\t\r\n＝＋－＠]/.test(guarded) && !/^[+-][\d\s().,/-]*$/.test(guarded)).toBe(false)
        expect(unguardFormula(guarded)).toBe(text)
      }),
    )
  })

  test.each(['+1 (555) 010-0100', '-5', "O'Neil", "'tis", '12'])('“%s” is left as it is', text => {
    expect(guardFormula(text)).toBe(text)
    expect(unguardFormula(text)).toBe(text)
  })
})

describe('the writer', () => {
  test('tells what the layout does not carry, and still writes', () => {
    const { bytes: file, issues } = writeCsv(
      [{ ...order, references: [{ type: 'campaign', value: 'X' }] }],
      defaultLayouts['purchase-order'],
    )
    expect(issues.map(({ severity, code, at }) => [severity, code, at.path])).toEqual([
      ['warning', 'field-not-carried', 'references[].type'],
      ['warning', 'field-not-carried', 'references[].value'],
    ])
    expect(readCsv(file, defaultLayouts['purchase-order']).documents).toHaveLength(1)
  })

  test('leaves out a document of which a key would change, and keeps the others', () => {
    const layout = csvLayout.parse({ ...defaultLayouts['purchase-order'], encoding: 'windows-1252' })
    const { bytes: file, issues } = writeCsv(
      [
        { ...order, number: 'PO-Ω' },
        { ...order, shipTo: { name: 'Ωmega' } },
      ],
      layout,
    )
    expect(issues).toMatchObject([
      { severity: 'error', code: 'value-changed', at: { column: 'PO Number' }, value: 'PO-Ω' },
      { severity: 'warning', code: 'value-changed', at: { column: 'Ship To Name' }, value: 'Ωmega' },
    ])
    expect(readCsv(file, layout).documents).toMatchObject([{ number: 'PO-1', shipTo: { name: '?mega' } }])
  })

  test('does not let two documents of one number run together', () => {
    const { bytes: file, issues } = writeCsv([order, order], defaultLayouts['purchase-order'])
    expect(issues).toMatchObject([{ severity: 'error', code: 'duplicate-number' }])
    expect(readCsv(file, defaultLayouts['purchase-order']).documents).toEqual([order])
  })

  test('refuses a value that needs quotes where there are none', () => {
    const layout = csvLayout.parse({ ...defaultLayouts['purchase-order'], quote: '' })
    expect(writeCsv([{ ...order, shipTo: { name: 'Ann, Bo' } }], layout).issues).toMatchObject([
      { severity: 'error', code: 'cannot-be-written' },
    ])
  })

  test('refuses a document of another kind', () => {
    expect(writeCsv([order], defaultLayouts.invoice).issues).toMatchObject([{ code: 'wrong-kind' }])
  })

  test('a constant that is not the document’s value is an error; a field known by other means is a warning', () => {
    const columns = [
      { names: ['po'], path: 'number', key: true },
      { names: ['name'], path: 'shipTo.name' },
      { names: ['line'], path: 'lines[].lineNumber' },
      { names: ['sku'], path: 'lines[].ids.supplier' },
      { names: ['qty'], path: 'lines[].quantity' },
      { names: ['cost'], path: 'lines[].unitPrice' },
    ]
    const layout = csvLayout.parse({
      name: 'small',
      kind: 'purchase-order',
      constants: { 'lines[].unit': 'EA', currency: 'USD' },
      columns,
    })
    expect(writeCsv([order], layout).issues).toMatchObject([
      { severity: 'warning', code: 'field-not-carried', at: { path: 'date' } },
    ])
    const byCase = { ...order, lines: order.lines.map(line => ({ ...line, unit: 'CA' })) }
    expect(writeCsv([byCase], layout).issues).toContainEqual(
      expect.objectContaining({ severity: 'error', code: 'value-changed', at: { path: 'lines[0].unit' }, value: 'CA' }),
    )
  })
})

describe('a layout that cannot work says why', () => {
  const base: CsvLayoutInput = {
    name: 'bad',
    kind: 'invoice',
    columns: [
      { names: ['No'], path: 'number', key: true },
      { names: ['Qty'], path: 'lines[].quantity' },
    ],
  }
  const column = (path: string, more: object = {}) => ({
    ...base,
    columns: [...base.columns, { names: [path], path, ...more }],
  })

  test.each([
    ['a field that is none', column('lines[].colour'), 'an invoice has no field lines[].colour'],
    ['a path that is none', column('lines[.x'), 'is not a path'],
    ['an object in place of a field', column('shipTo'), 'has no field shipTo'],
    ['lists side by side', column('references[].value'), 'side by side'],
    ['no key', { ...base, columns: [{ names: ['Qty'], path: 'lines[].quantity' }] }, 'name a key column'],
    ['a code for no value', column('type', { codes: { bill: 'B' } }), 'expected one of invoice, credit-memo'],
    [
      'a fallback without a column',
      column('date', { fallback: [['shippedOn']] }),
      'no column of this layout holds shippedOn',
    ],
    [
      'a column for what differs that lies no further in',
      column('lines[].lineNumber', { differing: 'number' }),
      'no column of this layout holds number further in',
    ],
    ['a record without records', column('date', { record: 'H' }), 'has no records'],
    ['one sign for two things', { ...base, quote: ',' }, 'expected another sign'],
    ['day and month first', { ...base, dateFormats: ['M/D/YYYY', 'DD/MM/YYYY'] }, 'cannot be told apart'],
    ['a format without a year', { ...base, dateFormats: ['M/D'] }, 'expected a date format'],
    ['two columns of one name', column('date', { names: ['no'] }), 'under the same name'],
    ['a constant for no field', { ...base, constants: { 'lines[].colour': 'red' } }, 'has no field'],
  ])('%s', (_, layout, message) => {
    const result = csvLayout.safeParse(layout)
    expect(result.error?.issues.map(issue => issue.message).join('\n')).toContain(message)
  })

  test('and one that can is taken', () => {
    expect(csvLayout.safeParse(base).success).toBe(true)
  })
})

describe('reading', () => {
  test('column names agree whatever their spelling', () => {
    expect(new Set(['PO Number', 'po_number', 'PO #', 'PO No.', 'P.O. Number'].map(normaliseName)).size).toBe(1)
    expect(normaliseName('Ship To')).not.toBe(normaliseName('Ship From'))
  })

  test('a GTIN-13 in the UPC column is an EAN', () => {
    const file = bytes('SKU,UPC,Quantity\nA,4006381333931,1\nB,36000291452,1\nC,36000291453,1\n')
    const { documents, issues } = readCsv(file, defaultLayouts['inventory-advice'], {
      given: { number: 'f', date: '2026-11-22' },
    })
    expect(documents).toMatchObject([{ lines: [{ ids: { ean: '4006381333931' } }, { ids: { upc: '036000291452' } }] }])
    expect(issues).toMatchObject([{ code: 'wrong-value', value: '36000291453', at: { row: 4, column: 'UPC' } }])
  })

  test('an invoice of several orders names the order of each line', () => {
    const file = bytes(
      [
        'Invoice Number,Invoice Date,PO Number,Ship Date,Ship To Name,Ship To Address 2,SKU,Quantity,Unit Price,Freight,Invoice Total,Currency',
        'I-1,2026-11-23,PO-1,2026-11-20,Ann,,A,1,2.00,1.50,9.50,USD',
        'I-1,2026-11-23,PO-2,2026-11-21,Ben,Flat 2,B,2,2.00,1.50,9.50,USD',
        'I-1,2026-11-23,PO-1,2026-11-20,Ann,,C,1,2.00,1.50,9.50,USD',
      ].join('\n'),
    )
    const { documents, issues } = readCsv(file, defaultLayouts.invoice)
    expect(issues).toEqual([])
    const [read] = documents as DocumentOf<'invoice'>[]
    expect(read).toMatchObject({ purchaseOrderNumber: 'PO-1', shippedOn: '2026-11-20', total: '9.50' })
    expect(read!.shipTo).toEqual({ name: 'Ann' })
    expect(read!.lines.map(line => line.purchaseOrderNumber)).toEqual([undefined, 'PO-2', undefined])
    const totals = bytes(
      'Invoice,Invoice Date,SKU,Quantity,Unit Price,Total\nI-1,2026-11-23,A,1,2,4\nI-1,2026-11-23,B,1,2,5\n',
    )
    expect(readCsv(totals, defaultLayouts.invoice).issues).toMatchObject([{ code: 'conflicting-value' }])
  })

  test('a stock list without number and day needs them from its receiver', () => {
    const { documents, issues } = readCsv(bytes('SKU,Quantity\nA,1\n'), defaultLayouts['inventory-advice'])
    expect(documents).toEqual([])
    expect(issues).toMatchObject([{ code: 'missing-value', at: { row: 2, column: 'Feed Number' } }])
  })

  test.each([
    ['nothing', ''],
    ['blank lines', '\r\n,,\r\n'],
  ])('an empty file is told: %s', (_, text) => {
    expect(readCsv(bytes(text), defaultLayouts.invoice)).toMatchObject({
      documents: [],
      issues: [{ code: 'empty-file' }],
    })
  })

  test('a file of which every row is left out is said to have none, and nothing else to lack', () => {
    const { documents, issues } = readCsv(bytes('Vendor SKU,Title\nX-2,\nX-3,\n'), defaultLayouts['product-catalog'], {
      given: { number: 'catalog.csv' },
    })
    expect(documents).toEqual([])
    expect(issues.map(({ severity, code, at }) => [severity, code, at.row])).toEqual([
      ['warning', 'missing-value', 2],
      ['error', 'no-rows', 2],
      ['warning', 'missing-value', 3],
    ])
  })

  test('no file is taken for what it is not', () => {
    expect(detectCsv(bytes('name,phone\nAnn,1\n'))).toBeUndefined()
    expect(detectCsv(bytes('ISA*00*          *00*'))).toBeUndefined()
    expect(detectCsv(new Uint8Array([0x25, 0x50, 0x44, 0x46, 0, 255]))).toBeUndefined()
  })

  test.each([
    ['ship-notice', 'PO Number,Tracking Number,Carrier,Ship Date,SKU,Quantity'],
    ['invoice', 'Invoice #;Invoice Date;PO;SKU;Qty;Unit Price;Total'],
    ['inventory-advice', 'sku\tquantity'],
    ['purchase-order-acknowledgment', 'PO Number,Line,SKU,Status,Quantity'],
  ])('%s is known by a short header', (name, header) => {
    expect(detectCsv(bytes(`${header}\n`))?.name).toBe(name)
  })
})

test('every layout file is registered', () => {
  const files = readdirSync(join(import.meta.dirname, 'layouts')).filter(
    name => name !== 'registry.ts' && name !== 'shared.ts',
  )
  expect(files.map(name => name.replace('.ts', '')).sort()).toEqual(Object.keys(defaultLayouts).sort())
})
