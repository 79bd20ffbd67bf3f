import Big from 'big.js'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { claimCredits, claims, invoices } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { creditBillBack } from './bill-back.ts'
import { type ClaimRow, closeClaim } from './claims.ts'
import { type LockedInvoice, lockInvoice } from './lock.ts'
import { payAll } from './pay.ts'
import { recordInvoiceEvents } from './set-status.ts'

/**
 * Sets a credit memo against the credit request that it answers: the one of the invoice that it names, else the oldest of its purchase orders. Once credit memos have given
 * all that was asked, the invoice is paid as it was billed, so that both together come to what matched. Each credit memo counts once. Returns whether it changed anything. To be called before the credit memo
 * itself is matched, which draws on what the invoice then counts.
 */
export async function creditClaims(work: Work, memo: LockedInvoice): Promise<boolean> {
  if (memo.invoice.type !== 'credit-memo') return false
  const claim = await requestOf(work, memo)
  if (!claim) return await creditBillBack({ ...work, actor: 'system' }, memo)
  if (!(await countOnce(work, claim, memo))) return false
  const { retailerId, id, number, total } = memo.invoice
  const credited = new Big(claim.credited).plus(total)
  await work.tx
    .update(claims)
    .set({ credited: credited.toFixed() })
    .where(and(eq(claims.retailerId, retailerId), eq(claims.id, claim.id)))
  const held = await lockInvoice(work, retailerId, claim.invoiceId)
  const byRule = { ...work, actor: 'system' }
  const data = { claim: claim.number, creditMemoId: id, creditMemo: number, amount: total }
  await recordInvoiceEvents(byRule, [{ held, events: [{ type: 'invoice.credit-received', data }] }])
  if (credited.lt(claim.amount)) return true
  const reason = `Credited by ${number}`
  await closeClaim(byRule, held, 'settled', { reason })
  await payAll(byRule, held, { reason, authority: 'system' })
  return true
}

async function requestOf(work: Work, { invoice, orders }: LockedInvoice): Promise<ClaimRow | undefined> {
  const { retailerId, partnershipId, originalInvoiceNumber } = invoice
  const orderIds = orders.map(order => order.id)
  const named = originalInvoiceNumber ? eq(invoices.number, originalInvoiceNumber.trim()) : undefined
  const ofOrders = orderIds.length > 0 ? inArray(invoices.purchaseOrderId, orderIds) : undefined
  if (!named && !ofOrders) return undefined
  const rows = await work.tx
    .select({ claim: claims })
    .from(claims)
    .innerJoin(invoices, and(eq(invoices.retailerId, claims.retailerId), eq(invoices.id, claims.invoiceId)))
    .where(
      and(
        eq(claims.retailerId, retailerId),
        eq(claims.partnershipId, partnershipId),
        eq(claims.kind, 'credit-request'),
        eq(claims.status, 'open'),
        named ?? ofOrders,
      ),
    )
    .orderBy(asc(claims.id))
    .limit(1)
  return rows[0]?.claim
}

async function countOnce(work: Work, claim: ClaimRow, { invoice }: LockedInvoice): Promise<boolean> {
  if (new Big(invoice.total).lte(0)) return false
  const added = await work.tx
    .insert(claimCredits)
    .values({ retailerId: invoice.retailerId, claimId: claim.id, creditMemoId: invoice.id, amount: invoice.total })
    .onConflictDoNothing()
    .returning({ claimId: claimCredits.claimId })
  return added.length > 0
}
