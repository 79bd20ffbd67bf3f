import { type NotificationKind, notifications } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

/** Something to be told by mail. */
export interface NewNotification {
  retailerId: string
  /** Null for what concerns the retailer alone. */
  partnershipId: string | null
  /** What people choose by, whether they are told. */
  kind: NotificationKind
  audience: 'retailer' | 'supplier'
  subject: string
  body: string
  /** What it is about, one record each, all with the same headings in the same sequence: leaves as a CSV file with the mail. */
  rows: Record<string, string>[]
}

/** Stores what is to be told, with the job that sends it. */
export async function notify(work: Work, notification: NewNotification): Promise<void> {
  const id = work.newId()
  const headings = Object.keys(notification.rows[0] ?? {})
  await work.tx.insert(notifications).values({ ...notification, headings, id, status: 'queued', createdAt: work.now })
  await work.enqueue('send-notification', { retailerId: notification.retailerId, notificationId: id })
}
