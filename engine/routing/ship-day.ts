import { businessDateIn } from '../../partners/calendars/business-date.ts'
import { type Calendar, calendarOf, countsFor, workingDaysAfter } from '../../partners/calendars/calendar.ts'

/** The day on which an order ships, and in how many calendar days that is. */
export interface ShipDay {
  shipsOn: string
  shipDays: number
}

/** When orders given now would ship: reckoned once for each source and lead time. */
export class ShipDays {
  readonly #timeZone: string
  readonly #now: Date
  readonly #today: string
  readonly #calendars = new Map<string, { calendar: Calendar; counts: string }>()
  readonly #known = new Map<string, ShipDay>()

  /** `timeZone` is the retailer's. */
  constructor(timeZone: string, now: Date) {
    this.#timeZone = timeZone
    this.#now = now
    this.#today = businessDateIn(timeZone, now)
  }

  /** After the source's cut-off time and over its days off, with so many working days of its own; at least one, as the purchase order will say. */
  of(sourceId: string, settings: Record<string, unknown>, leadDays: number): ShipDay {
    const key = `${sourceId} ${leadDays}`
    const before = this.#known.get(key)
    if (before) return before
    const { calendar, counts } = this.#calendarOf(sourceId, settings)
    const shipsOn = workingDaysAfter(calendar, counts, Math.max(1, leadDays))
    const made = { shipsOn, shipDays: daysBetween(this.#today, shipsOn) }
    this.#known.set(key, made)
    return made
  }

  #calendarOf(sourceId: string, settings: Record<string, unknown>) {
    const before = this.#calendars.get(sourceId)
    if (before) return before
    const calendar = calendarOf(settings, this.#timeZone)
    const made = { calendar, counts: countsFor(calendar, this.#now) }
    this.#calendars.set(sourceId, made)
    return made
  }
}

function daysBetween(from: string, to: string): number {
  return (Date.parse(to) - Date.parse(from)) / 86_400_000
}
