import Big from 'big.js'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { offers, partnerships, sources, stock } from '../../db/schema/index.ts'
import { availableOf } from '../inventory/reserve.ts'
import type { Candidate } from './decision.ts'
import { type SourceTerms, sourceTermsOf } from './source-terms.ts'

/** One offer with its source, and what of a candidate does not depend on the order. */
export interface Offered {
  offer: { id: string; leadDays: number }
  source: { id: string; postalCode: string | null }
  terms: SourceTerms
  /** The settings that the partnership's calendar stands in. */
  calendar: Record<string, unknown>
  candidate: Candidate
}

/** Everybody who sells these products, with what may be promised now, by product. */
export async function loadOffers(orm: Orm, retailerId: string, productIds: string[]): Promise<Map<string, Offered[]>> {
  const rows = await selectOffers(orm, retailerId, productIds)
  const byOffer = new Map<string, Offered>()
  const byProduct = new Map<string, Offered[]>()
  const terms = new Map<string, SourceTerms>()
  for (const row of rows) {
    const known = byOffer.get(row.offer.id)
    const available = row.stock ? availableOf(row.stock) : new Big(0)
    if (known) {
      known.candidate.available = available.plus(known.candidate.available).toFixed()
      continue
    }
    const its = terms.get(row.source.id) ?? sourceTermsOf(row.source.routing)
    terms.set(row.source.id, its)
    const offered = offeredOf(row, its, available.toFixed())
    byOffer.set(row.offer.id, offered)
    const those = byProduct.get(row.offer.productId!)
    if (those) those.push(offered)
    else byProduct.set(row.offer.productId!, [offered])
  }
  return byProduct
}

type Row = Awaited<ReturnType<typeof selectOffers>>[number]

async function selectOffers(orm: Orm, retailerId: string, productIds: string[]) {
  return await orm
    .select({
      offer: {
        id: offers.id,
        productId: offers.productId,
        cost: offers.cost,
        currency: offers.currency,
        packSize: offers.packSize,
        leadDays: offers.leadDays,
        discontinued: offers.discontinued,
      },
      source: {
        id: sources.id,
        name: sources.name,
        kind: sources.kind,
        active: sources.active,
        priority: sources.priority,
        orderFee: sources.orderFee,
        postalCode: sources.postalCode,
        routing: sources.routing,
      },
      partnership: {
        status: partnerships.status,
        calendar: sql<unknown>`${partnerships.settings} -> 'calendar'`.mapWith(parsed),
      },
      stock: { quantity: stock.quantity, reserved: stock.reserved, buffer: stock.buffer },
    })
    .from(offers)
    .innerJoin(sources, and(eq(sources.retailerId, offers.retailerId), eq(sources.id, offers.sourceId)))
    .leftJoin(
      partnerships,
      and(eq(partnerships.retailerId, sources.retailerId), eq(partnerships.id, sources.partnershipId)),
    )
    .leftJoin(stock, and(eq(stock.retailerId, offers.retailerId), eq(stock.offerId, offers.id)))
    .where(and(eq(offers.retailerId, retailerId), inArray(offers.productId, productIds)))
    .orderBy(offers.id)
}

/** JSON comes as text from one driver and read from the other. */
function parsed(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : value
}

function offeredOf({ offer, source, partnership }: Row, terms: SourceTerms, available: string): Offered {
  return {
    offer: { id: offer.id, leadDays: offer.leadDays },
    source: { id: source.id, postalCode: source.postalCode },
    terms,
    calendar: partnership?.calendar ? { calendar: partnership.calendar } : {},
    candidate: {
      offerId: offer.id,
      sourceId: source.id,
      sourceName: source.name,
      kind: source.kind,
      usable: source.active && (partnership === null || partnership.status === 'live'),
      priority: source.priority,
      orderFee: source.orderFee,
      cost: offer.cost,
      currency: offer.currency,
      packSize: offer.packSize,
      leadDays: offer.leadDays,
      discontinued: offer.discontinued,
      available,
      tried: false,
    },
  }
}
