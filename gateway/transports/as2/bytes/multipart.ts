import { memory, piecesOf, type Source, slice } from './source.ts'

/** The outcome of splitting: the parts as stretches of the body, or what is wrong. */
export type Split = { ok: true; parts: Source[] } | { ok: false; detail: string }

const LF = 10
const CR = 13
const maxParts = 100
/** What follows a boundary on its line: white space for the most part, and never much. */
const longestLine = 64 * 1024

/** A delimiter line (RFC 2046 §5.1.1): where the line end before it begins, where the line after it begins. */
interface Delimiter {
  start: number
  end: number
  closing: boolean
}

/**
 * Splits a multipart body at its delimiter lines (RFC 2046 §5.1.1), in one reading. Each part is the stretch after the delimiter's line end and
 * before the line end that precedes the next delimiter. Preamble and epilogue are passed over; the closing delimiter may lack its last octets
 * or its line end, since stations cut there. `first` is given the octets of the first part as they come by, to be hashed on the way.
 */
export async function splitMultipart(
  body: Source,
  boundary: string,
  first: (piece: Buffer) => void = () => undefined,
): Promise<Split> {
  if (boundary === '' || boundary.length > 256) return { ok: false, detail: 'the multipart has no usable boundary' }
  const scanner = new Scanner(boundary, first)
  if (body.pieces) for (const piece of piecesOf(body) as Iterable<Buffer>) scanner.push(piece)
  else
    for await (const piece of body.read()) {
      scanner.push(piece)
      if (scanner.done) break
    }
  const { delimiters } = scanner.end()
  const [opening] = delimiters
  if (!opening) return { ok: false, detail: 'the boundary does not occur in the body' }
  if (delimiters.length > maxParts + 1) return { ok: false, detail: `more than ${maxParts} parts` }
  if (!scanner.closed) return { ok: false, detail: 'the multipart is cut short: its closing boundary is missing' }
  const parts = delimiters.slice(1).map((delimiter, at) => {
    const from = delimiters[at]?.end ?? 0
    const to = Math.max(from, delimiter.start)
    const { start, pieces } = scanner.rest
    return at > 0 && pieces && !body.pieces ? slice(memory(...pieces), from - start, to - start) : slice(body, from, to)
  })
  return { ok: true, parts }
}

/** What follows the first part is a signature as a rule: up to this size it is kept, rather than read to once more. */
const keptAfterFirst = 4 * 1024 * 1024

/** Looks for delimiter lines in pieces as they come. */
class Scanner {
  readonly delimiters: Delimiter[] = []
  readonly #mark: Buffer
  readonly #first: (piece: Buffer) => void
  #rest: Buffer[] | undefined = []
  #restSize = 0
  /** What has come and is not done with: it begins at `#base` in the body, and is looked at from `#from` on. */
  #window: Buffer = Buffer.alloc(0)
  #base = 0
  #from = 0

  constructor(boundary: string, first: (piece: Buffer) => void) {
    this.#mark = Buffer.from(`--${boundary}`, 'latin1')
    this.#first = first
  }

  /** What came after the first part, from the place where that ended; without pieces if it was too much. */
  get rest(): { start: number; pieces: readonly Buffer[] | undefined } {
    return { start: this.delimiters[1]?.start ?? 0, pieces: this.#rest }
  }

  get closed(): boolean {
    return this.delimiters.at(-1)?.closing ?? false
  }

  /** What still comes changes nothing. */
  get done(): boolean {
    return this.closed || this.delimiters.length > maxParts + 1
  }

  push(piece: Buffer): void {
    if (this.done) return
    const reach = this.#mark.length + 2
    const start = piece.subarray(0, reach)
    // Joining costs a copy, so that is left out where no delimiter can stand across the two.
    const apart = this.#window.length <= reach && start.length === reach
    if (apart && !Buffer.concat([this.#window, start]).includes(this.#mark)) {
      this.#advance(this.#base + this.#window.length)
      this.#window = piece
      this.#from = this.#base
    } else this.#window = this.#window.length > 0 ? Buffer.concat([this.#window, piece]) : piece
    this.#scan(false)
  }

  end(): this {
    if (!this.done) this.#scan(true)
    this.#advance(this.#base + this.#window.length)
    return this
  }

  #scan(ended: boolean): void {
    while (!this.done) {
      const found = this.#next(ended)
      if (typeof found === 'number') {
        this.#from = found
        break
      }
      this.#advance(found.start)
      this.delimiters.push(found)
      this.#from = found.end
    }
    // Two octets before the place may be the line end of a delimiter there, so they wait with it.
    const keep = Math.min(this.#from - 2, this.#base + this.#window.length)
    if (keep > this.#base) this.#advance(keep)
  }

  /** Is done with what stands before this place. */
  #advance(to: number): void {
    const opening = this.delimiters[0]
    if (opening && this.delimiters.length === 1) {
      const from = Math.max(opening.end, this.#base)
      if (to > from) this.#first(this.#window.subarray(from - this.#base, to - this.#base))
    }
    if (to <= this.#base) return
    if (this.delimiters.length > 1) this.#keep(this.#window.subarray(0, to - this.#base))
    this.#window = this.#window.subarray(to - this.#base)
    this.#base = to
  }

  #keep(piece: Buffer): void {
    this.#restSize += piece.length
    if (this.#restSize > keptAfterFirst) this.#rest = undefined
    this.#rest?.push(piece)
  }

  /** The next delimiter, or the place to look from when there is more to see. */
  #next(ended: boolean): Delimiter | number {
    const [window, mark, base] = [this.#window, this.#mark, this.#base]
    const previousEnd = this.delimiters.at(-1)?.end ?? 0
    for (let at = window.indexOf(mark, this.#from - base); at >= 0; at = window.indexOf(mark, at + 1)) {
      const place = base + at
      if (place > 0 && window[at - 1] !== LF) continue
      const lineEnd = window.indexOf(LF, at)
      if (lineEnd < 0 && !ended && window.length - at < longestLine) return place
      const end = lineEnd < 0 ? window.length : lineEnd + 1
      const rest = window.toString('latin1', at + mark.length, Math.min(end, at + mark.length + 80)).trim()
      const cut = lineEnd < 0 && /^-?$/.test(rest) && previousEnd > 0
      if (rest !== '' && rest !== '--' && !cut && !rest.startsWith('-- ')) continue
      const start = window[at - 2] === CR && place - 2 >= previousEnd ? place - 2 : Math.max(previousEnd, place - 1)
      return { start, end: base + end, closing: rest.startsWith('--') || cut }
    }
    return Math.max(this.#from, base + window.length - mark.length + 1)
  }
}
