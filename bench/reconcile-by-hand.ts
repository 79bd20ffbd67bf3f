import { sql } from 'drizzle-orm'
import type { Orm } from '../db/connection.ts'

/**
 * The match as somebody would write it by hand for these very rows, as one join: quantities against what was shipped and not billed, prices against the agreed cost, fees
 * against those expected, totals against their parts. It knows no units, tolerances but one on the price, credit memos, several orders on an invoice, or reasons.
 */
const join = sql.raw(`
  select i.retailer_id, i.id, i.purchase_order_id,
    bool_and(l.unit_price <= p.unit_cost + 0.02 and l.quantity <= s.shipped - p.invoiced + p.credited)
      and coalesce(min(c.fees), 0) <= min(o.expected_fees) and sum(l.amount) + coalesce(min(c.fees), 0) = i.total as matched,
    sum(least(l.quantity, s.shipped - p.invoiced + p.credited) * least(l.unit_price, p.unit_cost)) as payable
  from invoices i
  join invoice_lines l on l.retailer_id = i.retailer_id and l.invoice_id = i.id
  join purchase_orders o
    on o.retailer_id = i.retailer_id and o.number = i.purchase_order_number and o.partnership_id = i.partnership_id
  join purchase_order_lines p
    on p.retailer_id = o.retailer_id and p.purchase_order_id = o.id and p.supplier_sku = l.ids->>'supplier' and p.line_number = l.line_number
  join (select retailer_id, purchase_order_line_id, sum(quantity) as shipped from shipment_lines group by 1, 2) s
    on s.retailer_id = p.retailer_id and s.purchase_order_line_id = p.id
  left join (select retailer_id, invoice_id, sum(amount) as fees from invoice_charges where kind = 'charge' group by 1, 2) c
    on c.retailer_id = i.retailer_id and c.invoice_id = i.id
  where i.status = 'received'
  group by i.retailer_id, i.id`)

/** Runs the join, keeps its result in no table, and returns how many invoices matched. */
export async function joinByHand(orm: Orm): Promise<void> {
  await orm.execute(sql`select count(*) filter (where matched) as n, sum(payable) from (${join}) as m`)
}

/** The join with all that must be stored of it: what counts, both statuses, and four lines of history for each clean invoice. */
export async function matchByHand(orm: Orm): Promise<void> {
  const event = (type: string, id: string, table: string, order: string) =>
    sql.raw(`
      insert into events (retailer_id, id, type, invoice_id, purchase_order_id, actor, data, at)
      select x.retailer_id, gen_random_uuid(), ${type}, ${id}, ${order}, 'system', '{}', now() from ${table} x`)
  await orm.execute(sql`create temp table decided on commit drop as ${join}`)
  await orm.execute(sql`
    update invoice_lines l set purchase_order_line_id = p.id, counted = l.quantity, counted_in_order_units = l.quantity, payable = l.amount
    from decided d join purchase_order_lines p on p.retailer_id = d.retailer_id and p.purchase_order_id = d.purchase_order_id
    where d.matched and l.retailer_id = d.retailer_id and l.invoice_id = d.id and p.line_number = l.line_number`)
  await orm.execute(sql`
    update invoice_charges c set payable = c.amount from decided d
    where d.matched and c.retailer_id = d.retailer_id and c.invoice_id = d.id`)
  await orm.execute(sql`
    update purchase_order_lines p set invoiced = p.invoiced + l.quantity
    from decided d join invoice_lines l on l.retailer_id = d.retailer_id and l.invoice_id = d.id
    where d.matched and p.retailer_id = l.retailer_id and p.id = l.purchase_order_line_id`)
  await orm.execute(sql`
    update invoices i
    set status = case when d.matched then 'approved' else 'exception' end, payable = case when d.matched then i.total end,
        matched_at = now(), approved_at = case when d.matched then now() end, approved_by = 'system'
    from decided d where i.retailer_id = d.retailer_id and i.id = d.id`)
  await orm.execute(sql`
    update purchase_orders o set status = 'closed', closed_at = now() from decided d
    where d.matched and o.retailer_id = d.retailer_id and o.id = d.purchase_order_id`)
  await orm.execute(sql`
    update orders w set status = 'closed' from decided d
    join purchase_orders o on o.retailer_id = d.retailer_id and o.id = d.purchase_order_id
    where d.matched and w.retailer_id = o.retailer_id and w.id = o.order_id`)
  for (const type of ['invoice.matched', 'invoice.approved']) {
    await orm.execute(event(`'${type}'`, 'x.id', 'decided', 'x.purchase_order_id'))
  }
  for (const type of ['purchase-order.closed', 'order.closed']) {
    await orm.execute(event(`'${type}'`, 'null', 'decided', 'x.purchase_order_id'))
  }
}
