import type { Row, Word } from '../text/words.ts'
import { isFigure } from './amounts.ts'
import { type DateOrder, dateAt, type FoundDate } from './dates.ts'
import type { FoundLabel } from './find-fields.ts'
import type { FieldName } from './labels.ts'

/** A value that a label names. */
export interface Candidate<T> {
  value: T
  words: Word[]
  label: FoundLabel
  side: FoundLabel['values'][number]['side']
}

type Parse<T> = (words: readonly Word[]) => { value: T; words: Word[] } | undefined

/** The values that labels of a field name; where strong labels name any, weak ones do not count. */
export function candidatesFor<T>(labels: readonly FoundLabel[], field: FieldName, parse: Parse<T>): Candidate<T>[] {
  const all = labels
    .filter(label => label.field === field)
    .flatMap(label => {
      for (const { side, words } of label.values) {
        const read = parse(words)
        if (read) return [{ ...read, label, side }]
      }
      return []
    })
  const strong = all.filter(({ label }) => label.strong)
  return strong.length > 0 ? strong : all
}

/** A document's number: letters, digits and signs between them, at least one digit, and neither a date nor an amount. */
export const numberIn: Parse<string> = words => {
  const skipped = words.findIndex(word => !/^(#|:|no\.?:?|nr\.?:?|number:?)$/i.test(word.text))
  const word = words[skipped]
  const text = word?.text.replace(/^[#:]+|[:,;.]+$/g, '') ?? ''
  const isNumber = /^[\p{L}\p{N}][\p{L}\p{N}_/.-]{0,39}$/u.test(text) && /\d/.test(text)
  if (!word || !isNumber || dateAt(text)?.length === text.length || (isFigure(text) && /[.,]\d{2}$/.test(text)))
    return undefined
  return { value: text, words: [word] }
}

export const dateIn: Parse<FoundDate> = words => {
  const from = words.findIndex(word => word.text !== ':')
  const text = words
    .slice(from)
    .map(word => word.text)
    .join(' ')
  const found = from === -1 ? undefined : dateAt(text)
  if (!found) return undefined
  let taken = 0
  const own = words.slice(from).filter(word => {
    const inside = taken < found.length
    taken += word.text.length + 1
    return inside
  })
  return { value: found, words: own }
}

export const textIn: Parse<string> = words =>
  words.length === 0 ? undefined : { value: words.map(word => word.text).join(' '), words: [...words] }

/** Whether days or months stand first in a page's dates of three numbers: one that can only be read one way tells it of all. */
export function dateOrderOf(rows: readonly Row[]): DateOrder | undefined {
  const found = new Set<DateOrder>()
  for (const { text } of rows.flatMap(row => row.words)) {
    const [, one, other] = /^(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})\W?$/.exec(text) ?? []
    if (Number(one) > 12 && Number(other) <= 12) found.add('day-first')
    if (Number(other) > 12 && Number(one) <= 12) found.add('month-first')
  }
  return found.size === 1 ? [...found][0] : undefined
}
