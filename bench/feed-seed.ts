import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { sql } from 'drizzle-orm'
import type { HubDatabase } from '../db/hub-database.ts'

/** The retailer of the benchmark, its supplier, and the partnership of the two. */
export const retailerId = '01900000-0000-7000-8000-000000000001'
export const partnershipId = '01900000-0002-7000-8000-000000000001'
export const sourceId = '01900000-0003-7000-8000-000000000001'

const at = `'2026-06-01T12:00:00Z'`
const r = `'${retailerId}'::uuid`
const offerId = `('01900000-0005-7000-8000-' || lpad(to_hex(i), 12, '0'))::uuid`

/** One supplier with so many items, each with stock as its last feed told: set-based. */
const statements = (count: number): string[] => [
  `insert into retailers (id, slug, name, created_at) values (${r}, 'bench', 'Bench', ${at})`,
  `insert into suppliers (id, slug, name, created_at) values ('01900000-0001-7000-8000-000000000001', 'supplier', 'Supplier', ${at})`,
  `insert into partnerships (retailer_id, id, supplier_id, status, currency, terms, created_at)
   values (${r}, '${partnershipId}', '01900000-0001-7000-8000-000000000001', 'live', 'USD', '{"netDays": 30}', ${at})`,
  `insert into sources (retailer_id, id, kind, partnership_id, name, created_at)
   values (${r}, '${sourceId}', 'supplier', '${partnershipId}', 'Supplier', ${at})`,
  `insert into offers (retailer_id, id, source_id, supplier_sku, cost, currency, created_at, updated_at)
   select ${r}, ${offerId}, '${sourceId}', 'SKU-' || i, 10 + i % 90, 'USD', ${at}, ${at} from generate_series(1, ${count}) i`,
  `insert into stock (retailer_id, offer_id, quantity, told, reported_at)
   select ${r}, ${offerId}, i % 500, i % 500, ${at} from generate_series(1, ${count}) i`,
]

/** Fills a fresh database. */
export async function seedItems({ orm }: HubDatabase, count: number): Promise<void> {
  await orm.transaction(async tx => {
    // The rows are right by their making; checking each reference again would take longer than the benchmark.
    await tx.execute(sql`set local session_replication_role = replica`)
    for (const statement of statements(count)) await tx.execute(sql.raw(statement))
  })
  await orm.execute(sql`vacuum analyze`)
}

/** Writes the feed of so many items: quantities as they are, but for every `changedOf`th one, which has one more. */
export async function writeFeed(path: string, count: number, changedOf: number): Promise<void> {
  const file = createWriteStream(path)
  file.write('SKU,Quantity\n')
  for (let from = 1; from <= count; from += 10_000) {
    let rows = ''
    for (let item = from; item < Math.min(from + 10_000, count + 1); item++)
      rows += `SKU-${item},${(item % 500) + (item % changedOf === 0 ? 1 : 0)}\n`
    if (!file.write(rows)) await once(file, 'drain')
  }
  file.end()
  await finished(file)
}
