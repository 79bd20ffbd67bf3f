import { isDeepStrictEqual } from 'node:util'
import { and, desc, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { purchaseOrderChanges } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { PurchaseOrderChangeAcknowledgment } from '../../translators/documents/index.ts'
import { hasErrors } from '../../translators/issue.ts'
import { applied, businessIssue, duplicate, type Outcome, rejected } from '../outcome.ts'
import { addedLines } from './added-line.ts'
import { answerChange } from './answer-change.ts'
import type { ChangeRequest } from './change.ts'
import { findPurchaseOrder } from './find.ts'
import { unknownPurchaseOrder } from './issues.ts'
import { loadLines } from './load-lines.ts'
import { lockPurchaseOrder, type PurchaseOrderRow } from './lock.ts'
import { planChangeAnswer, planWishes } from './plan-change.ts'
import { openChange, requestChange } from './request-change.ts'

export interface ReceiveChangeAcknowledgment {
  retailerId: string
  partnershipId: string
  acknowledgment: PurchaseOrderChangeAcknowledgment
  /** The document that it came in. */
  documentId?: string
}

/**
 * Applies what a supplier says about changes of an order (X12 865), by whatever way it came: its answer to a change that the retailer asked for, or a change that it asks for
 * itself, which then waits for the retailer. The same again is a `duplicate`. An unknown order, line or change refuses the whole.
 */
export async function receiveChangeAcknowledgment(work: Work, command: ReceiveChangeAcknowledgment): Promise<Outcome> {
  const { retailerId, partnershipId, acknowledgment } = command
  const number = acknowledgment.purchaseOrderNumber
  const found = await findPurchaseOrder(work, { retailerId, partnershipId, number })
  if (!found) return rejected(unknownPurchaseOrder(number, 'purchaseOrderNumber'))
  const order = (await lockPurchaseOrder(work, retailerId, found))!
  return acknowledgment.purpose === 'answer'
    ? await receiveAnswer(work, command, order)
    : await receiveRequest(work, command, order)
}

async function receiveAnswer(
  work: Work,
  { retailerId, acknowledgment, documentId }: ReceiveChangeAcknowledgment,
  order: PurchaseOrderRow,
): Promise<Outcome> {
  const change = await changeMeant(work, order, acknowledgment.sequence)
  if (!change) {
    const message = `No change was asked for of ${order.number} that this could answer.`
    return rejected(businessIssue('unknown-change', message, 'sequence', acknowledgment.sequence?.toString()))
  }
  // The supplier confirms what the retailer has answered: it says nothing new.
  if (change.askedBy === 'supplier') return duplicate(change.id)
  const lines = await loadLines(work, retailerId, [order.id])
  const request = change.request as ChangeRequest
  const all = [...lines, ...addedLines(request.wishes)]
  const { answer, issues } = planChangeAnswer(acknowledgment, all, request)
  if (hasErrors(issues)) return rejected(...issues)
  if (!answer) return applied(change.id, issues)
  const outcome = await answerChange(work, {
    retailerId,
    purchaseOrderId: order.id,
    sequence: change.sequence,
    answeredBy: 'supplier',
    answer,
    ...(documentId && { documentId }),
  })
  return { ...outcome, issues: [...issues, ...outcome.issues] }
}

/** The change with the number that the answer gives; without one, the retailer's that is open, else the last. */
async function changeMeant(work: Work, order: PurchaseOrderRow, sequence: number | undefined) {
  const rows = await work.tx
    .select()
    .from(purchaseOrderChanges)
    .where(
      and(eq(purchaseOrderChanges.retailerId, order.retailerId), eq(purchaseOrderChanges.purchaseOrderId, order.id)),
    )
    .orderBy(desc(purchaseOrderChanges.sequence))
  if (sequence !== undefined) return rows.find(row => row.sequence === sequence)
  const asked = rows.filter(row => row.askedBy === 'retailer')
  return asked.find(row => row.status === 'requested') ?? asked[0]
}

async function receiveRequest(
  work: Work,
  { retailerId, acknowledgment, documentId }: ReceiveChangeAcknowledgment,
  order: PurchaseOrderRow,
): Promise<Outcome> {
  const lines = await loadLines(work, retailerId, [order.id])
  const { wishes, issues } = planWishes(acknowledgment, lines)
  if (hasErrors(issues)) return rejected(...issues)
  const open = await openChange(work, order)
  if (open?.askedBy === 'supplier' && isDeepStrictEqual((open.request as ChangeRequest).wishes, wishes))
    return duplicate(open.id)
  const reason = (acknowledgment.notes ?? []).join(' ')
  try {
    const stored = await requestChange(work, {
      retailerId,
      purchaseOrderId: order.id,
      askedBy: 'supplier',
      wishes,
      afterwards: 'reroute',
      reason,
      ...(documentId && { documentId }),
    })
    return applied(stored.changeId, issues)
  } catch (error) {
    // It was refused before anything was written.
    if (error instanceof ApplicationError) return rejected(businessIssue(error.code, error.message, 'lines'))
    throw error
  }
}
