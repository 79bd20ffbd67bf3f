import type { Work } from '../../db/work.ts'

/**
 * What an accountant can decide about an invoice that did not match: pay all of it, pay what matched, wait for the goods, or pay nothing.
 */
export const invoiceResolutions = ['approve', 'short-pay', 'wait', 'void'] as const
export type InvoiceResolution = (typeof invoiceResolutions)[number]

export interface ResolveInvoice {
  retailerId: string
  invoiceId: string
  resolution: InvoiceResolution
  /** Why: kept in the history, and asked for by everything but waiting. */
  reason: string
}

/** Carries out an accountant's decision and closes the invoice's exceptions with it. Who may do so is the caller's to check. */
export async function resolveInvoice(_work: Work, _command: ResolveInvoice): Promise<void> {
  throw new Error('resolveInvoice is being built')
}
