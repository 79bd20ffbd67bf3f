import type { Decision, RoutingRequest } from '../decision.ts'
import { decimalOf, micros } from '../micros.ts'

/** What a simulation has given each source on each day: capacity is reckoned with that, not with what was really ordered. */
export class DayUses {
  readonly #days = new Map<string, Map<string, { orders: number; units: number }>>()

  /** The request with what the sources were given on the day so far. */
  apply(request: RoutingRequest, day: string): RoutingRequest {
    const uses = this.#days.get(day)
    if (!uses) return request
    const lines = request.lines.map(line => ({
      ...line,
      candidates: line.candidates.map(candidate => {
        const use = uses.get(candidate.sourceId)
        return use ? { ...candidate, today: { orders: use.orders, units: decimalOf(use.units) } } : candidate
      }),
    }))
    return { ...request, lines }
  }

  /** Counts what a decision gives. */
  note({ placements }: Decision, day: string): void {
    const uses = this.#days.get(day) ?? new Map<string, { orders: number; units: number }>()
    this.#days.set(day, uses)
    for (const { sourceId, lines } of placements) {
      const use = uses.get(sourceId) ?? { orders: 0, units: 0 }
      use.orders++
      for (const { covers } of lines) use.units += micros(covers)
      uses.set(sourceId, use)
    }
  }
}
