import type { PurchaseOrder, PurchaseOrderAcknowledgment, ShipNotice } from '../../translators/documents/index.ts'
import type { TwinBehaviour, TwinClock } from './behaviour.ts'
import { invoicesOf, type TwinInvoice } from './bill.ts'
import { answersOf, type DecidedLine, decideLines, priceChanged, priceText } from './decide-lines.ts'
import { derivedDocumentNumber } from './derived-numbers.ts'
import { packShipments, shipNoticesOf } from './ship.ts'

/** Ship notices, and the invoice of each at the same place in its list. */
export interface TwinShipments {
  shipNotices: ShipNotice[]
  invoices: TwinInvoice[]
}

/** All that a supplier ever says to one purchase order. */
export interface TwinAnswer extends TwinShipments {
  acknowledgment: PurchaseOrderAcknowledgment
  /** What was backordered, once it is there: sent after the rest, so that every order reaches its end. */
  later: TwinShipments
}

/**
 * A supplier's whole answer to a purchase order. Pure: the same order, behaviour and day give the same documents, and the numbers in them
 * (invoice, shipment, SSCC, tracking) depend on the order's number alone. A twin that was killed answers again, and says nothing new.
 * To date what ships later on a later day, call it again with that day and take `later`.
 */
export function answerOrder(order: PurchaseOrder, behaviour: TwinBehaviour, clock: TwinClock): TwinAnswer {
  const decided = decideLines(order, behaviour, clock)
  const now = packShipments(decided, 'accepted')
  const later = packShipments(decided, 'backordered')
  const before = { shipments: now.length, packages: now.flatMap(shipment => shipment.packages).length }
  const invoices = invoicesOf(order, behaviour, [...now, ...later], clock)
  return {
    acknowledgment: acknowledgmentOf(order, behaviour, decided, clock),
    shipNotices: shipNoticesOf(order, behaviour.supplier, now, { shipments: 0, packages: 0 }, clock),
    invoices: invoices.slice(0, now.length),
    later: {
      shipNotices: shipNoticesOf(order, behaviour.supplier, later, before, clock),
      invoices: invoices.slice(now.length),
    },
  }
}

function acknowledgmentOf(
  order: PurchaseOrder,
  { supplier }: TwinBehaviour,
  decided: readonly DecidedLine[],
  clock: TwinClock,
): PurchaseOrderAcknowledgment {
  return {
    kind: 'purchase-order-acknowledgment',
    purpose: 'original',
    type: typeOf(decided),
    purchaseOrderNumber: order.number,
    purchaseOrderDate: order.date,
    supplierOrderNumber: derivedDocumentNumber(supplier.code, 'sales-order', order.number, 1),
    date: clock.date,
    currency: order.currency,
    supplier: { ...supplier.shipFrom, name: supplier.name },
    lines: decided.map(one => ({
      lineNumber: one.line.lineNumber,
      ids: one.line.ids,
      quantity: one.line.quantity,
      unit: one.line.unit,
      unitPrice: priceText(one.price),
      answers: answersOf(one, clock),
    })),
  }
}

/** The whole answer in one word: `detail` when every line is taken as it stands. */
function typeOf(decided: readonly DecidedLine[]): PurchaseOrderAcknowledgment['type'] {
  if (decided.every(line => line.accepted.eq(line.line.quantity) && !priceChanged(line))) return 'detail'
  const nothingLeft = decided.every(line => line.accepted.plus(line.backordered).eq(0))
  return nothingLeft ? 'rejected-with-detail' : 'detail-with-changes'
}
