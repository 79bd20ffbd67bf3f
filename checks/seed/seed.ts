import { sql } from 'drizzle-orm'
import { storeBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { retailers } from '../../db/schema/index.ts'
import { createUser } from '../../partners/people/create-user.ts'
import { seedStatements } from './statements.ts'

/** Who may sign in at the seeded retailer, and by what. */
export interface Seeded {
  retailerId: string
  email: string
  password: string
}

const idMaker = `create or replace function pg_temp.seed_id(at timestamptz, kind int, n bigint) returns uuid language sql immutable as
  $$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || lpad(to_hex(kind), 3, '0') || '8' || lpad(to_hex(n), 15, '0'))::uuid $$`

/**
 * Fills a database with a retailer of its own and so many orders of the year before now, most of them done, with what came of each: purchase
 * orders, answers, shipments, invoices, messages and history. Done once in a database.
 * @param tell hears after each table how far it is, from 0 to 1
 */
export async function seedOrders(
  hub: HubDatabase,
  { orders, partners = 40, password }: { orders: number; partners?: number; password: string },
  tell: (share: number) => void = () => undefined,
): Promise<Seeded> {
  const retailerId = hub.newId()
  const email = `admin-${retailerId.slice(-6)}@seed.example`
  const blobId = await hub.work('seed', async work => {
    await work.tx.insert(retailers).values({
      id: retailerId,
      slug: `seed-${retailerId.slice(-6)}`,
      name: 'Harbor & Pine (seeded)',
      createdAt: work.now,
    })
    await createUser(work, { email, name: 'Seed Admin', password, memberships: [{ retailerId, role: 'admin' }] })
    return (await storeBlob(work, retailerId, Buffer.from('ISA*00*seeded~'))).blobId
  })
  await hub.orm.transaction(async tx => {
    // The rows are right by their making; checking each reference again would take longer than making them.
    await tx.execute(sql`set local session_replication_role = replica`)
    await tx.execute(sql.raw(idMaker))
    const statements = seedStatements({ retailerId, orders, partners, blobId, now: hub.now().toISOString() })
    for (const [index, statement] of statements.entries()) {
      await tx.execute(sql.raw(statement))
      tell((index + 1) / statements.length)
    }
  })
  await hub.orm.execute(sql`vacuum analyze`)
  return { retailerId, email, password }
}
