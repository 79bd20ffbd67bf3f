import Big from 'big.js'
import { makeSscc } from '../../translators/check-digits.ts'
import type { PurchaseOrder, ShipmentPackage, ShipNotice } from '../../translators/documents/index.ts'
import type { TwinClock, TwinSupplier } from './behaviour.ts'
import { addDays } from './calendar.ts'
import { type DecidedLine, find } from './decide-lines.ts'
import { derivedDigits, derivedDocumentNumber } from './derived-numbers.ts'
import { carrierFor, trackingNumber } from './tracking-numbers.ts'

/** A quantity of one line in one package. */
interface Portion {
  decided: DecidedLine
  quantity: Big
}

/** What leaves together: one ship notice, and one invoice. */
export interface Shipment {
  packages: Portion[][]
}

/** Packs either what was accepted or what was backordered into shipments, none of them and no package empty. */
export function packShipments(decided: readonly DecidedLine[], which: 'accepted' | 'backordered'): Shipment[] {
  const shipments: Shipment[] = []
  for (const line of decided) {
    if (line[which].eq(0)) continue
    const parts = find(line.behaviours, 'ship-in-parts')?.parts ?? 1
    const parcels = find(line.behaviours, 'ship-in-parcels')?.parcels ?? 1
    for (const [shipment, quantity] of spread(line[which], parts).entries()) {
      shipments[shipment] ??= { packages: [] }
      const { packages } = shipments[shipment]
      for (const [index, share] of spread(quantity, parcels).entries()) {
        packages[index] ??= []
        packages[index].push({ decided: line, quantity: share })
      }
    }
  }
  return shipments
}

/** How many shipments and packages an order had before: numbers go on from there. */
interface Counted {
  shipments: number
  packages: number
}

/** The ship notices of an order's shipments, all on the clock's day. */
export function shipNoticesOf(
  order: PurchaseOrder,
  supplier: TwinSupplier,
  shipments: readonly Shipment[],
  before: Counted,
  clock: TwinClock,
): ShipNotice[] {
  let packages = before.packages
  return shipments.map((shipment, index) => ({
    kind: 'ship-notice',
    purpose: 'original',
    number: shipmentNumber(order, supplier, before.shipments + index),
    date: clock.date,
    shippedOn: clock.date,
    estimatedDelivery: addDays(clock.date, supplier.transitDays),
    carrier: carrierFor(order, supplier).carrier,
    shipFrom: supplier.shipFrom,
    shipTo: order.shipTo,
    packages: shipment.packages.map(portions => packageOf(order, supplier, portions, packages++)),
  }))
}

/** The supplier's number of an order's shipment, counted from 0. */
function shipmentNumber(order: PurchaseOrder, supplier: TwinSupplier, index: number): string {
  return derivedDocumentNumber(supplier.code, 'shipment', order.number, index + 1)
}

function packageOf(order: PurchaseOrder, supplier: TwinSupplier, portions: Portion[], index: number): ShipmentPackage {
  const serialLength = 16 - supplier.companyPrefix.length
  const serial = BigInt(derivedDigits(`sscc ${supplier.code} ${order.number}`, index, serialLength))
  return {
    sscc: makeSscc(0, supplier.companyPrefix, serial),
    trackingNumber: trackingNumber(carrierFor(order, supplier).name, supplier, order.number, index),
    lines: portions.map(({ decided: { line }, quantity }) => ({
      purchaseOrderNumber: order.number,
      lineNumber: line.lineNumber,
      ids: line.ids,
      quantity: quantity.toFixed(),
      unit: line.unit,
    })),
  }
}

/** Spreads a quantity over at most `count` shares of whole units; what does not divide goes into the first ones. */
function spread(quantity: Big, count: number): Big[] {
  const whole = quantity.round(0, Big.roundDown)
  const shares = Math.max(1, whole.lt(count) ? whole.toNumber() : count)
  const left = whole.mod(shares)
  const each = whole.minus(left).div(shares)
  const fraction = quantity.minus(whole)
  return Array.from({ length: shares }, (_, index) => {
    const units = left.gt(index) ? each.plus(1) : each
    return index === 0 ? units.plus(fraction) : units
  })
}
