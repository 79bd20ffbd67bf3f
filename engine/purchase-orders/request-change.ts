import { and, desc, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { purchaseOrderChanges } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { raiseException } from '../exceptions/raise.ts'
import { withAdded } from './added-line.ts'
import {
  type Afterwards,
  type ChangeAnswer,
  type ChangeRequest,
  leavesNothing,
  plainWish,
  stakeOf,
  type Wish,
  wishWords,
} from './change.ts'
import { faultsOf } from './change-faults.ts'
import { findAdded } from './find-added.ts'
import { liveOf } from './line.ts'
import { type LoadedLine, loadLines } from './load-lines.ts'
import { lockPurchaseOrder, type PurchaseOrderRow } from './lock.ts'
import { sendChange } from './send-change.ts'

export interface RequestChange {
  retailerId: string
  purchaseOrderId: string
  askedBy: 'retailer' | 'supplier'
  wishes: Wish[]
  afterwards: Afterwards
  reason: string
  /** The document that it came in, where it came in one. */
  documentId?: string
}

/**
 * Asks the other side to change or cancel lines of an order already sent. Nothing changes until it agrees (`answerChange`); a retailer's wish leaves
 * as a document, a supplier's goes before a person. Throws `wrong-state` while an earlier wish is open or for a warehouse's order, `invalid-input` naming `wishes[i].field`.
 */
export async function requestChange(
  work: Work,
  command: RequestChange,
): Promise<{ changeId: string; sequence: number }> {
  const { retailerId, purchaseOrderId, askedBy, afterwards, reason, documentId } = command
  const order = await lockPurchaseOrder(work, retailerId, purchaseOrderId)
  if (!order) throw new ApplicationError('not-found', 'There is no such purchase order.')
  if (!order.partnershipId)
    throw new ApplicationError('wrong-state', 'A warehouse’s order is changed at once, not asked for.')
  const open = await openChange(work, order)
  if (open) throw new ApplicationError('wrong-state', `Change ${open.sequence} of ${order.number} is still open.`)
  const lines = await loadLines(work, retailerId, [purchaseOrderId])
  if (command.wishes.some(wish => wish.add !== undefined)) refuseMore(order, askedBy)
  const { wishes, faults: unknown } = await findAdded(work, order, command.wishes)
  const faults = { ...unknown, ...faultsOf(wishes, lines) }
  if (Object.keys(faults).length > 0) {
    throw new ApplicationError('invalid-input', Object.values(faults).join(' '), faults)
  }
  const request = { wishes: wishes.map(wish => withStanding(wish, lines)), afterwards, reason }
  const stored = await storeChange(work, order, lines, { askedBy, request, documentId })
  if (askedBy === 'retailer') await sendChange(work, order, lines, { ...stored, wishes, notes: [reason] })
  else await raiseRequested(work, order, lines, stored.changeId, { wishes, reason, documentId })
  const subject = {
    orderId: order.orderId,
    purchaseOrderId,
    partnershipId: order.partnershipId,
    documentId: documentId ?? null,
  }
  const data = { number: order.number, sequence: stored.sequence, askedBy, wishes: wishes.map(plainWish), reason }
  await recordEvent(work, retailerId, 'purchase-order.change-requested', subject, data)
  return stored
}

function withStanding(wish: Wish, lines: readonly LoadedLine[]): Wish {
  const line = wish.add === undefined ? undefined : lines.find(one => one.lineNumber === wish.lineNumber)
  return line ? { ...wish, standing: liveOf(line).toFixed() } : wish
}

const allGone: ReadonlySet<string> = new Set(['shipped', 'partly-invoiced', 'invoiced', 'closed', 'cancelled'])

/** More is for the retailer to ask, and of an order of which something is still to come. */
function refuseMore({ number, status }: PurchaseOrderRow, askedBy: 'retailer' | 'supplier'): void {
  if (askedBy === 'supplier') throw new ApplicationError('wrong-state', 'A supplier cannot ask for more to be ordered.')
  if (!allGone.has(status)) return
  throw new ApplicationError('wrong-state', `Nothing of ${number} is still to ship: more of it is a new order.`)
}

/** The key of the exception that a supplier's wish is shown as. */
export const requestedKey = (changeId: string) => `change-requested:${changeId}`

async function raiseRequested(
  work: Work,
  order: PurchaseOrderRow,
  lines: readonly LoadedLine[],
  changeId: string,
  asked: { wishes: readonly Wish[]; reason: string; documentId: string | undefined },
): Promise<void> {
  const { retailerId, id: purchaseOrderId, orderId, partnershipId, number, currency } = order
  const wanted = asked.wishes.map(wish =>
    wishWords(wish, withAdded(lines, [wish]).find(line => line.lineNumber === wish.lineNumber)!),
  )
  const only =
    asked.wishes.length === 1 ? lines.find(line => line.lineNumber === asked.wishes[0]!.lineNumber) : undefined
  await raiseException(work, {
    retailerId,
    kind: 'change-requested',
    key: requestedKey(changeId),
    partnershipId,
    orderId,
    purchaseOrderId,
    purchaseOrderLineId: only?.id ?? null,
    documentId: asked.documentId ?? null,
    actual: wanted.join('; '),
    atStake: stakeOf(asked.wishes, lines).toFixed(2),
    currency,
    summary: `${number}: the supplier asks for ${wanted.join('; ')}. ${asked.reason}`.trim(),
  })
}

type ChangeRow = typeof purchaseOrderChanges.$inferSelect

/** The wish about an order that waits for its answer. */
export async function openChange(work: Work, order: PurchaseOrderRow): Promise<ChangeRow | undefined> {
  const [open] = await work.tx
    .select()
    .from(purchaseOrderChanges)
    .where(
      and(
        eq(purchaseOrderChanges.retailerId, order.retailerId),
        eq(purchaseOrderChanges.purchaseOrderId, order.id),
        eq(purchaseOrderChanges.status, 'requested'),
      ),
    )
  return open
}

async function nextSequence(work: Work, order: PurchaseOrderRow): Promise<number> {
  const [last] = await work.tx
    .select({ sequence: purchaseOrderChanges.sequence })
    .from(purchaseOrderChanges)
    .where(
      and(eq(purchaseOrderChanges.retailerId, order.retailerId), eq(purchaseOrderChanges.purchaseOrderId, order.id)),
    )
    .orderBy(desc(purchaseOrderChanges.sequence))
    .limit(1)
  return (last?.sequence ?? 0) + 1
}

/** Writes a wish down. With `agreed` it needs no answer: the partnership's terms give it. */
export async function storeChange(
  work: Work,
  order: PurchaseOrderRow,
  lines: readonly LoadedLine[],
  change: {
    askedBy: 'retailer' | 'supplier'
    request: ChangeRequest
    agreed?: boolean
    documentId?: string | undefined
  },
): Promise<{ changeId: string; sequence: number }> {
  const { askedBy, request, agreed = false, documentId } = change
  const changeId = work.newId()
  const sequence = await nextSequence(work, order)
  await work.tx.insert(purchaseOrderChanges).values({
    retailerId: order.retailerId,
    id: changeId,
    purchaseOrderId: order.id,
    sequence,
    kind: leavesNothing(request.wishes, lines) ? 'cancellation' : 'change',
    askedBy,
    status: agreed ? 'accepted' : 'requested',
    request,
    answer: agreed ? ({ outcome: 'accepted' } satisfies ChangeAnswer) : null,
    documentId: documentId ?? null,
    actor: work.actor,
    requestedAt: work.now,
    answeredAt: agreed ? work.now : null,
  })
  return { changeId, sequence }
}
