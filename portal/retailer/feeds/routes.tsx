import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { adoptOffer } from '../../../engine/catalogue/adopt-offer.ts'
import { acceptMatch, mendGtin, refuseMatch } from '../../../engine/catalogue/decide-match.ts'
import { loadNewProducts } from '../../../engine/catalogue/new-products/settings.ts'
import { retireMade } from '../../../engine/catalogue/retire-products.ts'
import { discardFeed, releaseFeed } from '../../../engine/inventory/decide-quarantined.ts'
import { heldEffectOf } from '../../../engine/inventory/held-effect.ts'
import { rowsLeftOut } from '../../../engine/inventory/left-out.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { takeMended } from '../../shared/mend-rows.tsx'
import { rejectedFile } from '../../shared/rejected-file.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idIn, idParam, listQuery } from '../../ui/request.ts'
import { FeedsPage } from './feeds-page.tsx'
import { feedFilters, listHealth, listRuns, loadRun, productsMadeOf } from './feeds-query.ts'
import { ItemsPage } from './items-page.tsx'
import { isItem, listOpenItems, productBySku } from './items-query.ts'
import { newItemRoutes } from './new-items.tsx'
import { placeRoutes } from './places/routes.tsx'
import { RunPage } from './run-page.tsx'
import { feedSettingRoutes } from './settings.tsx'
import { feedUploadRoutes } from './uploads.tsx'

const path = '/retailer/feeds'

/** How many rows of a run its page shows. */
const shownRows = 50

/** Suppliers' feeds: how fresh, what each did, those held back, and the items that a person has to match. */
export function feedRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showFeeds(c, deps))
  app.get('/items', c => showItems(c, deps))
  app.route('/items/settings', newItemRoutes(deps))
  app.post('/items/products', needs('operate'), c => takeAll(c, deps))
  app.post('/items/:id/match', needs('operate'), c => takeMatch(c, deps))
  app.post('/items/:id/product', needs('operate'), c => takeProduct(c, deps))
  app.post('/items/:id/refusal', needs('operate'), c => takeRefusal(c, deps))
  app.post('/items/:id/gtin', needs('operate'), c => takeGtin(c, deps))
  app.route('/uploads', feedUploadRoutes(deps))
  app.route('/settings', feedSettingRoutes(deps))
  app.route('/places', placeRoutes(deps))
  app.get('/:id', c => showRun(c, deps))
  app.get('/:id/rejected.csv', c => sendRejected(c, deps))
  app.post('/:id/rows', needs('operate'), c => takeRows(c, deps))
  app.post('/:id/release', needs('operate'), c => takeRelease(c, deps))
  app.post('/:id/discard', needs('operate'), c => takeDiscard(c, deps))
  app.post('/:id/products/retire', needs('operate'), c => takeRetire(c, deps))
  return app
}

async function showFeeds(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const query = listQuery(c, feedFilters, 'all', 'all')
  const health = await listHealth(hub.orm, retailerId, query)
  const runs = await listRuns(hub.orm, retailerId, query)
  const props = { query, health, runs, mayOperate: may(role, 'operate') }
  return page(c, { title: 'Feeds', current: 'feeds' }, <FeedsPage {...props} />)
}

async function runOf(c: PortalContext, { hub }: PortalDeps) {
  const listed = await loadRun(hub.orm, c.var.retailer.retailerId, idParam(c))
  if (!listed) throw new ApplicationError('not-found', 'There is no such feed.')
  return listed
}

type Tried = Pick<Parameters<typeof RunPage>[0], 'values' | 'errors' | 'message'>

async function showRun(c: PortalContext, deps: PortalDeps, tried: Tried = { values: {}, errors: {} }) {
  const { role } = c.var.retailer
  const listed = await runOf(c, deps)
  const { run } = listed
  const held = run.status === 'quarantined'
  const props = {
    listed,
    rejected: await rowsLeftOut(deps.hub.orm, run, { most: shownRows }),
    made: await productsMadeOf(deps.hub.orm, run.retailerId, run.id),
    effect: held ? await heldEffectOf(deps.hub.orm, run, shownRows) : undefined,
    mayDecide: may(role, 'operate'),
    ...tried,
  }
  const status = tried.message ? 422 : 200
  return page(c, { title: run.fileName ?? listed.name, current: 'feeds', status }, <RunPage {...props} />)
}

async function takeRows(c: PortalContext, deps: PortalDeps) {
  const { run } = await runOf(c, deps)
  const { retailerId, id: feedRunId } = run
  const shown = await rowsLeftOut(deps.hub.orm, run, { most: shownRows })
  const mended = await takeMended(c, deps, { retailerId, feedRunId }, shown, runId => `${path}/${runId}`)
  return 'href' in mended ? c.redirect(mended.href, 303) : showRun(c, deps, mended)
}

