import { and, asc, eq, sql } from 'drizzle-orm'
import { rowsOf } from '../../../db/connection.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import {
  exceptions,
  invoiceLines,
  invoices,
  purchaseOrderLines,
  purchaseOrders,
  type Tolerances,
} from '../../../db/schema/index.ts'
import type { Invoice, InvoiceLine } from '../../../translators/documents/index.ts'
import type { Outcome } from '../../outcome.ts'
import { ship } from '../../shipments/ship.ts'
import { shipNoticeOf } from '../../testing/documents.ts'
import { placeOrder } from '../../testing/orders.ts'
import { type Seeded, seedRetailer } from '../../testing/seed.ts'
import { receiveInvoice } from '../receive.ts'
import { reconcileInvoice } from '../reconcile.ts'
import { lineAmount } from '../totals.ts'

/** A retailer with one supplier, Northwind, that sells MUG at 12.50 and charges 5 for an order; what tests of invoices play in. */
export interface Scene {
  hub: HubDatabase
  seeded: Seeded
  retailerId: string
  partnershipId: string
  /** Places an order for so many MUGs and returns the number of its purchase order. */
  order(quantity: string): Promise<string>
  ship(purchaseOrder: string, shipment: string, quantity: string): Promise<Outcome>
  receive(invoice: Invoice, documentId?: string): Promise<Outcome>
  /** Runs every `match-invoice` job that waits, and those that come of it. Returns how many there were. */
  pump(): Promise<number>
  /** The latest invoice with this number, with its lines. */
  invoice(number: string): Promise<typeof invoices.$inferSelect & { lines: (typeof invoiceLines.$inferSelect)[] }>
  exceptions(): Promise<(typeof exceptions.$inferSelect)[]>
  purchaseOrder(number: string): Promise<{ status: string; line: typeof purchaseOrderLines.$inferSelect }>
}

/** Opens the scene in a fresh database. */
export async function openScene(
  hub: HubDatabase,
  settings: { tolerances?: Tolerances; invoicing?: Record<string, unknown> } = {},
): Promise<Scene> {
  const seeded = await seedRetailer(hub, {
    suppliers: [
      {
        name: 'Northwind',
        fee: '5',
        offers: [{ sku: 'MUG', cost: '12.5', stock: '1000' }],
        tolerances: settings.tolerances ?? {},
        settings: settings.invoicing ? { invoicing: settings.invoicing } : {},
      },
    ],
  })
  const { retailerId } = seeded
  const { partnershipId } = seeded.suppliers.Northwind!
  let orders = 0
  return {
    hub,
    seeded,
    retailerId,
    partnershipId,
    async order(quantity) {
      orders += 1
      const { routed } = await placeOrder(hub, seeded, `W-${orders}`, [['MUG', quantity]])
      const [row] = await hub.orm
        .select()
        .from(purchaseOrders)
        .where(eq(purchaseOrders.id, routed.purchaseOrderIds[0]!))
      return row!.number
    },
    ship(purchaseOrder, shipment, quantity) {
      const notice = shipNoticeOf(shipment, [[[purchaseOrder, '1', quantity]]])
      return hub.work('partner:Northwind', work => ship(work, { retailerId, partnershipId, notice }))
    },
    receive(invoice, documentId) {
      const command = { retailerId, partnershipId, invoice, ...(documentId && { documentId }) }
      return hub.work('partner:Northwind', work => receiveInvoice(work, command))
    },
    pump: () => pump(hub, retailerId),
    invoice: number => readInvoice(hub, number),
    exceptions: () => hub.orm.select().from(exceptions).orderBy(asc(exceptions.raisedAt), asc(exceptions.id)),
    purchaseOrder: number => readPurchaseOrder(hub, number),
  }
}

/** Takes jobs out of the queue as a worker would, one after the other. */
async function pump(hub: HubDatabase, retailerId: string): Promise<number> {
  for (let done = 0; ; ) {
    const jobs = await rowsOf<{ data: { invoiceId: string } }>(
      hub.orm,
      sql`delete from jobs.job where name = 'match-invoice' and state = 'created' returning data, created_on`,
    )
    if (jobs.length === 0) return done
    for (const { data } of jobs) {
      await hub.work('system', work => reconcileInvoice(work, { retailerId, invoiceId: data.invoiceId }))
    }
    done += jobs.length
  }
}

async function readInvoice(hub: HubDatabase, number: string) {
  const rows = await hub.orm.select().from(invoices).where(eq(invoices.number, number)).orderBy(asc(invoices.id))
  const row = rows.at(-1)!
  const lines = await hub.orm
    .select()
    .from(invoiceLines)
    .where(eq(invoiceLines.invoiceId, row.id))
    .orderBy(asc(invoiceLines.position))
  return { ...row, lines }
}

async function readPurchaseOrder(hub: HubDatabase, number: string) {
  const [row] = await hub.orm
    .select({ status: purchaseOrders.status, line: purchaseOrderLines })
    .from(purchaseOrders)
    .innerJoin(
      purchaseOrderLines,
      and(
        eq(purchaseOrderLines.retailerId, purchaseOrders.retailerId),
        eq(purchaseOrderLines.purchaseOrderId, purchaseOrders.id),
      ),
    )
    .where(eq(purchaseOrders.number, number))
  return row!
}

/** An invoice for so many MUGs of an order, with the agreed fee of 5, that adds up unless its total is given. */
export function invoiceFor(
  purchaseOrderNumber: string,
  number: string,
  quantity: string,
  change: Partial<Omit<Invoice, 'lines'>> & { line?: Partial<InvoiceLine> } = {},
): Invoice {
  const { line, ...rest } = change
  const lines = [{ lineNumber: '1', ids: { supplier: 'NO-MUG' }, quantity, unit: 'EA', unitPrice: '12.5', ...line }]
  const fees = rest.allowancesAndCharges ?? [{ kind: 'charge' as const, reason: 'dropship-fee', amount: '5' }]
  const beside = fees.reduce(
    (total, { kind, amount }) => (kind === 'charge' ? total.plus(amount) : total.minus(amount)),
    lineAmount(lines[0]!),
  )
  return {
    kind: 'invoice',
    type: 'invoice',
    number,
    date: '2026-03-04',
    purchaseOrderNumber,
    currency: 'USD',
    total: beside.toFixed(2),
    allowancesAndCharges: fees,
    ...rest,
    lines,
  }
}
