import { z } from 'zod'
import {
  allowanceOrCharge,
  businessDate,
  carrier,
  currency,
  decimal,
  documentNumber,
  lineNumber,
  party,
  positiveDecimal,
  productIds,
  reference,
  terms,
  unit,
} from './common.ts'

/** One line of a purchase order. `unitPrice` is the agreed cost per `unit`, in the order's currency. */
export const purchaseOrderLine = z.object({
  lineNumber,
  ids: productIds,
  description: z.string().min(1).max(264).optional(),
  quantity: positiveDecimal,
  unit,
  unitPrice: decimal,
  retailPrice: decimal.optional().describe('What the customer paid per unit, for the packing slip.'),
  requestedShipDate: businessDate.optional(),
  notes: z.array(z.string().min(1).max(264)).optional(),
})
export type PurchaseOrderLine = z.infer<typeof purchaseOrderLine>

/** An order from the retailer to a supplier (X12 850). For dropshipping `shipTo` is the customer. */
export const purchaseOrder = z.object({
  kind: z.literal('purchase-order'),
  purpose: z.enum(['original', 'duplicate', 'replacement', 'cancellation']).default('original'),
  type: z.enum(['drop-ship', 'stand-alone', 'replenishment']).default('drop-ship'),
  number: documentNumber,
  date: businessDate,
  currency,
  customerOrderNumber: documentNumber.optional().describe('The customer’s order number at the retailer (REF*CO).'),
  buyer: party.optional(),
  supplier: party.optional(),
  shipTo: party,
  billTo: party.optional(),
  carrier: carrier.optional(),
  shipNotBefore: businessDate.optional(),
  shipNotAfter: businessDate.optional(),
  cancelAfter: businessDate.optional(),
  terms: terms.optional(),
  references: z.array(reference).optional(),
  notes: z.array(z.string().min(1).max(264)).optional(),
  allowancesAndCharges: z.array(allowanceOrCharge).optional(),
  lines: z.array(purchaseOrderLine).min(1),
})
export type PurchaseOrder = z.infer<typeof purchaseOrder>
