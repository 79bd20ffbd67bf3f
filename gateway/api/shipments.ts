import { and, desc, eq, exists, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import {
  purchaseOrderLines,
  purchaseOrders,
  shipmentLines,
  shipmentPackages,
  shipments,
  sources,
} from '../../db/schema/index.ts'
import { ship } from '../../engine/shipments/ship.ts'
import { shipNotice } from '../../translators/documents/index.ts'
import { issueSchema } from './documents-present.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { foundByNumber, momentFilter } from './fields.ts'
import { matching, notBefore, numberFilter, sourceFilter } from './filters.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'
import { refuseRejected, warningsOf } from './rejections.ts'
import { presentShipment, presentShipments, shipmentSchema } from './shipments-present.ts'

const tag = 'Shipments'

const newShipment = shipNotice
  .omit({ kind: true })
  .extend({ sourceId: z.uuid().describe('The warehouse that ships.') })
  .meta({ id: 'NewShipment', description: 'What a warehouse of the retailer’s own has shipped.' })

const shipped = z.object({ shipment: shipmentSchema, warnings: z.array(issueSchema) })

const createShipment = retailerWrite({
  method: 'post',
  path: '/shipments',
  scope: 'shipments:write',
  tag,
  summary: 'Report what the retailer’s own warehouse has shipped',
  description:
    'A shipment number is given once: the same shipment again changes nothing. To correct a shipment send it again with purpose `replacement`; to take it back, with `cancellation`.',
  body: newShipment,
  example: {
    sourceId: '01890000-0000-7000-8000-000000000001',
    number: 'WH-1',
    date: '2026-05-05',
    shippedOn: '2026-05-05',
    carrier: { scac: 'UPSN', service: 'Ground' },
    packages: [
      {
        trackingNumber: '1Z999AA10123456784',
        lines: [{ purchaseOrderNumber: 'PO-1', lineNumber: '1', quantity: '1' }],
      },
    ],
  },
  answers: {
    201: { description: 'Stored and applied.', schema: shipped },
    200: { description: 'This very shipment had been reported before.', schema: shipped },
  },
  async run({ work, tenant: { retailerId }, body }) {
    const { sourceId, ...said } = body
    await refuseForeignSource(work.tx, retailerId, sourceId)
    const notice = shipNotice.parse({ ...said, kind: 'ship-notice' })
    const outcome = await ship(work, { retailerId, sourceId, notice })
    refuseRejected(outcome)
    const shipment = await presentShipment(work.tx, retailerId, outcome.id!)
    const result = { shipment, warnings: warningsOf(outcome) }
    return json(outcome.result === 'duplicate' ? 200 : 201, result, `/shipments/${shipment.id}`)
  },
})

/** Suppliers report their own shipments; the retailer speaks for its warehouses only. */
async function refuseForeignSource(orm: Orm, retailerId: string, sourceId: string): Promise<void> {
  const [source] = await orm
    .select({ kind: sources.kind })
    .from(sources)
    .where(and(eq(sources.retailerId, retailerId), eq(sources.id, sourceId)))
  if (source?.kind === 'warehouse') return
  throw new ApplicationError('invalid-input', 'This is no warehouse of yours.', {
    sourceId: 'Expected the id of a warehouse of your own.',
  })
}

const listShipments = retailerRead({
  path: '/shipments',
  scope: 'shipments:read',
  tag,
  summary: 'List shipments, newest first',
  query: pageQuery.extend({
    number: numberFilter,
    sourceId: sourceFilter,
    trackingNumber: z.string().max(80).optional().describe('Of one of its packages, as the notice has it.'),
    receivedSince: momentFilter.optional().describe('Its notice came at this moment or later.'),
    orderId: z.uuid().optional().describe('With goods of this customer’s order.'),
    purchaseOrderId: z.uuid().optional().describe('With goods of this purchase order.'),
  }),
  answers: { 200: { description: 'A page of shipments.', schema: listOf(shipmentSchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    const rows = await orm
      .select({ id: shipments.id })
      .from(shipments)
      .where(
        and(
          eq(shipments.retailerId, retailerId),
          matching(shipments.number, query.number),
          matching(shipments.sourceId, query.sourceId),
          notBefore(shipments.receivedAt, query.receivedSince),
          query.trackingNumber === undefined ? undefined : trackedBy(orm, retailerId, query.trackingNumber),
          query.orderId || query.purchaseOrderId ? withGoodsOf(orm, retailerId, query) : undefined,
          olderThan(shipments.id, query.cursor),
        ),
      )
      .orderBy(desc(shipments.id))
      .limit(oneMore(query))
    const page = pageOf(rows, query)
    const ids = page.data.map(row => row.id)
    return json(200, { ...page, data: await presentShipments(orm, retailerId, ids) })
  },
})

/** The condition that one of its packages has this tracking number. */
function trackedBy(orm: Orm, retailerId: string, trackingNumber: string) {
  const { shipmentId } = shipmentPackages
  const tracked = and(eq(shipmentPackages.retailerId, retailerId), eq(shipmentPackages.trackingNumber, trackingNumber))
  return inArray(shipments.id, orm.select({ shipmentId }).from(shipmentPackages).where(tracked))
}

function withGoodsOf(
  orm: Orm,
  retailerId: string,
  wanted: { orderId?: string | undefined; purchaseOrderId?: string | undefined },
) {
  return exists(
    orm
      .select({ id: shipmentLines.id })
      .from(shipmentLines)
      .innerJoin(
        purchaseOrderLines,
        and(
          eq(purchaseOrderLines.retailerId, retailerId),
          eq(purchaseOrderLines.id, shipmentLines.purchaseOrderLineId),
        ),
      )
      .innerJoin(
        purchaseOrders,
        and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.id, purchaseOrderLines.purchaseOrderId)),
      )
      .where(
        and(
          eq(shipmentLines.retailerId, retailerId),
          eq(shipmentLines.shipmentId, shipments.id),
          matching(purchaseOrders.orderId, wanted.orderId),
          matching(purchaseOrders.id, wanted.purchaseOrderId),
        ),
      ),
  )
}

const getShipment = retailerRead({
  path: '/shipments/{id}',
  scope: 'shipments:read',
  tag,
  summary: 'One shipment with its packages',
  params: foundByNumber('shipments'),
  answers: { 200: { description: 'The shipment.', schema: shipmentSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    return json(200, await presentShipment(orm, retailerId, params.id))
  },
})

export const shipmentEndpoints = [createShipment, listShipments, getShipment]
