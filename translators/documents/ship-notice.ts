import { z } from 'zod'
import {
  businessDate,
  carrier,
  documentNumber,
  lineNumber,
  party,
  positiveDecimal,
  productIds,
  reference,
  unit,
} from './common.ts'

/** A quantity of one purchase order line inside a package, or loose in the shipment. */
export const shippedLine = z.object({
  purchaseOrderNumber: documentNumber,
  /** The purchase order's own line number; where the supplier leaves it out the item ids decide. */
  lineNumber: lineNumber.optional(),
  ids: productIds.optional(),
  quantity: positiveDecimal,
  unit: unit.optional(),
})
export type ShippedLine = z.infer<typeof shippedLine>

export const shipmentPackage = z.object({
  /** Serial shipping container code, 18 digits with check digit (GS1 General Specifications 3.2). */
  sscc: z
    .string()
    .regex(/^\d{18}$/)
    .optional(),
  trackingNumber: z.string().min(1).max(80).optional(),
  weight: positiveDecimal.optional(),
  weightUnit: unit.optional(),
  length: positiveDecimal.optional(),
  width: positiveDecimal.optional(),
  height: positiveDecimal.optional(),
  /** `IN`, `CM` (X12 355), for length, width and height alike. */
  dimensionUnit: unit.optional(),
  lines: z.array(shippedLine),
})
export type ShipmentPackage = z.infer<typeof shipmentPackage>

/** A shipment of one or more purchase orders (X12 856). Every quantity stands once: in its package. */
export const shipNotice = z.object({
  kind: z.literal('ship-notice'),
  purpose: z.enum(['original', 'replacement', 'cancellation']).default('original'),
  /** The supplier's number of the shipment. */
  number: documentNumber,
  date: businessDate,
  shippedOn: businessDate,
  estimatedDelivery: businessDate.optional(),
  carrier: carrier.optional(),
  billOfLading: documentNumber.optional(),
  /** Of the whole shipment, as the carrier weighed it. */
  weight: positiveDecimal.optional(),
  weightUnit: unit.optional(),
  shipFrom: party.optional(),
  shipTo: party.optional(),
  references: z.array(reference).optional(),
  /** None at all only where a whole shipment is cancelled. */
  packages: z.array(shipmentPackage),
})
export type ShipNotice = z.infer<typeof shipNotice>
