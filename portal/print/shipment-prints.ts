import Big from 'big.js'
import type { Brand } from '../../engine/packing/brand.ts'
import { slipBrand } from '../../engine/packing/example-slip.ts'
import type { Party } from '../../translators/documents/index.ts'
import type { PackingSlip, ShippingLabel } from '../../translators/labels/index.ts'
import type { LoadedShipment } from './shipment-query.ts'

/**
 * The labels of those packages of a shipment that have an SSCC.
 * @param sender who sends, where the shipment itself did not say from where
 */
export function labelsOf({ shipment, packages, contents }: LoadedShipment, sender: Party): ShippingLabel[] {
  const [first] = contents
  if (!first) return []
  return packages.flatMap((one, index): ShippingLabel[] => {
    if (!one.sscc) return []
    const inside = contents.filter(content => content.packageId === one.id)
    const { number: customerOrderNumber, shipTo } = (inside[0] ?? first).customerOrder
    return [
      {
        from: sentFrom(shipment, sender),
        to: party(shipTo),
        carrier: {
          ...(shipment.scac && { scac: shipment.scac }),
          ...(shipment.carrier && { name: shipment.carrier }),
          ...(shipment.service && { service: shipment.service }),
        },
        ...(one.trackingNumber && { trackingNumber: one.trackingNumber }),
        purchaseOrderNumbers: [...new Set(inside.map(content => content.order.number))],
        customerOrderNumber,
        shipmentNumber: shipment.number,
        position: index + 1,
        count: packages.length,
        units: inside.reduce((sum, content) => sum.plus(content.quantity), new Big(0)).toFixed(),
        sscc: one.sscc,
      },
    ]
  })
}

/**
 * The packing slips of a shipment, one for each purchase order in it, each in the brand of the sales channel that its order came from.
 * @param sender who sends, where the shipment itself did not say from where
 */
export function slipsOf(loaded: LoadedShipment, brandOf: (channel: string) => Brand, sender: Party): PackingSlip[] {
  const { shipment, packages, contents } = loaded
  return [...Map.groupBy(contents, content => content.order.id).values()].map(its => {
    const { order, customerOrder } = its[0]!
    const brand = brandOf(customerOrder.channel)
    const used = packages.filter(one => its.some(content => content.packageId === one.id))
    return {
      brand: slipBrand(brand),
      purchaseOrderNumber: order.number,
      customerOrderNumber: customerOrder.number,
      orderDate: order.orderDate,
      shipTo: party(customerOrder.shipTo),
      ...(brand.sender === 'shown' && { shipFrom: sentFrom(shipment, sender) }),
      shipmentNumber: shipment.number,
      shippedOn: shipment.shippedOn,
      tracking: [...new Set(used.flatMap(one => one.trackingNumber ?? []))],
      notes: customerOrder.notes ? customerOrder.notes.split('\n') : [],
      lines: [...Map.groupBy(its, content => content.line.id).values()].map(parts => {
        const { line } = parts[0]!
        const quantity = parts.reduce((sum, part) => sum.plus(part.quantity), new Big(0)).toFixed()
        return slipLine(line, quantity)
      }),
    }
  })
}

/** Where a shipment left from, as far as is known. */
function sentFrom({ shipFrom }: LoadedShipment['shipment'], sender: Party): Party {
  return shipFrom ? { ...(sender.name && { name: sender.name }), ...shipFrom } : sender
}

/** A line as it stands on a packing slip: by the name under which the customer bought it. */
export function slipLine(
  line: { sku: string; description: string; unit: string; supplierSku: string },
  quantity: string,
): PackingSlip['lines'][number] {
  const { sku: item, description, unit, supplierSku } = line
  return { item, description, quantity, unit, supplierSku }
}

/** An address of an order, without what is empty. */
export function party(address: LoadedShipment['contents'][number]['customerOrder']['shipTo']) {
  return Object.fromEntries(Object.entries(address).filter(([, value]) => value)) as Partial<typeof address>
}
