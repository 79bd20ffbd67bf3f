import Big from 'big.js'
import type { InvoiceStatus } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { refreshPurchaseOrders } from '../purchase-orders/refresh.ts'
import { settleOverInvoiced } from '../shipments/over-invoiced.ts'
import { closeClaim } from './claims.ts'
import { creditClaims } from './credit-claims.ts'
import { Ledger } from './ledger.ts'
import { type LockedInvoice, lockInvoice, lockInvoices } from './lock.ts'
import { type Match, matchInvoice } from './match.ts'
import { payableText } from './money.ts'
import { invoicePolicyOf } from './policy.ts'
import { rematchInvoices } from './rematch.ts'
import { isSettled, type StatusChange, setStatuses } from './set-status.ts'
import { storeCounts } from './store-counts.ts'
import { storeFindings } from './store-findings.ts'

/** A locked invoice with the match that it came to. */
interface Matched {
  held: LockedInvoice
  match: Match
}

/**
 * Matches an invoice with its purchase orders and what was shipped on them, counts what is covered, raises or settles exceptions, and
 * approves what is clean where the partnership says so. Run again it gives the same; an invoice already approved or void is left alone.
 * The handler of `match-invoice`. Throws `not-found`.
 */
export async function reconcileInvoice(
  work: Work,
  { retailerId, invoiceId }: { retailerId: string; invoiceId: string },
): Promise<InvoiceStatus> {
  return (await reconcile(work, [await lockInvoice(work, retailerId, invoiceId)])).get(invoiceId)!
}

/**
 * The same for many invoices of a retailer at once, by the same decisions: however many they are, each step is one statement. They are matched in the order in which
 * they came. Returns the status of each by its id; unknown ids are left out.
 */
export async function reconcileInvoices(
  work: Work,
  { retailerId, invoiceIds }: { retailerId: string; invoiceIds: readonly string[] },
): Promise<Map<string, InvoiceStatus>> {
  return await reconcile(work, await lockInvoices(work, retailerId, invoiceIds))
}

async function reconcile(work: Work, all: readonly LockedInvoice[]): Promise<Map<string, InvoiceStatus>> {
  const statuses = new Map(all.map(({ invoice }) => [invoice.id, invoice.status]))
  const open = await withCreditedPaid(
    work,
    all.filter(({ invoice }) => !isSettled(invoice.status)),
  )
  if (open.length === 0) return statuses
  const { retailerId } = open[0]!.invoice
  const matched = matchInTurn(open, await Ledger.load(work.tx, retailerId, open), work.now)
  const moved = await storeCounts(
    work,
    matched.map(({ held, match }) => ({ held, counts: match })),
  )
  await storeFindings(
    work,
    matched.map(({ held, match }) => ({ held, findings: match.findings })),
  )
  const changes = matched.flatMap(one => changeOf(one, work.now) ?? [])
  await setStatuses(work, changes)
  for (const { held, change } of changes) {
    statuses.set(held.invoice.id, change.status)
    if (held.invoice.status === 'disputed') await closeClaim(work, held, 'settled', { reason: 'It matches now.' })
  }
  await refreshOrders(work, open)
  const credits = moved.filter(({ invoice }) => invoice.type === 'credit-memo')
  const credited = credits.flatMap(({ orders }) => orders.map(order => order.id))
  await settleOverInvoiced(work, retailerId, credited)
  await rematchOthers(work, retailerId, moved)
  return statuses
}

/** What a credit memo settles is paid first, since the memo draws on it; what was paid so is matched no more. */
async function withCreditedPaid(work: Work, open: readonly LockedInvoice[]): Promise<readonly LockedInvoice[]> {
  let paid = false
  for (const held of open) paid = (await creditClaims(work, held)) || paid
  if (!paid) return open
  const ids = open.map(({ invoice }) => invoice.id)
  const again = await lockInvoices(work, open[0]!.invoice.retailerId, ids)
  return again.filter(({ invoice }) => !isSettled(invoice.status))
}

/** Each invoice meets what those before it have counted. */
function matchInTurn(open: readonly LockedInvoice[], ledger: Ledger, now: Date): Matched[] {
  return open.map(held => {
    const match = matchInvoice(ledger.inputOf(held, now))
    ledger.note(held, match)
    return { held, match }
  })
}

/** Brings the status of the invoices' purchase orders up to date. */
export async function refreshOrders(work: Work, all: readonly LockedInvoice[]): Promise<void> {
  const purchaseOrderIds = [...new Set(all.flatMap(({ orders }) => orders.map(order => order.id)))]
  if (purchaseOrderIds.length === 0) return
  await refreshPurchaseOrders(work, { retailerId: all[0]!.invoice.retailerId, purchaseOrderIds })
}

/** What invoices count makes room for credit memos, and the other way round. */
async function rematchOthers(work: Work, retailerId: string, moved: readonly LockedInvoice[]): Promise<void> {
  for (const [type, other] of [
    ['invoice', 'credit-memo'],
    ['credit-memo', 'invoice'],
  ] as const) {
    const its = moved.filter(({ invoice }) => invoice.type === type)
    const purchaseOrderIds = [...new Set(its.flatMap(({ orders }) => orders.map(order => order.id)))]
    await rematchInvoices(work, { retailerId, purchaseOrderIds, type: other })
  }
}

/** What the match changes of an invoice's status; undefined where nothing. */
function changeOf({ held, match }: Matched, now: Date): StatusChange | undefined {
  const { status } = match
  const { invoice, orders } = held
  // The supplier was asked about it: only a match that is clean ends that.
  if (invoice.status === 'disputed' && (status === 'exception' || status === 'waiting')) return undefined
  const purchaseOrderId = orders[0]?.id ?? null
  const approves = approvesAutomatically(held, match)
  if (status === invoice.status && purchaseOrderId === invoice.purchaseOrderId && !approves) return undefined
  const data = { status, payable: match.payable, findings: told(match.findings), tolerated: told(match.tolerated) }
  const stored = { held, change: { status, purchaseOrderId, matchedAt: now, firstApproval: null } }
  const event = { type: eventTypes[status], data }
  if (!approves) return { ...stored, events: [event] }
  const payable = payableText(invoice.total)
  const approved = { type: 'invoice.approved', data: { payable, automatically: true }, actor: 'system' }
  const change = { ...stored.change, status: 'approved' as const, payable, approvedAt: now, approvedBy: 'system' }
  return { held, change, events: [event, approved] }
}

const eventTypes = {
  matched: 'invoice.matched',
  'within-tolerance': 'invoice.matched',
  exception: 'invoice.stopped',
  waiting: 'invoice.put-on-hold',
} as const

function approvesAutomatically({ invoice, partnership }: LockedInvoice, { status }: Match): boolean {
  if (status !== 'matched' && status !== 'within-tolerance') return false
  const policy = invoicePolicyOf(partnership.settings)
  return policy.approveAutomatically && (!policy.approveUpTo || new Big(invoice.total).lte(policy.approveUpTo))
}

function told(findings: Match['findings']) {
  return findings.map(({ kind, expected, actual, atStake, summary }) => ({ kind, expected, actual, atStake, summary }))
}
