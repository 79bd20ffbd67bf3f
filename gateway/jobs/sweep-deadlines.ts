import { and, asc, eq, lte } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import { invoices, retailers } from '../../db/schema/index.ts'
import { sweepDeadlines } from '../../engine/deadlines/sweep.ts'
import { sweepFeedHealth } from '../../engine/inventory/feed-health.ts'
import { reconcileInvoice, reconcileInvoices } from '../../engine/invoices/reconcile.ts'
import { sweepDigests } from '../../engine/notices/digests.ts'
import type { JobContext } from './context.ts'

/** Deadlines taken in one transaction. */
const batch = 500

/** Invoices that are looked at again in one run for one retailer: the next run takes what is left. */
const mostInvoices = 500

/**
 * Looks at what has become due for every retailer: deadlines, and invoices that have waited long enough for their goods. What fails for one keeps nothing from
 * the others; all failures are thrown together at the end.
 */
export async function sweepRetailers({ hub }: Pick<JobContext, 'hub'>): Promise<void> {
  const failures: unknown[] = []
  const tried = async (run: () => Promise<void>) => {
    await run().catch(error => failures.push(error))
  }
  for (const { id: retailerId } of await hub.orm.select({ id: retailers.id }).from(retailers)) {
    await tried(() => sweepAll(hub, retailerId))
    await tried(() => sweepFeeds(hub, retailerId))
    await tried(() => hub.work('system', work => sweepDigests(work, retailerId)))
    failures.push(...(await matchOverdue(hub, retailerId)))
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of the things due could not be done.`)
}

async function sweepAll(hub: HubDatabase, retailerId: string): Promise<void> {
  while ((await hub.work('system', work => sweepDeadlines(work, retailerId, batch))) === batch);
}

/** One source at a time: a late one may have a million levels to hold back. */
async function sweepFeeds(hub: HubDatabase, retailerId: string): Promise<void> {
  while ((await hub.work('system', work => sweepFeedHealth(work, retailerId, 1))) === 1);
}

/** All at once, by few statements; where one of them keeps the others from being stored, each by itself. Returns what failed. */
async function matchOverdue(hub: HubDatabase, retailerId: string): Promise<unknown[]> {
  const invoiceIds = await overdueInvoices(hub, retailerId)
  const isDone = await hub
    .work('system', work => reconcileInvoices(work, { retailerId, invoiceIds }))
    .then(() => true)
    .catch(() => false)
  if (isDone) return []
  const failures: unknown[] = []
  for (const invoiceId of invoiceIds) {
    await hub
      .work('system', work => reconcileInvoice(work, { retailerId, invoiceId }))
      .catch(error => failures.push(error))
  }
  return failures
}

async function overdueInvoices(hub: HubDatabase, retailerId: string): Promise<string[]> {
  const rows = await hub.orm
    .select({ id: invoices.id })
    .from(invoices)
    .where(and(eq(invoices.retailerId, retailerId), eq(invoices.status, 'waiting'), lte(invoices.waitUntil, hub.now())))
    .orderBy(asc(invoices.waitUntil))
    .limit(mostInvoices)
  return rows.map(row => row.id)
}
