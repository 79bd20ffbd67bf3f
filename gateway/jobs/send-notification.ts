import { stringify } from 'csv-stringify/sync'
import { and, eq } from 'drizzle-orm'
import { notifications, retailers } from '../../db/schema/index.ts'
import { keepForDigest } from '../../engine/notices/digests.ts'
import { type Told, whoIsTold } from '../../engine/notices/told.ts'
import { deliveryFailures, type OutboundMessage } from '../transports/contract.ts'
import type { JobContext } from './context.ts'
import { mailRoute, nobody } from './retailer-mail.ts'

type Notification = typeof notifications.$inferSelect

/**
 * Sends a notification by mail, with its rows as a CSV file, to those who want it at once; for others it waits for their daily mail. Where nobody can be reached it stays on record with the reason. A failure that may pass is
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
  const told = await whoIsTold(hub.orm, notification)
  const daily = told.filter(person => person.way === 'digest')
  await hub.work('system', work => keepForDigest(work, notification, daily))
  const people = told.filter(person => person.way === 'mail').map(person => person.email)
  const route = await mailRoute(hub.orm, box, notification, people)
  if (route === nobody && daily.length > 0) return await settle('sent', dailyWords(daily))
  if (typeof route === 'string') return await settle('not-sent', route)
  const [retailer] = await hub.orm.select({ name: retailers.name }).from(retailers).where(eq(retailers.id, retailerId))
  const delivery = await deliver(mailOf(notification, retailer!.name), route.channel)
  if (delivery.ok) return await settle('sent', [route.to.join(', '), dailyWords(daily)].filter(Boolean).join('; '))
  const { code, detail } = delivery.failure
  const words = `${deliveryFailures[code].says} ${detail}`.trim()
  if (deliveryFailures[code].retry) throw new Error(words)
  await settle('not-sent', words)
}

function dailyWords(daily: readonly Told[]): string {
  return daily.length > 0 ? `in the daily mail of ${daily.map(person => person.email).join(', ')}` : ''
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
