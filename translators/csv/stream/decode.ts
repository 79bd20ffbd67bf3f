import { encodingByMark, encodingByZeros } from '../encoding.ts'
import type { CsvLayout } from '../layout.ts'

const nothing = new Uint8Array(0)

/** A line longer than this is no line of a table: it is read as far as it has come. */
const longestLine = 1024 * 1024

/**
 * Turns the bytes of a file into text, piece by piece, by the rules of `decodeText`: the byte order mark has the last word, then the zeros of
 * UTF-16, then the encoding asked for. What is no UTF-8 is read as Windows-1252 from its line on, and `guessed` tells so.
 */
export class TextStream {
  guessed = false
  #decoder: TextDecoder | undefined
  #rest: Uint8Array = nothing
  readonly #asked: CsvLayout['encoding']

  constructor(asked: CsvLayout['encoding']) {
    this.#asked = asked
  }

  /** The text of the next piece, up to its last whole line where letters may be cut. */
  push(piece: Uint8Array): string {
    this.#decoder ??= this.#decoderFor(piece)
    const decoder = this.#decoder
    const bytes = this.#rest.length === 0 ? piece : Buffer.concat([this.#rest, piece])
    if (!decoder.fatal) {
      this.#rest = nothing
      return decoder.decode(bytes, { stream: true })
    }
    const end = bytes.lastIndexOf(0x0a) + 1 || (bytes.length > longestLine ? bytes.length : 0)
    this.#rest = bytes.subarray(end).slice()
    return this.#decode(decoder, bytes.subarray(0, end))
  }

  /** What is left when the file has ended. */
  end(): string {
    const decoder = this.#decoder
    if (!decoder) return ''
    return decoder.fatal ? this.#decode(decoder, this.#rest) : decoder.decode(this.#rest)
  }

  #decoderFor(first: Uint8Array): TextDecoder {
    const encoding = encodingByMark(first) ?? encodingByZeros(first) ?? this.#asked
    // Letters that are right in UTF-8 are hardly ever meant as Windows-1252: whoever changes its program is read all the same.
    if (encoding === 'utf-8' || encoding === 'windows-1252') return new TextDecoder('utf-8', { fatal: true })
    return new TextDecoder(encoding)
  }

  #decode(decoder: TextDecoder, bytes: Uint8Array): string {
    try {
      return decoder.decode(bytes)
    } catch {
      this.guessed = this.#asked !== 'windows-1252'
      this.#decoder = new TextDecoder('windows-1252')
      return this.#decoder.decode(bytes, { stream: true })
    }
  }
}
