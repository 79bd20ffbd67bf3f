import { notifications } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { DeadlineMail } from './words.ts'

/** Something to be told by mail. */
export interface NewNotification extends DeadlineMail {
  retailerId: string
  /** Null for what concerns the retailer alone. */
  partnershipId: string | null
  audience: 'retailer' | 'supplier'
}

/** Stores what is to be told, with the job that sends it. */
export async function notify(work: Work, notification: NewNotification): Promise<void> {
  const id = work.newId()
  await work.tx.insert(notifications).values({ ...notification, id, status: 'queued', createdAt: work.now })
  await work.enqueue('send-notification', { retailerId: notification.retailerId, notificationId: id })
}
