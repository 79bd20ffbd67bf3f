import { expect } from 'vitest'
import type { Finding } from '../facts.ts'
import { type Match, type MatchInput, matchInvoice } from '../match.ts'
import { agreement, bill, order } from './facts.ts'

/** What a match is given, beside an ordinary invoice of an ordinary order, and what must come of it. */
export interface Example {
  name: string
  given: Partial<MatchInput>
  /** Status, then `counted` of each line, then what of it is payable. */
  expected: [status: Match['status'], counted: string[], payable: string]
  /** `kind: expected → actual (at stake)` of each finding. */
  findings?: string[]
  tolerated?: string[]
}

/** Matches an ordinary invoice of an ordinary order, but for what is given. */
export function matchWith(given: Partial<MatchInput>): Match {
  return matchInvoice({ invoice: bill(), orders: [order()], agreement: agreement(), mayWait: true, ...given })
}

/** Matches, and expects what the example says and nothing else. */
export function checkExample({ given, expected, findings = [], tolerated = [] }: Example): void {
  const result = matchWith(given)
  expect([result.status, result.lines.map(line => line.counted), result.payable]).toEqual(expected)
  expect(result.findings.map(told)).toEqual(findings)
  expect(result.tolerated.map(told)).toEqual(tolerated)
}

function told({ kind, expected, actual, atStake }: Finding): string {
  return `${kind}: ${expected} → ${actual} (${atStake})`
}
