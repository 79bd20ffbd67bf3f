import { z } from 'zod'
import { businessDate, currency, documentNumber, lineNumber, party, positiveDecimal, reference } from './common.ts'
import { purchaseOrderLine } from './purchase-order.ts'

const changedTerms = purchaseOrderLine.partial({ ids: true, quantity: true, unit: true, unitPrice: true })

/** What happens to one line (X12 POC02): `change` states the line's new terms, those left out stay as they are; `cancel` takes the rest of it away. */
export const changedLine = z.discriminatedUnion('action', [
  z.object({ action: z.literal('add'), line: purchaseOrderLine }),
  z.object({ action: z.literal('change'), line: changedTerms }),
  z.object({ action: z.literal('cancel'), lineNumber, quantity: positiveDecimal.optional() }),
])
export type ChangedLine = z.infer<typeof changedLine>

/** The retailer asks to change or cancel an order already sent (X12 860); nothing changes until the supplier agrees. */
export const purchaseOrderChange = z.object({
  kind: z.literal('purchase-order-change'),
  purpose: z.enum(['change', 'cancellation']),
  purchaseOrderNumber: documentNumber,
  purchaseOrderDate: businessDate.optional(),
  sequence: z.int().min(1).describe('Number of the change within its order: 1, 2, …'),
  date: businessDate,
  currency: currency.optional(),
  shipTo: party.optional(),
  shipNotAfter: businessDate.optional(),
  references: z.array(reference).optional(),
  notes: z.array(z.string().min(1).max(264)).optional(),
  lines: z.array(changedLine),
})
export type PurchaseOrderChange = z.infer<typeof purchaseOrderChange>
