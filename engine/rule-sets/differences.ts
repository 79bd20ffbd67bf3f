import { isDeepStrictEqual } from 'node:util'

/** How a rule of one version differs from another version: places count from 1. */
export type RuleDifference<Rule> =
  | { what: 'added'; rule: Rule; place: number }
  | { what: 'removed'; rule: Rule; place: number }
  | { what: 'changed'; rule: Rule; before: Rule; place: number }
  | { what: 'moved'; rule: Rule; from: number; place: number }

/**
 * What became of the rules between two versions, those that are there now in their order, then those that went. A rule is the same by its id. Of
 * rules that changed places as few as can be count as moved.
 */
export function ruleDifferences<Rule extends { id: string }>(
  before: readonly Rule[],
  now: readonly Rule[],
): RuleDifference<Rule>[] {
  const places = new Map(before.map(({ id }, index) => [id, index]))
  const ids = new Set(now.map(({ id }) => id))
  const stayed = longestRising(now.flatMap(({ id }) => places.get(id) ?? []))
  const differences = now.flatMap((rule, index): RuleDifference<Rule>[] => {
    const place = index + 1
    const from = places.get(rule.id)
    if (from === undefined) return [{ what: 'added', rule, place }]
    const changed = isDeepStrictEqual(before[from], rule)
      ? []
      : [{ what: 'changed' as const, rule, before: before[from]!, place }]
    return stayed.has(from) ? changed : [...changed, { what: 'moved', rule, from: from + 1, place }]
  })
  const removed = before.flatMap((rule, index): RuleDifference<Rule>[] =>
    ids.has(rule.id) ? [] : [{ what: 'removed', rule, place: index + 1 }],
  )
  return [...differences, ...removed]
}

/** The longest run of numbers that rise, neighbours or not. */
function longestRising(numbers: readonly number[]): Set<number> {
  const ends: number[] = []
  const previous = new Map<number, number | undefined>()
  for (const number of numbers) {
    const found = ends.findIndex(end => end >= number)
    const length = found < 0 ? ends.length : found
    previous.set(number, ends[length - 1])
    ends[length] = number
  }
  const run = new Set<number>()
  for (let number = ends.at(-1); number !== undefined; number = previous.get(number)) run.add(number)
  return run
}
