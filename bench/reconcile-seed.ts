import { sql } from 'drizzle-orm'
import type { HubDatabase } from '../db/hub-database.ts'

/** Partners, and items of each. */
const partners = 20
const items = 50

/** An id that a number gives: of one kind each, in the order of the numbers. */
const uuid = (kind: number, number: string) =>
  `('01900000-${String(kind).padStart(4, '0')}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`

/** The retailer of the benchmark. */
export const retailerId = '01900000-0000-7000-8000-000000000001'

/** Every id of the invoices, in the order in which they came. */
export function invoiceIds(count: number): string[] {
  return Array.from(
    { length: count },
    (_, index) => `01900000-0009-7000-8000-${(index + 1).toString(16).padStart(12, '0')}`,
  )
}

const product = (line: string) => `((i * 7 + ${line} * 13) % ${items})`
const supplierOf = (i: string) => `(${i} % ${partners})`
/** Prices between 5.00 and 54.00, and quantities from 1 to 5. */
const cost = (line: string) => `(5 + ${product(line)})`
const quantity = (line: string) => `(1 + (i + ${line}) % 5)`
/** One invoice in fifty bills its first line too high, one in a hundred bills one too many, one in a hundred a cent too much, which is tolerated. */
const price = `(${cost('l')} + case when l = 1 and i % 50 = 7 then 1.25 when l = 1 and i % 100 = 11 then 0.01 else 0 end)`
const billed = `(${quantity('l')} + case when l = 2 and i % 100 = 23 then 1 else 0 end)`
const goods = `(select sum(round(${billed} * ${price}, 2)) from generate_series(1, 3) as l)`

const at = `'2026-06-01T12:00:00Z'`
const r = `'${retailerId}'::uuid`

