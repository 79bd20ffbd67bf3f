import { and, eq } from 'drizzle-orm'
import { documents } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { applyCatalog } from '../../engine/catalogue/apply-catalog.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { applyInventory } from '../../engine/inventory/apply-advice.ts'
import { receiveInvoice } from '../../engine/invoices/receive.ts'
import { addMessageEvent } from '../../engine/messages/timeline.ts'
import { businessIssue, causeOf, type Outcome, rejected } from '../../engine/outcome.ts'
import { acknowledge } from '../../engine/purchase-orders/acknowledge.ts'
import { receiveChangeAcknowledgment } from '../../engine/purchase-orders/receive-change-acknowledgment.ts'
import { ship } from '../../engine/shipments/ship.ts'
import type { BusinessDocument } from '../../translators/documents/index.ts'
import { applyApplicationAdvice } from '../journal/apply-application-advice.ts'
import { applyFunctionalAcknowledgment } from '../journal/apply-functional-acknowledgment.ts'
import { applyTextMessage } from '../journal/apply-text-message.ts'
import { adviseRejection } from './advise.ts'
import type { JobContext } from './context.ts'
import { applyFeedMessage } from './feed-file.ts'
import { tellOfRefused } from './tell-of-refused.ts'

/** Applies one received document by the same command that the portal and the API call. Applied once, however often it is tried. */
export async function applyDocument(
  { hub }: JobContext,
  job: { retailerId: string; documentId: string },
): Promise<void> {
  const { retailerId, documentId } = job
  await hub.work('system', async work => {
    const [document] = await work.tx
      .select()
      .from(documents)
      .where(and(eq(documents.retailerId, retailerId), eq(documents.id, documentId)))
      .for('update')
    if (document?.status !== 'received' || !document.partnershipId) return
    const partner = { ...work, actor: `partner:${document.partnershipId}` }
    const issues = document.issues as Outcome['issues']
    const context = { retailerId, partnershipId: document.partnershipId, documentId, issues }
    const outcome = document.content
      ? await apply(partner, context, document.content as BusinessDocument)
      : await applyFeedMessage(hub, partner, context)
    await settleDocument(work, document, outcome)
  })
}

interface ApplyContext {
  retailerId: string
  partnershipId: string
  documentId: string
  /** What was found when it was read. */
  issues: Outcome['issues']
}

/** The command for each kind of document that a partner may send. */
function apply(work: Work, context: ApplyContext, document: BusinessDocument): Promise<Outcome> {
  switch (document.kind) {
    case 'purchase-order-acknowledgment':
      return acknowledge(work, { ...context, acknowledgment: document })
    case 'ship-notice':
      return ship(work, { ...context, notice: document })
    case 'inventory-advice':
      return applyInventory(work, { ...context, advice: document })
    case 'invoice':
      return receiveInvoice(work, { ...context, invoice: document })
    case 'functional-acknowledgment':
      return applyFunctionalAcknowledgment(work, { ...context, acknowledgment: document })
    case 'purchase-order-change-acknowledgment':
      return receiveChangeAcknowledgment(work, { ...context, acknowledgment: document })
    case 'application-advice':
      return applyApplicationAdvice(work, { ...context, advice: document })
    case 'text-message':
      return applyTextMessage(work, { ...context, text: document })
    case 'purchase-order':
    case 'purchase-order-change':
      return Promise.resolve(rejected(notForUs(document.kind)))
    case 'product-catalog':
      return applyCatalog(work, { ...context, catalog: document, leftOut: context.issues })
    case 'remittance-advice':
      return Promise.resolve(rejected(forAPerson(document.kind)))
  }
}

/** What the hub reads and keeps, and a person acts upon: the item in the console holds the document. */
function forAPerson(kind: string) {
  return businessIssue(
    'not-applied-by-itself',
    `A ${kind.replaceAll('-', ' ')} is not applied by itself: read it here and act upon it.`,
    'kind',
    kind,
  )
}

function notForUs(kind: string) {
  return businessIssue(
    'unexpected-document',
    `A supplier does not send a ${kind.replaceAll('-', ' ')}; this hub sends them.`,
    'kind',
    kind,
  )
}

type StoredDocument = typeof documents.$inferSelect

async function settleDocument(work: Work, document: StoredDocument, outcome: Outcome): Promise<void> {
  const { retailerId, id, messageId } = document
  const before = document.issues as Outcome['issues']
  await work.tx
    .update(documents)
    .set({ status: outcome.result, issues: [...before, ...outcome.issues], settledAt: work.now })
    .where(and(eq(documents.retailerId, retailerId), eq(documents.id, id)))
  if (messageId) {
    const detail = { kind: document.kind, number: document.number, documentId: id, issues: outcome.issues }
    await addMessageEvent(work, retailerId, messageId, `document-${outcome.result}`, detail)
  }
  if (outcome.result === 'rejected') {
    await raiseNotApplied(work, document, outcome)
    await adviseRejection(work, document, outcome.issues)
  }
  await tellOfRefused(work, document)
}

async function raiseNotApplied(work: Work, document: StoredDocument, outcome: Outcome): Promise<void> {
  const cause = causeOf(outcome)
  await raiseException(work, {
    retailerId: document.retailerId,
    kind: 'not-applied',
    key: `not-applied:${document.id}`,
    partnershipId: document.partnershipId,
    messageId: document.messageId,
    documentId: document.id,
    expected: cause?.expected ?? null,
    actual: cause?.value ?? null,
    summary: `${document.kind.replaceAll('-', ' ')} ${document.number} could not be applied: ${cause?.message ?? 'no reason was given.'}`,
  })
}
