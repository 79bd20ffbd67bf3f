import { z } from 'zod'
import { businessDate, currency, decimal } from '../documents/index.ts'

/** One line of a bill. `amount` is what is owed for the line before tax; `quantity × unitAmount` need not equal it where a discount lies between. */
const billLine = z.object({
  /** The account as the accounting program names or numbers it. */
  account: z.string().min(1).max(120),
  description: z.string().max(4000).optional(),
  quantity: decimal,
  unitAmount: decimal,
  amount: decimal,
  taxAmount: decimal.optional(),
  /** The program's name of the tax, where it wants one: `Tax Exempt`. */
  taxType: z.string().max(60).optional(),
  purchaseOrderNumber: z.string().max(50).optional(),
  sku: z.string().max(80).optional(),
})
export type BillLine = z.infer<typeof billLine>

/** What the retailer owes a supplier by one approved invoice, as its books take it. A credit has `type: 'credit'` and amounts that are positive. */
export const bill = z.object({
  /** Unique for ever: the exported invoice's id, by which an accounting program knows a repeat. */
  externalId: z.string().min(1).max(60),
  type: z.enum(['bill', 'credit']).default('bill'),
  supplier: z.string().min(1).max(120),
  supplierEmail: z.string().max(120).optional(),
  number: z.string().min(1).max(50),
  date: businessDate,
  dueDate: businessDate,
  currency,
  terms: z.string().max(80).optional(),
  memo: z.string().max(4000).optional(),
  lines: z.array(billLine).min(1),
})
export type Bill = z.infer<typeof bill>
