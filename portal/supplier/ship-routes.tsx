import { Hono } from 'hono'
import { findContainerPrefix } from '../../engine/packing/container-prefix.ts'
import { numberPackages } from '../../engine/packing/number-packages.ts'
import { findShipFrom, listShipFrom } from '../../engine/packing/ship-from.ts'
import type { ShipNotice } from '../../translators/documents/index.ts'
import { needs } from '../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { loadShipments } from '../shared/shipments/of-order.ts'
import { leaveFlash } from '../ui/flash.ts'
import { type FormValues, formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { PageHeader } from '../ui/parts.tsx'
import { idIn } from '../ui/request.ts'
import { Empty } from '../ui/table.tsx'
import { loadOrder } from './order-query.ts'
import { baseOf, todayOf, withWarnings } from './order-routes.tsx'
import { isOpening } from './package-fields.tsx'
import { countScan, loadBarcodes } from './scan.ts'
import { cancellationOf, nextShipment, refusalsOf, shippable, toldOf, unknownTracking } from './ship-document.ts'
import { ShipForm } from './ship-form.tsx'
import { submit } from './submit.ts'
import { texts } from './texts.ts'

const t = texts.ship

/** Ships a purchase order, whole or in part. */
export function shipRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:number/shipments/new', needs('ship'), c => {
    const values: FormValues = c.req.query('pack') === 'scan' ? { pack: 'scan' } : {}
    return showForm(c, deps, values, {})
  })
  app.post('/:number/shipments', needs('ship'), c => takeShipment(c, deps))
  app.post('/:number/shipments/cancellation', needs('ship'), c => takeShipmentBack(c, deps))
  return app
}

async function showForm(
  c: PortalContext,
  deps: PortalDeps,
  values: FormValues,
  errors: Record<string, string>,
  said?: string,
) {
  const { orm } = deps.hub
  const order = await loadOrder(orm, c.var.supplier, c.req.param('number')!)
  const path = `${baseOf(c)}/purchase-orders/${encodeURIComponent(order.order.number)}`
  const title = `${t.title} ${order.order.number}`
  const told = toldOf(await loadShipments(orm, c.var.supplier.retailerId, order.order.id))
  const numbersPackages = (await findContainerPrefix(orm, c.var.supplier.supplierId)) !== undefined
  const places = await listShipFrom(orm, c.var.supplier.supplierId)
  const form = {
    order,
    places,
    action: `${path}/shipments`,
    values,
    errors,
    said,
    numbersPackages,
    told,
    today: todayOf(c, deps),
  }
  const content = order.lines.some(line => shippable(line).gt(0)) ? (
    <ShipForm {...form} />
  ) : (
    <Empty title={t.nothing}>{t.nothingHint}</Empty>
  )
  const scanning = values.pack === 'scan'
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(
    c,
    { title, current: 'purchase-orders', status },
    <>
      <PageHeader
        back={{ href: path, word: order.order.number }}
        title={title}
        action={
          <a class="button" href={`${path}/shipments/new${scanning ? '' : '?pack=scan'}`} data-action="pack">
            {scanning ? t.byHand : t.byScan}
          </a>
        }
      />
      {content}
    </>,
  )
}

/** Counts what was scanned, and shows the form again, ready for the next piece. */
async function takeScan(c: PortalContext, deps: PortalDeps, values: FormValues) {
  const order = await loadOrder(deps.hub.orm, c.var.supplier, c.req.param('number')!)
  const barcodes = await loadBarcodes(deps.hub.orm, c.var.supplier.retailerId, order)
  const scanned = countScan(values, order, barcodes)
  if ('error' in scanned) return showForm(c, deps, values, { scan: scanned.error })
  return showForm(c, deps, scanned.values, {}, scanned.said)
}

async function takeShipmentBack(c: PortalContext, deps: PortalDeps) {
  const { shipment } = await formValues(c)
  const { order } = await loadOrder(deps.hub.orm, c.var.supplier, c.req.param('number')!)
  const rows = await loadShipments(deps.hub.orm, c.var.supplier.retailerId, order.id)
  const back = () => c.redirect(`${baseOf(c)}/purchase-orders/${encodeURIComponent(order.number)}`, 303)
  if (!shipment || !rows.some(row => row.number === shipment)) {
    leaveFlash(c, 'bad', t.takeBack.unknown)
    return back()
  }
  const outcome = await submit(c, deps, cancellationOf(shipment, todayOf(c, deps)), { purchaseOrderId: order.id })
  const said = { applied: t.takeBack.done, duplicate: t.takeBack.doneBefore, rejected: '' }[outcome.result]
  const tone = { applied: 'good', duplicate: 'info', rejected: 'bad' } as const
  leaveFlash(c, tone[outcome.result], withWarnings(said, outcome.issues).trim())
  return back()
}

async function takeShipment(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  if (isOpening(values)) return showForm(c, deps, values, {})
  if (values.action === 'scan') return takeScan(c, deps, values)
  const order = await loadOrder(deps.hub.orm, c.var.supplier, c.req.param('number')!)
  const before = await loadShipments(deps.hub.orm, c.var.supplier.retailerId, order.order.id)
  const made = nextShipment(values, order, before, todayOf(c, deps))
  if ('errors' in made) return showForm(c, deps, values, made.errors)
  const { notice } = made
  const outcome = await sendShipment(c, deps, notice, order.order.id, idIn(values.shipFrom))
  if (outcome.result === 'rejected') return showForm(c, deps, values, refusalsOf(outcome.issues, made))
  const repeated = outcome.result === 'duplicate'
  const said = withWarnings(repeated ? t.doneBefore : t.done, outcome.issues)
  const [unknown] = unknownTracking(notice)
  leaveFlash(c, repeated ? 'info' : 'good', unknown ? `${said} ${t.unknownTracking(unknown)}` : said)
  return c.redirect(`${baseOf(c)}/shipments/${outcome.id}`, 303)
}

/**
 * Sends a ship notice. Packages without an SSCC get one of the supplier's own, in the same transaction.
 * @param shipFromId where it leaves from; the usual place without it
 */
export async function sendShipment(
  c: PortalContext,
  deps: PortalDeps,
  notice: ShipNotice,
  purchaseOrderId: string,
  shipFromId?: string,
) {
  const { retailerId, sourceId, supplierId } = c.var.supplier
  const place = await findShipFrom(deps.hub.orm, supplierId, shipFromId)
  const placed = place ? { ...notice, shipFrom: place.address } : notice
  if (!sourceId) return submit(c, deps, placed, { purchaseOrderId })
  return submit(c, deps, placed, {
    purchaseOrderId,
    complete: work => numberPackages(work, { retailerId, sourceId, supplierId, notice: placed }),
  })
}
