import { packCode } from '../guides/model.ts'
import type { Loop } from '../walker.ts'
import { type Binding, cannotCarry, put, type Reading, segmentsOf } from './binding.ts'

const PID = packCode('PID')
const MSG = packCode('MSG')
const MTX = packCode('MTX')
/** PID05 and MSG01 hold so many characters. */
const longestDescription = 80
const longestMessage = 264

/**
 * Text cut into pieces of at most `longest` characters. A cut at a space leaves the piece shorter than `longest`, a cut within a word
 * leaves it exactly so long: `joinPieces` tells them apart and gives the text back unchanged.
 */
export function splitText(text: string, longest: number): string[] {
  const pieces: string[] = []
  let rest = text
  while (rest.length > longest) {
    const space = rest.lastIndexOf(' ', longest - 1)
    const clean = space > 0 && rest[space - 1] !== ' ' && rest[space + 1] !== ' '
    pieces.push(rest.slice(0, clean ? space : longest))
    rest = rest.slice(clean ? space + 1 : longest)
  }
  return [...pieces, rest]
}

/** What `splitText` cut. */
export function joinPieces(pieces: readonly string[], longest: number): string {
  return pieces.reduce((text, piece, i) => text + (i === 0 || pieces[i - 1]!.length >= longest ? '' : ' ') + piece, '')
}

/** An item's description: free-form PID segments (PID01 = F), the loop around them where the set has one. PID02 tells colour and the like apart: only none and 08 (product) are the description. */
export function description(field: string): Binding {
  return {
    read(loop, into, reading) {
      const found = pidSegments(loop, reading).filter(
        segment =>
          reading.text(segment, 1) !== 'S' &&
          ['', '08'].includes(reading.text(segment, 2)) &&
          reading.text(segment, 5) !== '',
      )
      if (found.length === 0) return
      const pieces = found.map(segment => reading.text(segment, 5))
      put(into, field, joinPieces(pieces, longestDescription).slice(0, longestMessage), reading, found[0]!, 5)
    },
    write(from, loop, writing, path) {
      const text = from[field] as string | undefined
      if (!text) return
      for (const piece of splitText(text, longestDescription)) {
        const elements = ['PID', 'F', '08', '', '', piece]
        const target = loop.add(elements) ? loop : loop.addLoop('PID')
        if (!target) return cannotCarry(writing, 'PID', `${path}${field}`)
        if (target !== loop) target.add(elements)
      }
    },
  }
}

function pidSegments(loop: Loop, reading: Reading): number[] {
  const inner = loop.loops.filter(each => each.node.key === PID).flatMap(each => each.segments.slice(0, 1))
  return [...segmentsOf(loop, PID, reading.buffer), ...inner]
}

/** Notes: every MSG or MTX of the loop's N9 loops, and those that stand in it directly. Written as one N9 loop. */
export function notes(field: string): Binding {
  return {
    read(loop, into, reading) {
      const places = [loop, ...loop.loops.filter(inner => inner.node.id === 'N9')]
      const found = places.flatMap(place => textSegments(place, reading))
      const texts = found.map(({ segment, element }) => reading.text(segment, element)).filter(Boolean)
      if (texts.length > 0) put(into, field, texts, reading, found[0]!.segment, found[0]!.element)
    },
    write(from, loop, writing, path) {
      const texts = (from[field] as string[] | undefined) ?? []
      const inner = texts.length > 0 ? loop.addLoop('N9') : undefined
      if (texts.length > 0 && !inner) return cannotCarry(writing, 'N9', `${path}${field}`)
      inner?.add(['N9', 'L1', 'NOTES'])
      for (const text of texts) inner?.add(inner.has('MTX') ? ['MTX', '', text] : ['MSG', text])
    },
  }
}

function textSegments(loop: Loop, reading: Reading): { segment: number; element: number }[] {
  return [
    ...segmentsOf(loop, MSG, reading.buffer).map(segment => ({ segment, element: 1 })),
    ...segmentsOf(loop, MTX, reading.buffer).map(segment => ({ segment, element: 2 })),
  ]
}
