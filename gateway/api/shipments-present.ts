import { and, asc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import {
  purchaseOrderLines,
  purchaseOrders,
  shipmentLines,
  shipmentPackages,
  shipments,
  sources,
} from '../../db/schema/index.ts'
import { party } from '../../translators/documents/index.ts'
import { amount, day, found, moment } from './fields.ts'
import { sourceReferenceSchema } from './purchase-orders-present.ts'

const shippedLineSchema = z.object({
  purchaseOrderId: z.uuid(),
  purchaseOrderNumber: z.string(),
  lineNumber: z.string(),
  orderId: z.uuid(),
  sku: z.string(),
  quantity: amount,
  over: amount.describe('The part of it beyond what could be shipped.'),
})

export const shipmentSchema = z
  .object({
    id: z.uuid(),
    number: z.string().describe('The source’s own number.'),
    source: sourceReferenceSchema,
    shippedOn: day,
    estimatedDelivery: day.nullable(),
    carrier: z.object({
      scac: z.string().nullable().describe('Standard Carrier Alpha Code.'),
      name: z.string().nullable(),
      service: z.string().nullable().describe('As the carrier or the supplier calls it: Ground.'),
    }),
    shipFrom: party.nullable().describe('Where it left from, as its notice says.'),
    billOfLading: z.string().nullable(),
    receivedAt: moment,
    takenBackAt: moment
      .nullable()
      .describe('When the source cancelled or corrected this notice: it counts for nothing since.'),
    replacedById: z.uuid().nullable().describe('The shipment that took its place.'),
    packages: z.array(
      z.object({
        sequence: z.int(),
        sscc: z.string().nullable(),
        trackingNumber: z.string().nullable(),
        trackingValid: z.boolean().nullable().describe('Whether its check digit fits; null where none is known.'),
        weight: amount.nullable(),
        weightUnit: z.string().nullable(),
        lines: z.array(shippedLineSchema),
      }),
    ),
  })
  .meta({ id: 'Shipment', description: 'Goods that left a source, package by package.' })

/** Shipments with their packages and lines, newest first. */
export async function presentShipments(orm: Orm, retailerId: string, ids: readonly string[]) {
  if (ids.length === 0) return []
  const rows = await orm
    .select({ shipment: shipments, source: { id: sources.id, name: sources.name, kind: sources.kind } })
    .from(shipments)
    .innerJoin(sources, and(eq(sources.retailerId, retailerId), eq(sources.id, shipments.sourceId)))
    .where(and(eq(shipments.retailerId, retailerId), inArray(shipments.id, [...ids])))
  const packages = await orm
    .select()
    .from(shipmentPackages)
    .where(and(eq(shipmentPackages.retailerId, retailerId), inArray(shipmentPackages.shipmentId, [...ids])))
    .orderBy(asc(shipmentPackages.sequence))
  const lines = Map.groupBy(await linesOf(orm, retailerId, ids), line => line.packageId)
  const packed = packages.map(one => ({ ...one, lines: lines.get(one.id) ?? [] }))
  return rows
    .map(({ shipment, source }) => {
      const { scac, carrier: name, service } = shipment
      const ofShipment = packed.filter(one => one.shipmentId === shipment.id)
      return { ...shipment, source, carrier: { scac, name, service }, packages: ofShipment }
    })
    .sort((one, other) => (one.id < other.id ? 1 : -1))
}

/** One shipment. Throws `not-found`. */
export async function presentShipment(orm: Orm, retailerId: string, id: string) {
  return found((await presentShipments(orm, retailerId, [id]))[0], 'shipment')
}

async function linesOf(orm: Orm, retailerId: string, ids: readonly string[]) {
  return await orm
    .select({
      packageId: shipmentLines.packageId,
      purchaseOrderId: purchaseOrderLines.purchaseOrderId,
      purchaseOrderNumber: purchaseOrders.number,
      lineNumber: purchaseOrderLines.lineNumber,
      orderId: purchaseOrders.orderId,
      sku: purchaseOrderLines.sku,
      quantity: shipmentLines.quantity,
      over: shipmentLines.over,
    })
    .from(shipmentLines)
    .innerJoin(
      purchaseOrderLines,
      and(eq(purchaseOrderLines.retailerId, retailerId), eq(purchaseOrderLines.id, shipmentLines.purchaseOrderLineId)),
    )
    .innerJoin(
      purchaseOrders,
      and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.id, purchaseOrderLines.purchaseOrderId)),
    )
    .where(and(eq(shipmentLines.retailerId, retailerId), inArray(shipmentLines.shipmentId, [...ids])))
    .orderBy(asc(shipmentLines.id))
}
