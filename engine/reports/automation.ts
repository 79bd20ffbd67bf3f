import { sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { reportRows } from '../../db/report-rows.ts'

/** Of each source, how many of its latest orders, feeds and items are looked at: what was long ago says little of today. */
export const looked = 200

/** The seven stages of dropship automation, in the order in which they are reached; the last is all that happens to an order together. */
export const stages = ['sending', 'feeds', 'answers', 'routing', 'listing', 'invoices', 'whole'] as const
export type Stage = (typeof stages)[number]

/** A supplier's work at one stage: how much there was, and how much of it ran without a human touch. */
export interface Share {
  all: number
  alone: number
}

export interface SupplierScore {
  partnershipId: string
  name: string
  shares: Record<Stage, Share>
}

/** How much of each supplier's work runs without a human touch, from who did what: events, decisions, approvals and feeds. */
export async function automationScores(orm: Orm, retailerId: string): Promise<SupplierScore[]> {
  const rows = await reportRows<{ partnershipId: string; name: string } & Record<string, number | string>>(
    orm,
    scores(retailerId),
  )
  return rows.map(({ partnershipId, name, ...counts }) => ({
    partnershipId,
    name,
    shares: Object.fromEntries(
      stages.map(stage => [stage, { all: Number(counts[`${stage}_all`]), alone: Number(counts[`${stage}_alone`]) }]),
    ) as Record<Stage, Share>,
  }))
}

const scores = (retailerId: string) => sql`
  select s.partnership_id as "partnershipId", s.name,
    count(*) filter (where o.sent) as sending_all, count(*) filter (where o.sent and not o.resent) as sending_alone,
    coalesce(sum(o.answers), 0) as answers_all, coalesce(sum(o.answers - o.answers_by_hand), 0) as answers_alone,
    count(o.id) as routing_all, count(*) filter (where o.routed_alone) as routing_alone,
    coalesce(sum(o.invoices), 0) as invoices_all, coalesce(sum(o.invoices - o.invoices_by_hand), 0) as invoices_alone,
    count(o.id) as whole_all, count(*) filter (where not o.touched and not o.resent and o.routed_alone and o.invoices_by_hand = 0) as whole_alone,
    f.feeds_all, f.feeds_alone, l.listing_all, l.listing_alone
  from sources s
  left join lateral (
    select po.id, po.sent_at is not null as sent, d.cause <> 'released' as routed_alone, e.*, i.*,
      exists (select 1 from documents doc join message_events m on m.retailer_id = doc.retailer_id and m.message_id = doc.message_id
        where doc.retailer_id = po.retailer_id and doc.purchase_order_id = po.id and m.kind in ('resent', 'read-again')) as resent
    from (select * from purchase_orders where retailer_id = s.retailer_id and source_id = s.id order by order_date desc limit ${looked}) po
    join routing_decisions d on d.retailer_id = po.retailer_id and d.id = po.routing_decision_id
    cross join lateral (
      select count(*) filter (where type in ('purchase-order.acknowledged', 'purchase-order.shipped')) as answers,
        count(*) filter (where type in ('purchase-order.acknowledged', 'purchase-order.shipped') and actor like 'user:%') as answers_by_hand,
        coalesce(bool_or(actor like 'user:%'), false) as touched
      from events where retailer_id = po.retailer_id and purchase_order_id = po.id) e
    cross join lateral (
      select count(*) as invoices, count(*) filter (where status = 'exception' or approved_by like 'user:%') as invoices_by_hand
      from invoices where retailer_id = po.retailer_id and purchase_order_id = po.id
        and status in ('approved', 'exported', 'paid', 'exception')) i
  ) o on true
  cross join lateral (
    select count(*) as feeds_all, count(*) filter (where run.status = 'applied' and doc.message_id is not null) as feeds_alone
    from (select * from feed_runs where retailer_id = s.retailer_id and source_id = s.id and kind = 'inventory' order by id desc limit ${looked}) run
    left join documents doc on doc.retailer_id = run.retailer_id and doc.id = run.document_id) f
  cross join lateral (
    select count(*) as listing_all, count(*) filter (where item.product_id is not null and item.matched_by is distinct from 'person' and not exists (
      select 1 from listings li where li.retailer_id = item.retailer_id and li.product_id = item.product_id
        and (li.kept_off or li.proposed_price is not null or (li.status <> 'delisted' and cardinality(li.missing) > 0)))) as listing_alone
    from (select * from offers where retailer_id = s.retailer_id and source_id = s.id and not discontinued order by updated_at desc, id desc limit ${looked}) item) l
  where s.retailer_id = ${retailerId} and s.partnership_id is not null
  group by s.partnership_id, s.name, f.feeds_all, f.feeds_alone, l.listing_all, l.listing_alone
  order by s.name`

/** The stage that keeps most work in people's hands, if any. */
export function worstStage({ shares }: SupplierScore): Stage | undefined {
  const byHand = (stage: Stage) => shares[stage].all - shares[stage].alone
  const ranked = stages
    .filter(stage => stage !== 'whole' && byHand(stage) > 0)
    .toSorted((one, other) => byHand(other) - byHand(one))
  return ranked[0]
}

/** The supplier and the stage at which most work of all is in people's hands, if any. */
export function bestStep(scores: readonly SupplierScore[]): { score: SupplierScore; stage: Stage } | undefined {
  const steps = scores.flatMap(score => {
    const stage = worstStage(score)
    return stage ? [{ score, stage, byHand: score.shares[stage].all - score.shares[stage].alone }] : []
  })
  return steps.toSorted((one, other) => other.byHand - one.byHand)[0]
}

/** In percent, rounded down: a hundred is said only of what is whole. Undefined where there was no work. */
export function percentOf({ all, alone }: Share): number | undefined {
  return all === 0 ? undefined : Math.floor((100 * alone) / all)
}
