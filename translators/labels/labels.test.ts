import { getDocumentProxy, getMeta } from 'unpdf'
import { expect, it } from 'vitest'
import { makeSscc } from '../check-digits.ts'
import { renderPdf } from '../pdf/index.ts'
import { gs1Symbol } from './gs1-128.ts'
import { labelsPdf, labelsZpl, type ShippingLabel } from './index.ts'
import { code128Patterns } from './testing/code-128.ts'

const label = (serial: bigint): ShippingLabel => ({
  from: { name: 'Little Potter', address1: '5 Kiln Road', city: 'Asheville', state: 'NC', postalCode: '28801' },
  to: {
    name: 'Grace ^XZ Hopper',
    address1: '1 Compiler Way',
    city: 'Arlington',
    state: 'VA',
    postalCode: '22201-1234',
  },
  carrier: { scac: 'UPSN', name: 'UPS', service: 'Ground' },
  trackingNumber: '1Z999AA10123456784',
  purchaseOrderNumbers: ['PO-1001'],
  customerOrderNumber: 'W-1',
  shipmentNumber: 'PO-1001-S1',
  position: 1,
  count: 2,
  units: '10',
  sscc: makeSscc(0, '0614141', serial),
})

/** Reads a symbol back by the table of ISO/IEC 15417: start, values, check character, stop. `1` stands for FNC1. */
function decode(widths: readonly number[]): string {
  const values: number[] = []
  for (let at = 0; at < widths.length - 7; at += 6) {
    const value = code128Patterns.indexOf(widths.slice(at, at + 6).join(''))
    expect(value, `no character at ${at}`).toBeGreaterThanOrEqual(0)
    values.push(value)
  }
  expect(widths.slice(-7).join('')).toBe('2331112')
  const check = values.pop()!
  expect(values.reduce((sum, value, index) => sum + value * Math.max(index, 1), 0) % 103).toBe(check)
  let subset = { 104: 'B', 105: 'C' }[values.shift()!]
  let text = ''
  for (const value of values) {
    if (value === 102) text += '<FNC1>'
    else if (value === 100 && subset === 'C') subset = 'B'
    else if (value === 99 && subset === 'B') subset = 'C'
    else text += subset === 'C' ? String(value).padStart(2, '0') : String.fromCharCode(value + 32)
  }
  return text
}

it('encodes what a scanner reads back: FNC1, the application identifier, the number', () => {
  const { sscc } = label(123456789n)
  expect(sscc).toBe('006141411234567890')
  expect(decode(gs1Symbol(`(00)${sscc}`).widths)).toBe('<FNC1>00006141411234567890')
  expect(decode(gs1Symbol('(420)22201').widths)).toBe('<FNC1>42022201')
  expect(decode(gs1Symbol('(420)222011234').widths)).toBe('<FNC1>420222011234')
})

async function pagesOf(bytes: Uint8Array) {
  const pdf = await getDocumentProxy(bytes)
  const pages = []
  for (let number = 1; number <= pdf.numPages; number++) {
    const page = await pdf.getPage(number)
    const { items } = await page.getTextContent()
    pages.push({ view: page.view, text: items.map(item => ('str' in item ? item.str : '')).join(' ') })
  }
  return { pages, title: (await getMeta(pdf)).info.Title }
}

it('prints a label a page of 4 by 6 inches, and four on a sheet', async () => {
  const five = [1n, 2n, 3n, 4n, 5n].map(label)
  const single = await pagesOf(await renderPdf(labelsPdf(five, '4x6', '2026-11-22T00:00:00Z')))
  expect(single.pages.map(page => page.view)).toEqual(five.map(() => [0, 0, 288, 432]))
  expect(single.pages.map(page => page.text.includes('(00) 0 0614141000000001'))).toEqual([
    true,
    ...Array(4).fill(false),
  ])
  for (const said of [
    'Grace ^XZ Hopper',
    '22201-1234',
    'UPS Ground',
    '1Z999AA10123456784',
    'PO-1001',
    '1 of 2',
    '(420) 222011234',
  ]) {
    expect(single.pages[0]!.text).toContain(said)
  }
  const sheet = await pagesOf(await renderPdf(labelsPdf(five, 'letter', '2026-11-22T00:00:00Z')))
  expect(sheet.pages.map(page => page.text.match(/\(00\)/g)?.length)).toEqual([4, 1])
  expect((await pagesOf(await renderPdf(labelsPdf(five, 'a4', '2026-11-22T00:00:00Z')))).pages).toHaveLength(2)
})

it.each([
  ['Latin capitals', 'WILLIAM WOMMACK MEMORIAL HOSPITAL AND WAREHOUSE'],
  ['letters that the font lacks', 'Łukasz Żółć-Дмитрий 山田太郎 محمد with a very long name that never seems to end'],
  ['no spaces', 'W'.repeat(90)],
  ['nothing long', 'Grace Hopper'],
])('keeps an address of %s above the symbol of its postal code', async (_, name) => {
  const to = { ...label(1n).to, name, address2: name.slice(0, 40), country: 'US' }
  const document = labelsPdf([{ ...label(1n), to, from: { ...to, name } }], '4x6', '2026-11-22T00:00:00Z')
  const page = await (await getDocumentProxy(await renderPdf(document))).getPage(1)
  const { items } = await page.getTextContent()
  const texts = items.flatMap(item => ('str' in item && item.str.trim() ? [item] : []))
  const head = texts.findIndex(item => item.str.startsWith('SHIP TO'))
  // Heights are measured from the foot of a page of 432 points; letters reach a fifth of their size below their line.
  expect(Math.min(...texts.slice(0, head).map(item => item.transform[5] - item.height / 5))).toBeGreaterThan(432 - 98)
  expect(
    texts
      .slice(0, head)
      .map(item => item.str)
      .join(' '),
  ).toContain('22201-1234')
})

it('says the same in ZPL, with data that cannot end the label', () => {
  const zpl = labelsZpl([label(7n), label(8n)], 203)
  expect(zpl.match(/\^XA/g)).toHaveLength(2)
  expect(zpl.match(/\^XZ/g)).toHaveLength(2)
  expect(zpl).toContain('Grace \\5EXZ Hopper')
  expect(zpl).toContain(`^BY4^BCN,305,N,N,N^FD>;>800${label(7n).sscc}^FS`)
  expect(zpl).toContain('^FD>;>8420222011234^FS')
  expect(labelsZpl([label(7n)], 300)).toContain(`^BY6^BCN,450,N,N,N^FD>;>800${label(7n).sscc}^FS`)
})

it('lets long names and streets go on in the next line, as far as there are lines', () => {
  const name = 'Maximiliana Featherstonehaugh-Cholmondeley von Hohenzollern'
  const long = { ...label(1n), to: { ...label(1n).to, name, address1: 'Donaudampfschifffahrtsgesellschaftsstrasse 1' } }
  const zpl = labelsZpl([long], 203)
  const said = [...zpl.matchAll(/\^FH\\\^FD(.*)\^FS/g)].map(([, text]) => text!)
  expect(said.slice(said.indexOf('TO') + 1, said.indexOf('SHIP TO POSTAL CODE'))).toEqual([
    'Maximiliana',
    'Featherstonehaugh-',
    'Cholmondeley von…',
    'Donaudampfschifffahrtsgesell',
    'schaftsstrasse 1',
    'Arlington, VA 22201-1234',
  ])
})
