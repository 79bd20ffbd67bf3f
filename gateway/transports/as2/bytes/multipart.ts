import { type Source, slice } from './source.ts'

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
export async function splitMultipart(body: Source, boundary: string, first?: (piece: Buffer) => void): Promise<Split> {
  if (boundary === '' || boundary.length > 256) return { ok: false, detail: 'the multipart has no usable boundary' }
  const parts: Source[] = []
  let open: Delimiter | undefined
  for await (const found of delimiters(body, boundary, first)) {
    if (open) {
      if (parts.length >= maxParts) return { ok: false, detail: `more than ${maxParts} parts` }
      parts.push(slice(body, open.end, Math.max(open.end, found.start)))
    }
    if (found.closing) return { ok: true, parts }
    open = found
  }
  if (open) return { ok: false, detail: 'the multipart is cut short: its closing boundary is missing' }
  return { ok: false, detail: 'the boundary does not occur in the body' }
}

/** Every delimiter in order; octets between the first two go to `first`. */
async function* delimiters(
  body: Source,
  boundary: string,
  first: ((piece: Buffer) => void) | undefined,
): AsyncGenerator<Delimiter> {
  const mark = Buffer.from(`--${boundary}`, 'latin1')
  let window: Buffer = Buffer.alloc(0)
  /** Where the window begins in the body, where to look on from, and where the last delimiter ended. */
  let base = 0
  let from = 0
  let last: Delimiter | undefined
  let found = 0
  const give = (to: number) => {
    if (found === 1 && last && first && to > last.end)
      first(window.subarray(Math.max(last.end, base) - base, to - base))
  }
  for await (const piece of withEnd(body)) {
    window = window.length > 0 ? Buffer.concat([window, piece]) : piece
    const ended = piece.length === 0
    for (;;) {
      const next = findDelimiter(window, base, mark, from, last?.end ?? 0, ended)
      if ('delimiter' in next) {
        const { delimiter } = next
        give(delimiter.start)
        yield delimiter
        last = delimiter
        found++
        from = delimiter.end
        continue
      }
      // Two octets before the place may be the line end of a delimiter there, so they wait with it.
      from = next.from
      const keep = Math.max(base, Math.min(from - 2, base + window.length))
      if (keep > base) {
        give(keep)
        window = window.subarray(keep - base)
        base = keep
      }
      break
    }
  }
}

/** The pieces, and an empty one to say that there are no more. */
async function* withEnd(source: Source): AsyncGenerator<Buffer> {
  yield* source.read()
  yield Buffer.alloc(0)
}

/** The next delimiter from a place in the body on, or the place to look from when there is more to see. */
function findDelimiter(
  window: Buffer,
  base: number,
  mark: Buffer,
  from: number,
  previousEnd: number,
  ended: boolean,
): { delimiter: Delimiter } | { from: number } {
  for (let at = window.indexOf(mark, from - base); at >= 0; at = window.indexOf(mark, at + 1)) {
    const place = base + at
    if (place > 0 && window[at - 1] !== LF) continue
    const lineEnd = window.indexOf(LF, at)
    if (lineEnd < 0 && !ended && window.length - at < longestLine) return { from: place }
    const end = lineEnd < 0 ? window.length : lineEnd + 1
    const rest = window.toString('latin1', at + mark.length, Math.min(end, at + mark.length + 80)).trim()
    const cut = lineEnd < 0 && /^-?$/.test(rest) && previousEnd > 0
    if (rest !== '' && rest !== '--' && !cut && !rest.startsWith('-- ')) continue
    const start = window[at - 2] === CR && place - 2 >= previousEnd ? place - 2 : Math.max(previousEnd, place - 1)
    return { delimiter: { start, end: base + end, closing: rest.startsWith('--') || cut } }
  }
  return { from: Math.max(from, base + window.length - mark.length + 1) }
}
