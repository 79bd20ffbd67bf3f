import { stringify } from 'csv-stringify/sync'
import { and, eq } from 'drizzle-orm'
import { notifications, retailers } from '../../db/schema/index.ts'
import { deliveryFailures, type OutboundMessage } from '../transports/contract.ts'
import type { JobContext } from './context.ts'
import { mailRoute } from './retailer-mail.ts'

type Notification = typeof notifications.$inferSelect

/**
 * Sends a notification by mail, with its rows as a CSV file. Where nobody can be reached it stays on record with the reason. A failure that may pass is
 * thrown, to be tried again under the same Message-ID.
 */
export async function sendNotification(
  { hub, box, deliver }: Pick<JobContext, 'hub' | 'box' | 'deliver'>,
  job: { retailerId: string; notificationId: string },
): Promise<void> {
  const { retailerId, notificationId } = job
  const thisOne = and(eq(notifications.retailerId, retailerId), eq(notifications.id, notificationId))
  const [notification] = await hub.orm.select().from(notifications).where(thisOne)
  if (notification?.status !== 'queued') return
  const settle = async (status: 'sent' | 'not-sent', detail: string) => {
    await hub.work('system', work =>
      work.tx.update(notifications).set({ status, detail, settledAt: work.now }).where(thisOne),
    )
  }
  const route = await mailRoute(hub.orm, box, notification)
  if (typeof route === 'string') return await settle('not-sent', route)
  const [retailer] = await hub.orm.select({ name: retailers.name }).from(retailers).where(eq(retailers.id, retailerId))
  const delivery = await deliver(mailOf(notification, retailer!.name), route.channel)
  if (delivery.ok) return await settle('sent', route.to.join(', '))
  const { code, detail } = delivery.failure
  const words = `${deliveryFailures[code].says} ${detail}`.trim()
  if (deliveryFailures[code].retry) throw new Error(words)
  await settle('not-sent', words)
}

function mailOf(notification: Notification, retailerName: string): OutboundMessage {
  const { id, retailerId, partnershipId, subject, body, rows, headings } = notification
  return {
    id,
    retailerId,
    partnershipId: partnershipId ?? '',
    fileName: 'details.csv',
    contentType: 'text/csv',
    subject: `${subject} (${retailerName})`,
    text: body,
    bytes: Buffer.from(stringify(rows, { header: true, columns: headings, bom: true, escape_formulas: true })),
  }
}
