import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { retailers } from '../../../db/schema/index.ts'
import {
  chooseDelivery,
  type DeliverySettings,
  deliverableKinds,
  loadDelivery,
} from '../../../partners/channels/delivery.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { readSchedule, scheduleValues } from '../schedule/read-schedule.ts'
import { DeliveryPage } from './page.tsx'
import { texts as t } from './texts.ts'

/** Whose delivery this is, where its page lies, and who looks at it. */
interface Here {
  side: 'retailer' | 'supplier'
  retailerId: string
  partnershipId: string
  path: string
  back: { href: string; word: string }
  current: string
}

/** A supplier's own choice, below `/supplier/:retailer/setup/delivery`. */
export function supplierDeliveryRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => show(c, deps, ofSupplier(c)))
  app.post('/', needs('manage-people'), c => take(c, deps, ofSupplier(c)))
  return app
}

/** The same for the retailer, `/retailer/partners/:id/delivery`. */
export function partnerDeliveryRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:id/delivery', c => show(c, deps, ofRetailer(c)))
  app.post('/:id/delivery', needs('operate'), c => take(c, deps, ofRetailer(c)))
  return app
}

function ofSupplier(c: PortalContext): Here {
  const { retailerId, partnershipId, slug } = c.var.supplier
  const setup = `/supplier/${slug}/setup`
  const back = { href: setup, word: 'Set-up' }
  return { side: 'supplier', retailerId, partnershipId, path: `${setup}/delivery`, back, current: 'setup' }
}

function ofRetailer(c: PortalContext): Here {
  const { retailerId } = c.var.retailer
  const partnershipId = idParam(c)
  const partner = `/retailer/partners/${partnershipId}`
  const back = { href: partner, word: 'Partner' }
  return { side: 'retailer', retailerId, partnershipId, path: `${partner}/delivery`, back, current: 'partners' }
}

async function show(
  c: PortalContext,
  { hub }: PortalDeps,
  here: Here,
  given?: { values: FormValues; errors: FormValues },
) {
  const { delivery, transport } = await loadDelivery(hub.orm, here)
  const [retailer] = await hub.orm
    .select({ timeZone: retailers.timeZone })
    .from(retailers)
    .where(eq(retailers.id, here.retailerId))
  const values = given?.values ?? valuesOf(delivery, retailer?.timeZone ?? 'UTC')
  const closed = closedBecause(c, here, delivery, transport)
  const props = { side: here.side, action: here.path, back: here.back, values, errors: given?.errors ?? {}, closed }
  return await page(
    c,
    { title: t.title, current: here.current, status: given ? 422 : 200 },
    <DeliveryPage {...props} />,
  )
}

/** Why the person who looks cannot choose; nothing where they can. */
function closedBecause(c: PortalContext, { side }: Here, delivery: DeliverySettings, transport: string | undefined) {
  if (!transport || transport === 'portal') return side === 'supplier' ? t.portalOnlyYours : t.portalOnly
  const role = c.var.viewer.membership!.role
  if (side === 'supplier') return delivery.supplierMayChoose && may(role, 'manage-people') ? undefined : t.closed
  return may(role, 'operate') ? undefined : t.notYours
}

function valuesOf({ supplierMayChoose, inPortal, times }: DeliverySettings, timeZone: string): FormValues {
  const ways = inPortal.map(kind => [`way-${kind}`, 'portal'])
  const every = { at: [], zone: timeZone, days: [1, 2, 3, 4, 5, 6, 7] }
  return {
    ...Object.fromEntries(ways),
    ...scheduleValues(times ?? every),
    when: times ? 'at' : 'once',
    ...(supplierMayChoose && { supplierMayChoose: 'on' }),
  }
}

async function take(c: PortalContext, deps: PortalDeps, here: Here) {
  const { retailerId, partnershipId, side, path } = here
  const values = await formValues(c)
  const read = values.when === 'at' ? readSchedule(values) : undefined
  if (read && 'errors' in read) return await show(c, deps, here, { values, errors: read.errors })
  const times = read && 'at' in read.schedule ? read.schedule : undefined
  const choice = {
    supplierMayChoose: values.supplierMayChoose === 'on',
    inPortal: deliverableKinds.filter(kind => values[`way-${kind}`] === 'portal'),
    ...(times && { times }),
  }
  const command = { retailerId, partnershipId, by: side, choice }
  await deps.hub.work(actorOf(c.var.viewer), work => chooseDelivery(work, command))
  leaveFlash(c, 'good', t.saved)
  return c.redirect(path, 303)
}
