/**
 * Notices whether a key comes again among very many, with eight bytes for each: keys are told apart by a hash of 53 bits, so that a repeat is
 * never overlooked, and one is seen where there is none about once in ten thousand feeds of a million rows.
 */
export class Repeats {
  any = false
  #slots = new Float64Array(1024)
  #used = 0

  add(key: string): void {
    if (this.any) return
    if (this.#used * 2 >= this.#slots.length) this.#grow()
    this.any = this.#put(hashOf(key))
  }

  /** Returns whether the hash was there. */
  #put(hash: number): boolean {
    const slots = this.#slots
    const last = slots.length - 1
    let at = hash % slots.length
    while (slots[at] !== 0) {
      if (slots[at] === hash) return true
      at = at === last ? 0 : at + 1
    }
    slots[at] = hash
    this.#used += 1
    return false
  }

  #grow(): void {
    const before = this.#slots
    this.#slots = new Float64Array(before.length * 2)
    this.#used = 0
    for (const hash of before) if (hash !== 0) this.#put(hash)
  }
}

/** Two FNV-1a hashes side by side (32 and 21 bits); never zero. */
function hashOf(key: string): number {
  let low = 0x811c9dc5
  let high = 0x9747b28c
  for (let at = 0; at < key.length; at++) {
    const code = key.charCodeAt(at)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x5bd1e995) ^ (high >>> 13)
  }
  return (high & 0x1fffff) * 0x1_0000_0000 + (low >>> 0) || 1
}
