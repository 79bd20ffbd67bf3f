import { Hono } from 'hono'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { type Cursor, readState } from '../../lists/list-state.ts'
import { viewsOf } from '../../lists/views.ts'
import { csvStream, rowsAtOnce } from '../../shared/csv-stream.ts'
import { shipmentsFile } from '../../shared/shipments/columns.tsx'
import { listShipments } from '../../shared/shipments/listed.ts'
import { texts } from '../../shared/shipments/texts.ts'
import { page } from '../../ui/page.tsx'
import { baseOf, todayOf } from '../order-routes.tsx'
import { ShipmentsList, supplierShipmentsList } from './list.tsx'

/** A supplier's shipments to one retailer, and the same as a file. */
export function shipmentsRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showShipments(c, deps))
  app.get('/file', c => sendShipments(c, deps))
  return app
}

const asked = (c: PortalContext) => readState(c.req.query(), supplierShipmentsList(baseOf(c)))

async function showShipments(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, sourceId } = c.var.supplier
  const { userId, timeZone } = c.var.viewer
  const state = asked(c)
  const [listed, views] = await Promise.all([
    listShipments(hub.orm, { retailerId, sourceId }, state, timeZone),
    viewsOf(hub.orm, { retailerId, userId }, 'supplier-shipments'),
  ])
  const props = { base: baseOf(c), state, views, userId, ...listed }
  return page(c, { title: texts.title, current: 'shipments' }, <ShipmentsList {...props} />)
}

/** What the list shows under its filter, all pages of it. */
function sendShipments(c: PortalContext, deps: PortalDeps): Promise<Response> {
  const { retailerId, sourceId } = c.var.supplier
  const state = asked(c)
  const { timeZone } = c.var.viewer
  return csvStream(c, `shipments-${todayOf(c, deps)}`, shipmentsFile('one'), (after?: Cursor) =>
    listShipments(deps.hub.orm, { retailerId, sourceId }, { ...state, after }, timeZone, rowsAtOnce),
  )
}
