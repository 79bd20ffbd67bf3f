import type { Decision, RoutingRequest } from '../decision.ts'
import { decimalOf, micros } from '../micros.ts'

/** The day of a source that an order falls on, by the source's clocks. */
export type DayOf = (sourceId: string) => string

/** What a simulation has given each source on each of its days: capacity is reckoned with that, not with what was really ordered. */
export class DayUses {
  /** By source and day. */
  readonly #uses = new Map<string, { orders: number; units: number }>()

  /** The request with what the sources were given on their day so far. */
  apply(request: RoutingRequest, dayOf: DayOf): RoutingRequest {
    if (this.#uses.size === 0) return request
    const lines = request.lines.map(line => ({
      ...line,
      candidates: line.candidates.map(candidate => {
        const use = this.#uses.get(keyOf(candidate.sourceId, dayOf))
        return use ? { ...candidate, today: { orders: use.orders, units: decimalOf(use.units) } } : candidate
      }),
    }))
    return { ...request, lines }
  }

  /** Counts what a decision gives. */
  note({ placements }: Decision, dayOf: DayOf): void {
    for (const { sourceId, lines } of placements) {
      const use = this.#uses.get(keyOf(sourceId, dayOf)) ?? { orders: 0, units: 0 }
      use.orders++
      for (const { covers } of lines) use.units += micros(covers)
      this.#uses.set(keyOf(sourceId, dayOf), use)
    }
  }
}

const keyOf = (sourceId: string, dayOf: DayOf) => `${sourceId} ${dayOf(sourceId)}`
