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
  tax,
  terms,
  unit,
} from './common.ts'

export const invoiceLine = z.object({
  lineNumber: lineNumber
    .optional()
    .describe('The purchase order’s line number, where the supplier gives it; else the item ids decide.'),
  purchaseOrderNumber: documentNumber.optional(),
  ids: productIds.optional(),
  description: z.string().min(1).max(264).optional(),
  quantity: positiveDecimal,
  unit: unit.optional(),
  unitPrice: decimal,
  allowancesAndCharges: z.array(allowanceOrCharge).optional(),
  taxes: z.array(tax).optional(),
})
export type InvoiceLine = z.infer<typeof invoiceLine>

/**
 * What a supplier asks to be paid (X12 810). A credit memo is the same document with `type: 'credit-memo'`; its amounts are
 * positive and lower what is owed. `total` is what the supplier claims, and is checked against the lines.
 */
export const invoice = z.object({
  kind: z.literal('invoice'),
  type: z.enum(['invoice', 'credit-memo']).default('invoice'),
  number: documentNumber,
  date: businessDate,
  purchaseOrderNumber: documentNumber.optional(),
  purchaseOrderDate: businessDate.optional(),
  originalInvoiceNumber: documentNumber.optional().describe('Credit memos: the invoice that is credited.'),
  currency,
  supplier: party.optional().describe('Who bills; where the money goes stands in `remitTo`.'),
  billTo: party.optional().describe('Who is billed.'),
  remitTo: party.optional(),
  shipTo: party.optional(),
  terms: terms.optional(),
  shippedOn: businessDate.optional(),
  carrier: carrier.optional(),
  billOfLading: documentNumber.optional(),
  references: z.array(reference).optional(),
  lines: z.array(invoiceLine).min(1),
  allowancesAndCharges: z.array(allowanceOrCharge).optional(),
  taxes: z.array(tax).optional(),
  total: positiveDecimal,
})
export type Invoice = z.infer<typeof invoice>
