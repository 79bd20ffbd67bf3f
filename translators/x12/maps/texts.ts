import type { Draft } from '../draft.ts'
import { packCode } from '../guides/model.ts'
import type { Loop } from '../walker.ts'
import { type Binding, cannotCarry, put, type Reading, segmentsAndStarts } from './binding.ts'

const PID = packCode('PID')
const MSG = packCode('MSG')
const MTX = packCode('MTX')
const N9 = packCode('N9')
/** PID05 and MSG01 hold so many characters. */
const longestDescription = 80
const longestMessage = 264

/**
 * Text cut into pieces of at most `longest` characters. A cut at a space leaves the piece shorter than `longest`, a cut within a word
 * leaves it exactly so long: `joinPieces` tells them apart and gives the text back unchanged.
 */
export function splitText(text: string, longest: number): string[] {
  if (text.length <= longest) return [text]
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
      const all = segmentsAndStarts(loop, PID, reading.buffer)
      let first = -1
      let pieces: string[] | undefined
      for (const segment of all) {
        if (!isDescription(segment, reading)) continue
        if (first < 0) first = segment
        pieces ??= []
        pieces.push(reading.text(segment, 5))
      }
      if (!pieces) return
      const text = pieces.length === 1 ? pieces[0]! : joinPieces(pieces, longestDescription)
      put(into, field, text.slice(0, longestMessage), reading, first, 5)
    },
    write(from, loop, writing, path) {
      const text = from[field] as string | undefined
      if (!text) return
      const carried = text.length <= longestDescription ? putPiece(loop, text) : putPieces(loop, text)
      if (!carried) cannotCarry(writing, 'PID', `${path}${field}`)
    },
  }
}

function putPieces(loop: Draft, text: string): boolean {
  return splitText(text, longestDescription).every(piece => putPiece(loop, piece))
}

function putPiece(loop: Draft, piece: string): boolean {
  const target = loop.homeOf('PID')
  if (!target) return false
  const elements = target.blank('PID')
  elements[1] = 'F'
  elements[2] = '08'
  elements[5] = piece
  return target.add(elements)
}

const STRUCTURED = packCode('S')
const PRODUCT = packCode('08')

function isDescription(segment: number, reading: Reading): boolean {
  const characteristic = reading.code(segment, 2)
  if (characteristic !== 0 && characteristic !== PRODUCT) return false
  return reading.code(segment, 1) !== STRUCTURED && reading.text(segment, 5) !== ''
}

/** Notes: every MSG or MTX of the loop's N9 loops, and those that stand in it directly. Written as one N9 loop. */
export function notes(field: string): Binding {
  return {
    read(loop, into, reading) {
      if (!mayHoldTexts(loop, reading)) return
      const texts: string[] = []
      const found: { segment: number; element: number }[] = []
      collectTexts(loop, reading, texts, found)
      for (const inner of loop.loops) if (inner.node.key === N9) collectTexts(inner, reading, texts, found)
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

/** Most lines have no notes: nothing is gathered for those. */
function mayHoldTexts(loop: Loop, reading: Reading): boolean {
  const { keys } = reading.buffer
  for (const segment of loop.segments) if (keys[segment] === MSG || keys[segment] === MTX) return true
  for (const inner of loop.loops) if (inner.node.key === N9) return true
  return false
}

function collectTexts(
  loop: Loop,
  reading: Reading,
  texts: string[],
  found: { segment: number; element: number }[],
): void {
  const { keys } = reading.buffer
  for (const segment of loop.segments) {
    const element = keys[segment] === MSG ? 1 : keys[segment] === MTX ? 2 : 0
    const text = element > 0 ? reading.text(segment, element) : ''
    if (!text) continue
    texts.push(text)
    found.push({ segment, element })
  }
}
