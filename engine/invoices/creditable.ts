import Big from 'big.js'
import type { Finding } from './facts.ts'
import { atLeastZero, least } from './money.ts'

/** What is billed on a credit memo's orders and not given back yet, and whether anything was billed at all. */
export interface Creditable {
  left: Big
  isBilled: boolean
}

/** What a credit memo gives back beyond what is billed; it waits where nothing is billed yet and its invoice may be on its way. */
export interface BeyondCreditable {
  waits: boolean
  finding?: Finding
}

/** Sets what a credit memo gives back against what is billed and not given back yet. Undefined where it fits. */
export function beyondCreditable(
  given: Big,
  { left, isBilled }: Creditable,
  mayWait: boolean,
): BeyondCreditable | undefined {
  const beyond = given.minus(left)
  if (beyond.lte(0)) return undefined
  if (mayWait && !isBilled) return { waits: true }
  const [expected, actual] = [left.toFixed(2), given.toFixed(2)]
  const summary = `Gives back ${actual}, where ${expected} is billed and not given back yet.`
  return { waits: false, finding: { kind: 'over-credited', expected, actual, atStake: beyond.toFixed(2), summary } }
}

/** Takes from what of each part matched, the last ones first, until all come to no more than a limit. */
export function cutTo(limit: Big, parts: readonly { payable: string }[]): void {
  let over = parts.reduce((sum, part) => sum.plus(part.payable), limit.times(-1))
  for (const part of [...parts].reverse()) {
    const cut = least(atLeastZero(over), atLeastZero(new Big(part.payable)))
    part.payable = new Big(part.payable).minus(cut).toFixed()
    over = over.minus(cut)
  }
}
