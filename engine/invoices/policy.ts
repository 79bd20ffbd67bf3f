import { z } from 'zod'
import { positiveDecimal } from '../../translators/documents/index.ts'

/** How a partnership's invoices are treated: its `settings.invoicing`. */
export const invoicePolicy = z.object({
  /** Whether invoices that match, alone or within tolerance, are approved without a person. */
  approveAutomatically: z.boolean().default(true),
  /** … up to this total. */
  approveUpTo: positiveDecimal.optional(),
  /** How long an invoice may wait for its ship notice before a person looks at it. */
  waitDays: z.int().min(0).max(365).default(14),
})
export type InvoicePolicy = z.infer<typeof invoicePolicy>

/** The policy in a partnership's settings; what they do not say is the default. */
export function invoicePolicyOf(settings: Record<string, unknown>): InvoicePolicy {
  return invoicePolicy.parse(settings.invoicing ?? {})
}

/** The moment until which an invoice that is received, or told to wait, at `now` may wait. */
export function waitUntil(now: Date, policy: InvoicePolicy): Date {
  return new Date(now.getTime() + policy.waitDays * 86_400_000)
}
