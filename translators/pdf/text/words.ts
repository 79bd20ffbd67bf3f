/** A place on a page: in points (1/72 inch) from its top left corner, as the page is shown. `page` counts from 1. */
export interface Box {
  page: number
  x: number
  y: number
  width: number
  height: number
}

/** A run of signs without a space, and where it stands. `height` is its size, of which four fifths lie above the baseline. */
export interface Word extends Box {
  text: string
}

/** One page as it is shown: in points, with its words in reading order. */
export interface TextPage {
  number: number
  width: number
  height: number
  words: Word[]
}

/** Words that stand on one line of a page, from left to right. */
export interface Row {
  page: number
  baseline: number
  height: number
  words: Word[]
  phrases: Phrase[]
}

/** Words of a row that belong together: no gap between them is wider than between words of a sentence. */
export interface Phrase extends Box {
  text: string
  words: Word[]
}

/** Of a word's height, what lies above its baseline. */
export const ascent = 0.8

export const baselineOf = (word: Box): number => word.y + word.height * ascent
export const rightOf = (box: Box): number => box.x + box.width

/** The box around others of the same page. */
export function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map(box => box.x))
  const y = Math.min(...boxes.map(box => box.y))
  const right = Math.max(...boxes.map(rightOf))
  const bottom = Math.max(...boxes.map(box => box.y + box.height))
  return { page: boxes[0]?.page ?? 1, x, y, width: right - x, height: bottom - y }
}

/** Gaps wider than this share of the letters' height part columns; a space in monospaced type has 0.6. */
const columnGap = 0.75

/** The rows of a page from top to bottom, by the words' baselines. */
export function rowsOf(page: TextPage): Row[] {
  const rows: Row[] = []
  for (const word of page.words.toSorted((a, b) => baselineOf(a) - baselineOf(b) || a.x - b.x)) {
    const row = rows.findLast(candidate => sameLine(candidate, word))
    if (row) row.words.push(word)
    else rows.push({ page: page.number, baseline: baselineOf(word), height: word.height, words: [word], phrases: [] })
  }
  for (const row of rows) {
    row.words.sort((a, b) => a.x - b.x)
    row.phrases = phrasesOf(row.words)
  }
  return rows
}

function sameLine(row: Row, word: Word): boolean {
  return Math.abs(row.baseline - baselineOf(word)) < 0.35 * Math.min(row.height, word.height)
}

function phrasesOf(words: readonly Word[]): Phrase[] {
  const groups: Word[][] = []
  for (const word of words) {
    const last = groups.at(-1)?.at(-1)
    const near = last && word.x - rightOf(last) <= columnGap * Math.min(last.height, word.height)
    if (near) groups.at(-1)?.push(word)
    else groups.push([word])
  }
  return groups.map(phraseOf)
}

/** Words of one row as a phrase. */
export function phraseOf(words: Word[]): Phrase {
  return { ...around(words), text: words.map(word => word.text).join(' '), words }
}
