/** Which bytes of a file have been read or written: disjoint ranges in ascending order. Made for transfers that go mostly forward. */
export class Ranges {
  #ranges: { from: number; to: number }[] = []

  /** Adds the bytes from `from` up to, not including, `to`. */
  add(from: number, to: number): void {
    if (to <= from) return
    const last = this.#ranges.at(-1)
    if (last && from === last.to) {
      last.to = to
      return
    }
    const before = this.#ranges.filter(range => range.to < from)
    const after = this.#ranges.filter(range => range.from > to)
    const touching = this.#ranges.slice(before.length, this.#ranges.length - after.length)
    const merged = touching.reduce(
      (whole, range) => ({ from: Math.min(whole.from, range.from), to: Math.max(whole.to, range.to) }),
      { from, to },
    )
    this.#ranges = [...before, merged, ...after]
  }

  /** Adds all of another's bytes. */
  addAll(other: Ranges): void {
    for (const { from, to } of other.#ranges) this.add(from, to)
  }

  /** Forgets everything from `length` on, as a truncation does. */
  cut(length: number): void {
    this.#ranges = this.#ranges
      .filter(range => range.from < length)
      .map(range => ({ from: range.from, to: Math.min(range.to, length) }))
  }

  /** How many separate ranges there are. */
  get count(): number {
    return this.#ranges.length
  }

  /** Whether every byte from 0 up to `length` is in. */
  covers(length: number): boolean {
    const first = this.#ranges[0]
    return length === 0 || (first !== undefined && first.from === 0 && first.to >= length)
  }
}
