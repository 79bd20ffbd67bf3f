import type { Party } from '../documents/index.ts'
import { partyLines } from '../pdf/index.ts'

/**
 * A name and address as it stands on a label. What is longer than its room goes on in the next line, since a carrier needs all of it; only where there are too many lines is
 * the longest shortened.
 * @param room characters in a line
 * @param most lines that have room; more than an address has of its own
 */
export function addressLines(party: Party, room: number, most: number): string[] {
  const parts = partyLines({ ...party, phone: undefined }).map(line => wrap(line, room))
  const count = () => parts.reduce((sum, lines) => sum + lines.length, 0)
  while (count() > most) {
    const longest = parts.reduce((one, other) => (other.length > one.length ? other : one))
    if (longest.length === 1) break
    longest.pop()
    longest.push(`${longest.pop()!.slice(0, room - 1)}…`)
  }
  return parts.flat().slice(0, most)
}

/** Breaks a line after spaces and hyphens; a word that is longer than a line, anywhere. */
function wrap(text: string, room: number): string[] {
  const lines = ['']
  for (const word of text.match(/[^\s-]+-?\s*|-\s*/g) ?? []) {
    const now = `${lines.at(-1)}${word}`
    if (now.trimEnd().length <= room) lines[lines.length - 1] = now
    else lines.push(...pieces(word, room))
  }
  return lines.map(line => line.trim()).filter(line => line !== '')
}

function pieces(word: string, room: number): string[] {
  return Array.from({ length: Math.ceil(word.trimEnd().length / room) }, (_, index) =>
    word.slice(index * room, (index + 1) * room),
  )
}
