import { sql } from 'drizzle-orm'
import type { HubDatabase } from '../db/hub-database.ts'

/** Items in the catalogue, and sources that sell each of them: a stock row for each pair. */
const [items, sellers] = [50_000, 20]
/** The retailer of the benchmark. */
export const retailerId = '01900000-0000-7000-8000-000000000001'

const uuid = (kind: number, number: string) =>
  `('01900000-${String(kind).padStart(4, '0')}-7000-8000-' || lpad(to_hex(${number}), 12, '0'))::uuid`
const at = `'2026-06-01T12:00:00Z'`
const r = `'${retailerId}'::uuid`
const offer = `(p.n * ${sellers} + s.n)`

const statements = [
  `insert into retailers (id, slug, name, created_at) values (${r}, 'bench', 'Bench', ${at})`,
  `insert into suppliers (id, slug, name, created_at)
   select ${uuid(1, 's.n')}, 'supplier-' || s.n, 'Supplier ' || s.n, ${at} from generate_series(0, ${sellers - 1}) s(n)`,
  `insert into partnerships (retailer_id, id, supplier_id, status, currency, terms, created_at)
   select ${r}, ${uuid(2, 's.n')}, ${uuid(1, 's.n')}, 'live', 'USD', '{"netDays": 30}', ${at} from generate_series(0, ${sellers - 1}) s(n)`,
  `insert into sources (retailer_id, id, kind, partnership_id, name, postal_code, order_fee, created_at)
   select ${r}, ${uuid(3, 's.n')}, 'supplier', ${uuid(2, 's.n')}, 'Source ' || s.n, (10001 + s.n * 4000)::text, 3.5, ${at}
   from generate_series(0, ${sellers - 1}) s(n)`,
  `insert into products (retailer_id, id, sku, title, category, brand, weight, created_at, updated_at)
   select ${r}, ${uuid(4, 'p.n')}, 'SKU-' || p.n, 'Product ' || p.n, 'Category ' || p.n % 7, 'Brand ' || p.n % 5, 1 + p.n % 6, ${at}, ${at}
   from generate_series(0, ${items - 1}) p(n)`,
  `insert into offers (retailer_id, id, source_id, product_id, supplier_sku, cost, currency, created_at, updated_at)
   select ${r}, ${uuid(5, offer)}, ${uuid(3, 's.n')}, ${uuid(4, 'p.n')}, 'V' || p.n, 20 + ${offer} * 7 % 30, 'USD', ${at}, ${at}
   from generate_series(0, ${items - 1}) p(n), generate_series(0, ${sellers - 1}) s(n)`,
  `insert into stock (retailer_id, offer_id, quantity, reported_at)
   select ${r}, ${uuid(5, offer)}, 100 + ${offer} % 50, ${at} from generate_series(0, ${items - 1}) p(n), generate_series(0, ${sellers - 1}) s(n)`,
]

/** An SKU of the catalogue, by any number. */
export const skuOf = (number: number) => `SKU-${number % items}`

/** Fills a fresh database: a million stock rows, twenty for each item. Returns how many there are. */
export async function seedStock({ orm }: HubDatabase): Promise<number> {
  await orm.transaction(async tx => {
    // The rows are right by their making; checking each reference again would take longer than the benchmark.
    await tx.execute(sql`set local session_replication_role = replica`)
    for (const statement of statements) await tx.execute(sql.raw(statement))
  })
  await orm.execute(sql`vacuum analyze`)
  return items * sellers
}
