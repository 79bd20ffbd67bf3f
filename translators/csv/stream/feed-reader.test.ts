import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { InventoryAdvice } from '../../documents/index.ts'
import { defaultLayouts } from '../layouts/registry.ts'
import { readCsv } from '../read.ts'
import { splitRows } from '../rows.ts'
import { FeedReader, isOneFeed } from './feed-reader.ts'
import { RowSplitter } from './split.ts'

const layout = defaultLayouts['inventory-advice']

/** Reads bytes cut into pieces of a size. */
function readInPieces(bytes: Uint8Array, size: number) {
  const reader = new FeedReader(layout)
  const lines = []
  for (let at = 0; at < bytes.length; at += size) lines.push(...reader.push(bytes.subarray(at, at + size)))
  lines.push(...reader.end())
  return { reader, lines }
}

const bytesOf = (text: string) => new TextEncoder().encode(text)

describe('RowSplitter', () => {
  it('splits as a whole text is split, wherever it is cut', () => {
    const cell = fc.oneof(fc.constantFrom('', 'a', '"', 'x,y', 'two\nlines', '\r\n', 'say "so"', ' 12 '), fc.string())
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 6 }),
        fc.nat(40),
        (rows, cut) => {
          const quoted = rows.map(row => row.map(text => `"${text.replaceAll('"', '""')}"`).join(',')).join('\r\n')
          const splitter = new RowSplitter({ delimiter: ',', quote: '"' })
          const parts = [quoted.slice(0, cut), quoted.slice(cut)]
          const found = [...parts.flatMap(part => splitter.push(part)), ...splitter.end()]
          expect(found.map(row => row.cells)).toEqual(splitRows(quoted, { delimiter: ',', quote: '"' }).rows)
        },
      ),
    )
  })

  it('gives up the line of a quote that never closes, and no other', () => {
    const splitter = new RowSplitter({ delimiter: ',', quote: '"' })
    const rows = [...splitter.push('a,"b\nc,d\ne,f\n'), ...splitter.end()]
    expect(rows).toEqual([
      { row: 1, cells: ['a', '"b'], open: true },
      { row: 2, cells: ['c', 'd'] },
      { row: 3, cells: ['e', 'f'] },
    ])
  })
})

