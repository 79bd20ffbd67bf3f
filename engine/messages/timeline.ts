import { messageEvents } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

/** Everything that can be told of a message on its way. */
export type MessageEventKind =
  | 'received'
  | 'repeated'
  | 'read'
  | 'refused'
  | 'document-applied'
  | 'document-duplicate'
  | 'document-rejected'
  | 'rendered'
  | 'attempted'
  | 'sent'
  | 'confirmed'
  | 'failed'
  | 'resent'
  | 'interchange-answered'
  | 'application-answered'

/** Adds a line to a message's timeline. */
export async function addMessageEvent(
  work: Work,
  retailerId: string,
  messageId: string,
  kind: MessageEventKind,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await work.tx.insert(messageEvents).values({ retailerId, id: work.newId(), messageId, kind, detail, at: work.now })
}
