import { and, eq } from 'drizzle-orm'
import { documents } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { settleReceipts } from '../../engine/deadlines/settle.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { applied, businessIssue, duplicate, type Outcome, rejected } from '../../engine/outcome.ts'
import { lockPurchaseOrder } from '../../engine/purchase-orders/lock.ts'
import { refreshPurchaseOrder } from '../../engine/purchase-orders/refresh.ts'
import type { FunctionalAcknowledgment, SetAnswer } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { plainNumber, refusalsOf } from '../../translators/x12/index.ts'

type StoredDocument = typeof documents.$inferSelect

/** What a partner's 997 says of documents that we sent: read, or refused with the place of each error. */
export async function applyFunctionalAcknowledgment(
  work: Work,
  command: { retailerId: string; partnershipId: string; documentId: string; acknowledgment: FunctionalAcknowledgment },
): Promise<Outcome> {
  const { retailerId, partnershipId, acknowledgment } = command
  const group = await work.tx
    .select()
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, retailerId),
        eq(documents.partnershipId, partnershipId),
        eq(documents.direction, 'out'),
        eq(documents.functionalId, acknowledgment.functionalId),
        eq(documents.groupNumber, plainNumber(acknowledgment.groupControlNumber)),
      ),
    )
    .for('update')
  if (group.length === 0) return rejected(unknownGroup(acknowledgment))
  const open = group.filter(document => document.status === 'rendered')
  for (const document of open) await settle(work, document, answerFor(acknowledgment, document.setNumber ?? ''))
  await refreshOrders(work, retailerId, open)
  return open.length > 0 ? applied(command.documentId) : duplicate(command.documentId)
}

/** The answer was awaited by a deadline of its order. */
async function refreshOrders(work: Work, retailerId: string, settled: readonly StoredDocument[]): Promise<void> {
  const ids = new Set(settled.flatMap(document => document.purchaseOrderId ?? []))
  for (const purchaseOrderId of [...ids].toSorted()) {
    const order = await lockPurchaseOrder(work, retailerId, purchaseOrderId)
    if (order) await refreshPurchaseOrder(work, { retailerId, purchaseOrderId })
  }
  const alone = settled.filter(document => document.purchaseOrderId === null)
  await settleReceipts(
    work,
    retailerId,
    alone.map(document => document.id),
  )
}

/** A group answered as a whole names no sets; a group in part accepted names at least those that it refuses. */
function answerFor(
  acknowledgment: FunctionalAcknowledgment,
  setNumber: string,
): Pick<SetAnswer, 'status'> & Partial<SetAnswer> {
  const named = acknowledgment.sets.find(set => plainNumber(set.controlNumber) === setNumber)
  return named ?? { status: acknowledgment.status === 'rejected' ? 'rejected' : 'accepted' }
}

async function settle(work: Work, document: StoredDocument, answer: ReturnType<typeof answerFor>): Promise<void> {
  const refused = answer.status === 'rejected'
  const found = refusalsOf({ codes: answer.codes ?? [], segments: answer.segments ?? [] })
  await work.tx
    .update(documents)
    .set({
      status: refused ? 'refused' : 'acknowledged',
      settledAt: work.now,
      issues: [...(document.issues as Issue[]), ...found],
    })
    .where(and(eq(documents.retailerId, document.retailerId), eq(documents.id, document.id)))
  if (!refused) return
  await raiseException(work, {
    retailerId: document.retailerId,
    kind: 'rejected-by-partner',
    key: `rejected-by-partner:${document.id}`,
    partnershipId: document.partnershipId,
    purchaseOrderId: document.purchaseOrderId,
    messageId: document.messageId,
    documentId: document.id,
    expected: 'accepted',
    actual: answer.codes?.join(', ') || 'rejected',
    summary: `${document.kind.replaceAll('-', ' ')} ${document.number} was refused by the partner’s 997${told(found)}.`,
  })
}

function told(found: readonly Issue[]): string {
  const most = 5
  const more = found.length > most ? ` and ${found.length - most} more` : ''
  const first = found.slice(0, most).map(({ message, at, value }) => {
    const place = at.position === undefined ? '' : ` in segment ${at.position}`
    return `${message.replace(/\.$/, '')}${place}${value ? `, “${value}”` : ''}`
  })
  return first.length > 0 ? `: ${first.join('; ')}${more}` : ''
}

function unknownGroup(acknowledgment: FunctionalAcknowledgment) {
  return businessIssue(
    'unknown-group',
    `The 997 answers group ${acknowledgment.groupControlNumber} (${acknowledgment.functionalId}), which we never sent to this partner.`,
    'groupControlNumber',
    acknowledgment.groupControlNumber,
  )
}