/** What is made, table by table: set-based, so that half a million rows take seconds. */
const statements = (count: number): string[] => [
  `insert into retailers (id, slug, name, created_at) values (${r}, 'bench', 'Bench', ${at})`,
  `insert into suppliers (id, slug, name, created_at)
   select ${uuid(1, 's')}, 'supplier-' || s, 'Supplier ' || s, ${at} from generate_series(0, ${partners - 1}) s`,
  `insert into partnerships (retailer_id, id, supplier_id, status, currency, terms, tolerances, created_at)
   select ${r}, ${uuid(2, 's')}, ${uuid(1, 's')}, 'live', 'USD', '{"netDays": 30}', '{"price": {"amount": "0.02"}}', ${at}
   from generate_series(0, ${partners - 1}) s`,
  `insert into sources (retailer_id, id, kind, partnership_id, name, order_fee, created_at)
   select ${r}, ${uuid(3, 's')}, 'supplier', ${uuid(2, 's')}, 'Source ' || s, 5, ${at} from generate_series(0, ${partners - 1}) s`,
  `insert into products (retailer_id, id, sku, title, upc, created_at, updated_at)
   select ${r}, ${uuid(4, 'p')}, 'SKU-' || p, 'Product ' || p, lpad(p::text, 12, '9'), ${at}, ${at} from generate_series(0, ${items - 1}) p`,
  `insert into offers (retailer_id, id, source_id, product_id, supplier_sku, cost, currency, created_at, updated_at)
   select ${r}, ${uuid(5, `s * ${items} + p`)}, ${uuid(3, 's')}, ${uuid(4, 'p')}, 'V' || s || '-' || p, 5 + p, 'USD', ${at}, ${at}
   from generate_series(0, ${partners - 1}) s, generate_series(0, ${items - 1}) p`,
  `insert into orders (retailer_id, id, number, channel, status, currency, customer, ship_to, placed_at, created_at, updated_at)
   select ${r}, ${uuid(6, 'i')}, 'W-' || i, 'shop', 'shipped', 'USD', '{"name": "Maren Oakes"}', '{}', ${at}, ${at}, ${at}
   from generate_series(1, ${count}) i`,
  `insert into order_lines (retailer_id, id, order_id, line_number, product_id, sku, title, unit_price, quantity, placed, shipped)
   select ${r}, ${uuid(7, 'i * 4 + l')}, ${uuid(6, 'i')}, l::text, ${uuid(4, product('l'))}, 'SKU-' || ${product('l')}, 'Product', 99,
     ${quantity('l')}, ${quantity('l')}, ${quantity('l')}
   from generate_series(1, ${count}) i, generate_series(1, 3) l`,
  `insert into routing_decisions (retailer_id, id, order_id, sequence, cause, rule_version, explanation, decided_at)
   select ${r}, ${uuid(8, 'i')}, ${uuid(6, 'i')}, 1, 'imported', 1, '{}', ${at} from generate_series(1, ${count}) i`,
  `insert into purchase_orders (retailer_id, id, number, order_id, source_id, partnership_id, routing_decision_id, status, answer, currency,
     order_date, expected_fees, created_at, released_at, sent_at, acknowledged_at, shipped_at, updated_at)
   select ${r}, ${uuid(10, 'i')}, 'PO-' || i, ${uuid(6, 'i')}, ${uuid(3, supplierOf('i'))}, ${uuid(2, supplierOf('i'))}, ${uuid(8, 'i')},
     'shipped', 'accepted', 'USD', '2026-06-01', 5, ${at}, ${at}, ${at}, ${at}, ${at}, ${at} from generate_series(1, ${count}) i`,
  `insert into purchase_order_lines (retailer_id, id, purchase_order_id, line_number, order_line_id, offer_id, product_id, sku, supplier_sku,
     description, unit, unit_cost, ordered, accepted, shipped)
   select ${r}, ${uuid(11, 'i * 4 + l')}, ${uuid(10, 'i')}, l::text, ${uuid(7, 'i * 4 + l')},
     ${uuid(5, `${supplierOf('i')} * ${items} + ${product('l')}`)}, ${uuid(4, product('l'))}, 'SKU-' || ${product('l')},
     'V' || ${supplierOf('i')} || '-' || ${product('l')}, 'Product', 'EA', ${cost('l')}, ${quantity('l')}, ${quantity('l')}, ${quantity('l')}
   from generate_series(1, ${count}) i, generate_series(1, 3) l`,
  `insert into shipments (retailer_id, id, source_id, number, shipped_on, actor, received_at)
   select ${r}, ${uuid(12, 'i')}, ${uuid(3, supplierOf('i'))}, 'S-' || i, '2026-06-02', 'partner', ${at} from generate_series(1, ${count}) i`,
  `insert into shipment_packages (retailer_id, id, shipment_id, sequence)
   select ${r}, ${uuid(13, 'i')}, ${uuid(12, 'i')}, 1 from generate_series(1, ${count}) i`,
  `insert into shipment_lines (retailer_id, id, shipment_id, package_id, purchase_order_line_id, quantity)
   select ${r}, ${uuid(14, 'i * 4 + l')}, ${uuid(12, 'i')}, ${uuid(13, 'i')}, ${uuid(11, 'i * 4 + l')}, ${quantity('l')}
   from generate_series(1, ${count}) i, generate_series(1, 3) l`,
  `insert into invoices (retailer_id, id, partnership_id, type, number, purchase_order_id, purchase_order_number, invoice_date, due_date,
     currency, total, computed_total, status, wait_until, actor, received_at, updated_at)
   select ${r}, ${uuid(9, 'i')}, ${uuid(2, supplierOf('i'))}, 'invoice', 'INV-' || i, ${uuid(10, 'i')}, 'PO-' || i, '2026-06-03', '2026-07-03',
     'USD', ${goods} + 5, ${goods} + 5, 'received', '2026-06-17', 'partner', ${at}, ${at} from generate_series(1, ${count}) i`,
  `insert into invoice_lines (retailer_id, id, invoice_id, position, line_number, ids, sku, quantity, unit, unit_price, amount)
   select ${r}, ${uuid(15, 'i * 4 + l')}, ${uuid(9, 'i')}, l, l::text,
     jsonb_build_object('supplier', 'V' || ${supplierOf('i')} || '-' || ${product('l')}), 'V' || ${product('l')}, ${billed}, 'EA', ${price},
     round(${billed} * ${price}, 2)
   from generate_series(1, ${count}) i, generate_series(1, 3) l`,
  `insert into invoice_charges (retailer_id, id, invoice_id, kind, reason, amount)
   select ${r}, ${uuid(16, 'i')}, ${uuid(9, 'i')}, 'charge', 'dropship-fee', 5 from generate_series(1, ${count}) i`,
]

/** Fills a fresh database: so many purchase orders of three lines, each shipped in full and billed by one invoice. */
export async function seedBooks({ orm }: HubDatabase, count: number): Promise<void> {
  await orm.transaction(async tx => {
    // The rows are right by their making; checking each reference again would take longer than the benchmark.
    await tx.execute(sql`set local session_replication_role = replica`)
    for (const statement of statements(count)) await tx.execute(sql.raw(statement))
  })
  await orm.execute(sql`vacuum analyze`)
}
