import { and, eq, isNull, lt, lte, or } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { retailers, storefronts } from '../../db/schema/index.ts'

/** After so many minutes whoever had a storefront in hand is taken to be gone. */
const claimedMinutes = 30

/** Claims every storefront that is due for one job each. What fails for one retailer keeps nothing from the others. */
export async function sweepStorefronts(hub: HubDatabase): Promise<void> {
  const failures: unknown[] = []
  for (const { id } of await hub.orm.select({ id: retailers.id }).from(retailers))
    await sweepRetailer(hub, id).catch(error => failures.push(error))
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} retailers’ shops were not looked at.`)
}

async function sweepRetailer(hub: HubDatabase, retailerId: string): Promise<void> {
  await hub.work('system', async work => {
    const { claimedUntil } = storefronts
    const claimed = await work.tx
      .update(storefronts)
      .set({ claimedUntil: new Date(work.now.getTime() + claimedMinutes * 60_000) })
      .where(
        and(
          eq(storefronts.retailerId, retailerId),
          eq(storefronts.active, true),
          lte(storefronts.dueAt, work.now),
          or(isNull(claimedUntil), lt(claimedUntil, work.now)),
        ),
      )
      .returning({ id: storefronts.id })
    for (const { id } of claimed) await work.enqueue('sync-storefront', { retailerId, storefrontId: id })
  })
}
