import { describe, expect, it } from 'vitest'
import {
  detectCsv,
  detectDefault,
  FeedReader,
  guessColumns,
  layoutOfColumns,
  notATable,
  readCsv,
  sniffTable,
  unclearQuantity,
  withoutNames,
} from '../index.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)

const german =
  'Bestandsliste Nordwind;;;\n\nArtikelnummer;EAN-Code;Lagerbestand;Preis;Bemerkung\nA-1;4006381333931;12;1.250,50;gut\nB-2;4006381333931;ausverkauft;9,95;\n'

describe('a file whose columns nobody has named yet', () => {
  it('shows its delimiter, its decimal comma, its encoding and its header', () => {
    const windows = Uint8Array.from(german.replace('gut', 'für'), sign => sign.charCodeAt(0))
    expect(sniffTable(windows)).toMatchObject({
      encoding: 'windows-1252',
      delimiter: ';',
      decimalMark: ',',
      header: { row: 3, cells: ['Artikelnummer', 'EAN-Code', 'Lagerbestand', 'Preis', 'Bemerkung'] },
      rows: [{ row: 4 }, { row: 5 }],
    })
    expect(sniffTable(bytesOf('sku\tqty\nA\t1,234.50\n'))).toMatchObject({ delimiter: '\t', decimalMark: '.' })
    const marked = Uint8Array.from(Buffer.from('\uFEFFsku|qty\nA|1\n', 'utf16le'))
    expect(sniffTable(marked)).toMatchObject({
      delimiter: '|',
      encoding: 'utf-16le',
      header: { cells: ['sku', 'qty'] },
    })
    expect(sniffTable(bytesOf('\n\n'))).toBeUndefined()
  })

  it('has its columns guessed by name, and by cells that can only be GTINs', () => {
    const table = sniffTable(bytesOf(german))!
    expect(guessColumns(table, 'inventory-advice')).toEqual([
      'lines[].ids.supplier',
      'lines[].ids.ean',
      'lines[].quantity',
      'lines[].unitCost',
      undefined,
    ])
    const unnamed = sniffTable(bytesOf('SKU,Qty,X\nA,5,036000291452\nB,6,036000291452\n'))!
    expect(guessColumns(unnamed, 'inventory-advice')[2]).toBe('lines[].ids.upc')
  })

  it('is read by what the person said, and so is the next file of the same header', () => {
    const table = sniffTable(bytesOf(german))!
    const paths = guessColumns(table, 'inventory-advice')
    const made = layoutOfColumns(table, { kind: 'inventory-advice', paths, decimalMark: ',', scope: 'delta' })
    if ('faults' in made) throw new Error(JSON.stringify(made.faults))
    const reader = new FeedReader(made.layout)
    const lines = [...reader.push(bytesOf(german)), ...reader.end()]
    expect(lines[0]!.fields).toMatchObject({ 'ids.supplier': 'A-1', quantity: '12', unitCost: '1250.50' })
    expect([lines[1]!.fault?.code, reader.whole.scope, reader.issues]).toEqual(['wrong-value', 'delta', []])
    expect(
      guessColumns(sniffTable(bytesOf('Bemerkung;Artikelnummer\nx;A-1\n'))!, 'inventory-advice', made.layout),
    ).toEqual([undefined, 'lines[].ids.supplier'])
  })

  it('is read in UTF-8 as well, once it was matched in Windows-1252', () => {
    const text = 'Artikel;Verfügbar\nA-1;5\n'
    const paths = ['lines[].ids.supplier', 'lines[].quantity']
    const table = sniffTable(Buffer.from(text, 'latin1'))!
    const made = layoutOfColumns(table, { kind: 'inventory-advice', paths, decimalMark: ',', scope: 'full' })
    if ('faults' in made) throw new Error(JSON.stringify(made.faults))
    for (const bytes of [Buffer.from(text, 'latin1'), bytesOf(text)]) {
      const reader = new FeedReader(made.layout)
      expect([...reader.push(bytes), ...reader.end()]).toMatchObject([{ fields: { quantity: '5' } }])
      expect([reader.refusal, reader.issues]).toEqual([undefined, []])
      expect(readCsv(bytes, made.layout, { given: { number: '1', date: '2026-01-01' } })).toMatchObject({ issues: [] })
    }
  })

  it('reads products too, and keeps what the person had the hub pass over', () => {
    const text = 'Code,Product Name,Dealer Price,Colour\nT-1,Tent,20.5,Red\n'
    const table = sniffTable(bytesOf(text))!
    const guessed = guessColumns(table, 'product-catalog')
    const paths = guessed.map((path, at) => (at === 3 ? undefined : path))
    const made = layoutOfColumns(table, { kind: 'product-catalog', paths, decimalMark: '.', scope: 'delta' })
    if ('faults' in made) throw new Error(JSON.stringify(made.faults))
    const given = { number: '1', date: '2026-01-01', currency: 'USD' }
    expect(readCsv(bytesOf(text), made.layout, { given }).documents).toMatchObject([
      { scope: 'delta', products: [{ ids: { supplier: 'T-1' }, title: 'Tent', cost: '20.5' }] },
    ])
    expect(guessColumns(table, 'product-catalog', made.layout)[3]).toBeUndefined()
  })

  it.each([
    ['\xd0\xcf\x11\xe0 and more', /old kind/],
    ['%PDF-1.7', /PDF/],
    [`PK\x03\x04${'\0'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.spreadsheet`, /OpenDocument/],
    ['', /empty/],
    ['\n \n', /empty/],
    ['\x1f\x8b\x08', /archive/],
    ['\xef\xbb\xbf <HTML><table>', /web page/],
    ['[{"sku":"A-1"}]', /JSON/],
    ['\0\x01\0\x02\x03\0\0', /no text/],
  ])('is told from what is no table: %j', (bytes, why) => {
    expect(notATable(Buffer.from(bytes, 'latin1'))?.message).toMatch(why)
  })

  it('is none of these where it has odd cells, and needs names for its columns', () => {
    for (const text of ['{SKU},Qty\nA,1\n', '[SKU],Qty\n', 'SKU,Qty\n<b>,1\n', 'PKG,Qty\n'])
      expect(notATable(bytesOf(text))).toBeUndefined()
    expect(notATable(Buffer.from('SKU,Qty\nA,1\n', 'utf16le'))).toBeUndefined()
    expect(withoutNames(sniffTable(bytesOf('A-1,7\nA-2,8\n'))!)?.message).toMatch(/row 1 holds values, such as 7/)
    expect(withoutNames(sniffTable(bytesOf(german))!)).toBeUndefined()
  })

  it('shows by whole numbers whether points part thousands', () => {
    const mark = (...cells: string[]) =>
      sniffTable(bytesOf(`SKU;Qty\n${cells.map(cell => `A;${cell}`).join('\n')}\n`))!.decimalMark
    expect([
      mark('1.250', '7'),
      mark('1.250.000', '7'),
      mark('1.250', '7.000'),
      mark('1.25', '7'),
      mark('1.255', '7'),
    ]).toEqual([',', ',', '.', '.', '.'])
    expect(detectDefault(bytesOf('SKU;Qty\nA;1.250\nB;7\n'))).toMatchObject({
      layout: { kind: 'inventory-advice', decimalMark: ',' },
      issues: [{ code: 'decimal-mark-guessed' }],
    })
    expect(detectCsv(bytesOf('SKU,Name,Brand,Qty\nA,Tent,Peak,1\n'))?.kind).toBe('inventory-advice')
    expect(detectCsv(bytesOf('SKU,Name,Brand,Category,Cost\nA,Tent,Peak,Tents,1\n'))?.kind).toBe('product-catalog')
  })

  it('shows where nothing tells what a sign parts, and no quantity is taken for one of two numbers', () => {
    const faults = (text: string) => {
      const reader = new FeedReader(detectDefault(bytesOf(text))!.layout)
      return [...reader.push(bytesOf(text)), ...reader.end()].map(
        ({ fields, fault }) => fault?.expected ?? fields.quantity,
      )
    }
    const unclear = /^clear: it may be 1250 or 1.25\./
    expect(faults('SKU;Qty\nA;1.250\nB;2.500\n')[0]).toMatch(unclear)
    expect(faults('SKU;Qty\nA;1,250\nB;2,500\n')[0]).toMatch(unclear)
    const late = Array.from({ length: 300 }, (_, at) => `A${at};7\n`).join('')
    expect(faults(`SKU;Qty\n${late}B;1.250\n`).at(-1)).toMatch(unclear)
    expect(faults('SKU;Qty;Cost\nA;1.250;9,95\n')).toEqual(['1250'])
    expect(faults('SKU;Qty;Cost\nA;1.250;9.95\n')).toEqual(['1.250'])
    expect(faults('SKU;Qty\nA;1,250\nB;7\n')).toEqual(['1250', '7'])
    expect(faults('SKU,Qty\nA,"1,250"\n')).toEqual(['1250'])
    const table = sniffTable(bytesOf('SKU;Qty\nA;1.250\n'))!
    expect(unclearQuantity(table, guessColumns(table, 'inventory-advice'))).toEqual({
      value: '1.250',
      either: ['1250', '1.25'],
    })
  })

  it('says what a choice lacks, and which columns are in each other’s way', () => {
    const table = sniffTable(bytesOf('SKU,Qty,qty\nA,1,2\n'))!
    const choice = { kind: 'inventory-advice', decimalMark: '.', scope: 'full' } as const
    const of = (...paths: (string | undefined)[]) => layoutOfColumns(table, { ...choice, paths })
    expect(of(undefined, undefined, undefined)).toMatchObject({
      faults: [{ message: /names the item/ }, { message: /the quantity/ }].map(({ message }) => ({
        message: expect.stringMatching(message),
      })),
    })
    expect(of('lines[].ids.supplier', 'lines[].quantity', 'lines[].quantity')).toMatchObject({ faults: [{ at: 2 }] })
    expect(of('lines[].ids.supplier', 'lines[].quantity', 'lines[].unitCost')).toMatchObject({ faults: [{ at: 2 }] })
  })
})
