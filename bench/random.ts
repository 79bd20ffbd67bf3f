/** The same numbers every time, below the limit asked for: a linear congruential generator (Numerical Recipes). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** So many things made one after the other, the same ones each time they are gone through; none is kept. */
export function repeated<T>(
  count: number,
  seed: number,
  make: (i: number, random: (below: number) => number) => T,
): Iterable<T> {
  return {
    *[Symbol.iterator]() {
      const random = randomOf(seed)
      for (let i = 0; i < count; i++) yield make(i, random)
    },
  }
}
