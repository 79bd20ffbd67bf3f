import { Hono } from 'hono'
import { publishedMaps } from '../../partners/maps/published.ts'
import { defaultLayouts, writeCsv } from '../../translators/csv/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { type FormValues, formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { baseOf, todayOf, withWarnings } from './order-routes.tsx'
import { levelsFrom, offersIn, uploadedStock } from './stock-document.ts'
import { StockPage } from './stock-page.tsx'
import { itemNumbers, listStock, recentFeeds } from './stock-query.ts'
import { submit } from './submit.ts'
import { texts } from './texts.ts'

const t = texts.stock

/** A supplier's stock: seen, edited in place, and uploaded. */
export function stockRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showStock(c, deps))
  app.get('/template.csv', c => sendTemplate(c, deps))
  app.post('/levels', needs('stock'), c => takeLevels(c, deps))
  app.post('/uploads', needs('stock'), c => takeUpload(c, deps))
  return app
}

interface Tried {
  values: FormValues
  errors: Record<string, string>
  issues: Issue[]
}

async function showStock(c: PortalContext, deps: PortalDeps, tried: Tried = { values: {}, errors: {}, issues: [] }) {
  const scope = c.var.supplier
  const query = { search: c.req.query('q')?.trim() ?? '', after: c.req.query('after') }
  const { rows, older } = await listStock(deps.hub.orm, scope, query)
  const feeds = await recentFeeds(deps.hub.orm, scope)
  const props = { base: baseOf(c), rows, older, feeds, query, mayChange: may(scope.role, 'stock'), ...tried }
  const refused = Object.keys(tried.errors).length > 0 || tried.issues.length > 0
  return page(c, { title: t.title, current: 'stock', status: refused ? 422 : 200 }, <StockPage {...props} />)
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

async function takeUpload(c: PortalContext, deps: PortalDeps) {
  const { file, scope } = await c.req.parseBody()
  if (!(file instanceof File) || file.size === 0) {
    return showStock(c, deps, { values: {}, errors: { file: 'Choose a file.' }, issues: [] })
  }
  const { retailerId, partnershipId } = c.var.supplier
  const own = await publishedMaps(deps.hub.orm, retailerId, partnershipId, 'csv')
  const bytes = new Uint8Array(await file.arrayBuffer())
  const wanted = typeof scope === 'string' ? scope : undefined
  const { documents, issues } = uploadedStock(bytes, own.get('inventory-advice'), wanted, given(c, deps))
  if (documents.length === 0) return showStock(c, deps, { values: {}, errors: {}, issues })
  for (const document of documents) {
    const outcome = await submit(c, deps, document)
    issues.push(...outcome.issues)
    if (outcome.result === 'rejected') return showStock(c, deps, { values: {}, errors: {}, issues })
  }
  leaveFlash(c, issues.length > 0 ? 'warn' : 'good', withWarnings(t.done, issues))
  return c.redirect(`${baseOf(c)}/stock`, 303)
}

/** The supplier's items in the layout that an upload is read by. */
async function sendTemplate(c: PortalContext, deps: PortalDeps) {
  const items = await itemNumbers(deps.hub.orm, c.var.supplier)
  const lines = items.map(item => ({
    ids: { supplier: item.supplierSku },
    quantity: item.quantity ?? '0',
    ...(item.title ? { description: item.title } : {}),
  }))
  const layout = defaultLayouts['inventory-advice']
  const { number, date } = given(c, deps)
  const { bytes } = writeCsv([{ kind: 'inventory-advice', scope: 'full', number, date, lines }], layout)
  return c.body(bytes as Uint8Array<ArrayBuffer>, 200, {
    'Content-Type': 'text/csv; charset=utf-8',
    'Content-Disposition': 'attachment; filename="stock.csv"',
  })
}
