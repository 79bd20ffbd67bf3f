import type { Party } from '../documents/index.ts'
import { partyLines } from '../pdf/index.ts'

/** How wide a text is, in the unit in which the room of a line is told. */
export type Measure = (text: string) => number

/**
 * A name and address as it stands on a label. What is longer than its room goes on in the next line, since a carrier needs all of it; only where there are too many lines is
 * the longest shortened.
 * @param room the width of a line; characters, unless `widthOf` measures otherwise
 * @param most lines that have room; more than an address has of its own
 */
export function addressLines(
  party: Party,
  room: number,
  most: number,
  widthOf: Measure = text => text.length,
): string[] {
  const parts = partyLines({ ...party, phone: undefined }).map(line => wrap(line, room, widthOf))
  const count = () => parts.reduce((sum, lines) => sum + lines.length, 0)
  while (count() > most) {
    const longest = parts.reduce((one, other) => (other.length > one.length ? other : one))
    if (longest.length === 1) break
    longest.pop()
    longest.push(`${fitting(longest.pop()!, room - widthOf('…'), widthOf)}…`)
  }
  return parts.flat().slice(0, most)
}

/** Breaks a line after spaces and hyphens; a word that is longer than a line, anywhere. */
function wrap(text: string, room: number, widthOf: Measure): string[] {
  const lines = ['']
  for (const word of text.match(/[^\s-]+-?\s*|-\s*/g) ?? []) {
    const now = `${lines.at(-1)}${word}`
    if (widthOf(now.trimEnd()) <= room) lines[lines.length - 1] = now
    else lines.push(...pieces(word, room, widthOf))
  }
  return lines.map(line => line.trim()).filter(line => line !== '')
}

function pieces(word: string, room: number, widthOf: Measure): string[] {
  const found: string[] = []
  for (let rest = word; rest.trim() !== ''; ) {
    const piece = widthOf(rest.trimEnd()) <= room ? rest : fitting(rest, room, widthOf)
    found.push(piece)
    rest = rest.slice(piece.length)
  }
  return found
}

/** As many of a text's first characters as have room, and one at least. */
function fitting(text: string, room: number, widthOf: Measure): string {
  const [first = '', ...others] = text
  let taken = first
  for (const character of others) {
    if (widthOf(taken + character) > room) break
    taken += character
  }
  return taken
}

/** Ems of the letters of Roboto Medium, the widest of each kind; what it lacks is written as its code point, `[U+5C71]`. */
const ems: readonly (readonly [RegExp, number])[] = [
  [/[MWm@%…—]/, 0.91],
  [/[^\u0000-\u052f\u1e00-\u2122]/u, 4.5],
  [/[\s.,:;'|!Iilj()[\]/-]/, 0.36],
  [/[ftr]/, 0.37],
  [/[w]/, 0.77],
  [/\p{Lu}/u, 0.7],
]

/** How wide a text is in the font of what is printed, in ems: rather a little more than less. */
export function emsOf(text: string): number {
  return [...text].reduce((sum, one) => sum + (ems.find(([kind]) => kind.test(one))?.[1] ?? 0.58), 0)
}
