import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { countWarehouse } from '../../../engine/inventory/count-warehouse.ts'
import { addWarehouse } from '../../../engine/routing/add-warehouse.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { type ReadCounts, readPasted, readTable } from './counts.ts'
import { WarehousePage, WarehousesPage } from './pages.tsx'
import { listWarehouses, ordersToShip, stockOf, warehouseById } from './query.ts'
import { path, texts as t } from './texts.ts'

/** The retailer's own warehouses: what lies there, and what has to leave. */
export function warehouseRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showWarehouses(c, deps))
  app.post('/', needs('operate'), c => takeNew(c, deps))
  app.get('/:id', c => showWarehouse(c, deps))
  app.post('/:id/stock', needs('operate'), c => takeCounts(c, deps))
  return app
}

const statusOf = (errors: Record<string, string>) => (Object.keys(errors).length > 0 ? 422 : 200)

async function showWarehouses(c: PortalContext, { hub }: PortalDeps, values: FormValues = {}, errors: FormValues = {}) {
  const { retailerId, role } = c.var.retailer
  const warehouses = await listWarehouses(hub.orm, retailerId)
  const props = { warehouses, values, errors, mayChange: may(role, 'operate') }
  const head = { title: t.title, current: 'warehouses', status: statusOf(errors) } as const
  return page(c, head, <WarehousesPage {...props} />)
}

async function takeNew(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const [name, postalCode] = [values.name?.trim() ?? '', values.postalCode?.trim() ?? '']
  const errors: FormValues = {}
  if (name === '' || name.length > 120) errors.name = t.noName
  if (postalCode.length > 15) errors.postalCode = t.longPostalCode
  if (Object.keys(errors).length > 0) return showWarehouses(c, deps, values, errors)
  const command = { retailerId: c.var.retailer.retailerId, name, ...(postalCode && { postalCode }) }
  try {
    const id = await deps.hub.work(actorOf(c.var.viewer), work => addWarehouse(work, command))
    leaveFlash(c, 'good', t.added)
    return c.redirect(`${path}/${id}`, 303)
  } catch (error) {
    if (!(error instanceof ApplicationError && error.code === 'conflict')) throw error
    return showWarehouses(c, deps, values, { name: error.message })
  }
}

async function showWarehouse(
  c: PortalContext,
  { hub }: PortalDeps,
  values: FormValues = {},
  errors: Record<string, string> = {},
) {
  const { retailerId, role } = c.var.retailer
  const warehouse = await warehouseById(hub.orm, retailerId, idParam(c))
  const asked = { search: c.req.query('q')?.trim() ?? '', after: c.req.query('after') || undefined }
  const query = shownBy(values) ?? asked
  const [toShip, stock] = await Promise.all([
    ordersToShip(hub.orm, retailerId, warehouse.id),
    stockOf(hub.orm, retailerId, warehouse.id, query),
  ])
  const props = { warehouse, toShip, stock, query, values, errors, mayChange: may(role, 'operate') }
  const head = { title: warehouse.name, current: 'warehouses', status: statusOf(errors) } as const
  return page(c, head, <WarehousePage {...props} />)
}

/** The page of the table whose form came back. */
function shownBy(values: FormValues) {
  return values.after === undefined ? undefined : { search: values.q ?? '', after: values.after || undefined }
}

async function takeCounts(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const { retailerId } = c.var.retailer
  const warehouse = await warehouseById(deps.hub.orm, retailerId, idParam(c))
  const read = values.pasted === undefined ? readTable(values) : readPasted(values.pasted)
  if ('errors' in read) return showWarehouse(c, deps, values, read.errors)
  const { lines } = read
  if (lines.length > 0) {
    const command = { retailerId, sourceId: warehouse.id, lines }
    try {
      await deps.hub.work(actorOf(c.var.viewer), work => countWarehouse(work, command))
    } catch (error) {
      if (!(error instanceof ApplicationError && error.code === 'invalid-input')) throw error
      return showWarehouse(c, deps, values, errorsAt(error, read))
    }
  }
  leaveFlash(c, lines.length > 0 ? 'good' : 'info', lines.length > 0 ? t.counted(lines.length) : t.unchanged)
  return c.redirect(`${path}/${warehouse.id}`, 303)
}

/** What a command says of `lines[n].…`, at the fields of the form. */
function errorsAt({ fields, message }: ApplicationError, { origins }: Extract<ReadCounts, { lines: unknown }>) {
  const errors: Record<string, string> = {}
  for (const [name, says] of Object.entries(fields)) {
    const [, index] = /^lines\[(\d+)\]/.exec(name) ?? []
    const { field, line } = (index !== undefined && origins[Number(index)]) || { field: 'pasted' }
    const told = line === undefined ? says : t.inLine(line, says)
    errors[field] = errors[field] === undefined ? told : `${errors[field]} ${told}`
  }
  return Object.keys(errors).length > 0 ? errors : { pasted: message }
}
