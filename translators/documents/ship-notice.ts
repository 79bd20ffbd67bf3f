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
  lineNumber: lineNumber
    .optional()
    .describe('The purchase order’s own line number; where the supplier leaves it out the item ids decide.'),
  ids: productIds.optional(),
  quantity: positiveDecimal,
  unit: unit.optional(),
})
export type ShippedLine = z.infer<typeof shippedLine>

export const shipmentPackage = z.object({
  sscc: z
    .string()
    .regex(/^\d{18}$/)
    .optional()
    .describe('Serial shipping container code, 18 digits with check digit (GS1 General Specifications 3.2).'),
  trackingNumber: z.string().min(1).max(80).optional(),
  weight: positiveDecimal.optional(),
  weightUnit: unit.optional(),
  length: positiveDecimal.optional(),
  width: positiveDecimal.optional(),
  height: positiveDecimal.optional(),
  dimensionUnit: unit.optional().describe('`IN`, `CM` (X12 355), for length, width and height alike.'),
  lines: z.array(shippedLine),
})
export type ShipmentPackage = z.infer<typeof shipmentPackage>

/** A shipment of one or more purchase orders (X12 856). Every quantity stands once: in its package. */
export const shipNotice = z.object({
  kind: z.literal('ship-notice'),
  purpose: z
    .enum(['original', 'replacement', 'cancellation'])
    .default('original')
    .describe('A replacement takes the place of the shipment of that number, a cancellation takes it back.'),
  number: documentNumber.describe('The supplier’s number of the shipment.'),
  date: businessDate,
  shippedOn: businessDate,
  estimatedDelivery: businessDate.optional(),
  carrier: carrier.optional(),
  billOfLading: documentNumber.optional(),
  weight: positiveDecimal.optional().describe('Of the whole shipment, as the carrier weighed it.'),
  weightUnit: unit.optional(),
  shipFrom: party.optional(),
  shipTo: party.optional(),
  references: z.array(reference).optional(),
  packages: z.array(shipmentPackage).describe('None at all only where a whole shipment is cancelled.'),
})
export type ShipNotice = z.infer<typeof shipNotice>
