/** One line of a benchmark: what was measured, against what in the same run, and the ratio that is wanted. */
export interface Figure {
  name: string
  value: number
  unit: string
  /** `value` divided by what it is held against. */
  ratio?: number
  against?: string
  target?: number
  met?: boolean
}

/** Completes a figure that is held against another measurement of the same run; a higher ratio is better. */
export function held(
  name: string,
  value: number,
  unit: string,
  floor: number,
  against: string,
  target: number,
): Figure {
  const ratio = value / floor
  return { name, value, unit, ratio, against, target, met: ratio >= target }
}

/**
 * Runs two pieces of work in turns, `turns` of each, every turn at least `milliseconds` long, and gives the rounds a second of each at
 * its best turn. Time is the processor's, of all threads of this process: on an idle core it is the clock's, and a busy machine does
 * not distort it.
 */
export function race(
  first: () => void,
  second: () => void,
  { turns, milliseconds }: { turns: number; milliseconds: number },
): [number, number] {
  const best: [number, number] = [0, 0]
  for (let turn = 0; turn < turns; turn++) {
    for (const [index, work] of [first, second].entries()) {
      const rate = rateOf(work, milliseconds)
      best[index] = Math.max(best[index]!, rate)
    }
  }
  return best
}

function rateOf(work: () => void, milliseconds: number): number {
  const start = process.cpuUsage()
  let rounds = 0
  let spent = 0
  do {
    work()
    rounds++
    const { user, system } = process.cpuUsage(start)
    spent = (user + system) / 1000
  } while (spent < milliseconds)
  return (rounds * 1000) / spent
}

/** {@link race} for work that waits on the way. */
export async function raceAsync(
  first: () => Promise<void>,
  second: () => void,
  { turns, milliseconds }: { turns: number; milliseconds: number },
): Promise<[number, number]> {
  const best: [number, number] = [0, 0]
  for (let turn = 0; turn < turns; turn++) {
    best[0] = Math.max(best[0], await rateOfAsync(first, milliseconds))
    best[1] = Math.max(best[1], rateOf(second, milliseconds))
  }
  return best
}

async function rateOfAsync(work: () => Promise<void>, milliseconds: number): Promise<number> {
  const start = process.cpuUsage()
  let rounds = 0
  let spent = 0
  do {
    await work()
    rounds++
    const { user, system } = process.cpuUsage(start)
    spent = (user + system) / 1000
  } while (spent < milliseconds)
  return (rounds * 1000) / spent
}
