import { addressLines } from './address-lines.ts'
import { labelFacts, postalElement, readableSscc, type ShippingLabel } from './shipping-label.ts'

/** Dots an inch of a label printer. */
export const zplResolutions = [203, 300] as const
export type ZplResolution = (typeof zplResolutions)[number]

/**
 * Labels of 4 × 6 inches in ZPL II, one after the other, for a Zebra or a printer that speaks its language. The bars are as wide as GS1 asks of logistic
 * labels (0.5 mm; General Specifications 5.12.3, table 5) whatever the printer's resolution. Text is UTF-8.
 */
export function labelsZpl(labels: readonly ShippingLabel[], resolution: ZplResolution): string {
  return labels.map(label => oneLabel(label, resolution)).join('')
}

function oneLabel(label: ShippingLabel, resolution: ZplResolution): string {
  const dots = (thousandths: number) => Math.round((thousandths * resolution) / 1000)
  const text = (x: number, y: number, size: number, value: string) =>
    `^FO${dots(x)},${dots(y)}^A0N,${dots(size)},${dots(size)}^FH\\^FD${escaped(value)}^FS\n`
  const rule = (y: number) => `^FO${dots(100)},${dots(y)}^GB${dots(3800)},3,3^FS\n`
  const lines = (x: number, y: number, size: number, values: string[]) =>
    values.map((value, index) => text(x, y + index * size * 1.2, size, value)).join('')
  const facts = labelFacts(label).map(([word, value]) => `${word}: ${cut(value, 44)}`)
  const postal = postalElement(label.to)
  return [
    '^XA\n^CI28\n',
    `^PW${dots(4000)}^LL${dots(6000)}^LH0,0\n`,
    text(150, 100, 90, 'FROM'),
    lines(150, 210, 110, addressLines(label.from, 24, 8)),
    text(1750, 100, 90, 'TO'),
    lines(1750, 210, 140, addressLines(label.to, 28, 6)),
    rule(1350),
    postal ? text(150, 1400, 100, 'SHIP TO POSTAL CODE') + barcode(postal, 150, 1540, 620, resolution) : '',
    postal ? text(2600, 1800, 150, `(420) ${postal.slice(5)}`) : '',
    rule(2300),
    lines(150, 2370, 130, facts),
    rule(3600),
    text(150, 3660, 100, 'SSCC'),
    barcode(`(00)${label.sscc}`, 380, 3850, 1500, resolution),
    text(700, 5430, 190, readableSscc(label.sscc)),
    '^XZ\n',
  ].join('')
}

/** Code 128 in subset C behind FNC1 (`>;>8`): every printer with ZPL II knows it, which is not so of its own GS1 mode. The digits are even in number. */
function barcode(elements: string, x: number, y: number, height: number, resolution: ZplResolution): string {
  const dots = (thousandths: number) => Math.round((thousandths * resolution) / 1000)
  const wide = Math.round((resolution * 0.5) / 25.4)
  const data = `>;>8${elements.replace(/\D/g, '')}`
  return `^FO${dots(x)},${dots(y)}^BY${wide}^BCN,${dots(height)},N,N,N^FD${data}^FS\n`
}

/** `^FH\` gives characters by their bytes: those that begin ZPL's commands must not stand in data as they are. */
function escaped(value: string): string {
  return value
    .replace(/[\p{Cc}]/gu, ' ')
    .replace(/[\\^~]/g, character => `\\${character.charCodeAt(0).toString(16).toUpperCase()}`)
}

function cut(value: string, room: number): string {
  return value.length <= room ? value : `${value.slice(0, room - 1)}…`
}
