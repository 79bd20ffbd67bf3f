import { and, asc, eq } from 'drizzle-orm'
import { documents } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { PurchaseOrderChange } from '../../translators/documents/index.ts'
import { notify } from '../deadlines/notify.ts'

/** Tells a supplier's people at once of the changes and cancellations that a message has brought into the portal: goods may be about to leave. Who hears of new orders hears of them. */
export async function tellOrderChanges(
  work: Work,
  { retailerId, partnershipId, messageId }: { retailerId: string; partnershipId: string; messageId: string },
): Promise<void> {
  const rows = await work.tx
    .select({ content: documents.content })
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, retailerId),
        eq(documents.messageId, messageId),
        eq(documents.kind, 'purchase-order-change'),
      ),
    )
    .orderBy(asc(documents.id))
  const changes = rows.map(row => row.content as PurchaseOrderChange)
  const [first] = changes
  if (!first) return
  const what = first.purpose === 'cancellation' ? 'Cancellation' : 'Change'
  const subject = `${what} of purchase order ${first.purchaseOrderNumber}`
  await notify(work, {
    kind: 'new-orders',
    retailerId,
    partnershipId,
    audience: 'supplier',
    subject: changes.length === 1 ? subject : `${changes.length} changes of purchase orders`,
    body: 'The purchase order’s page in the portal says what is asked or has changed. Please answer there what waits for you.',
    rows: changes.map(({ purchaseOrderNumber, sequence, purpose, notes }) => ({
      Order: purchaseOrderNumber,
      Change: String(sequence),
      What: purpose,
      Note: (notes ?? []).join(' '),
    })),
  })
}
