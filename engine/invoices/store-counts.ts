import Big from 'big.js'
import { sql } from 'drizzle-orm'
import { invoiceCharges, invoiceLines, purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordset } from '../records.ts'
import { counterOf, movesOf } from './ledger.ts'
import type { InvoiceLineRow, LockedInvoice } from './lock.ts'
import { zero } from './money.ts'

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

/** An invoice, and what it counts for from now on. */
export interface Counted {
  held: LockedInvoice
  counts: Counts
}

/**
 * Stores what lines and charges of one retailer's invoices count for, and moves the counters of their purchase order lines by the difference. Returns the invoices by which
 * any of these moved. The invoices and their orders are locked.
 */
export async function storeCounts(work: Work, all: readonly Counted[]): Promise<LockedInvoice[]> {
  if (all.length === 0) return []
  const { retailerId } = all[0]!.held.invoice
  const moves = new Map<string, { invoiced: Big; credited: Big }>()
  const moved: LockedInvoice[] = []
  for (const { held, counts } of all) {
    const own = movesOf(held.lines, counts)
    if (own.size > 0) moved.push(held)
    for (const [id, by] of own) {
      const before = moves.get(id) ?? { invoiced: zero, credited: zero }
      const counter = counterOf(held.invoice.type)
      moves.set(id, { ...before, [counter]: before[counter].plus(by) })
    }
  }
  await storeLines(work, retailerId, all)
  await storeCharges(work, retailerId, all)
  await moveCounters(work, retailerId, moves)
  return moved
}

async function storeLines(work: Work, retailerId: string, all: readonly Counted[]): Promise<void> {
  const changed = all.flatMap(({ held, counts }) => {
    const next = new Map(counts.lines.map(line => [line.lineId, line]))
    return held.lines.filter(row => !isSame(row, next.get(row.id)!)).map(row => next.get(row.id)!)
  })
  if (changed.length === 0) return
  const types = {
    lineId: 'uuid',
    orderLineId: 'uuid',
    counted: 'numeric',
    countedInOrderUnits: 'numeric',
    payable: 'numeric',
  }
  const rows = changed.map(({ lineId, orderLineId, counted, countedInOrderUnits, payable }) => ({
    lineId,
    orderLineId,
    counted,
    countedInOrderUnits,
    payable,
  }))
  await work.tx.execute(sql`
    update ${invoiceLines} as l
    set purchase_order_line_id = v."orderLineId", counted = v.counted,
        counted_in_order_units = v."countedInOrderUnits", payable = v.payable
    from ${recordset(types, rows)}
    where l.retailer_id = ${retailerId} and l.id = v."lineId"`)
}

function isSame(row: InvoiceLineRow, next: Counts['lines'][number]): boolean {
  return (
    row.purchaseOrderLineId === next.orderLineId &&
    new Big(row.counted).eq(next.counted) &&
    new Big(row.countedInOrderUnits).eq(next.countedInOrderUnits) &&
    new Big(row.payable).eq(next.payable)
  )
}

async function storeCharges(work: Work, retailerId: string, all: readonly Counted[]): Promise<void> {
  const changed = all.flatMap(({ held, counts }) => {
    const next = new Map(counts.charges.map(charge => [charge.chargeId, charge.payable]))
    return held.charges
      .filter(row => !new Big(row.payable).eq(next.get(row.id)!))
      .map(row => ({ id: row.id, payable: next.get(row.id)! }))
  })
  if (changed.length === 0) return
  await work.tx.execute(sql`
    update ${invoiceCharges} as c set payable = v.payable
    from ${recordset({ id: 'uuid', payable: 'numeric' }, changed)}
    where c.retailer_id = ${retailerId} and c.id = v.id`)
}

/** `tolerated` is whatever is billed beyond what was shipped, so that the constraint of the table says what was decided. */
async function moveCounters(
  work: Work,
  retailerId: string,
  moves: ReadonlyMap<string, { invoiced: Big; credited: Big }>,
): Promise<void> {
  const rows = [...moves]
    .filter(([, { invoiced, credited }]) => !invoiced.eq(0) || !credited.eq(0))
    .map(([id, { invoiced, credited }]) => ({ id, invoiced: invoiced.toFixed(), credited: credited.toFixed() }))
  if (rows.length === 0) return
  await work.tx.execute(sql`
    update ${purchaseOrderLines} as l
    set invoiced = l.invoiced + v.invoiced, credited = l.credited + v.credited,
        tolerated = greatest(0, l.invoiced + v.invoiced - l.credited - v.credited - l.shipped - l.over_shipped)
    from ${recordset({ id: 'uuid', invoiced: 'numeric', credited: 'numeric' }, rows)}
    where l.retailer_id = ${retailerId} and l.id = v.id`)
}
