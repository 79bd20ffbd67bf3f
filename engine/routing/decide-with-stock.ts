import { eq } from 'drizzle-orm'
import { retailers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { businessDateIn } from '../../partners/calendars/business-date.ts'
import { calendarOf, dayAround, type Span } from '../../partners/calendars/calendar.ts'
import { covers, lockStock, type StockRow } from '../inventory/reserve.ts'
import { asksForStandings, hasCaps } from './asks.ts'
import { type DayUse, loadDayUse, lockCapacity } from './capacity.ts'
import { decide } from './decide.ts'
import type { Decision, RoutingRequest } from './decision.ts'
import { type Knowledge, loadRequest, type OrderToPlace } from './load-request.ts'
import { loadRules } from './load-rules.ts'
import type { RoutingRules } from './rules.ts'
import { loadStandings } from './standings.ts'

/** After so many lost races every candidate's stock is locked before the decision, which cannot be lost then. */
const hopefulAttempts = 3

/**
 * Decides, then locks the stock that the decision asks for, and the capacity of sources that have a limit. When another order took it in between, decides
 * anew with what is left: nothing is ever promised twice, and orders that want different items never wait for each other.
 */
export async function decideWithStock(
  work: Work,
  toPlace: OrderToPlace,
  { released }: { released: boolean },
): Promise<{ decision: Decision; stock: StockRow[] }> {
  const { retailerId } = toPlace.order
  const rules = await loadRules(work.tx, retailerId, work.now)
  const day = await today(work, retailerId)
  const days = new Map<string, Span>()
  const load = () =>
    loadRequest(work.tx, work.now, toPlace, offered => {
      for (const { source, calendar } of offered)
        if (!days.has(source.id)) days.set(source.id, dayAround(calendarOf(calendar, day.timeZone), work.now))
      return knowledgeFor(work, retailerId, rules, day)
    })
  for (let attempt = 1; ; attempt++) {
    let request = await load()
    if (attempt > hopefulAttempts) {
      const candidates = request.lines.flatMap(line => line.candidates)
      await lockCapacity(work, limitedSources(request, rules))
      await lockStock(work, retailerId, [...new Set(candidates.map(candidate => candidate.offerId))])
      request = await load()
    }
    const by = { retailerId, rules, released, days }
    const decision = await decideWithUse(work, by, request)
    if (!(await isStillTheSame(work, by, request, decision))) continue
    const wanted = decision.placements.flatMap(placement => placement.lines)
    const stock = await lockStock(work, retailerId, [...new Set(wanted.map(line => line.offerId))])
    if (covers(stock, wanted)) return { decision, stock }
  }
}

interface Day {
  timeZone: string
  date: string
}

async function today(work: Work, retailerId: string): Promise<Day> {
  const [retailer] = await work.tx
    .select({ timeZone: retailers.timeZone })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
  const { timeZone } = retailer!
  return { timeZone, date: businessDateIn(timeZone, work.now) }
}

async function knowledgeFor(
  work: Work,
  retailerId: string,
  rules: RoutingRules,
  { timeZone, date }: Day,
): Promise<Knowledge> {
  if (!asksForStandings(rules)) return { timeZone }
  return { timeZone, standings: await loadStandings(work, retailerId, date) }
}

interface DecidedBy {
  retailerId: string
  rules: RoutingRules
  released: boolean
  /** The day of each source whose capacity counts. */
  days: ReadonlyMap<string, Span>
}

/**
 * Decides, first as if nobody had been given anything today: adding that up takes longer than all else. Where it gives nothing to a source with a limit the
 * decision stands, since what is left of the limits of others could only rule them out; otherwise it is made anew with what each has been given.
 */
async function decideWithUse(work: Work, by: DecidedBy, request: RoutingRequest): Promise<Decision> {
  const { rules, released, retailerId } = by
  const hopeful = decide(request, rules, { released })
  if (!hopeful.placements.some(({ limited }) => limited)) return hopeful
  const use = await loadDayUse(work.tx, retailerId, limitedDays(request, by))
  return decide(withUse(request, use), rules, { released })
}

function withUse(request: RoutingRequest, use: ReadonlyMap<string, DayUse>): RoutingRequest {
  const lines = request.lines.map(line => ({
    ...line,
    candidates: line.candidates.map(candidate => {
      const today = use.get(candidate.sourceId)
      return today ? { ...candidate, today } : candidate
    }),
  }))
  return { ...request, lines }
}

/** The sources whose capacity is limited, by themselves or (perhaps) by a rule. */
function limitedSources({ lines }: RoutingRequest, rules: RoutingRules): string[] {
  const candidates = lines.flatMap(line => line.candidates)
  const limited = hasCaps(rules) ? candidates : candidates.filter(({ capacity }) => capacity)
  return [...new Set(limited.map(({ sourceId }) => sourceId))]
}

function limitedDays(request: RoutingRequest, { rules, days }: DecidedBy): Map<string, Span> {
  return new Map(limitedSources(request, rules).map(id => [id, days.get(id)!]))
}

/** Locks the capacity of the limited sources that get something; whether the decision is still the same with what they have been given by now. */
async function isStillTheSame(
  work: Work,
  by: DecidedBy,
  request: RoutingRequest,
  { placements }: Decision,
): Promise<boolean> {
  if (!placements.some(({ limited }) => limited)) return true
  await lockCapacity(
    work,
    placements.flatMap(({ sourceId, limited }) => (limited ? [sourceId] : [])),
  )
  const now = await loadDayUse(work.tx, by.retailerId, limitedDays(request, by))
  const again = decide(withUse(request, now), by.rules, { released: by.released })
  return JSON.stringify(again.placements) === JSON.stringify(placements)
}
