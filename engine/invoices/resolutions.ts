import type { InvoiceStatus, RetailerRole } from '../../db/schema/index.ts'
import type { Authority } from './authority.ts'

/**
 * What can be decided about an invoice that did not match: pay all of it, pay what matched and take the rest off by a debit memo, pay all of some lines and what matched of
 * the others, wait for the goods, ask the supplier for a credit memo, dispute it with the supplier, or pay nothing.
 */
export const invoiceResolutions = ['approve', 'short-pay', 'by-line', 'wait', 'ask-credit', 'dispute', 'void'] as const
export type InvoiceResolution = (typeof invoiceResolutions)[number]

/** In which statuses each decision can be taken. */
const allowedIn: Readonly<Record<InvoiceResolution, readonly InvoiceStatus[]>> = {
  approve: ['matched', 'within-tolerance', 'exception', 'waiting', 'disputed'],
  'short-pay': ['exception', 'waiting', 'disputed'],
  'by-line': ['exception', 'waiting', 'disputed'],
  wait: ['exception'],
  'ask-credit': ['exception'],
  dispute: ['exception'],
  void: ['received', 'waiting', 'matched', 'within-tolerance', 'exception', 'disputed', 'approved'],
}

/** Decisions that move no money: who runs the operation may take them too. */
const questions: readonly InvoiceResolution[] = ['wait', 'ask-credit', 'dispute']

const allowedTo: Readonly<Record<RetailerRole, readonly InvoiceResolution[]>> = {
  admin: invoiceResolutions,
  accountant: invoiceResolutions,
  operations: questions,
  merchandiser: [],
  'read-only': [],
}

/** Whether somebody may take a decision at all. */
export function mayResolve(authority: Authority, resolution: InvoiceResolution): boolean {
  if (authority === 'system') return true
  // A program takes no decision that a person has to give reasons for.
  return authority === 'api' ? false : allowedTo[authority].includes(resolution)
}

/** Whether a decision fits the status. */
export function fitsStatus(status: InvoiceStatus, resolution: InvoiceResolution): boolean {
  return allowedIn[resolution].includes(status)
}

/** The decisions that somebody can take about an invoice of this status and type: what a page offers. */
export function resolutionsFor(
  { status, type }: { status: InvoiceStatus; type: 'invoice' | 'credit-memo' },
  authority: Authority = 'system',
): InvoiceResolution[] {
  return invoiceResolutions.filter(
    resolution =>
      fitsStatus(status, resolution) &&
      mayResolve(authority, resolution) &&
      !(resolution === 'ask-credit' && type === 'credit-memo'),
  )
}
