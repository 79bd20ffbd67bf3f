import Big from 'big.js'
import { and, eq, isNull } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { type ExceptionKind, exceptions, type InvoiceStatus, purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { type LockedInvoice, lockInvoice } from './lock.ts'
import { type Match, matchInvoice } from './match.ts'
import { matchInputOf } from './match-input.ts'
import { least, payableText } from './money.ts'
import { invoicePolicyOf, waitUntil } from './policy.ts'
import { refreshOrders } from './reconcile.ts'
import { rematchInvoices } from './rematch.ts'
import { setStatus } from './set-status.ts'
import { type Counts, noCounts, storeCounts } from './store-counts.ts'
import { closeExceptions } from './store-findings.ts'

/**
 * What an accountant can decide about an invoice that did not match: pay all of it, pay what matched, wait for the goods, or pay nothing.
 */
export const invoiceResolutions = ['approve', 'short-pay', 'wait', 'void'] as const
export type InvoiceResolution = (typeof invoiceResolutions)[number]

/** In which statuses each decision can be taken. */
const allowedIn: Readonly<Record<InvoiceResolution, readonly InvoiceStatus[]>> = {
  approve: ['matched', 'within-tolerance', 'exception', 'waiting'],
  'short-pay': ['exception', 'waiting'],
  wait: ['exception'],
  void: ['received', 'waiting', 'matched', 'within-tolerance', 'exception', 'approved'],
}

/** The kinds of exception that a later ship notice can settle. */
const settledByShipping: readonly ExceptionKind[] = ['not-shipped', 'quantity-over-shipped']

/** The decisions that can be taken about an invoice of this status: what a page offers. */
export function resolutionsFor(status: InvoiceStatus): InvoiceResolution[] {
  return invoiceResolutions.filter(resolution => allowedIn[resolution].includes(status))
}

export interface ResolveInvoice {
  retailerId: string
  invoiceId: string
  resolution: InvoiceResolution
  /** Why: kept in the history, and asked for by everything but waiting. */
  reason: string
}

/**
 * Carries out an accountant's decision and closes the invoice's exceptions with it. Throws `not-found`, `invalid-input` without a reason, and
 * `wrong-state` where the decision does not fit. Who may do so is the caller's to check.
 */
export async function resolveInvoice(work: Work, command: ResolveInvoice): Promise<void> {
  const { retailerId, invoiceId, resolution } = command
  const reason = command.reason.trim()
  if (resolution !== 'wait' && !reason) {
    throw new ApplicationError('invalid-input', 'Please give a reason.', { reason: 'Please give a reason.' })
  }
  const held = await lockInvoice(work, retailerId, invoiceId)
  if (!allowedIn[resolution].includes(held.invoice.status)) {
    throw new ApplicationError('wrong-state', `An invoice that is ${held.invoice.status} cannot be resolved so.`)
  }
  await decisions[resolution](work, held, reason)
  await refreshOrders(work, held)
}

const decisions: Record<InvoiceResolution, (work: Work, held: LockedInvoice, reason: string) => Promise<void>> = {
  approve: payAll,
  'short-pay': payMatched,
  wait: waitForGoods,
  void: payNothing,
}

async function payAll(work: Work, held: LockedInvoice, reason: string): Promise<void> {
  const match = matchInvoice({ ...(await matchInputOf(work, held)), asBilled: true })
  const payableOf = new Map([...held.lines, ...held.charges].map(part => [part.id, part.amount]))
  const counts: Counts = {
    lines: match.lines.map(line => ({ ...line, payable: payableOf.get(line.lineId)! })),
    charges: match.charges.map(charge => ({ ...charge, payable: payableOf.get(charge.chargeId)! })),
  }
  await pay(work, held, counts, payableText(held.invoice.total), {
    resolution: 'approve',
    reason,
    type: 'invoice.approved',
  })
}

async function payMatched(work: Work, held: LockedInvoice, reason: string): Promise<void> {
  const match = matchInvoice(await matchInputOf(work, held))
  const payable = matchedPart(match, held)
  await pay(work, held, match, payable, { resolution: 'short-pay', reason, type: 'invoice.short-paid' })
}

/** What matched, and never more than is asked for. */
function matchedPart(match: Match, { invoice }: LockedInvoice): string {
  const payable = least(new Big(match.payable), new Big(invoice.total))
  if (payable.gt(0)) return payableText(payable.toFixed())
  throw new ApplicationError('wrong-state', 'Nothing of this invoice matched: void it instead.')
}

async function pay(
  work: Work,
  held: LockedInvoice,
  counts: Counts,
  payable: string,
  decision: { resolution: InvoiceResolution; reason: string; type: string },
): Promise<void> {
  const { resolution, reason, type } = decision
  const { retailerId } = held.invoice
  const moved = await storeCounts(work, held, counts)
  await closeExceptions(work, held, resolution, reason)
  const change = { status: 'approved', payable, approvedAt: work.now, approvedBy: work.actor } as const
  await setStatus(work, held, change, { type, data: { payable, claimed: held.invoice.total, reason } })
  if (moved) await rematchInvoices(work, { retailerId, purchaseOrderIds: orderIdsOf(held), except: held.invoice.id })
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

async function payNothing(work: Work, held: LockedInvoice, reason: string): Promise<void> {
  const { retailerId } = held.invoice
  await refuseWhileCredited(work, held)
  const moved = await storeCounts(work, held, noCounts(held))
  await closeExceptions(work, held, 'void', reason)
  const change = { status: 'void', voidReason: reason, payable: null } as const
  await setStatus(work, held, change, { type: 'invoice.voided', data: { reason } })
  if (moved) await rematchInvoices(work, { retailerId, purchaseOrderIds: orderIdsOf(held), except: held.invoice.id })
}

/** A credit memo cannot stand without the invoice that it credits. */
async function refuseWhileCredited(work: Work, held: LockedInvoice): Promise<void> {
  if (held.invoice.type === 'credit-memo') return
  for (const line of held.lines) {
    if (!line.purchaseOrderLineId) continue
    const [row] = await work.tx
      .select({ invoiced: purchaseOrderLines.invoiced, credited: purchaseOrderLines.credited })
      .from(purchaseOrderLines)
      .where(
        and(
          eq(purchaseOrderLines.retailerId, held.invoice.retailerId),
          eq(purchaseOrderLines.id, line.purchaseOrderLineId),
        ),
      )
    const counted = held.lines
      .filter(one => one.purchaseOrderLineId === line.purchaseOrderLineId)
      .reduce((total, one) => total.plus(one.countedInOrderUnits), new Big(0))
    if (new Big(row!.invoiced).minus(counted).lt(row!.credited)) {
      throw new ApplicationError(
        'wrong-state',
        'A credit memo stands against this invoice: void the credit memo first.',
      )
    }
  }
}

function orderIdsOf({ orders }: LockedInvoice): string[] {
  return orders.map(order => order.id)
}
