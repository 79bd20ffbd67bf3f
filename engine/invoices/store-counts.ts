import Big from 'big.js'
import { and, eq, inArray } from 'drizzle-orm'
import { invoiceCharges, invoiceLines, purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { InvoiceChargeRow, InvoiceLineRow, LockedInvoice } from './lock.ts'
import { counterOf } from './match-input.ts'
import { atLeastZero, zero } from './money.ts'

/** What an invoice's lines and charges count for from now on. */
export interface Counts {
  lines: readonly {
    lineId: string
    orderLineId: string | null
    counted: string
    countedInOrderUnits: string
    payable: string
  }[]
  charges: readonly { chargeId: string; payable: string }[]
}

/** Counts nothing: what a void invoice comes to. */
export function noCounts({ lines, charges }: Pick<LockedInvoice, 'lines' | 'charges'>): Counts {
  return {
    lines: lines.map(line => ({
      lineId: line.id,
      orderLineId: line.purchaseOrderLineId,
      counted: '0',
      countedInOrderUnits: '0',
      payable: '0',
    })),
    charges: charges.map(charge => ({ chargeId: charge.id, payable: '0' })),
  }
}

/**
 * Stores what lines and charges count for, and moves the counters of their purchase order lines by the difference. Returns whether any of
 * these moved. The invoice and its orders are locked.
 */
export async function storeCounts(work: Work, held: LockedInvoice, counts: Counts): Promise<boolean> {
  const moves = new Map<string, Big>()
  const move = (id: string, by: Big) => moves.set(id, (moves.get(id) ?? zero).plus(by))
  for (const row of held.lines) {
    const next = counts.lines.find(line => line.lineId === row.id)!
    if (row.purchaseOrderLineId) move(row.purchaseOrderLineId, new Big(row.countedInOrderUnits).neg())
    if (next.orderLineId) move(next.orderLineId, new Big(next.countedInOrderUnits))
    await storeLine(work, row, next)
  }
  for (const row of held.charges) await storeCharge(work, row, counts)
  return await moveCounters(work, held, moves)
}

async function storeLine(work: Work, row: InvoiceLineRow, next: Counts['lines'][number]): Promise<void> {
  const { orderLineId: purchaseOrderLineId, counted, countedInOrderUnits, payable } = next
  const same =
    row.purchaseOrderLineId === purchaseOrderLineId &&
    new Big(row.counted).eq(counted) &&
    new Big(row.countedInOrderUnits).eq(countedInOrderUnits) &&
    new Big(row.payable).eq(payable)
  if (same) return
  await work.tx
    .update(invoiceLines)
    .set({ purchaseOrderLineId, counted, countedInOrderUnits, payable })
    .where(and(eq(invoiceLines.retailerId, row.retailerId), eq(invoiceLines.id, row.id)))
}

async function storeCharge(work: Work, row: InvoiceChargeRow, { charges }: Counts): Promise<void> {
  const { payable } = charges.find(charge => charge.chargeId === row.id)!
  if (new Big(row.payable).eq(payable)) return
  await work.tx
    .update(invoiceCharges)
    .set({ payable })
    .where(and(eq(invoiceCharges.retailerId, row.retailerId), eq(invoiceCharges.id, row.id)))
}

/** `tolerated` is whatever is billed beyond what was shipped, so that the constraint of the table says what was decided. */
async function moveCounters(work: Work, held: LockedInvoice, moves: ReadonlyMap<string, Big>): Promise<boolean> {
  const moved = [...moves].filter(([, by]) => !by.eq(0)).map(([id]) => id)
  if (moved.length === 0) return false
  const { retailerId, type } = held.invoice
  const counter = counterOf(type)
  const rows = await work.tx
    .select()
    .from(purchaseOrderLines)
    .where(and(eq(purchaseOrderLines.retailerId, retailerId), inArray(purchaseOrderLines.id, moved)))
  for (const row of rows) {
    const next = { invoiced: row.invoiced, credited: row.credited }
    next[counter] = new Big(next[counter]).plus(moves.get(row.id)!).toFixed()
    const gone = new Big(row.shipped).plus(row.overShipped)
    const tolerated = atLeastZero(new Big(next.invoiced).minus(next.credited).minus(gone)).toFixed()
    await work.tx
      .update(purchaseOrderLines)
      .set({ ...next, tolerated })
      .where(and(eq(purchaseOrderLines.retailerId, retailerId), eq(purchaseOrderLines.id, row.id)))
  }
  return true
}
