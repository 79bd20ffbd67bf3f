import { bounded, micros, times } from './micros.ts'
import type { LinePlan } from './place-line.ts'
import type { RoutingSettings } from './settings.ts'

/** A source whose order stays below what it wants at least, at its cost; in millionths. */
export interface BelowMinimum {
  value: number
  minimum: number
}

/** A plan, the sources kept out of it for their minimum, and those that it gives less than they want. */
export interface MindedPlan {
  plans: LinePlan[]
  below: ReadonlyMap<string, BelowMinimum>
}

/**
 * Plans so that no source is ordered less from than its minimum: it is left out where another plan places as much (`avoid`), or whatever that costs
 * (`refuse`); what cannot be helped, or is only to be told (`tell`), is told. Each source is judged once, so this ends.
 */
export function mindMinimums(
  plan: (barred: ReadonlySet<string>) => LinePlan[],
  { belowMinimum }: Pick<RoutingSettings, 'belowMinimum'>,
): MindedPlan {
  let plans = plan(new Set())
  let below = sourcesBelow(plans)
  if (belowMinimum === 'tell') return { plans, below }
  let barred = new Set<string>()
  const judged = new Set<string>()
  for (;;) {
    const source = [...below.keys()].find(id => !judged.has(id))
    if (source === undefined) return { plans, below }
    judged.add(source)
    const without = new Set([...barred, source])
    const other = plan(without)
    if (belowMinimum === 'avoid' && unplacedIn(other) > unplacedIn(plans)) continue
    plans = other
    barred = without
    below = sourcesBelow(plans)
  }
}

function unplacedIn(plans: readonly LinePlan[]): number {
  return plans.reduce((total, plan) => total + plan.unplaced, 0)
}

function sourcesBelow(plans: readonly LinePlan[]): Map<string, BelowMinimum> {
  const values = new Map<string, BelowMinimum>()
  for (const { contender, quantity } of plans.flatMap(({ portions }) => portions)) {
    const { sourceId, minimum } = contender.candidate
    if (minimum === undefined) continue
    const sofar = values.get(sourceId)?.value ?? 0
    values.set(sourceId, { value: bounded(sofar + times(contender.cost, quantity)), minimum: micros(minimum) })
  }
  return new Map([...values].filter(([, { value, minimum }]) => value < minimum))
}
