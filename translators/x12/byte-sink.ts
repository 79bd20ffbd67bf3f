const encoder = new TextEncoder()
const chunkSize = 1 << 18

/** Bytes that grow at their end, in pieces of memory that stay where they are. */
export class ByteSink {
  readonly #chunks: Uint8Array[] = []
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Adds bytes from `from` up to `to`. */
  add(bytes: Uint8Array, from: number, to: number): void {
    for (let at = from; at < to; ) {
      const place = this.#size % chunkSize
      if (place === 0) this.#chunks.push(new Uint8Array(chunkSize))
      const count = Math.min(to - at, chunkSize - place)
      this.#chunks.at(-1)!.set(bytes.subarray(at, at + count), place)
      this.#size += count
      at += count
    }
  }

  addText(text: string): void {
    const bytes = encoder.encode(text)
    this.add(bytes, 0, bytes.length)
  }

  /** Forgets what was added since the size was this. */
  cut(size: number): void {
    this.#chunks.length = Math.ceil(size / chunkSize)
    this.#size = size
  }

  /** All that was added, in one piece; the sink is empty then. */
  finish(): Uint8Array {
    const bytes = new Uint8Array(this.#size)
    for (const [i, chunk] of this.#chunks.entries()) {
      const place = i * chunkSize
      bytes.set(chunk.subarray(0, Math.min(chunkSize, this.#size - place)), place)
    }
    this.cut(0)
    return bytes
  }
}
