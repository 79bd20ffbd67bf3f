import { z } from 'zod'
import { businessDate, currency, decimal, documentNumber, party, positiveDecimal, reference } from './common.ts'

/** What was added to a payment or, where `amount` is negative, taken off it (X12 ADX). */
export const remittanceAdjustment = z.object({
  amount: decimal,
  /** pricing, not-received, returned, freight …, or the X12 426 code. */
  reason: z.string().min(1).max(40),
  /** The claim, return or debit memo that it settles. */
  reference: reference.omit({ description: true }).optional(),
  description: z.string().min(1).max(80).optional(),
})
export type RemittanceAdjustment = z.infer<typeof remittanceAdjustment>

/** What one invoice or credit memo gets of a payment (X12 RMR). */
export const remittedInvoice = z.object({
  /** invoice, credit-memo, debit-memo, purchase-order, or the X12 128 code. */
  type: z.string().min(1).max(40).default('invoice'),
  number: documentNumber,
  date: businessDate.optional(),
  purchaseOrderNumber: documentNumber.optional(),
  /** What is paid of it; negative where it lowers the payment, as a credit memo does. */
  paid: decimal,
  /** What it came to, before discount and adjustments. */
  gross: decimal.optional(),
  /** The discount taken for paying early. */
  discount: positiveDecimal.optional(),
  adjustments: z.array(remittanceAdjustment).optional(),
  references: z.array(reference).optional(),
})
export type RemittedInvoice = z.infer<typeof remittedInvoice>

/** What a payment is for, invoice by invoice (X12 820). `total` is the sum of what is paid and of the adjustments that belong to no invoice. */
export const remittanceAdvice = z.object({
  kind: z.literal('remittance-advice'),
  /** The payment's trace number: of the transfer or the check (TRN02). */
  number: documentNumber,
  /** The day on which the money moves (BPR16). */
  date: businessDate,
  /** Whether the set only tells of a payment, or goes to the bank and makes it (X12 305). */
  handling: z.enum(['advice-only', 'with-payment']).default('advice-only'),
  /** ach, check, wire, none, or the X12 591 code. */
  method: z.string().min(1).max(40),
  currency,
  total: positiveDecimal,
  payer: party.optional(),
  payee: party.optional(),
  references: z.array(reference).optional(),
  invoices: z.array(remittedInvoice),
  /** What belongs to no one invoice: charge-backs, allowances by agreement. */
  adjustments: z.array(remittanceAdjustment).optional(),
})
export type RemittanceAdvice = z.infer<typeof remittanceAdvice>
