import type { Content, PageSize } from 'pdfmake/interfaces.js'
import type { Party } from '../documents/index.ts'
import type { PrintedDocument } from '../pdf/index.ts'
import { addressLines, emsOf } from './address-lines.ts'
import { gs1Symbol } from './gs1-128.ts'
import { labelFacts, postalElement, readableSscc, type ShippingLabel } from './shipping-label.ts'

/** On what labels are printed: one by one on a label printer, or four on a sheet. */
export const labelSheets = ['4x6', 'letter', 'a4'] as const
export type LabelSheet = (typeof labelSheets)[number]

/** Points: 72 an inch. `places` are the upper left corners of the labels on a page; `height` is what a label has. */
interface Sheet {
  size: PageSize
  places: readonly (readonly [x: number, y: number])[]
  width: number
  height: number
}

const quarters = (width: number, height: number): Sheet['places'] => [
  [0, 0],
  [width / 2, 0],
  [0, height / 2],
  [width / 2, height / 2],
]

const sheets: Record<LabelSheet, Sheet> = {
  '4x6': { size: { width: 288, height: 432 }, places: [[0, 0]], width: 288, height: 432 },
  letter: { size: 'LETTER', places: quarters(612, 792), width: 306, height: 396 },
  a4: { size: 'A4', places: quarters(595.28, 841.89), width: 297.64, height: 420.94 },
}

/** 0.5 mm: the narrowest bar of a logistic label that is scanned in distribution is 0.495 mm (GS1 General Specifications 5.12.3, table 5). */
const module = (0.5 / 25.4) * 72
/** 1.25 inch, the least height of its bars (the same table). */
const barHeight = 92

/**
 * Labels of packages to print, with their SSCC and the ship-to postal code as GS1-128 symbols.
 * @param createdAt ISO 8601
 */
export function labelsPdf(labels: readonly ShippingLabel[], sheet: LabelSheet, createdAt: string): PrintedDocument {
  const { size, places, width, height } = sheets[sheet]
  const content = labels.flatMap((label, index): Content[] => {
    const [x, y] = places[index % places.length]!
    const newPage = index > 0 && index % places.length === 0
    return [...(newPage ? [{ text: '', pageBreak: 'before' as const }] : []), ...onePlace(label, x, y, width, height)]
  })
  return {
    title: labels.length === 1 ? `Label ${labels[0]!.sscc}` : `${labels.length} labels`,
    createdAt,
    pageSize: size,
    pageMargins: [0, 0, 0, 0],
    defaultStyle: { fontSize: 8.5, lineHeight: 1.15 },
    content: content.length > 0 ? content : [{ text: '' }],
  }
}

function onePlace(label: ShippingLabel, left: number, top: number, width: number, height: number): Content[] {
  const inner = width - 24
  const block = (x: number, y: number, wide: number, stack: Content[]): Content => ({
    columns: [{ width: wide, stack }],
    absolutePosition: { x: left + 12 + x, y: top + y },
  })
  const rule = (y: number): Content => ({
    canvas: [{ type: 'line', x1: 0, y1: 0, x2: inner, y2: 0, lineWidth: 1 }],
    absolutePosition: { x: left + 12, y: top + y },
  })
  const postal = postalElement(label.to)
  const foot = height - 30 - barHeight
  return [
    block(0, 12, 100, address('FROM', label.from, [7.5, 6.5], 100)),
    block(108, 12, inner - 108, address('TO', label.to, [9.5, 8, 7], inner - 108)),
    rule(98),
    ...(postal ? postalBlock(postal, left + 22, top + 104, block) : []),
    rule(172),
    block(0, 177, inner, [
      {
        layout: 'noBorders',
        table: { widths: [48, '*'], body: labelFacts(label).map(([word, value]) => [word, bold(cut(value, 60))]) },
        fontSize: 8,
      },
    ]),
    rule(foot - 8),
    bars(gs1Symbol(`(00)${label.sscc}`), left + width / 2, top + foot, barHeight - 2, 'center'),
    block(0, height - 26, inner, [{ text: readableSscc(label.sscc), alignment: 'center', fontSize: 11, bold: true }]),
  ]
}

type Block = (x: number, y: number, wide: number, stack: Content[]) => Content

function postalBlock(postal: string, x: number, y: number, block: Block): Content[] {
  return [
    bars(gs1Symbol(postal), x, y, 48, 'left'),
    block(166, 116, 100, [
      { text: 'SHIP TO POSTAL CODE', fontSize: 6 },
      { text: `(420) ${postal.slice(5)}`, fontSize: 11, bold: true },
    ]),
  ]
}

/** A symbol as rectangles: exact at whatever resolution it is printed. */
function bars(
  { widths, modules }: ReturnType<typeof gs1Symbol>,
  x: number,
  y: number,
  h: number,
  at: 'left' | 'center',
) {
  let from = 0
  const canvas = widths.flatMap((width, index) => {
    const start = from
    from += width
    if (index % 2 === 1) return []
    return [{ type: 'rect' as const, x: start * module, y: 0, w: width * module, h, color: '#000', lineWidth: 0 }]
  })
  const left = at === 'left' ? x : x - (modules * module) / 2
  return { canvas, absolutePosition: { x: left, y } }
}

/** Points between the heading of an address and the rule below it: what runs over it hides the symbol there. */
const addressHeight = 77
/** Of a line, in sizes of its font: Roboto's own, and 1.15 of that. */
const lineHeight = 1.35

/** An address in the largest of these sizes in which all of it stands above the rule; in the last, as much as does. @param width points */
function address(heading: string, party: Party, sizes: readonly number[], width: number): Content[] {
  const linesIn = (size: number, most: number) => addressLines(party, width / size, most, emsOf)
  const roomIn = (size: number) => Math.floor(addressHeight / (size * lineHeight))
  const fontSize = sizes.find(size => linesIn(size, 99).length <= roomIn(size)) ?? sizes.at(-1)!
  const lines = linesIn(fontSize, roomIn(fontSize))
  return [{ text: heading, fontSize: 6 }, ...lines.map(text => ({ text, fontSize, bold: heading === 'TO' }))]
}

const bold = (text: string) => ({ text, bold: true })

function cut(value: string, room: number): string {
  return value.length <= room ? value : `${value.slice(0, room - 1)}…`
}
