/** The same numbers every time, below the limit asked for: a linear congruential generator (Numerical Recipes). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}
