import { type SQL, sql } from 'drizzle-orm'
import type { Timed } from './period.ts'

/**
 * What a supplier is measured by. Each is a share: so much of so much.
 *
 * - `acknowledged-on-time`: orders answered (or shipped) by their deadline, of those whose deadline lay in the period.
 * - `shipped-on-time`: orders of which all that was wanted left by the agreed last day, of those whose last day lay in the period.
 * - `fill-rate`: selling units shipped, of those ordered less what the retailer took back; of orders placed in the period that are done with or due.
 * - `stock-outs`: selling units refused as out of stock or discontinued, of the same.
 * - `supplier-cancellations`: selling units that the supplier refused for other reasons, asked to cancel, promised too late or never answered for, of the same.
 * - `retailer-cancellations`: selling units that the retailer took back, of those ordered.
 * - `ship-notice-accuracy`: ship notices that hold no more than was ordered, no other items and no wrong SSCC, and were not taken back, of those that came in the period.
 * - `invoice-accuracy`: invoices that matched without an exception, of those that came in the period and have been matched.
 * - `tracking-validity`: tracking numbers with the form and check digit of their carrier, of those that can be checked and came in the period.
 */
export const scorecardFigures = [
  'acknowledged-on-time',
  'shipped-on-time',
  'fill-rate',
  'stock-outs',
  'supplier-cancellations',
  'retailer-cancellations',
  'ship-notice-accuracy',
  'invoice-accuracy',
  'tracking-validity',
] as const
export type ScorecardFigure = (typeof scorecardFigures)[number]

/** What kind of document stands behind a figure: where its rows lead. */
export const figureDocuments: Record<ScorecardFigure, 'purchase-order' | 'shipment' | 'invoice'> = {
  'acknowledged-on-time': 'purchase-order',
  'shipped-on-time': 'purchase-order',
  'fill-rate': 'purchase-order',
  'stock-outs': 'purchase-order',
  'supplier-cancellations': 'purchase-order',
  'retailer-cancellations': 'purchase-order',
  'ship-notice-accuracy': 'shipment',
  'invoice-accuracy': 'invoice',
  'tracking-validity': 'shipment',
}

/**
 * A query for what stands behind a figure: one row a document with `partnership_id`, `id`, `number`, and how much (`part`) of how much (`whole`) it adds. The figure is the
 * sum of these rows, so that what is listed is always what was counted.
 */
export function rowsBehind(figure: ScorecardFigure, retailerId: string, period: Timed): SQL {
  return queries[figure](retailerId, period)
}

const queries: Record<ScorecardFigure, (retailerId: string, period: Timed) => SQL> = {
  'acknowledged-on-time': (retailerId, period) => byDeadline('acknowledgment', retailerId, period),
  'shipped-on-time': (retailerId, period) => byDeadline('shipment', retailerId, period),
  'fill-rate': (retailerId, period) => byQuantity('fill-rate', retailerId, period),
  'stock-outs': (retailerId, period) => byQuantity('stock-outs', retailerId, period),
  'supplier-cancellations': (retailerId, period) => byQuantity('supplier-cancellations', retailerId, period),
  'retailer-cancellations': (retailerId, period) => byQuantity('retailer-cancellations', retailerId, period),
  'ship-notice-accuracy': shipNotices,
  'invoice-accuracy': bills,
  'tracking-validity': trackingNumbers,
}

const wanted = sql`l.ordered - (l.cancelled - l.cancelled_by_supplier)`

/** Looked up only where something was refused: few lines are. */
const refusedForStock = sql`case when l.rejected = 0 then 0 else least(l.rejected, coalesce((
  select sum(al.applied) from acknowledgment_lines al
  where al.retailer_id = l.retailer_id and al.purchase_order_line_id = l.id
    and al.status = 'rejected' and al.reason in ('out-of-stock', 'discontinued')), 0)) end`

/** The figures that are shares of selling units, as expressions over a purchase order's lines `l`. */
const quantities = {
  'fill-rate': { part: sql`l.shipped`, whole: wanted },
  'stock-outs': { part: refusedForStock, whole: wanted },
  'supplier-cancellations': { part: sql`l.cancelled_by_supplier + l.rejected - ${refusedForStock}`, whole: wanted },
  'retailer-cancellations': { part: sql`l.cancelled - l.cancelled_by_supplier`, whole: sql`l.ordered` },
} as const satisfies Partial<Record<ScorecardFigure, { part: SQL; whole: SQL }>>
type QuantityFigure = keyof typeof quantities
const quantityFigures = Object.keys(quantities) as QuantityFigure[]

/**
 * A query for figures by partnership: rows of `figure`, `partnership_id`, `part` and `whole`, the sums of {@link rowsBehind}. What is counted of the same lines is counted by
 * going through them once.
 */
export function sumsOf(retailerId: string, period: Timed, partnershipId: string | undefined): SQL {
  const only = partnershipId ? sql`where partnership_id = ${partnershipId}` : sql``
  const apart = scorecardFigures
    .filter(figure => !(figure in quantities))
    .map(
      figure => sql`
        select ${figure}::text as figure, partnership_id, sum(part) as part, sum(whole) as whole
        from (${rowsBehind(figure, retailerId, period)}) as behind ${only} group by partnership_id`,
    )
  return sql.join([quantitySums(retailerId, period, only), ...apart], sql` union all `)
}

