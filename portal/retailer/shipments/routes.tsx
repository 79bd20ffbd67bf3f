import { Hono } from 'hono'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { type Cursor, readState } from '../../lists/list-state.ts'
import { viewsOf } from '../../lists/views.ts'
import { csvStream, rowsAtOnce } from '../../shared/csv-stream.ts'
import { shipmentsFile } from '../../shared/shipments/columns.tsx'
import { listShipments } from '../../shared/shipments/listed.ts'
import { texts } from '../../shared/shipments/texts.ts'
import { page } from '../../ui/page.tsx'
import { partnerNames } from '../partner-names.ts'
import { ShipmentsList, shipmentsList } from './list.tsx'

/** `/retailer/shipments`: what suppliers say they shipped, and the same as a file. */
export function shipmentRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showShipments(c, deps))
  app.get('/file', c => sendShipments(c, deps))
  return app
}

async function showShipments(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const state = readState(c.req.query(), shipmentsList)
  const { userId, timeZone } = c.var.viewer
  const [listed, partners, views] = await Promise.all([
    listShipments(hub.orm, { retailerId }, state, timeZone),
    partnerNames(hub.orm, retailerId),
    viewsOf(hub.orm, { retailerId, userId }, 'shipments'),
  ])
  const props = { ...listed, state, partners, views, userId }
  return page(c, { title: texts.title, current: 'shipments' }, <ShipmentsList {...props} />)
}

function sendShipments(c: PortalContext, { hub }: PortalDeps): Promise<Response> {
  const { retailerId } = c.var.retailer
  const state = readState(c.req.query(), shipmentsList)
  const { timeZone } = c.var.viewer
  return csvStream(c, 'shipments', shipmentsFile('several'), (after?: Cursor) =>
    listShipments(hub.orm, { retailerId }, { ...state, after }, timeZone, rowsAtOnce),
  )
}
