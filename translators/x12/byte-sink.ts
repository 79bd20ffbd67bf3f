const encoder = new TextEncoder()

/** A piece is as large as what came before it, within these bounds: small files take little memory, large ones few pieces. */
const smallest = 1 << 16
const largest = 1 << 22

/** Bytes that grow at their end, in pieces: what is written is never moved until the whole is asked for. */
export class ByteSink {
  #pieces: Uint8Array<ArrayBuffer>[] = []
  #piece = new Uint8Array(smallest)
  /** Bytes in the pieces that are full, and in the one being filled. */
  #before = 0
  #used = 0

  get size(): number {
    return this.#before + this.#used
  }

  /** Adds bytes from `from` up to `to`. */
  add(bytes: Uint8Array, from: number, to: number): void {
    let at = from
    while (to - at > this.#piece.length - this.#used) {
      const fits = this.#piece.length - this.#used
      this.#piece.set(bytes.subarray(at, at + fits), this.#used)
      at += fits
      this.#next()
    }
    this.#piece.set(bytes.subarray(at, to), this.#used)
    this.#used += to - at
  }

  addText(text: string): void {
    const bytes = encoder.encode(text)
    this.add(bytes, 0, bytes.length)
  }

  /** Forgets what was added since the size was this. */
  cut(size: number): void {
    while (size < this.#before) {
      this.#piece = this.#pieces.pop()!
      this.#before -= this.#piece.length
    }
    this.#used = size - this.#before
  }

  /** All that was added, in one piece. Nothing may be added afterwards. */
  finish(): Uint8Array {
    const whole = new Uint8Array(this.size)
    let at = 0
    for (const piece of this.#pieces) {
      whole.set(piece, at)
      at += piece.length
      release(piece)
    }
    whole.set(this.#piece.subarray(0, this.#used), at)
    release(this.#piece)
    return whole
  }

  #next(): void {
    this.#pieces.push(this.#piece)
    this.#before += this.#piece.length
    this.#piece = new Uint8Array(Math.min(largest, this.#before))
    this.#used = 0
  }
}

/** Gives back a piece's memory at once: left to the garbage collector, large pieces make it go through all that the program holds. */
function release(piece: Uint8Array<ArrayBuffer>): void {
  piece.buffer.transfer(0)
}
