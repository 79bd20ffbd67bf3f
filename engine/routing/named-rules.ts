import type { LineExplanation } from './decision.ts'

/** The ids of the rules that an explanation names, each once. */
export function rulesNamedIn(lines: readonly LineExplanation[]): string[] {
  const ids = lines.flatMap(({ candidates, unplaced }) => [
    ...candidates.flatMap(({ excluded, rules }) => [...(rules ?? []), excluded?.rule]),
    unplaced?.rule,
  ])
  return [...new Set(ids)].filter(id => id !== undefined)
}
