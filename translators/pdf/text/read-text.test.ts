import { readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { isPdf, pdfLimits, readPdfText } from './index.ts'
import { rowsOf } from './words.ts'

const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../fixtures/pdf/${name}.pdf`, import.meta.url)))
const codeOf = async (bytes: Uint8Array, limits = pdfLimits) =>
  (await readPdfText(bytes, limits)).issues.map(({ code }) => code)

test('words stand in rows, and rotated stamps are no part of them', async () => {
  const { pages } = await readPdfText(bytesOf('quarry'))
  const rows = pages.flatMap(rowsOf).map(row => row.phrases.map(phrase => phrase.text))
  expect(rows[1]).toEqual(['Credit memo no.', 'CM-00871'])
  expect(rows[6]).toEqual(['Q-10S', 'TILE-10', 'Broken in transit', '12', '2.35', '(28.20)'])
  expect(rows.flat().join(' ')).not.toContain('COPY')
  expect(pages[0]).toMatchObject({ width: 792, height: 612 })
})

test('a page whose text stands sideways or on its head is read as somebody would turn it', async () => {
  const upright = (await readPdfText(bytesOf('quarry'))).pages
  for (const turn of ['00', '180', '270']) {
    const stored = Buffer.from(bytesOf('quarry')).toString('latin1').replace('/Rotate 90', `/Rotate ${turn}`)
    const { pages } = await readPdfText(new Uint8Array(Buffer.from(stored, 'latin1')))
    expect({ turn, pages }).toEqual({ turn, pages: upright })
  }
})

test('a scan, a lock, a file cut off and one that is no PDF are told apart', async () => {
  expect(await codeOf(bytesOf('scan'))).toEqual(['no-text'])
  expect(await codeOf(bytesOf('locked'))).toEqual(['encrypted-pdf'])
  expect(await codeOf(bytesOf('potter').subarray(0, 700))).toEqual(['damaged-pdf'])
  expect(await codeOf(new TextEncoder().encode('%PDF-1.7 and nothing else'))).toEqual(['damaged-pdf'])
  expect(isPdf(new TextEncoder().encode('Invoice;Date;Total'))).toBe(false)
})

test('what is too large is refused: octets, pages, words', async () => {
  const mill = bytesOf('mill')
  expect(await codeOf(mill, { ...pdfLimits, size: 5000 })).toEqual(['too-large-pdf'])
  expect(await codeOf(mill, { ...pdfLimits, pages: 2 })).toEqual(['too-large-pdf'])
  expect(await codeOf(mill, { ...pdfLimits, words: 100 })).toEqual(['too-large-pdf'])
  expect(await codeOf(mill)).toEqual([])
})

test('a small file that unpacks to much is refused before it is unpacked, packed once or twice', async () => {
  const zeros = deflateSync(new Uint8Array(4_000_000))
  for (const packed of [zeros, deflateSync(zeros)]) {
    const head = new TextEncoder().encode('%PDF-1.4\n1 0 obj\n<< /Filter /FlateDecode >>\nstream\n')
    const bomb = new Uint8Array([...head, ...packed])
    expect(await codeOf(bomb, { ...pdfLimits, expanded: 1_000_000 })).toEqual(['too-large-pdf'])
    expect(await codeOf(bomb)).toEqual(['damaged-pdf'])
  }
})

test('files damaged anywhere give pages or an issue, and never an error', async () => {
  const whole = bytesOf('quarry')
  for (let at = 0; at < whole.length; at += 37) {
    const bytes = whole.slice()
    bytes[at] = (bytes[at] ?? 0) ^ 0x5a
    const { pages, issues } = await readPdfText(bytes)
    expect(pages.length + issues.length).toBeGreaterThan(0)
  }
})
