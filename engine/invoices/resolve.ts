import Big from 'big.js'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { type ExceptionKind, exceptions, purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { Authority } from './authority.ts'
import { withdrawBillBacks } from './bill-back.ts'
import { type ClaimRow, closeClaim, makeClaim } from './claims.ts'
import { type LockedInvoice, lockInvoice } from './lock.ts'
import { cents, sum } from './money.ts'
import { matchNow, payAll, payByLine, payMatched } from './pay.ts'
import { invoicePolicyOf, waitUntil } from './policy.ts'
import { refreshOrders } from './reconcile.ts'
import { rematchInvoices } from './rematch.ts'
import { fitsStatus, type InvoiceResolution, mayResolve } from './resolutions.ts'
import { setStatus } from './set-status.ts'
import type { Approval } from './sign.ts'
import { noCounts, storeCounts } from './store-counts.ts'
import { closeExceptions } from './store-findings.ts'

/** The kinds of exception that a later ship notice can settle. */
const settledByShipping: readonly ExceptionKind[] = ['not-shipped', 'quantity-over-shipped']

export interface ResolveInvoice {
  retailerId: string
  invoiceId: string
  resolution: InvoiceResolution
  /** Why: kept in the history, told the supplier where it is asked, and wanted by everything but waiting. */
  reason: string
  /** In what right; left out, the hub's own. */
  authority?: Authority
  /** With `by-line`: the ids of the lines and charges of which all is paid. */
  inFull?: readonly string[]
}

/**
 * Carries out a decision about an invoice. What is paid closes its exceptions; a question to the supplier leaves them open until it is answered. Beyond the limit of whoever
 * decides, a payment is `signed` and waits for a second person. Throws `not-found`, `not-allowed`, `invalid-input` without a reason, and `wrong-state` where the decision
 * does not fit.
 */
export async function resolveInvoice(work: Work, command: ResolveInvoice): Promise<Approval | 'done'> {
  const { retailerId, invoiceId, resolution, authority = 'system' } = command
  if (!mayResolve(authority, resolution)) {
    throw new ApplicationError('not-allowed', 'Your role does not include this decision.')
  }
  const reason = command.reason.trim()
  if (resolution !== 'wait' && !reason) {
    throw new ApplicationError('invalid-input', 'Please give a reason.', { reason: 'Please give a reason.' })
  }
  const held = await lockInvoice(work, retailerId, invoiceId)
  if (!fitsStatus(held.invoice.status, resolution)) {
    throw new ApplicationError('wrong-state', `An invoice that is ${held.invoice.status} cannot be resolved so.`)
  }
  const outcome = await decide(work, held, { ...command, reason, authority })
  await refreshOrders(work, [held])
  return outcome
}

async function decide(
  work: Work,
  held: LockedInvoice,
  { resolution, reason, authority, inFull }: ResolveInvoice & { authority: Authority },
): Promise<Approval | 'done'> {
  const grounds = { reason, authority }
  switch (resolution) {
    case 'approve':
      return await payAll(work, held, grounds)
    case 'short-pay':
      return await payMatched(work, held, grounds)
    case 'by-line':
      return await payByLine(work, held, new Set(inFull), grounds)
    case 'wait':
      await waitForGoods(work, held, reason)
      break
    case 'ask-credit':
    case 'dispute':
      await askSupplier(work, held, resolution, reason)
      break
    case 'void':
      await payNothing(work, held, reason)
  }
  return 'done'
}

async function waitForGoods(work: Work, held: LockedInvoice, reason: string): Promise<void> {
  const { retailerId, id } = held.invoice
  const open = await work.tx
    .select({ kind: exceptions.kind })
    .from(exceptions)
    .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.invoiceId, id), isNull(exceptions.resolvedAt)))
  const other = open.find(({ kind }) => !settledByShipping.includes(kind))
  if (other) throw new ApplicationError('wrong-state', `No shipment will settle its exception “${other.kind}”.`)
  await closeExceptions(work, held, 'wait', reason, settledByShipping)
  const until = waitUntil(work.now, invoicePolicyOf(held.partnership.settings))
  const data = { until: until.toISOString(), reason }
  await setStatus(work, held, { status: 'waiting', waitUntil: until }, { type: 'invoice.put-on-hold', data })
}

/** The invoice waits with its exceptions until the supplier answers, or until the retailer decides otherwise. */
async function askSupplier(
  work: Work,
  held: LockedInvoice,
  resolution: 'ask-credit' | 'dispute',
  reason: string,
): Promise<ClaimRow> {
  if (resolution === 'ask-credit' && held.invoice.type === 'credit-memo') {
    throw new ApplicationError('wrong-state', 'A credit memo is not credited: dispute it instead.')
  }
  const amount = await inQuestion(work, held)
  const kind = resolution === 'dispute' ? 'dispute' : 'credit-request'
  const claim = await makeClaim(work, held, { kind, amount, reason })
  const type = resolution === 'dispute' ? 'invoice.disputed' : 'invoice.credit-asked'
  const data = { claim: claim.number, amount, reason }
  await setStatus(work, held, { status: 'disputed', firstApproval: null }, { type, data })
  return claim
}

/** What is claimed beyond what matched; where all of it matched, as with other terms, what its exceptions put at stake. */
async function inQuestion(work: Work, held: LockedInvoice): Promise<string> {
  const match = await matchNow(work, held)
  const beyond = new Big(held.invoice.total).minus(match.payable)
  if (beyond.gt(0)) return cents(beyond).toFixed(2)
  return cents(sum(match.findings.map(found => new Big(found.atStake)))).toFixed(2)
}

async function payNothing(work: Work, held: LockedInvoice, reason: string): Promise<void> {
  const { retailerId, id } = held.invoice
  await refuseWhileCredited(work, held)
  const moved = await storeCounts(work, [{ held, counts: noCounts(held) }])
  await closeExceptions(work, held, 'void', reason)
  await closeClaim(work, held, 'withdrawn', { reason })
  await withdrawBillBacks(work, held, reason)
  const change = { status: 'void', voidReason: reason, payable: null, firstApproval: null } as const
  await setStatus(work, held, change, { type: 'invoice.voided', data: { reason } })
  const purchaseOrderIds = held.orders.map(order => order.id)
  // A credit memo that moved no goods held money that others may give back now.
  const makesRoom = moved.length > 0 || held.invoice.type === 'credit-memo'
  if (makesRoom) await rematchInvoices(work, { retailerId, purchaseOrderIds, except: id })
}

/** A credit memo cannot stand without the invoice that it credits. */
async function refuseWhileCredited(work: Work, { invoice, lines }: LockedInvoice): Promise<void> {
  const ids = [...new Set(lines.flatMap(line => line.purchaseOrderLineId ?? []))]
  if (invoice.type === 'credit-memo' || ids.length === 0) return
  const rows = await work.tx
    .select({ id: purchaseOrderLines.id, invoiced: purchaseOrderLines.invoiced, credited: purchaseOrderLines.credited })
    .from(purchaseOrderLines)
    .where(and(eq(purchaseOrderLines.retailerId, invoice.retailerId), inArray(purchaseOrderLines.id, ids)))
  for (const { id, invoiced, credited } of rows) {
    const own = sum(
      lines.filter(line => line.purchaseOrderLineId === id).map(line => new Big(line.countedInOrderUnits)),
    )
    if (new Big(invoiced).minus(own).lt(credited)) {
      throw new ApplicationError(
        'wrong-state',
        'A credit memo stands against this invoice: void the credit memo first.',
      )
    }
  }
}
