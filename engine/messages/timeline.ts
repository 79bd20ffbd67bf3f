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
  | 'read-again'
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
  await addMessageEvents(work, [{ retailerId, messageId, kind, detail }])
}

/** Adds lines to the timelines of messages, in one statement. */
export async function addMessageEvents(
  work: Work,
  events: readonly { retailerId: string; messageId: string; kind: MessageEventKind; detail: Record<string, unknown> }[],
): Promise<void> {
  if (events.length === 0) return
  await work.tx.insert(messageEvents).values(events.map(event => ({ ...event, id: work.newId(), at: work.now })))
}
