import type { ProblemCode } from './problems.ts'
import { isSerious, strayMessage } from './stray.ts'

/** GS or ST and what could be an element separator, at the beginning of a word. */
const envelopeSegment = /(?<![A-Za-z0-9])(GS|ST)[^A-Za-z0-9\s:.,;/()=-]/
/** The longest piece of a match that may stand at the end of a piece: a character before it, the tag. */
const kept = 3

/** What to tell, and where. */
export interface Stray {
  code: Extract<ProblemCode, 'outside-interchange' | 'stray-text'>
  message: string
  offset: number
}

/** What stands in a row outside any interchange, in whatever pieces it comes: told once, and once more where a group or set stands in text. */
export class StrayRun {
  #begun = false
  #serious = false
  #tail = ''
  /** Where the next piece begins, unless blank space was passed over before it. */
  #next = 0

  /** `first`: no interchange came before. */
  add(bytes: Uint8Array, offset: number, first: boolean): Stray[] {
    const told: Stray[] = []
    if (!this.#begun) {
      this.#begun = true
      this.#serious = isSerious(bytes, first)
      const code = this.#serious ? 'outside-interchange' : 'stray-text'
      told.push({ code, message: strayMessage(bytes, first), offset })
    }
    const segment = this.#serious ? undefined : this.#search(bytes, offset)
    return segment ? [...told, segment] : told
  }

  /** An interchange begins. */
  end(): void {
    this.#begun = false
    this.#tail = ''
  }

  #search(bytes: Uint8Array, offset: number): Stray | undefined {
    const tail = offset === this.#next ? this.#tail : ''
    const text = tail + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
    this.#tail = text.slice(-kept)
    this.#next = offset + bytes.length
    const found = envelopeSegment.exec(text)
    if (!found) return undefined
    this.#serious = true
    const message = `Segment ${found[1]} stands outside any interchange, in other text; it is not read.`
    return { code: 'outside-interchange', message, offset: offset + found.index - tail.length }
  }
}
