import { and, inArray, isNull, lt } from 'drizzle-orm'
import type { HubDatabase } from '../../db/hub-database.ts'
import {
  accountTokens,
  feedUploads,
  idempotencyKeys,
  sessions,
  storefrontWebhooks,
  webhookDeliveries,
} from '../../db/schema/index.ts'
import { forgetFiles } from '../../engine/files/prepared-files.ts'

/** How long the same key gets the same answer. */
const idempotencyHours = 48

/** How long it can be seen and replayed how an event was told. The event itself stays. */
const webhookDays = 90

/** How long an upload waits for a person to apply it. */
const uploadDays = 7

/** Shops send a webhook again for two days at most. */
const shopWebhookDays = 14

const hour = 3_600_000

/**
 * Forgets sessions and links that have ended, answers to writes of the API after two days, which webhooks of shops were taken after two weeks, uploads that nobody applied after a week, files made for people after a day, and how events
 * were told after 90 days.
 */
export async function forgetOld(hub: HubDatabase): Promise<void> {
  const before = (hours: number) => new Date(hub.now().getTime() - hours * hour)
  await hub.work('system', async work => {
    await work.tx.delete(sessions).where(lt(sessions.expiresAt, before(0)))
    await work.tx.delete(accountTokens).where(lt(accountTokens.expiresAt, before(0)))
    await work.tx.delete(idempotencyKeys).where(lt(idempotencyKeys.createdAt, before(idempotencyHours)))
    await work.tx
      .delete(feedUploads)
      .where(and(isNull(feedUploads.documentId), lt(feedUploads.createdAt, before(uploadDays * 24))))
    await work.tx.delete(storefrontWebhooks).where(lt(storefrontWebhooks.at, before(shopWebhookDays * 24)))
    await work.tx
      .delete(webhookDeliveries)
      .where(
        and(
          inArray(webhookDeliveries.status, ['delivered', 'failed']),
          lt(webhookDeliveries.createdAt, before(webhookDays * 24)),
        ),
      )
    await forgetFiles(work)
  })
}
