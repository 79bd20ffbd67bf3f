import { eq } from 'drizzle-orm'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { feedRuns, offers, partnerships, sources, stock } from '../../../db/schema/index.ts'
import { applyInventory } from '../../../engine/inventory/apply-advice.ts'
import type { Trade } from './trade.ts'

/** Tells a supplier's stock as any channel does. Returns the id of the feed. */
export async function tellStock(
  hub: HubDatabase,
  { retailerId, partnershipId }: Pick<Trade, 'retailerId' | 'partnershipId'>,
  rows: readonly (readonly [sku: string, quantity: string])[],
  scope: 'full' | 'delta' = 'delta',
): Promise<string> {
  const lines = rows.map(([buyer, quantity]) => ({ ids: { buyer }, quantity }))
  const advice = { kind: 'inventory-advice' as const, scope, number: hub.newId(), date: '2026-03-02', lines }
  const outcome = await hub.work('test', work => applyInventory(work, { retailerId, partnershipId, advice }))
  return outcome.id!
}

/** The same of a feed that is held back: it would leave almost nothing of what there is. */
export async function heldFeed(hub: HubDatabase, trade: Pick<Trade, 'retailerId' | 'partnershipId'>): Promise<string> {
  const { partnershipId } = trade
  const [before] = await hub.orm.select().from(partnerships).where(eq(partnerships.id, partnershipId))
  const cautious = { ...before!.settings, feeds: { quarantineFrom: 1, maxDropShare: 0.1 } }
  await hub.orm.update(partnerships).set({ settings: cautious }).where(eq(partnerships.id, partnershipId))
  await tellStock(hub, trade, [['LANTERN', '40']])
  const id = await tellStock(hub, trade, [
    ['LANTERN', '1'],
    ['NO-SUCH', '5'],
  ])
  await hub.orm.update(partnerships).set({ settings: before!.settings }).where(eq(partnerships.id, partnershipId))
  const [run] = await hub.orm.select().from(feedRuns).where(eq(feedRuns.id, id))
  if (run?.status !== 'quarantined') throw new Error(`The feed is ${run?.status}.`)
  return id
}

/** What a supplier is known to have of an item, and the supplier's own number of it. */
export async function stockOf(hub: HubDatabase, partnershipId: string, sku: string) {
  const rows = await hub.orm
    .select({ quantity: stock.quantity, supplierSku: offers.supplierSku })
    .from(stock)
    .innerJoin(offers, eq(offers.id, stock.offerId))
    .innerJoin(sources, eq(sources.id, offers.sourceId))
    .where(eq(sources.partnershipId, partnershipId))
  return rows.find(row => row.supplierSku.endsWith(sku))
}
