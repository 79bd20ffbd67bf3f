import Big from 'big.js'
import { ApplicationError } from '../../db/application-error.ts'
import type { Work } from '../../db/work.ts'
import type { Authority } from './authority.ts'
import { closeClaim, makeClaim } from './claims.ts'
import { Ledger } from './ledger.ts'
import type { LockedInvoice } from './lock.ts'
import { type Match, matchInvoice } from './match.ts'
import { least, payableText, sum } from './money.ts'
import { rematchInvoices } from './rematch.ts'
import { type Approval, sign } from './sign.ts'
import { type Counts, storeCounts } from './store-counts.ts'
import { closeExceptions } from './store-findings.ts'

/** Why an invoice is paid so, and in what right. */
export interface Grounds {
  reason: string
  authority: Authority
}

/** An invoice as it would match now; of the lines named, all that is billed counts. */
export async function matchNow(
  work: Work,
  held: LockedInvoice,
  asBilled?: 'all' | ReadonlySet<string>,
): Promise<Match> {
  const ledger = await Ledger.load(work.tx, held.invoice.retailerId, [held])
  return matchInvoice({ ...ledger.inputOf(held, work.now), ...(asBilled && { asBilled }) })
}

/** Pays all of it: the difference is accepted. */
export async function payAll(work: Work, held: LockedInvoice, grounds: Grounds): Promise<Approval> {
  const match = await matchNow(work, held, 'all')
  const all = new Set([...held.lines, ...held.charges].map(part => part.id))
  const counts = countsOf(held, match, all)
  const payable = payableText(held.invoice.total)
  return await pay(work, held, counts, { ...grounds, resolution: 'approve', payable, type: 'invoice.approved' })
}

/** Pays what matched, and never more than is asked for; the rest is taken off by a debit memo. Throws `wrong-state` where nothing matched. */
export async function payMatched(work: Work, held: LockedInvoice, grounds: Grounds): Promise<Approval> {
  const match = await matchNow(work, held)
  const payable = payableOf(match.payable, held)
  return await pay(work, held, match, { ...grounds, resolution: 'short-pay', payable, type: 'invoice.short-paid' })
}

/** Pays all of the lines and charges named, and of the others what matched. Throws `wrong-state` where that is nothing. */
export async function payByLine(
  work: Work,
  held: LockedInvoice,
  inFull: ReadonlySet<string>,
  grounds: Grounds,
): Promise<Approval> {
  const counts = countsOf(held, await matchNow(work, held, inFull), inFull)
  const parts = [...counts.lines, ...counts.charges].map(part => new Big(part.payable))
  const payable = payableOf(sum(parts).toFixed(), held)
  const decision = { ...grounds, resolution: 'by-line', payable, inFull: [...inFull].sort() } as const
  const type = new Big(payable).lt(held.invoice.total) ? 'invoice.short-paid' : 'invoice.approved'
  return await pay(work, held, counts, { ...decision, type })
}

/** What a match counts, with all of some lines and charges to be paid. */
function countsOf(held: LockedInvoice, match: Match, inFull: ReadonlySet<string>): Counts {
  const amountOf = new Map([...held.lines, ...held.charges].map(part => [part.id, part.amount]))
  const paid = (id: string, payable: string) => (inFull.has(id) ? amountOf.get(id)! : payable)
  return {
    lines: match.lines.map(line => ({ ...line, payable: paid(line.lineId, line.payable) })),
    charges: match.charges.map(charge => ({ ...charge, payable: paid(charge.chargeId, charge.payable) })),
  }
}

function payableOf(matched: string, { invoice }: LockedInvoice): string {
  const payable = least(new Big(matched), new Big(invoice.total))
  if (payable.gt(0)) return payableText(payable.toFixed())
  throw new ApplicationError('wrong-state', 'Nothing of this invoice matched: void it instead.')
}

interface Decision extends Grounds {
  resolution: 'approve' | 'short-pay' | 'by-line'
  payable: string
  inFull?: string[]
  type: string
}

async function pay(work: Work, held: LockedInvoice, counts: Counts, decision: Decision): Promise<Approval> {
  const { type, ...signature } = decision
  const { resolution, payable, reason } = decision
  const { retailerId, id, total } = held.invoice
  const data = { payable, claimed: total, reason }
  return await sign(work, held, signature, { type, data }, async () => {
    const moved = await storeCounts(work, [{ held, counts }])
    await closeExceptions(work, held, resolution, reason)
    await closeClaim(work, held, 'withdrawn', { reason })
    await debit(work, held, payable, reason)
    const purchaseOrderIds = held.orders.map(order => order.id)
    if (moved.length > 0) await rematchInvoices(work, { retailerId, purchaseOrderIds, except: id })
  })
}

/** What is taken off an invoice is put in a debit memo; a credit memo of which less is taken is the supplier's to put right. */
async function debit(work: Work, held: LockedInvoice, payable: string, reason: string): Promise<void> {
  const short = new Big(held.invoice.total).minus(payable)
  if (held.invoice.type === 'credit-memo' || short.lte(0)) return
  await makeClaim(work, held, { kind: 'debit-memo', amount: short.toFixed(2), reason })
}