function quantitySums(retailerId: string, period: Timed, only: SQL): SQL {
  const sums = quantityFigures.flatMap((figure, at) => {
    const { part, whole } = quantities[figure]
    return [
      sql`sum((${part}) * l.pack_size) as ${sql.raw(`part_${at}`)}`,
      sql`sum((${whole}) * l.pack_size) as ${sql.raw(`whole_${at}`)}`,
    ]
  })
  const rows = quantityFigures.map((figure, at) => sql`(${figure}::text, ${sql.raw(`part_${at}, whole_${at}`)})`)
  return sql`
    select each.figure, partnership_id, each.part, each.whole
    from (select po.partnership_id, ${sql.join(sums, sql`, `)} ${doneLines(retailerId, period)} group by po.partnership_id) as done
    cross join lateral (values ${sql.join(rows, sql`, `)}) as each(figure, part, whole) ${only}`
}

/** A deadline that is still open counts from the moment it is due. */
function byDeadline(kind: 'acknowledgment' | 'shipment', retailerId: string, period: Timed): SQL {
  return sql`
    select d.partnership_id, po.id, po.number, (coalesce(d.outcome, '') = 'met')::int::numeric as part, 1::numeric as whole
    from deadlines d
    join purchase_orders po on po.retailer_id = d.retailer_id and po.id = d.purchase_order_id
    where d.retailer_id = ${retailerId} and d.kind = ${kind} and coalesce(d.outcome, '') <> 'void'
      and d.due_at >= ${period.fromInstant}::timestamptz and d.due_at < ${period.toInstant}::timestamptz
      and (d.outcome is not null or d.due_at <= ${period.now}::timestamptz)`
}

function byQuantity(figure: QuantityFigure, retailerId: string, period: Timed): SQL {
  const { part, whole } = quantities[figure]
  return sql`
    select po.partnership_id, po.id, po.number,
      sum((${part}) * l.pack_size) as part, sum((${whole}) * l.pack_size) as whole
    ${doneLines(retailerId, period)}
    group by po.retailer_id, po.id
    having sum((${whole}) * l.pack_size) > 0`
}

/** The lines of orders of which nothing more is to ship, or whose last day is over. */
function doneLines(retailerId: string, period: Timed): SQL {
  return sql`from purchase_orders po
    join purchase_order_lines l on l.retailer_id = po.retailer_id and l.purchase_order_id = po.id
    where po.retailer_id = ${retailerId} and po.partnership_id is not null
      and po.order_date >= ${period.from}::date and po.order_date < ${period.to}::date
      and (po.status in ('shipped', 'partly-invoiced', 'invoiced', 'closed', 'cancelled') or po.ship_not_after < ${period.today}::date)`
}

function shipNotices(retailerId: string, period: Timed): SQL {
  const { fromInstant, toInstant } = period
  const received = sql`
    select r.id from shipments r
    where r.retailer_id = ${retailerId} and r.received_at >= ${fromInstant}::timestamptz and r.received_at < ${toInstant}::timestamptz`
  return sql`
    select s.partnership_id, sh.id, sh.number,
      (sh.taken_back_at is null and faulty.id is null)::int::numeric as part, 1::numeric as whole
    from shipments sh
    join sources s on s.retailer_id = sh.retailer_id and s.id = sh.source_id
    left join (
      select sl.shipment_id as id from shipment_lines sl
      where sl.retailer_id = ${retailerId} and (sl.over > 0 or sl.substitute is not null) and sl.shipment_id in (${received})
      union
      select p.shipment_id from shipment_packages p
      where p.retailer_id = ${retailerId} and not p.sscc_valid and p.shipment_id in (${received})
    ) as faulty on faulty.id = sh.id
    where ${shipmentsIn(retailerId, period)}`
}

function trackingNumbers(retailerId: string, period: Timed): SQL {
  return sql`
    select s.partnership_id, sh.id, sh.number,
      count(*) filter (where p.tracking_valid)::numeric as part, count(*)::numeric as whole
    from shipments sh
    join sources s on s.retailer_id = sh.retailer_id and s.id = sh.source_id
    join shipment_packages p on p.retailer_id = sh.retailer_id and p.shipment_id = sh.id and p.tracking_valid is not null
    where ${shipmentsIn(retailerId, period)} and sh.taken_back_at is null
    group by s.retailer_id, s.id, sh.retailer_id, sh.id`
}

function shipmentsIn(retailerId: string, { fromInstant, toInstant }: Timed): SQL {
  return sql`sh.retailer_id = ${retailerId} and s.partnership_id is not null
      and sh.received_at >= ${fromInstant}::timestamptz and sh.received_at < ${toInstant}::timestamptz`
}

/** What was sent twice is no fault of the invoice that stands. */
function bills(retailerId: string, { fromInstant, toInstant }: Timed): SQL {
  return sql`
    select i.partnership_id, i.id, i.number,
      (i.status <> 'void' and not exists (select 1 from exceptions e where e.retailer_id = i.retailer_id
          and e.invoice_id = i.id and e.kind <> 'duplicate'))::int::numeric as part,
      1::numeric as whole
    from invoices i
    where i.retailer_id = ${retailerId} and i.type = 'invoice' and i.status not in ('received', 'waiting')
      and i.received_at >= ${fromInstant}::timestamptz and i.received_at < ${toInstant}::timestamptz`
}