describe('FeedReader', () => {
  it.each([1, 7, 100_000])('reads what the whole file says, in pieces of %i', size => {
    const text = [
      'Our stock list,,',
      'SKU;Qty;Location;Cost'.replaceAll(';', ','),
      'A-1,5,East,"1,250.50"',
      'A-2,many,East,3',
      ',,,',
      '"A ""3""",0,West,',
      'A-4,7,East,1,2',
    ].join('\r\n')
    const bytes = bytesOf(text.replace('Our stock list,,', 'Our stock list,,,'))
    const { reader, lines } = readInPieces(bytes, size)
    const whole = readCsv(bytes, layout, { given: { number: '1', date: '2026-01-01' } })
    const advice = whole.documents[0] as InventoryAdvice
    const good = lines.filter(line => !line.fault)
    expect(good.map(line => line.fields['ids.supplier'])).toEqual(advice.lines.map(line => line.ids.supplier))
    expect(good.map(line => line.fields.quantity)).toEqual(advice.lines.map(line => line.quantity))
    expect(lines.flatMap(line => line.fault ?? [])).toEqual(whole.issues)
    expect(reader.whole.scope).toBe('full')
    expect(lines.map(line => line.row)).toEqual([3, 4, 6, 7])
  })

  it('finds the delimiter, and reads on as Windows-1252 where UTF-8 ends', () => {
    const bytes = Buffer.concat([Buffer.from('SKU;Qty;Title\nA;1;ü\n'), Buffer.from('B;2;\xfc\nC;3;x', 'latin1')])
    const { reader, lines } = readInPieces(bytes, 8)
    expect(lines.map(line => line.fields.description)).toEqual(['ü', 'ü', 'x'])
    expect(reader.issues.map(issue => issue.code)).toEqual(['other-delimiter', 'encoding-guessed'])
  })

  it('reads UTF-16 cut anywhere, and refuses a file without its columns', () => {
    const utf16 = Buffer.from('\ufeffSKU\tQty\nÄ-1\t4\n', 'utf16le')
    expect(readInPieces(utf16, 3).lines).toMatchObject([{ fields: { 'ids.supplier': 'Ä-1', quantity: '4' } }])
    const { reader, lines } = readInPieces(bytesOf('Name,Colour\nx,red\n'), 4)
    expect(lines).toEqual([])
    expect(reader.refusal).toMatchObject({ code: 'wrong-header' })
  })

  it('takes the fullest of the upper rows for the header, not a title that is a column’s name', () => {
    const text = 'Inventory\nSKU;Qty;Qty\nA-1;7;70\n'
    const { reader, lines } = readInPieces(bytesOf(text), 100)
    expect(lines).toMatchObject([{ row: 3, fields: { 'ids.supplier': 'A-1', quantity: '7' } }])
    expect(reader.issues.map(issue => issue.message)).toEqual([
      expect.stringContaining('“;” where “,”'),
      expect.stringContaining('“Qty” stands twice'),
    ])
    expect(readCsv(bytesOf(text), layout, { given: { number: '1', date: '2026-01-01' } }).documents).toMatchObject([
      { lines: [{ quantity: '7' }] },
    ])
  })

  it('takes a row by its sender’s number though its GTIN is spoilt, and tells so; by nothing else', () => {
    const text = 'SKU,UPC,Qty\nA-1,1.2E+11,7\nA-2,12,8\n,1.2E+11,9\n'
    const { reader, lines } = readInPieces(bytesOf(text), 9)
    expect(lines.map(line => line.fault?.code)).toEqual([undefined, undefined, 'wrong-value'])
    expect(reader.issues).toMatchObject([{ code: 'wrong-gtin', message: expect.stringContaining('2 numbers are not') }])
  })

  it.each([
    ['SKU,Qty,Title\nA-1,7,x\nA-2,1', 3],
    ['SKU,Qty,Title\nA-1,7,x\nA-2,12,"x', 3],
  ])('knows a file that was cut off within a row: %j', (text, row) => {
    const { reader, lines } = readInPieces(bytesOf(text), 5)
    expect(reader.cutOff).toMatchObject({ at: { row } })
    expect(lines.map(line => line.fault?.code)).toEqual([undefined, 'cut-off'])
  })

  it.each(['SKU,Qty,Title\nA-1,7,x\nA-2,12,x', 'SKU,Qty,Title\nA-1,7\nA-2,1', 'SKU,Qty\nA-1,7\nEnd of report'])(
    'takes no whole file for one that was cut off: %j',
    text => expect(readInPieces(bytesOf(text), 5).reader.cutOff).toBeUndefined(),
  )

  it('takes what is promised to others off what is on hand, and off nothing that is free already', () => {
    const read = (text: string) => {
      const { reader, lines } = readInPieces(bytesOf(text), 7)
      return [lines.map(({ fields, fault }) => fault?.code ?? fields.quantity), reader.issues.map(({ code }) => code)]
    }
    expect(read('SKU,On Hand,Qty Allocated\nA,10,4\nB,3,5\nC,6,\nD,6,some\n')).toEqual([
      ['6', '0', '6', 'wrong-value'],
      ['allocated-taken-off'],
    ])
    expect(read('SKU,On Hand,Allocated,Available\nA,10,4,6\n')).toEqual([['6'], ['unknown-column', 'unknown-column']])
  })

  it('knows a file that holds several feeds', () => {
    expect(isOneFeed(layout, bytesOf('SKU,Qty\nA,1\n'))).toBe(true)
    expect(isOneFeed(layout, bytesOf('SKU,Qty,Feed Number\nA,1,F1\n'))).toBe(false)
  })
})
