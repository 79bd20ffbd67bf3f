import type { HubDatabase } from '../../../db/hub-database.ts'
import { receiveInvoice } from '../../../engine/invoices/receive.ts'
import { importOrder } from '../../../engine/orders/import.ts'
import { acknowledge } from '../../../engine/purchase-orders/acknowledge.ts'
import { ship } from '../../../engine/shipments/ship.ts'
import { acknowledgmentOf, shipNoticeOf } from '../../../engine/testing/documents.ts'
import { orderOf, readOrder } from '../../../engine/testing/orders.ts'
import { type Seeded, seedRetailer } from '../../../engine/testing/seed.ts'
import { invoice as invoiceSchema, type ShipNotice } from '../../../translators/documents/index.ts'
import { runJobs } from './run-jobs.ts'

/** A retailer in the middle of trading: something of everything that the API shows. */
export interface Trade {
  seeded: Seeded
  retailerId: string
  supplierId: string
  partnershipId: string
  warehouseId: string
  orderId: string
  /** At the supplier: two tents, acknowledged, shipped and billed. */
  supplierOrder: { id: string; number: string }
  /** At the retailer's own warehouse: one stove, still to be shipped. */
  warehouseOrder: { id: string; number: string }
}

/** A retailer with one supplier and one warehouse, nothing ordered yet. */
export function seedShop(hub: HubDatabase): Promise<Seeded> {
  return seedRetailer(hub, {
    suppliers: [
      {
        name: 'Northwind',
        settings: { invoicing: { approveAutomatically: false } },
        offers: [
          { sku: 'TENT-2P', cost: '90', stock: '10' },
          { sku: 'LANTERN', cost: '12.5', stock: '40' },
        ],
      },
    ],
    warehouse: { name: 'Own warehouse', offers: [{ sku: 'STOVE', cost: '20', stock: '10' }] },
  })
}

/** The same after one customer's order: the supplier has shipped and billed, the warehouse has still to ship. */
export async function seedTrade(hub: HubDatabase): Promise<Trade> {
  const seeded = await seedShop(hub)
  const { retailerId } = seeded
  const { supplierId, partnershipId } = seeded.suppliers.Northwind!
  const order = orderOf('W-500', [
    ['TENT-2P', '2'],
    ['STOVE', '1'],
  ])
  const { orderId } = await hub.work('test', work => importOrder(work, retailerId, order))
  await runJobs(hub)
  const { purchaseOrders } = await readOrder(hub, orderId)
  const supplierOrder = purchaseOrders.find(one => one.partnershipId === partnershipId)!
  const warehouseOrder = purchaseOrders.find(one => one.partnershipId === null)!
  await answerAndBill(hub, retailerId, partnershipId, supplierOrder.number)
  return {
    seeded,
    retailerId,
    supplierId,
    partnershipId,
    warehouseId: seeded.warehouseId!,
    orderId,
    supplierOrder,
    warehouseOrder,
  }
}

async function answerAndBill(hub: HubDatabase, retailerId: string, partnershipId: string, number: string) {
  const acknowledgment = acknowledgmentOf(number, { '1': [['accepted', '2']] })
  await hub.work('test', work => acknowledge(work, { retailerId, partnershipId, acknowledgment }))
  const notice: ShipNotice = shipNoticeOf('NW-1', [[[number, '1', '2']]], {
    carrier: { scac: 'UPSN', service: 'Ground' },
    package: { trackingNumber: '1Z999AA10123456784' },
  })
  await hub.work('test', work => ship(work, { retailerId, partnershipId, notice }))
  const invoice = invoiceSchema.parse({
    kind: 'invoice',
    number: 'NW-I-1',
    date: '2026-03-04',
    purchaseOrderNumber: number,
    currency: 'USD',
    lines: [{ lineNumber: '1', quantity: '2', unitPrice: '90' }],
    total: '180',
  })
  await hub.work('test', work => receiveInvoice(work, { retailerId, partnershipId, invoice }))
  await runJobs(hub)
}
