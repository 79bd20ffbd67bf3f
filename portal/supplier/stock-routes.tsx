import { Hono } from 'hono'
import { keptLayout } from '../../engine/inventory/uploads/open-upload.ts'
import { defaultLayouts, writeCsv } from '../../translators/csv/index.ts'
import { needs } from '../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { baseOf, todayOf, withWarnings } from './order-routes.tsx'
import { levelsFrom, offersIn } from './stock-document.ts'
import { stockFeedRoutes } from './stock-feeds.tsx'
import { showItems } from './stock-items.tsx'
import { showStock } from './stock-list.tsx'
import { itemNumbers, listStock } from './stock-query.ts'
import { stockUploadRoutes } from './stock-uploads.tsx'
import { submit } from './submit.ts'
import { texts } from './texts.ts'

const t = texts.stock

/** A supplier's stock: seen, edited in place, and uploaded. */
export function stockRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showStock(c, deps))
  app.get('/items', c => showItems(c, deps))
  app.route('/uploads', stockUploadRoutes(deps))
  app.route('/feeds', stockFeedRoutes(deps))
  app.get('/template.csv', c => sendTemplate(c, deps))
  app.post('/levels', needs('stock'), c => takeLevels(c, deps))
  return app
}

function given(c: PortalContext, deps: PortalDeps) {
  return { number: `portal-${deps.hub.newId()}`, date: todayOf(c, deps) }
}

async function takeLevels(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const { rows } = await listStock(deps.hub.orm, c.var.supplier, {
    search: '',
    after: undefined,
    offerIds: offersIn(values),
  })
  const { document, errors } = levelsFrom(values, rows, given(c, deps))
  if (Object.keys(errors).length > 0) return showStock(c, deps, { values, errors, issues: [] })
  if (!document) {
    leaveFlash(c, 'info', t.unchanged)
    return c.redirect(`${baseOf(c)}/stock`, 303)
  }
  const outcome = await submit(c, deps, document)
  if (outcome.result === 'rejected') return showStock(c, deps, { values, errors: {}, issues: outcome.issues })
  leaveFlash(c, 'good', withWarnings(t.done, outcome.issues))
  return c.redirect(`${baseOf(c)}/stock`, 303)
}

/** The supplier's items in the layout that an upload is read by, or the columns of a product list. */
async function sendTemplate(c: PortalContext, deps: PortalDeps) {
  const isProducts = c.req.query('kind') === 'product'
  const { bytes } = isProducts ? writeCsv([], defaultLayouts['product-catalog']) : await stockTemplate(c, deps)
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': `attachment; filename="${isProducts ? 'products' : 'stock'}.csv"`,
  })
}

async function stockTemplate(c: PortalContext, deps: PortalDeps) {
  const { hub } = deps
  const items = await itemNumbers(hub.orm, c.var.supplier)
  const lines = items.map(item => ({
    ids: { supplier: item.supplierSku },
    quantity: item.quantity ?? '0',
    ...(item.title ? { description: item.title } : {}),
  }))
  const { number, date } = given(c, deps)
  const kept = await keptLayout(hub.orm, c.var.supplier.retailerId, c.var.supplier.partnershipId, 'inventory-advice')
  const layout = kept ?? defaultLayouts['inventory-advice']
  return writeCsv([{ kind: 'inventory-advice', scope: 'full', number, date, lines }], layout)
}
