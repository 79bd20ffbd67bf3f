import { around, type Box, type Phrase, phraseOf, type Row, rightOf, type Word } from '../text/words.ts'
import { type FieldName, fieldLabels, otherLabels, plainLabel } from './labels.ts'

/** Where a value stands as seen from its label. */
export type Side = 'inside' | 'right' | 'below'

/** A label on the page, and the texts beside it that may be its value: best place first. */
export interface FoundLabel {
  field: FieldName | 'other'
  strong: boolean
  /** As the lists have it. */
  label: string
  box: Box
  values: { side: Side; words: Word[] }[]
}

interface Entry {
  field: FieldName | 'other'
  strong: boolean
  label: string
  size: number
}

const entries: Entry[] = [
  ...Object.entries(fieldLabels).flatMap(([field, { strong, weak }]) => [
    ...strong.map(label => entryOf(field as FieldName, true, label)),
    ...weak.map(label => entryOf(field as FieldName, false, label)),
  ]),
  ...otherLabels.map(label => entryOf('other', true, label)),
].sort((a, b) => b.label.length - a.label.length)

function entryOf(field: FieldName | 'other', strong: boolean, label: string): Entry {
  return { field, strong, label, size: label.split(' ').length }
}

/** Finds the labels of fields. `own` are labels that this supplier's layout names, which go before all others. */
export function findLabels(
  rows: readonly Row[],
  own: readonly { field: FieldName; label: string }[] = [],
): FoundLabel[] {
  const known = [...own.map(({ field, label }) => entryOf(field, true, label)), ...entries]
  return rows.flatMap((row, at) => row.phrases.flatMap((phrase, place) => labelsIn(rows, at, phrase, place, known)))
}

function labelsIn(
  rows: readonly Row[],
  at: number,
  phrase: Phrase,
  place: number,
  known: readonly Entry[],
): FoundLabel[] {
  const found: FoundLabel[] = []
  for (let from = 0; from < phrase.words.length; from++) {
    const hit = longestAt(phrase.words, from, known)
    if (!hit) continue
    const end = from + hit.taken
    const label = phraseOf(phrase.words.slice(from, end))
    const inside = phrase.words.slice(end)
    const values = [
      ...(inside.length > 0 ? [{ side: 'inside' as const, words: inside }] : []),
      ...beside(rows, at, place, inside.length),
      ...(inside.length > 0 ? [] : below(rows, at, label, rows[at]?.phrases[place + 1])),
    ]
    found.push({ field: hit.field, strong: hit.strong, label: hit.label, box: around(label.words), values })
    from = end - 1
  }
  return found
}

function longestAt(
  words: readonly Word[],
  from: number,
  known: readonly Entry[],
): (Entry & { taken: number }) | undefined {
  const texts = [1, 2, 3, 4, 5].flatMap(taken => {
    const own = words.slice(from, from + taken)
    return own.length === taken ? [{ taken, text: plainLabel(own.map(word => word.text).join(' ')) }] : []
  })
  for (const entry of known) {
    const match = texts.find(({ text }) => text === entry.label)
    if (match) return { ...entry, taken: match.taken }
  }
  return undefined
}

/** A value to the right stands in the next phrase of the row, unless that is a label itself. */
function beside(rows: readonly Row[], at: number, place: number, inside: number): FoundLabel['values'] {
  const next = inside === 0 ? rows[at]?.phrases[place + 1] : undefined
  if (!next || longestAt(next.words, 0, entries)) return []
  return [{ side: 'right', words: next.words }]
}

/** How far below a label its value may stand, in heights of its letters. */
const reach = 3.2

function below(rows: readonly Row[], at: number, label: Phrase, next: Phrase | undefined): FoundLabel['values'] {
  const limit = next?.x ?? Number.POSITIVE_INFINITY
  for (const row of rows.slice(at + 1)) {
    if (row.page !== label.page || row.baseline - (rows[at]?.baseline ?? 0) > reach * label.height) return []
    const words = row.words.filter(word => word.x < Math.max(rightOf(label), limit - 2) && rightOf(word) > label.x - 2)
    if (words.length > 0) return [{ side: 'below', words }]
  }
  return []
}
