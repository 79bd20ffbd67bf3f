import { z } from 'zod'
import { businessDate, currency, decimal, documentNumber, party, positiveDecimal, reference } from './common.ts'

/** What was added to a payment or, where `amount` is negative, taken off it (X12 ADX). */
export const remittanceAdjustment = z.object({
  amount: decimal,
  reason: z.string().min(1).max(40).describe('pricing, not-received, returned, freight …, or the X12 426 code.'),
  reference: reference
    .omit({ description: true })
    .optional()
    .describe('The claim, return or debit memo that it settles.'),
  description: z.string().min(1).max(80).optional(),
})
export type RemittanceAdjustment = z.infer<typeof remittanceAdjustment>

/** What one invoice or credit memo gets of a payment (X12 RMR). */
export const remittedInvoice = z.object({
  type: z
    .string()
    .min(1)
    .max(40)
    .default('invoice')
    .describe('invoice, credit-memo, debit-memo, purchase-order, or the X12 128 code.'),
  number: documentNumber,
  date: businessDate.optional(),
  purchaseOrderNumber: documentNumber.optional(),
  paid: decimal.describe('What is paid of it; negative where it lowers the payment, as a credit memo does.'),
  gross: decimal.optional().describe('What it came to, before discount and adjustments.'),
  discount: positiveDecimal.optional().describe('The discount taken for paying early.'),
  adjustments: z.array(remittanceAdjustment).optional(),
  references: z.array(reference).optional(),
})
export type RemittedInvoice = z.infer<typeof remittedInvoice>

/** What a payment is for, invoice by invoice (X12 820). `total` is the sum of what is paid and of the adjustments that belong to no invoice. */
export const remittanceAdvice = z.object({
  kind: z.literal('remittance-advice'),
  number: documentNumber.describe('The payment’s trace number: of the transfer or the check (TRN02).'),
  date: businessDate.describe('The day on which the money moves (BPR16).'),
  handling: z
    .enum(['advice-only', 'with-payment'])
    .default('advice-only')
    .describe('Whether the set only tells of a payment, or goes to the bank and makes it (X12 305).'),
  method: z.string().min(1).max(40).describe('ach, check, wire, none, or the X12 591 code.'),
  currency,
  total: positiveDecimal,
  payer: party.optional(),
  payee: party.optional(),
  references: z.array(reference).optional(),
  invoices: z.array(remittedInvoice),
  adjustments: z
    .array(remittanceAdjustment)
    .optional()
    .describe('What belongs to no one invoice: charge-backs, allowances by agreement.'),
})
export type RemittanceAdvice = z.infer<typeof remittanceAdvice>
