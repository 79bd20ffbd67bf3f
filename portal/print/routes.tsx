import { Hono } from 'hono'
import type { Orm } from '../../db/connection.ts'
import { printKinds } from '../../db/schema/index.ts'
import { loadBrands } from '../../engine/packing/brand.ts'
import { markPrinted } from '../../engine/packing/prints.ts'
import { findShipFrom } from '../../engine/packing/ship-from.ts'
import type { Party } from '../../translators/documents/index.ts'
import {
  type LabelSheet,
  labelSheets,
  labelsPdf,
  labelsZpl,
  packingSlipsPdf,
  zplResolutions,
} from '../../translators/labels/index.ts'
import { purchaseOrderPdf } from '../../translators/pdf/index.ts'
import { may } from '../auth/abilities.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { chosenOrders } from '../supplier/bulk/chosen.ts'
import { billable } from '../supplier/invoice-document.ts'
import { loadOrder } from '../supplier/order-query.ts'
import { baseOf } from '../supplier/order-routes.tsx'
import { texts as supplierTexts } from '../supplier/texts.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { idParam } from '../ui/request.ts'
import { answerPdf, joined } from './answer-pdf.ts'
import { loadPrintable, orderToPrint, slipToPack } from './order-prints.ts'
import { ShipmentPage } from './shipment-page.tsx'
import { labelsOf, slipsOf } from './shipment-prints.ts'
import { type LoadedShipment, loadShipment } from './shipment-query.ts'
import { texts } from './texts.ts'

/** What a supplier prints: purchase orders, and the packing slips and labels of its shipments. */
export function printRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/prints', c => printOrders(c, deps))
  app.get('/shipments/:id', c => showShipment(c, deps))
  app.get('/shipments/:id/packing-slip', c => sendSlip(c, deps))
  app.get('/shipments/:id/labels', c => sendLabels(c, deps))
  app.get('/shipments/:id/labels.zpl', c => sendZpl(c, deps))
  return app
}

/** Prints the chosen orders, or what is to be packed for them; from then on they are not in the print queue. */
async function printOrders(c: PortalContext, deps: PortalDeps) {
  const { hub } = deps
  const scope = c.var.supplier
  const values = await formValues(c)
  const kind = printKinds.find(known => known === values.kind) ?? 'purchase-order'
  const found = await loadPrintable(hub.orm, scope, chosenOrders(values))
  const createdAt = hub.now().toISOString()
  const brandOf = await loadBrands(hub.orm, scope.retailerId)
  const sender = await senderOf(c, deps)
  const sent = found.flatMap(one => orderToPrint(one) ?? [])
  if (kind === 'purchase-order' ? sent.length === 0 : found.length === 0) {
    leaveFlash(c, 'warn', supplierTexts.orders.noneChosen)
    return c.redirect(`${baseOf(c)}/purchase-orders`, 303)
  }
  const document =
    kind === 'purchase-order'
      ? joined(
          sent.map(order => purchaseOrderPdf(order, createdAt)),
          `${sent.length} purchase orders`,
        )
      : packingSlipsPdf(
          found.map(one => slipToPack(one, brandOf, sender)),
          createdAt,
        )
  const purchaseOrderIds = found.map(one => one.order.id)
  await hub.work(actorOf(c.var.viewer), work =>
    markPrinted(work, { retailerId: scope.retailerId, purchaseOrderIds, kind }),
  )
  return answerPdf(c, document, found.length === 1 ? `${kind}-${found[0]!.order.number}` : `${found.length}-${kind}s`)
}

async function showShipment(c: PortalContext, { hub }: PortalDeps) {
  const loaded = await loadShipment(hub.orm, c.var.supplier, idParam(c))
  const title = `${texts.shipment.title} ${loaded.shipment.number}`
  return page(
    c,
    { title, current: 'purchase-orders' },
    <ShipmentPage
      base={baseOf(c)}
      loaded={loaded}
      mayShip={may(c.var.supplier.role, 'ship')}
      toInvoice={await orderToInvoice(c, hub.orm, loaded)}
      asked={{ page: c.req.query('packages'), package: c.req.query('q') }}
    />,
  )
}

/** The number of the shipment's one order, where whoever looks may invoice what it holds and nobody has. */
async function orderToInvoice(c: PortalContext, orm: Orm, { shipment, contents }: LoadedShipment) {
  const numbers = new Set(contents.map(content => content.order.number))
  const [number] = numbers
  if (shipment.takenBackAt || numbers.size !== 1 || !may(c.var.supplier.role, 'invoice')) return undefined
  const { lines } = await loadOrder(orm, c.var.supplier, number!)
  const held = new Set(contents.map(content => content.line.id))
  return lines.some(line => held.has(line.id) && billable(line).gt(0)) ? number : undefined
}

async function sendSlip(c: PortalContext, deps: PortalDeps) {
  const { hub } = deps
  const scope = c.var.supplier
  const loaded = await loadShipment(hub.orm, scope, idParam(c))
  const brandOf = await loadBrands(hub.orm, scope.retailerId)
  const document = packingSlipsPdf(
    slipsOf(loaded, brandOf, await senderOf(c, deps)),
    loaded.shipment.receivedAt.toISOString(),
  )
  return answerPdf(c, document, `packing-slip-${loaded.shipment.number}`)
}

async function sendLabels(c: PortalContext, deps: PortalDeps) {
  const loaded = await loadShipment(deps.hub.orm, c.var.supplier, idParam(c))
  const sheet: LabelSheet = labelSheets.find(known => known === c.req.query('sheet')) ?? '4x6'
  const labels = labelsOf(loaded, await senderOf(c, deps))
  const document = labelsPdf(labels, sheet, loaded.shipment.receivedAt.toISOString())
  return answerPdf(c, document, `labels-${loaded.shipment.number}`)
}

async function sendZpl(c: PortalContext, deps: PortalDeps) {
  const loaded = await loadShipment(deps.hub.orm, c.var.supplier, idParam(c))
  const resolution = zplResolutions.find(known => String(known) === c.req.query('dpi')) ?? 203
  const zpl = labelsZpl(labelsOf(loaded, await senderOf(c, deps)), resolution)
  return c.body(zpl, 200, {
    'Content-Type': 'text/plain; charset=utf-8',
    'Content-Disposition': `attachment; filename="labels-${loaded.shipment.number.replaceAll(/[^A-Za-z0-9.-]+/g, '-')}.zpl"`,
  })
}

/** The supplier at its usual address: who sends what was not told from where. */
async function senderOf(c: PortalContext, { hub }: PortalDeps): Promise<Party> {
  const { supplierId, supplierName: name } = c.var.supplier
  const place = await findShipFrom(hub.orm, supplierId)
  return { name, ...place?.address }
}
