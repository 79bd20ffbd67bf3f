import type { Work } from '../../db/work.ts'
import { businessDateIn } from '../../partners/calendars/business-date.ts'
import type { PurchaseOrderChange } from '../../translators/documents/index.ts'
import { queueDocument } from '../documents/queue.ts'
import { type ChangeRequest, changedLines, leavesNothing, statedLine, type Wish } from './change.ts'
import type { LoadedLine } from './load-lines.ts'
import type { PurchaseOrderRow } from './lock.ts'
import { loadTerms } from './trading-terms.ts'

/** What a document about a change says besides its order. */
interface ChangeContent {
  sequence: number
  wishes: readonly Wish[]
  notes?: readonly string[]
}

/** Queues the document that tells the supplier of a wish. `lines` are as they stand before it. */
export async function sendChange(
  work: Work,
  order: PurchaseOrderRow,
  lines: readonly LoadedLine[],
  { sequence, wishes, notes = [] }: ChangeContent,
): Promise<void> {
  const dates = wishes.flatMap(wish => wish.shipDate ?? []).sort()
  await queueChange(work, order, {
    purpose: leavesNothing(wishes, lines) ? 'cancellation' : 'change',
    sequence,
    ...(dates.length > 0 && { shipNotAfter: dates.at(-1)! }),
    ...notesOf(notes),
    lines: changedLines(wishes, lines),
  })
}

/** Queues the document that answers a supplier's wish: what was granted as changes, and lines of which something was refused as they stand. `lines` are as they stood before. */
export async function sendDecision(
  work: Work,
  order: PurchaseOrderRow,
  lines: readonly LoadedLine[],
  decision: { sequence: number; request: ChangeRequest; granted: readonly Wish[]; note: string | undefined },
): Promise<void> {
  const { sequence, request, granted, note } = decision
  const refused = request.wishes.filter(({ lineNumber }) => !granted.some(wish => wish.lineNumber === lineNumber))
  const standing = refused.flatMap(({ lineNumber }) => statedLine(lines.find(line => line.lineNumber === lineNumber)!))
  const told = granted.length === 0 ? 'refused' : refused.length === 0 ? 'agreed' : 'agreed in part'
  await queueChange(work, order, {
    purpose: granted.length > 0 && leavesNothing(granted, lines) ? 'cancellation' : 'change',
    sequence,
    ...notesOf([`Your request is ${told}.`, ...(note ? [note] : [])]),
    lines: [...changedLines(granted, lines), ...standing],
  })
}

/** A note holds at most 264 characters. */
function notesOf(notes: readonly string[]): Pick<PurchaseOrderChange, 'notes'> {
  const some = notes.map(note => note.trim().slice(0, 264)).filter(note => note !== '')
  return some.length > 0 ? { notes: some } : {}
}

async function queueChange(
  work: Work,
  order: PurchaseOrderRow,
  content: Omit<PurchaseOrderChange, 'kind' | 'purchaseOrderNumber' | 'purchaseOrderDate' | 'date' | 'currency'>,
): Promise<void> {
  const { retailerId, number } = order
  const { timeZone } = await loadTerms(work, retailerId, order.partnershipId!)
  await queueDocument(work, {
    retailerId,
    partnershipId: order.partnershipId!,
    key: `purchase-order-change:${number}:${content.sequence}`,
    content: {
      kind: 'purchase-order-change',
      purchaseOrderNumber: number,
      purchaseOrderDate: order.orderDate,
      date: businessDateIn(timeZone, work.now),
      currency: order.currency,
      ...content,
    },
    purchaseOrderId: order.id,
  })
}
