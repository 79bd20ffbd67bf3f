import Big from 'big.js'
import { sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { reportRows } from '../../db/report-rows.ts'

/** By what profit is summed. */
export const marginGroups = ['order', 'line', 'product', 'supplier', 'channel'] as const
export type MarginGroup = (typeof marginGroups)[number]

/** What was earned, in one currency; two places. */
export interface Margin {
  /** The id of what it is summed by, to open it: an order's for orders and lines, a partnership's for suppliers (null for the own warehouse). */
  id: string | null
  label: string
  currency: string
  /** Shipped quantity × price with the share of the shipping price. */
  revenue: string
  /** What routing expected the shipped goods and their fees to cost. */
  expectedCost: string
  /** What they cost: as reconciled where they are, else as expected. */
  itemCost: string
  fees: string
  profit: string
  expectedProfit: string
  /** The part of the cost that no approved invoice has confirmed yet. */
  estimatedCost: string
}

interface Row {
  id: string | null
  label: string
  currency: string
  revenue: string
  expected_items: string
  expected_fees: string
  item_cost: string
  fees: string
  estimated: string
}

/** A margin's columns by group: what names it, and what opens it. */
const groups: Readonly<Record<MarginGroup, { id: string; label: string }>> = {
  order: { id: 'f.order_id::text', label: 'f.order_number' },
  line: { id: 'f.order_id::text', label: "f.order_number || ' · ' || f.line_number || ' · ' || f.sku" },
  product: { id: 'f.product_id::text', label: 'f.sku' },
  supplier: { id: 'f.partnership_id::text', label: 'f.source' },
  channel: { id: 'null::text', label: 'f.channel' },
}

/**
 * What a retailer's orders earned, summed by order, line, product, supplier or sales channel; the most profit first. One statement over every purchase order line: its
 * revenue by what was shipped of it, its cost as approved invoices have it and else as routing expected, and its order's fees spread by the cost of what was shipped. Orders
 * bought in another currency than they were sold in are left out.
 * @param search what the name of each must contain
 * @param limit how many at most
 */
export async function loadMargins(
  orm: Orm,
  retailerId: string,
  group: MarginGroup,
  span: { from: Date; until: Date },
  { search = '', limit = 1000 }: { search?: string; limit?: number } = {},
): Promise<Margin[]> {
  const { id, label } = groups[group]
  const rows = await reportRows<Row>(
    orm,
    sql`${facts(retailerId, span)}
      select ${sql.raw(id)} as id, ${sql.raw(label)} as label, f.currency,
        round(sum(f.revenue), 2)::text as revenue, round(sum(f.expected_items), 2)::text as expected_items,
        round(sum(f.expected_fees), 2)::text as expected_fees, round(sum(f.item_cost), 2)::text as item_cost,
        round(sum(f.fees), 2)::text as fees, round(sum(f.estimated), 2)::text as estimated
      from facts f where strpos(${sql.raw(label)}, ${search}) > 0 group by 1, 2, 3
      order by sum(f.revenue - f.item_cost - f.fees) desc, 2 limit ${limit}`,
  )
  return rows.map(present)
}

function present(row: Row): Margin {
  const [revenue, items, fees] = [new Big(row.revenue), new Big(row.item_cost), new Big(row.fees)]
  const expected = new Big(row.expected_items).plus(row.expected_fees)
  return {
    id: row.id,
    label: row.label,
    currency: row.currency,
    revenue: revenue.toFixed(2),
    expectedCost: expected.toFixed(2),
    itemCost: items.toFixed(2),
    fees: fees.toFixed(2),
    profit: revenue.minus(items).minus(fees).toFixed(2),
    expectedProfit: revenue.minus(expected).toFixed(2),
    estimatedCost: new Big(row.estimated).toFixed(2),
  }
}

/** One fact for each purchase order line that has shipped. */
function facts(retailerId: string, { from, until }: { from: Date; until: Date }) {
  const spanned = sql`o.retailer_id = ${retailerId} and o.placed_at >= ${from.toISOString()} and o.placed_at < ${until.toISOString()}`
  return sql`
    with placed as (
      select o.id as order_id, o.number as order_number, o.channel, o.currency, o.shipping_price, o.placed_at, p.id as purchase_order_id,
        p.partnership_id, p.expected_fees, s.name as source, w.id as order_line_id, w.line_number, w.product_id, w.sku, w.unit_price,
        l.id, l.unit_cost, l.pack_size, l.shipped + l.over_shipped as gone, l.shipped * l.pack_size as sold
      from orders o
      join purchase_orders p on p.retailer_id = o.retailer_id and p.order_id = o.id and p.currency = o.currency
      join sources s on s.retailer_id = p.retailer_id and s.id = p.source_id
      join purchase_order_lines l on l.retailer_id = p.retailer_id and l.purchase_order_id = p.id
      join order_lines w on w.retailer_id = l.retailer_id and w.id = l.order_line_id
      where ${spanned}
        and l.shipped + l.over_shipped > 0
    ), kept as (
      select w.order_id, nullif(sum((w.quantity - w.cancelled) * w.unit_price), 0) as worth, nullif(sum(w.quantity - w.cancelled), 0) as pieces
      from orders o join order_lines w on w.retailer_id = o.retailer_id and w.order_id = o.id where ${spanned} group by 1
    ), billing as materialized (
      select b.invoice_id, b.purchase_order_line_id as id, i.type, b.counted_in_order_units as quantity, b.payable, i.purchase_order_id <> p.purchase_order_id as elsewhere
      from placed p join invoice_lines b on b.retailer_id = ${retailerId} and b.purchase_order_line_id = p.id
      join invoices i on i.retailer_id = b.retailer_id and i.id = b.invoice_id and i.status in ('approved', 'exported', 'paid')
    ), billed as (
      select id, sum(case when type = 'invoice' then quantity else 0 end) as quantity, sum(case when type = 'invoice' then payable else -payable end) as cost
      from billing group by 1
    ), headed as materialized (
      select i.id, i.purchase_order_id, case when i.type = 'invoice' then 1 else -1 end * (i.payable - own.lines) as fees, own.several
      from invoices i cross join lateral (
        select coalesce(sum(b.payable) filter (where b.purchase_order_line_id is not null), 0) as lines,
          coalesce(bool_or(b.purchase_order_number <> i.purchase_order_number), false) as several
        from invoice_lines b where b.retailer_id = i.retailer_id and b.invoice_id = i.id) own
      where i.retailer_id = ${retailerId} and i.purchase_order_id in (
          select p.id from orders o join purchase_orders p on p.retailer_id = o.retailer_id and p.order_id = o.id where ${spanned})
        and i.status in ('approved', 'exported', 'paid')
    ), several as (
      select id from headed where several union select invoice_id from billing where elsewhere
    ), parts as (
      select i.id, own.purchase_order_id, own.expected_fees,
        case when i.type = 'invoice' then 1 else -1 end * (i.payable - sum(own.lines) over (partition by i.id)) as fees
      from several s cross join lateral (
        select i.id, i.type, i.payable from invoices i where i.retailer_id = ${retailerId} and i.id = s.id offset 0) i
      cross join lateral (
        select p.id as purchase_order_id, p.expected_fees, sum(b.payable) as lines
        from invoice_lines b
        join purchase_order_lines l on l.retailer_id = b.retailer_id and l.id = b.purchase_order_line_id
        join purchase_orders p on p.retailer_id = l.retailer_id and p.id = l.purchase_order_id
        where b.retailer_id = ${retailerId} and b.invoice_id = i.id group by 1, 2 offset 0) own
    ), beside as (
      select purchase_order_id, sum(fees) as fees from (
        select purchase_order_id, fees from headed h where not exists (select 1 from parts where parts.id = h.id)
        union all
        select purchase_order_id, case when count(*) over i = 1 then fees else
          least(expected_fees, greatest(0, fees - (sum(expected_fees) over (i order by purchase_order_id) - expected_fees)))
          + case when row_number() over (i order by purchase_order_id) = 1 then fees - least(greatest(0, fees), sum(expected_fees) over i) else 0 end end
        from parts window i as (partition by id)) shared
      group by 1
    ), weighed as (
      select p.*, coalesce(b.quantity, 0) as billed, coalesce(b.cost, 0) as billed_cost,
        greatest(0, p.gone - coalesce(b.quantity, 0)) * p.unit_cost as unbilled,
        coalesce(p.gone * p.unit_cost / nullif(sum(p.gone * p.unit_cost) over o, 0), 1.0 / count(*) over o) as weight,
        bool_and(p.gone <= coalesce(b.quantity, 0)) over o as all_billed, coalesce(e.fees, 0) as billed_fees,
        coalesce(p.sold * p.unit_price / k.worth, p.sold / k.pieces, 0) as shipping_share
      from placed p
      join kept k on k.order_id = p.order_id
      left join billed b on b.id = p.id
      left join beside e on e.purchase_order_id = p.purchase_order_id
      window o as (partition by p.purchase_order_id)
    ), facts as (
      select w.order_id, w.order_number, w.line_number, w.sku, w.product_id, w.partnership_id, w.source, w.channel, w.currency,
        w.sold * w.unit_price + w.shipping_share * w.shipping_price as revenue,
        w.gone * w.unit_cost as expected_items, w.weight * w.expected_fees as expected_fees,
        w.billed_cost + w.unbilled as item_cost,
        w.weight * (w.billed_fees + case when w.all_billed and w.partnership_id is not null then 0
          else greatest(0, w.expected_fees - w.billed_fees) end) as fees,
        case when w.partnership_id is null then 0
          else w.unbilled + case when w.all_billed then 0 else w.weight * greatest(0, w.expected_fees - w.billed_fees) end end as estimated
      from weighed w
    )`
}
