import { Hono } from 'hono'
import { ApplicationError } from '../../../../db/application-error.ts'
import type { Work } from '../../../../db/work.ts'
import {
  findShipFrom,
  makeDefaultShipFrom,
  removeShipFrom,
  saveShipFrom,
} from '../../../../engine/packing/ship-from.ts'
import { needs } from '../../../auth/guard.ts'
import { actorOf } from '../../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../../deps.ts'
import { leaveFlash } from '../../../ui/flash.ts'
import { type FormValues, formValues } from '../../../ui/form-data.ts'
import { page } from '../../../ui/page.tsx'
import { idParam } from '../../../ui/request.ts'
import { baseOf } from '../../order-routes.tsx'
import { texts as setupTexts } from '../texts.ts'
import { AddressPage } from './pages.tsx'
import { texts } from './texts.ts'

/** Where a supplier ships from, below `/supplier/:retailer/setup/addresses`. */
export function addressRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  const ships = needs('ship')
  app.get('/new', ships, c => show(c, undefined, { name: c.var.supplier.supplierName, country: 'US' }))
  app.post('/', ships, c => take(c, deps, undefined))
  app.get('/:id', ships, c => showOne(c, deps))
  app.post('/:id', ships, c => take(c, deps, idParam(c)))
  app.post('/:id/default', ships, c => change(c, deps, makeDefaultShipFrom, texts.madeUsual))
  app.post('/:id/removal', ships, c => change(c, deps, removeShipFrom, texts.removed))
  return app
}

function show(
  c: PortalContext,
  place: { id: string; label: string } | undefined,
  values: FormValues,
  errors: Record<string, string> = {},
) {
  const path = `${baseOf(c)}/setup`
  const action = `${path}/addresses${place ? `/${place.id}` : ''}`
  const back = { href: path, word: setupTexts.title }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  const title = place?.label ?? texts.newTitle
  const content = <AddressPage {...{ action, back, label: place?.label, values, errors }} />
  return page(c, { title, current: 'setup', status }, content)
}

async function showOne(c: PortalContext, { hub }: PortalDeps) {
  const place = (await findShipFrom(hub.orm, c.var.supplier.supplierId, idParam(c)))!
  const { codeBy: _, ...address } = place.address
  return await show(c, place, { label: place.label, ...address })
}

async function take(c: PortalContext, deps: PortalDeps, id: string | undefined) {
  const { supplierId, retailerId: viaRetailerId } = c.var.supplier
  const values = await formValues(c)
  try {
    const command = { supplierId, viaRetailerId, fields: values, ...(id && { id }) }
    await deps.hub.work(actorOf(c.var.viewer), work => saveShipFrom(work, command))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    const place = id ? await findShipFrom(deps.hub.orm, supplierId, id) : undefined
    return await show(c, place, values, error.fields)
  }
  leaveFlash(c, 'good', texts.saved)
  return c.redirect(`${baseOf(c)}/setup`, 303)
}

async function change(
  c: PortalContext,
  { hub }: PortalDeps,
  run: (work: Work, command: { supplierId: string; viaRetailerId: string; id: string }) => Promise<void>,
  said: string,
) {
  const { supplierId, retailerId: viaRetailerId } = c.var.supplier
  const id = idParam(c)
  await hub.work(actorOf(c.var.viewer), work => run(work, { supplierId, viaRetailerId, id }))
  leaveFlash(c, 'good', said)
  return c.redirect(`${baseOf(c)}/setup`, 303)
}
