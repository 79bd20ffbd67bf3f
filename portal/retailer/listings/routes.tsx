import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import type { Orm } from '../../../db/connection.ts'
import { retailers } from '../../../db/schema/index.ts'
import { approvePrices, putOn, refusePrices, takeOff } from '../../../engine/listing/decide.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues, groupFields } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idIn, idParam, listQuery } from '../../ui/request.ts'
import { ListingsPage } from './listings-page.tsx'
import { listingFilters, listListings, ruleNamesOf } from './query.ts'

const path = '/retailer/listings'

/** Listings with their states and reasons, prices that wait, and what a person puts on or takes off. */
export function listingRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showListings(c, deps))
  app.post('/prices', needs('operate'), c => takePrices(c, deps))
  app.post('/:id/on', needs('operate'), c => takeState(c, deps, putOn, 'It is put on the channel.'))
  app.post('/:id/off', needs('operate'), c => takeState(c, deps, takeOff, 'It is taken off the channel.'))
  return app
}

/** The currency in which a retailer sells. */
export async function currencyOf(orm: Orm, retailerId: string): Promise<string> {
  const [row] = await orm.select({ currency: retailers.currency }).from(retailers).where(eq(retailers.id, retailerId))
  return row!.currency
}

async function showListings(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const query = listQuery(c, listingFilters, 'all', 'all')
  const props = {
    query,
    ...(await listListings(hub.orm, retailerId, query)),
    ruleNames: await ruleNamesOf(hub.orm, retailerId, hub.now()),
    currency: await currencyOf(hub.orm, retailerId),
    mayChange: may(role, 'operate'),
  }
  return page(c, { title: 'Listings', current: 'listings' }, <ListingsPage {...props} />)
}

async function takePrices(c: PortalContext, { hub }: PortalDeps) {
  const values = await formValues(c)
  const listingIds = [...groupFields(values, 'pick').keys()].flatMap(id => idIn(id) ?? [])
  const back = () => c.redirect(`${path}?show=waiting`, 303)
  if (listingIds.length === 0) {
    leaveFlash(c, 'bad', 'Choose at least one price.')
    return back()
  }
  const refuses = values.what === 'refuse'
  const command = { retailerId: c.var.retailer.retailerId, listingIds }
  const decide = refuses ? refusePrices : approvePrices
  const count = await hub.work(actorOf(c.var.viewer), work => decide(work, command))
  leaveFlash(c, 'good', `${count} ${count === 1 ? 'price' : 'prices'} ${refuses ? 'refused' : 'taken'}.`)
  return back()
}

async function takeState(c: PortalContext, { hub }: PortalDeps, decide: typeof putOn, word: string) {
  const command = { retailerId: c.var.retailer.retailerId, listingId: idParam(c) }
  const { productId } = await hub.work(actorOf(c.var.viewer), work => decide(work, command))
  leaveFlash(c, 'good', word)
  return c.redirect(`/retailer/products/${productId}`, 303)
}