async function sendRejected(c: PortalContext, deps: PortalDeps) {
  const { run } = await runOf(c, deps)
  return rejectedFile(c, await rowsLeftOut(deps.hub.orm, run))
}

async function takeRelease(c: PortalContext, deps: PortalDeps) {
  const command = { retailerId: c.var.retailer.retailerId, feedRunId: idParam(c) }
  const { changed, zeroed } = await deps.hub.work(actorOf(c.var.viewer), work => releaseFeed(work, command))
  leaveFlash(c, 'good', `The feed took effect: ${changed} rows changed, ${zeroed} items became zero.`)
  return c.redirect(`${path}/${command.feedRunId}`, 303)
}

async function takeDiscard(c: PortalContext, deps: PortalDeps) {
  const command = { retailerId: c.var.retailer.retailerId, feedRunId: idParam(c) }
  await deps.hub.work(actorOf(c.var.viewer), work => discardFeed(work, command))
  leaveFlash(c, 'good', 'The feed was discarded: nothing of it took effect.')
  return c.redirect(`${path}/${command.feedRunId}`, 303)
}

async function takeRetire(c: PortalContext, deps: PortalDeps) {
  const command = { retailerId: c.var.retailer.retailerId, feedRunId: idParam(c) }
  const retired = await deps.hub.work(actorOf(c.var.viewer), work => retireMade(work, command))
  leaveFlash(c, 'good', `${retired} products were retired: their listings end in a moment.`)
  return c.redirect(`${path}/${command.feedRunId}`, 303)
}

/** Makes products of all complete items in the background: there may be very many. */
async function takeAll(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  await hub.work(actorOf(c.var.viewer), work => work.enqueue('make-products', { retailerId, asked: true }))
  leaveFlash(c, 'good', 'Products are being made of all complete items.')
  return c.redirect(`${path}/items`, 303)
}

async function showItems(c: PortalContext, { hub }: PortalDeps, errors: Record<string, string> = {}) {
  const { retailerId, role } = c.var.retailer
  const query = listQuery(c, ['all'], 'all', 'all')
  // What is wrong with one of them is shown with that one first, wherever it stands.
  const [from] = Object.keys(errors)
  const props = {
    query,
    ...(await listOpenItems(hub.orm, retailerId, hub.now(), { ...query, from })),
    settings: await loadNewProducts(hub.orm, retailerId),
    mayDecide: may(role, 'operate'),
    errors,
  }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(c, { title: 'Items to match', current: 'feeds', status }, <ItemsPage {...props} />)
}

/** Shows the items again with what was wrong with one of them, which has to be this retailer's. */
async function refuseItem(c: PortalContext, deps: PortalDeps, message: string) {
  const id = idParam(c)
  if (!(await isItem(deps.hub.orm, c.var.retailer.retailerId, id)))
    throw new ApplicationError('not-found', 'There is no such item.')
  return showItems(c, deps, { [id]: message })
}

async function takeMatch(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const { productId, sku } = await formValues(c)
  const product = idIn(productId) ?? (await productBySku(deps.hub.orm, retailerId, sku?.trim() ?? ''))
  if (!product) return refuseItem(c, deps, `There is no product “${sku ?? ''}”.`)
  await deps.hub.work(actorOf(c.var.viewer), work =>
    acceptMatch(work, { retailerId, offerId: idParam(c), productId: product }),
  )
  leaveFlash(c, 'good', 'The item is matched.')
  return c.redirect(`${path}/items`, 303)
}

async function takeProduct(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const { sku = '' } = await formValues(c)
  if (sku.trim() === '') return refuseItem(c, deps, 'Say which SKU the new product has.')
  const command = { retailerId, offerId: idParam(c), sku: sku.trim() }
  try {
    const { productId } = await deps.hub.work(actorOf(c.var.viewer), work => adoptOffer(work, command))
    leaveFlash(c, 'good', 'The product is made. Its listings come in a moment.')
    return c.redirect(`/retailer/products/${productId}`, 303)
  } catch (error) {
    if (!(error instanceof ApplicationError) || !['invalid-input', 'conflict'].includes(error.code)) throw error
    return refuseItem(c, deps, error.message)
  }
}

async function takeRefusal(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const productId = idIn((await formValues(c)).productId)
  if (!productId) return refuseItem(c, deps, 'Say which product it is not.')
  await deps.hub.work(actorOf(c.var.viewer), work => refuseMatch(work, { retailerId, offerId: idParam(c), productId }))
  leaveFlash(c, 'good', 'It will not be proposed again.')
  return c.redirect(`${path}/items`, 303)
}

async function takeGtin(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const { gtin = '' } = await formValues(c)
  const offerId = idParam(c)
  try {
    await deps.hub.work(actorOf(c.var.viewer), work => mendGtin(work, { retailerId, offerId, gtin }))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return showItems(c, deps, { [offerId]: error.message })
  }
  leaveFlash(c, 'good', 'The GTIN is mended.')
  return c.redirect(`${path}/items`, 303)
}
