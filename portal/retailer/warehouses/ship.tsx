import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Outcome } from '../../../engine/outcome.ts'
import { ship } from '../../../engine/shipments/ship.ts'
import type { ShipNotice } from '../../../translators/documents/index.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { loadShipments } from '../../shared/shipments/of-order.ts'
import { isOpening } from '../../supplier/package-fields.tsx'
import {
  cancellationOf,
  nextShipment,
  refusalsOf,
  shippable,
  toldOf,
  unknownTracking,
} from '../../supplier/ship-document.ts'
import { ShipForm } from '../../supplier/ship-form.tsx'
import { malformedIn, undoneIfRefused } from '../../supplier/submit.ts'
import { texts as supplierTexts } from '../../supplier/texts.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { Empty } from '../../ui/table.tsx'
import { dayIn } from '../../ui/time.tsx'
import { type LoadedPurchaseOrder, loadPurchaseOrder } from '../purchase-orders-query.ts'
import { texts as t } from './texts.ts'

const words = supplierTexts.ship

/** Ships what the retailer's own warehouses have to send: the same form as suppliers have. */
export function warehouseShipRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:number/shipments/new', needs('operate'), c => showForm(c, deps, {}, {}))
  app.post('/:number/shipments', needs('operate'), c => takeShipment(c, deps))
  app.post('/:number/shipments/cancellation', needs('operate'), c => takeShipmentBack(c, deps))
  return app
}

/** An order of the retailer's own warehouse. Throws `not-found`: suppliers say themselves what they ship. */
async function loadOwn(c: PortalContext, { hub }: PortalDeps): Promise<LoadedPurchaseOrder> {
  const loaded = await loadPurchaseOrder(hub.orm, c.var.retailer.retailerId, c.req.param('number')!)
  if (loaded.source.kind === 'warehouse') return loaded
  throw new ApplicationError('not-found', 'This order is not shipped from a warehouse of yours.')
}

const hrefOf = ({ order }: LoadedPurchaseOrder) => `/retailer/purchase-orders/${encodeURIComponent(order.number)}`
const todayOf = (c: PortalContext, { hub }: PortalDeps) => dayIn(c.var.viewer.timeZone, hub.now())

async function showForm(c: PortalContext, deps: PortalDeps, values: FormValues, errors: Record<string, string>) {
  const loaded = await loadOwn(c, deps)
  const { number } = loaded.order
  const title = `${words.title} ${number}`
  const told = toldOf(await loadShipments(deps.hub.orm, c.var.retailer.retailerId, loaded.order.id))
  const form = {
    ...{ order: loaded, action: `${hrefOf(loaded)}/shipments`, values, errors },
    ...{ places: [], numbersPackages: false, told, today: todayOf(c, deps) },
  }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(
    c,
    { title, current: 'purchase-orders', status },
    <>
      <PageHeader back={{ href: hrefOf(loaded), word: number }} title={title} about={loaded.source.name} />
      {loaded.lines.some(line => shippable(line).gt(0)) ? (
        <ShipForm {...form} />
      ) : (
        <Empty title={t.shipNothing}>{t.shipNothingHint}</Empty>
      )}
    </>,
  )
}

async function takeShipment(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  if (isOpening(values)) return showForm(c, deps, values, {})
  const loaded = await loadOwn(c, deps)
  const before = await loadShipments(deps.hub.orm, c.var.retailer.retailerId, loaded.order.id)
  const made = nextShipment(values, loaded, before, todayOf(c, deps))
  if ('errors' in made) return showForm(c, deps, values, made.errors)
  const { notice } = made
  const outcome = await send(c, deps, loaded, notice)
  if (outcome.result === 'rejected') return showForm(c, deps, values, refusalsOf(outcome.issues, made))
  const repeated = outcome.result === 'duplicate'
  const [unknown] = unknownTracking(notice)
  const said = [
    repeated ? t.shippedBefore : t.shipped,
    ...warningsOf(outcome),
    unknown && words.unknownTracking(unknown),
  ]
  leaveFlash(c, repeated ? 'info' : 'good', said.filter(Boolean).join(' '))
  return c.redirect(hrefOf(loaded), 303)
}

async function takeShipmentBack(c: PortalContext, deps: PortalDeps) {
  const { shipment } = await formValues(c)
  const loaded = await loadOwn(c, deps)
  const rows = await loadShipments(deps.hub.orm, c.var.retailer.retailerId, loaded.order.id)
  if (!shipment || !rows.some(row => row.number === shipment)) leaveFlash(c, 'bad', words.takeBack.unknown)
  else {
    const outcome = await send(c, deps, loaded, cancellationOf(shipment, todayOf(c, deps)))
    const said = { applied: words.takeBack.done, duplicate: words.takeBack.doneBefore, rejected: '' }[outcome.result]
    const tone = { applied: 'good', duplicate: 'info', rejected: 'bad' } as const
    const issues = outcome.issues.map(issue => issue.message)
    leaveFlash(c, tone[outcome.result], [said, ...issues].filter(Boolean).join(' '))
  }
  return c.redirect(hrefOf(loaded), 303)
}

const warningsOf = ({ issues }: Outcome) =>
  issues.filter(issue => issue.severity === 'warning').map(issue => issue.message)

/** Gives the notice to the command that a supplier's would reach. */
async function send(c: PortalContext, { hub }: PortalDeps, { source }: LoadedPurchaseOrder, notice: ShipNotice) {
  const command = { retailerId: c.var.retailer.retailerId, sourceId: source.id, notice }
  return malformedIn(notice) ?? (await undoneIfRefused(hub, actorOf(c.var.viewer), work => ship(work, command)))
}
