import { type Phrase, type Row, rightOf, type Word } from '../text/words.ts'
import type { FoundLabel } from './find-fields.ts'
import { plainLabel } from './labels.ts'
import type { LayoutField, PdfLayout } from './layout.ts'

/** Labels keep their distance from the left edge; addresses above them may be a few lines longer or shorter. */
const sideways = 12
const upAndDown = 90
/** What stands alone has nothing but its place. */
const alone = 6

/** The words that a layout's field points to, if its label stands where it stood. */
export function wordsAt(field: LayoutField, rows: readonly Row[], labels: readonly FoundLabel[]): Word[] | undefined {
  if (field.side === 'at') {
    const phrases = rows.flatMap(row => (row.page === 1 ? row.phrases : []))
    return phrases.find(phrase => standsAt(phrase, field))?.words
  }
  const label = labels.find(each => each.label === field.label && near(each.box, field, sideways, upAndDown))
  return label?.values.find(({ side }) => side === field.side)?.words
}

function standsAt(phrase: Phrase, field: LayoutField): boolean {
  const sides = [phrase.x - field.x, rightOf(phrase) - (field.right ?? Number.POSITIVE_INFINITY)]
  return sides.some(distance => Math.abs(distance) <= alone) && Math.abs(phrase.y - field.y) <= alone
}

function near(box: { x: number; y: number }, field: LayoutField, x: number, y: number): boolean {
  return Math.abs(box.x - field.x) <= x && Math.abs(box.y - field.y) <= y
}

/** Whether the words above the lines are those of the layout, at the same distance from the left edge. `candidates`: what may stand above lines. */
export function headerFits(candidates: readonly (readonly Phrase[])[], { header }: PdfLayout): boolean {
  const fits = (names: readonly Phrase[]) =>
    names.length === header.length && header.every(({ text, x }, at) => isName(names[at], text, x))
  return header.length === 0 || candidates.some(fits)
}

function isName(name: Phrase | undefined, text: string, x: number): boolean {
  return name !== undefined && plainLabel(name.text) === text && Math.abs(name.x - x) <= sideways
}
