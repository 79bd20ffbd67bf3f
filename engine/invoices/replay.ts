import Big from 'big.js'
import { and, desc, eq, gte, lt, ne } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { invoices, type Tolerances } from '../../db/schema/index.ts'
import type { Finding } from './facts.ts'
import { Ledger } from './ledger.ts'
import { type ReadInvoice, readInvoices } from './lock.ts'
import { type Match, type MatchInput, matchInvoice } from './match.ts'
import { sum } from './money.ts'

/** Invoices read and matched at a time. */
const batchSize = 500

/** What to try: other tolerances, on the invoices received in a span of time, of one supplier or of all. */
export interface ReplayQuery {
  retailerId: string
  from: Date
  until: Date
  partnershipId?: string
  /** Instead of those of every partnership. */
  tolerances: Tolerances
  /** The newest so many at most. */
  most: number
}

/** An invoice whose fate would be another. Money as text with two places, in its currency. */
export interface ReplayedInvoice {
  invoice: ReadInvoice['invoice']
  /** What it came to by the tolerances that hold now, and by those tried. */
  before: Match['status']
  after: Match['status']
  /** What would be paid beyond the agreement without anybody being asked, less what is so paid now. */
  cost: string
  findings: readonly Finding[]
}

/** What would have come of other tolerances. */
export interface Replay {
  /** How many were looked at, and whether there are older ones that were not. */
  invoices: number
  isPartial: boolean
  /** How many pass by themselves, by the tolerances that hold now and by those tried. */
  passing: { before: number; after: number }
  /** Invoices that would pass and do not, and the other way round; newest first. */
  freed: ReplayedInvoice[]
  stopped: ReplayedInvoice[]
  /** By currency: what the tolerances tried would cost more (or, below zero, less) than those that hold now, over all invoices. */
  cost: { currency: string; amount: string }[]
}

/**
 * Matches the invoices of the past again, by other tolerances and by those that hold now, on what is known of orders and shipments today. Nothing is stored. Void invoices are
 * left out.
 */
export async function replayTolerances(orm: Orm, now: Date, query: ReplayQuery): Promise<Replay> {
  const { retailerId, most, tolerances } = query
  const ids = await idsOf(orm, query)
  const all: ReplayedInvoice[] = []
  for (let start = 0; start < Math.min(ids.length, most); start += batchSize) {
    const some = await readInvoices(orm, retailerId, ids.slice(start, Math.min(start + batchSize, most)))
    const ledger = await Ledger.load(orm, retailerId, some)
    for (const billed of some) all.push(tryOut(billed, ledger.inputOf(billed, now), tolerances))
  }
  const changed = all.filter(one => passes(one.before) !== passes(one.after))
  changed.sort((one, other) => (one.invoice.id < other.invoice.id ? 1 : -1))
  return {
    invoices: all.length,
    isPartial: ids.length > most,
    passing: {
      before: all.filter(one => passes(one.before)).length,
      after: all.filter(one => passes(one.after)).length,
    },
    freed: changed.filter(one => passes(one.after)),
    stopped: changed.filter(one => passes(one.before)),
    cost: [...Map.groupBy(all, one => one.invoice.currency)].map(([currency, its]) => ({
      currency,
      amount: sum(its.map(one => new Big(one.cost))).toFixed(2),
    })),
  }
}

/** Matches invoices as they stand, without waiting for goods and without storing anything. */
export async function matchUnlocked(
  orm: Orm,
  retailerId: string,
  invoiceIds: readonly string[],
  now: Date,
): Promise<{ invoice: ReadInvoice['invoice']; match: Match }[]> {
  const read = await readInvoices(orm, retailerId, invoiceIds)
  const ledger = await Ledger.load(orm, retailerId, read)
  return read.map(billed => ({ invoice: billed.invoice, match: matchInvoice(ledger.inputOf(billed, now)) }))
}

function tryOut({ invoice }: ReadInvoice, input: MatchInput, tolerances: Tolerances): ReplayedInvoice {
  const settled = { ...input, mayWait: false }
  const before = matchInvoice(settled)
  const after = matchInvoice({ ...settled, agreement: { ...input.agreement, tolerances } })
  const cost = costOf(after).minus(costOf(before)).toFixed(2)
  return { invoice, before: before.status, after: after.status, cost, findings: before.findings }
}

function passes(status: Match['status']): boolean {
  return status === 'matched' || status === 'within-tolerance'
}

/** What a match lets pass beyond the agreement; what is in the retailer's favour costs nothing. */
function costOf(match: Match): Big {
  if (!passes(match.status)) return new Big(0)
  return sum(match.tolerated.filter(isAgainstUs).map(found => new Big(found.atStake)))
}

function isAgainstUs({ kind, expected, actual }: Finding): boolean {
  const compares = kind === 'price' || kind === 'does-not-foot'
  return !compares || new Big(actual).gt(expected)
}

async function idsOf(orm: Orm, { retailerId, from, until, partnershipId, most }: ReplayQuery): Promise<string[]> {
  const rows = await orm
    .select({ id: invoices.id })
    .from(invoices)
    .where(
      and(
        eq(invoices.retailerId, retailerId),
        gte(invoices.receivedAt, from),
        lt(invoices.receivedAt, until),
        ne(invoices.status, 'void'),
        partnershipId ? eq(invoices.partnershipId, partnershipId) : undefined,
      ),
    )
    .orderBy(desc(invoices.receivedAt), desc(invoices.id))
    .limit(most + 1)
  return rows.map(row => row.id)
}
