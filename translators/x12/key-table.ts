/** Small numbers by packed key (see `packCode`), found without making anything: for what is looked up once for each segment. */
export class KeyTable {
  #keys = new Int32Array(512)
  #values = new Int32Array(512)
  #count = 0

  /** The number under a key; -1 when there is none. */
  get(key: number): number {
    const keys = this.#keys
    const mask = keys.length - 1
    for (let at = hash(key) & mask; ; at = (at + 1) & mask) {
      const found = keys[at]
      if (found === key) return this.#values[at]!
      if (found === 0) return -1
    }
  }

  /** Puts a number under a key, which is never 0. */
  set(key: number, value: number): void {
    if (2 * ++this.#count > this.#keys.length) this.#grow()
    this.#put(key, value)
  }

  #put(key: number, value: number): void {
    const mask = this.#keys.length - 1
    let at = hash(key) & mask
    while (this.#keys[at] !== 0 && this.#keys[at] !== key) at = (at + 1) & mask
    this.#keys[at] = key
    this.#values[at] = value
  }

  #grow(): void {
    const keys = this.#keys
    const values = this.#values
    this.#keys = new Int32Array(keys.length * 2)
    this.#values = new Int32Array(keys.length * 2)
    for (let at = 0; at < keys.length; at++) if (keys[at] !== 0) this.#put(keys[at]!, values[at]!)
  }
}

/** Fibonacci hashing: tags differ in few bits. */
function hash(key: number): number {
  return Math.imul(key, 0x9e3779b1) >>> 16
}
