import Big from 'big.js'
import { type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { reportRows } from '../../db/report-rows.ts'
import { type AgedRow, ageAmounts, type DatedAmount, type ReportCursor, type ReportPage } from './aging.ts'

/** Goods of one purchase order line that have shipped and that no invoice bills yet. */
export interface Accrued extends DatedAmount {
  purchaseOrder: string
  sku: string
  /** In the line's unit. */
  quantity: string
  /** When the last of it shipped. */
  shippedOn: string
}

interface Row {
  id: string
  partnership_id: string
  supplier: string
  currency: string
  due_date: string
  amount: string
  purchase_order: string
  sku: string
  quantity: string
  shipped_on: string
}

/**
 * Lines that have shipped without having been billed, at the agreed cost. It would be due as many days after the last shipment as the terms give. Goods that were credited
 * after having been billed are not waited for again. The condition on quantities is that of the index `purchase_order_lines_unbilled`; it leaves so few lines, which the planner cannot know, that
 * orders are looked up line by line (`offset 0`) rather than joined as a whole.
 */
function unbilled(retailerId: string, further: SQL = sql``): SQL {
  return sql`
    select l.id, p.id as partnership_id, s.name as supplier, po.currency, sent.shipped_on,
      sent.shipped_on + (p.terms->>'netDays')::int as due_date,
      l.shipped + l.over_shipped - l.invoiced as quantity,
      round((l.shipped + l.over_shipped - l.invoiced) * l.unit_cost, 2) as amount, po.number as purchase_order, l.sku
    from purchase_order_lines l
    cross join lateral (select number, currency, partnership_id, retailer_id from purchase_orders where retailer_id = l.retailer_id and id = l.purchase_order_id offset 0) po
    join partnerships p on p.retailer_id = po.retailer_id and p.id = po.partnership_id
    join suppliers s on s.id = p.supplier_id
    cross join lateral (
      select max(sh.shipped_on) as shipped_on
      from shipment_lines sl join shipments sh on sh.retailer_id = sl.retailer_id and sh.id = sl.shipment_id
      where sl.retailer_id = l.retailer_id and sl.purchase_order_line_id = l.id and sh.taken_back_at is null) sent
    where l.retailer_id = ${retailerId} and l.shipped + l.over_shipped - l.invoiced > 0 and sent.shipped_on is not null ${further}`
}

/**
 * The same as it stood on a past day: what had shipped by then, less what invoices dated by then bill. Whoever closes a month books it and takes it back on the next day, when
 * the invoices for it are dated. Shipments that were taken back and invoices that are void never were.
 */
function unbilledOn(retailerId: string, on: string, further: SQL = sql``): SQL {
  return sql`
    select l.id, p.id as partnership_id, s.name as supplier, po.currency, sent.shipped_on,
      sent.shipped_on + (p.terms->>'netDays')::int as due_date, sent.quantity - coalesce(billed.quantity, 0) as quantity,
      round((sent.quantity - coalesce(billed.quantity, 0)) * l.unit_cost, 2) as amount, po.number as purchase_order, l.sku
    from (
      select sl.purchase_order_line_id as id, max(sh.shipped_on) as shipped_on, sum(sl.quantity) as quantity
      from shipments sh join shipment_lines sl on sl.retailer_id = sh.retailer_id and sl.shipment_id = sh.id
      where sh.retailer_id = ${retailerId} and sh.taken_back_at is null and sh.shipped_on <= ${on}::date group by 1) sent
    left join (
      select il.purchase_order_line_id as id, sum(il.counted_in_order_units) as quantity
      from invoices i join invoice_lines il on il.retailer_id = i.retailer_id and il.invoice_id = i.id
      where i.retailer_id = ${retailerId} and i.type = 'invoice' and i.status <> 'void' and i.invoice_date <= ${on}::date group by 1) billed
      on billed.id = sent.id
    join purchase_order_lines l on l.retailer_id = ${retailerId} and l.id = sent.id
    join purchase_orders po on po.retailer_id = l.retailer_id and po.id = l.purchase_order_id
    join partnerships p on p.retailer_id = po.retailer_id and p.id = po.partnership_id
    join suppliers s on s.id = p.supplier_id
    where sent.quantity > coalesce(billed.quantity, 0) ${further}`
}

/** One page of what has shipped and is not billed, the oldest order line first. */
export async function listAccrual(orm: Orm, retailerId: string, { after, limit, on }: ReportPage) {
  const further = sql`${after ? sql`and l.id > ${after[1]}::uuid` : sql``} order by l.id limit ${limit + 1}`
  const found = await reportRows<Row>(
    orm,
    sql`select id, partnership_id, supplier, currency, due_date::text, amount::text, purchase_order, sku, quantity::text, shipped_on::text
      from (${on === undefined ? unbilled(retailerId, further) : unbilledOn(retailerId, on, further)}) as unbilled order by id`,
  )
  const rows = found.slice(0, limit)
  const last = found.length > limit ? rows.at(-1) : undefined
  return { rows: rows.map(present), next: last && (['', last.id] as ReportCursor) }
}

function present(row: Row): Accrued {
  return {
    partnershipId: row.partnership_id,
    supplier: row.supplier,
    currency: row.currency,
    dueDate: row.due_date,
    amount: new Big(row.amount).toFixed(2),
    purchaseOrder: row.purchase_order,
    sku: row.sku,
    quantity: new Big(row.quantity).toFixed(),
    shippedOn: row.shipped_on,
  }
}

/** What has shipped and is not billed, by supplier and age as seen on a business date; `on`: as it stood on a past one. */
export async function ageAccrual(orm: Orm, retailerId: string, today: string, on?: string): Promise<AgedRow[]> {
  return await ageAmounts(orm, on === undefined ? unbilled(retailerId) : unbilledOn(retailerId, on), on ?? today)
}
