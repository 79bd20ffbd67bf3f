import { and, eq, inArray, isNull } from 'drizzle-orm'
import { exceptions } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { isAnyOf } from '../records.ts'
import type { Finding } from './facts.ts'
import type { LockedInvoice } from './lock.ts'

type Row = typeof exceptions.$inferInsert

/** An invoice, and what is wrong with it now. */
export interface Found {
  held: LockedInvoice
  findings: readonly Finding[]
}

/**
 * Makes the open exceptions of one retailer's invoices those of their matches: new ones are raised, changed ones get their new values, ones that came back are opened again,
 * and those that are gone are settled.
 */
export async function storeFindings(work: Work, all: readonly Found[]): Promise<void> {
  if (all.length === 0) return
  const { retailerId } = all[0]!.held.invoice
  const ids = all.map(({ held }) => held.invoice.id)
  const known = await work.tx
    .select()
    .from(exceptions)
    .where(and(eq(exceptions.retailerId, retailerId), isAnyOf(exceptions.invoiceId, ids)))
  const byKey = new Map(known.map(one => [one.key, one]))
  const wanted = all.flatMap(({ held, findings }) => findings.map(found => rowOf(held, found)))
  const wantedKeys = new Set(wanted.map(row => row.key))
  const fresh = new Map(wanted.filter(row => !byKey.has(row.key)).map(row => [row.key, row]))
  if (fresh.size > 0) {
    const rows = [...fresh.values()].map(row => ({ ...row, id: work.newId(), raisedAt: work.now }))
    await work.tx.insert(exceptions).values(rows)
  }
  for (const row of wanted) {
    const existing = byKey.get(row.key)
    if (existing && (existing.resolvedAt || !sameValues(existing, row))) await reopen(work, existing.id, row)
  }
  const gone = known.filter(
    one => one.key.startsWith(keyOf(one.invoiceId!, '')) && !one.resolvedAt && !wantedKeys.has(one.key),
  )
  await settle(
    { ...work, actor: 'system' },
    retailerId,
    gone.map(one => one.id),
    'settled by itself',
  )
}

/** Closes every exception of an invoice that is still open, with what was decided; only those of some kinds where they are given. */
export async function closeExceptions(
  work: Work,
  held: LockedInvoice,
  resolution: string,
  note: string,
  kinds?: readonly Row['kind'][],
): Promise<void> {
  const { retailerId, id } = held.invoice
  await work.tx
    .update(exceptions)
    .set({ resolvedAt: work.now, resolution, resolvedBy: work.actor, note: note || null })
    .where(
      and(
        eq(exceptions.retailerId, retailerId),
        eq(exceptions.invoiceId, id),
        isNull(exceptions.resolvedAt),
        kinds && inArray(exceptions.kind, [...kinds]),
      ),
    )
}

function keyOf(invoiceId: string, what: string): string {
  return `invoice:${invoiceId}:${what}`
}

type Wanted = Omit<Row, 'id' | 'raisedAt'>

function rowOf(held: LockedInvoice, found: Finding): Wanted {
  const { retailerId, id, partnershipId, documentId, currency } = held.invoice
  const order = orderOf(held, found)
  const about = found.line
    ? `line-${found.line.position}`
    : found.kind === 'unknown-purchase-order'
      ? found.actual
      : 'all'
  return {
    retailerId,
    kind: found.kind,
    key: keyOf(id, `${found.kind}:${about}`),
    partnershipId,
    orderId: order?.orderId ?? null,
    purchaseOrderId: order?.id ?? null,
    purchaseOrderLineId: found.orderLineId ?? null,
    invoiceId: id,
    invoiceLineId: found.line?.id ?? null,
    documentId,
    expected: found.expected,
    actual: found.actual,
    atStake: found.atStake,
    currency,
    summary: `Invoice ${held.invoice.number}: ${found.summary}`,
  }
}

function orderOf({ orders, invoice }: LockedInvoice, { line }: Finding) {
  const number = line?.purchaseOrderNumber ?? invoice.purchaseOrderNumber
  return orders.find(order => order.number === number)
}

function sameValues(existing: typeof exceptions.$inferSelect, row: Wanted): boolean {
  return existing.summary === row.summary && existing.expected === row.expected && existing.actual === row.actual
}

async function reopen(work: Work, id: string, row: Wanted): Promise<void> {
  await work.tx
    .update(exceptions)
    .set({ ...row, resolvedAt: null, resolution: null, resolvedBy: null, note: null })
    .where(and(eq(exceptions.retailerId, row.retailerId), eq(exceptions.id, id)))
}

async function settle(work: Work, retailerId: string, ids: string[], resolution: string): Promise<void> {
  if (ids.length === 0) return
  await work.tx
    .update(exceptions)
    .set({ resolvedAt: work.now, resolution, resolvedBy: work.actor })
    .where(and(eq(exceptions.retailerId, retailerId), inArray(exceptions.id, ids)))
}
