import Big from 'big.js'
import type { InvoiceStatus } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { refreshPurchaseOrder } from '../purchase-orders/refresh.ts'
import { type LockedInvoice, lockInvoice } from './lock.ts'
import { type Match, matchInvoice } from './match.ts'
import { matchInputOf } from './match-input.ts'
import { payableText } from './money.ts'
import { invoicePolicyOf } from './policy.ts'
import { rematchInvoices } from './rematch.ts'
import { isSettled, setStatus } from './set-status.ts'
import { storeCounts } from './store-counts.ts'
import { storeFindings } from './store-findings.ts'

/**
 * Matches an invoice with its purchase orders and what was shipped on them, counts what is covered, raises or settles exceptions, and
 * approves what is clean where the partnership says so. Run again it gives the same; an invoice already approved or void is left alone.
 * The handler of `match-invoice`. Throws `not-found`.
 */
export async function reconcileInvoice(
  work: Work,
  command: { retailerId: string; invoiceId: string },
): Promise<InvoiceStatus> {
  const held = await lockInvoice(work, command.retailerId, command.invoiceId)
  if (isSettled(held.invoice.status)) return held.invoice.status
  const match = matchInvoice(await matchInputOf(work, held))
  const moved = await storeCounts(work, held, match)
  await storeFindings(work, held, match.findings)
  const status = await storeResult(work, held, match)
  await refreshOrders(work, held)
  if (moved) await rematchOthers(work, held)
  return status
}

/** Brings the status of the invoice's purchase orders up to date. */
export async function refreshOrders(work: Work, { invoice, orders }: LockedInvoice): Promise<void> {
  for (const order of orders) {
    await refreshPurchaseOrder(work, { retailerId: invoice.retailerId, purchaseOrderId: order.id })
  }
}

/** What an invoice counts makes room for credit memos, and the other way round. */
async function rematchOthers(work: Work, { invoice, orders }: LockedInvoice): Promise<void> {
  const type = invoice.type === 'invoice' ? 'credit-memo' : 'invoice'
  const purchaseOrderIds = orders.map(order => order.id)
  await rematchInvoices(work, { retailerId: invoice.retailerId, purchaseOrderIds, type })
}

async function storeResult(work: Work, held: LockedInvoice, match: Match): Promise<InvoiceStatus> {
  const { status } = match
  const { invoice, orders } = held
  const purchaseOrderId = orders[0]?.id ?? null
  const approves = approvesAutomatically(held, match)
  if (status === invoice.status && purchaseOrderId === invoice.purchaseOrderId && !approves) return status
  const data = { status, payable: match.payable, findings: told(match.findings), tolerated: told(match.tolerated) }
  await setStatus(work, held, { status, purchaseOrderId, matchedAt: work.now }, { type: eventTypes[status], data })
  if (!approves) return status
  const payable = payableText(invoice.total)
  await setStatus(
    { ...work, actor: 'system' },
    held,
    { status: 'approved', payable, approvedAt: work.now, approvedBy: 'system' },
    { type: 'invoice.approved', data: { payable, automatically: true } },
  )
  return 'approved'
}

const eventTypes = {
  matched: 'invoice.matched',
  'within-tolerance': 'invoice.matched',
  exception: 'invoice.stopped',
  waiting: 'invoice.put-on-hold',
} as const

function approvesAutomatically({ invoice, partnership }: LockedInvoice, { status }: Match): boolean {
  const policy = invoicePolicyOf(partnership.settings)
  if (status !== 'matched' && status !== 'within-tolerance') return false
  return policy.approveAutomatically && (!policy.approveUpTo || new Big(invoice.total).lte(policy.approveUpTo))
}

function told(findings: Match['findings']) {
  return findings.map(({ kind, expected, actual, atStake, summary }) => ({ kind, expected, actual, atStake, summary }))
}
