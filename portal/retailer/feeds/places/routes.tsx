import { and, asc, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../../../db/application-error.ts'
import type { Orm } from '../../../../db/connection.ts'
import { fetchSources, partnerships, suppliers } from '../../../../db/schema/index.ts'
import { feedSecretNames } from '../../../../partners/feeds/feed-secrets.ts'
import { addFeed, changeFeed, listFeeds, lookNow, setFeedActive } from '../../../../partners/feeds/feeds.ts'
import { may } from '../../../auth/abilities.ts'
import { needs } from '../../../auth/guard.ts'
import { actorOf } from '../../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../../deps.ts'
import { leaveFlash } from '../../../ui/flash.ts'
import { type FormValues, formValues } from '../../../ui/form-data.ts'
import { page } from '../../../ui/page.tsx'
import { idIn, idParam } from '../../../ui/request.ts'
import { kindIn } from './kinds.ts'
import { NewPlacePage, type PlaceForm, PlacePage, PlacesPage, path } from './pages.tsx'
import { checkNothing, placeValues, prefixed, readPlace, withoutSecrets } from './read-place.ts'

/** Places that are looked into by schedule: what each is, how the last look went, and when the next is. */
export function placeRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showPlaces(c, deps))
  app.get('/new', needs('operate'), c => showNew(c, deps))
  app.post('/', needs('operate'), c => takeNew(c, deps))
  app.get('/:id', c => showPlace(c, deps))
  app.post('/:id', needs('operate'), c => takeChange(c, deps))
  app.post('/:id/look', needs('operate'), c => takeLook(c, deps))
  app.post('/:id/pause', needs('operate'), c => takeSwitch(c, deps, false))
  app.post('/:id/resume', needs('operate'), c => takeSwitch(c, deps, true))
  return app
}

async function partnersOf(orm: Orm, retailerId: string) {
  return await orm
    .select({ id: partnerships.id, name: suppliers.name })
    .from(partnerships)
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(eq(partnerships.retailerId, retailerId))
    .orderBy(asc(suppliers.name))
}

async function placesOf(orm: Orm, retailerId: string) {
  const names = new Map((await partnersOf(orm, retailerId)).map(({ id, name }) => [id, name]))
  const rows = await listFeeds(orm, retailerId)
  return rows.map(row => ({ ...row, partner: names.get(row.partnershipId ?? '') }))
}

async function placeOf(c: PortalContext, { hub }: PortalDeps) {
  const places = await placesOf(hub.orm, c.var.retailer.retailerId)
  const place = places.find(({ id }) => id === idParam(c))
  if (!place) throw new ApplicationError('not-found', 'There is no such place.')
  return place
}

async function showPlaces(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const places = await placesOf(hub.orm, retailerId)
  const props = { places, mayChange: may(role, 'operate') }
  return page(c, { title: 'Places that are looked into', current: 'feeds' }, <PlacesPage {...props} />)
}

async function showNew(c: PortalContext, { hub }: PortalDeps, typed?: PlaceForm) {
  const kind = kindIn(c.req.query('kind')) ?? 'sftp'
  const form = typed ?? { kind, values: placeValues(kind), errors: {}, stored: [] }
  const partners = await partnersOf(hub.orm, c.var.retailer.retailerId)
  const head = { title: 'Add a place', current: 'feeds', status: typed ? 422 : 200 } as const
  return page(c, head, <NewPlacePage form={form} partners={partners} />)
}

/** What is wrong by the names of the form's fields, where a command refused it; anything else is thrown again. */
function refusal(error: unknown): FormValues {
  if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
  return Object.keys(error.fields).length > 0 ? prefixed(error.fields) : { name: error.message }
}

async function takeNew(c: PortalContext, deps: PortalDeps) {
  const { hub, box, checkFeed = checkNothing } = deps
  const values = await formValues(c)
  const kind = kindIn(values.kind) ?? 'sftp'
  const again = (errors: FormValues) =>
    showNew(c, deps, { kind, values: withoutSecrets(kind, values), errors, stored: [] })
  const read = readPlace(kind, values, {})
  if ('errors' in read) return await again(read.errors)
  const partnershipId = idIn(values.partnershipId)
  const feed = { retailerId: c.var.retailer.retailerId, kind, ...read.place, ...(partnershipId && { partnershipId }) }
  try {
    const { id } = await hub.work(actorOf(c.var.viewer), work => addFeed(work, box, feed, checkFeed))
    leaveFlash(c, 'good', 'The place is added. It is looked into in a moment.')
    return c.redirect(`${path}/${id}`, 303)
  } catch (error) {
    return await again(refusal(error))
  }
}

async function showPlace(c: PortalContext, deps: PortalDeps, typed?: Pick<PlaceForm, 'values' | 'errors'>) {
  const { role } = c.var.retailer
  const place = await placeOf(c, deps)
  const mayChange = may(role, 'operate')
  const { kind } = place
  const form =
    kind === 'channel' || !mayChange
      ? undefined
      : {
          ...{ kind, stored: await storedNames(c, deps) },
          ...(typed ?? { values: placeValues(kind, { ...place, kind }), errors: {} }),
        }
  const head = { title: place.name, current: 'feeds', status: typed ? 422 : 200 } as const
  return page(c, head, <PlacePage place={place} now={deps.hub.now()} form={form} mayChange={mayChange} />)
}

async function storedNames(c: PortalContext, { hub, box }: PortalDeps): Promise<string[]> {
  const mine = and(eq(fetchSources.retailerId, c.var.retailer.retailerId), eq(fetchSources.id, idParam(c)))
  const [row] = await hub.orm.select({ secrets: fetchSources.secrets }).from(fetchSources).where(mine)
  return row ? feedSecretNames(box, row) : []
}

async function takeChange(c: PortalContext, deps: PortalDeps) {
  const { hub, box, checkFeed = checkNothing } = deps
  const place = await placeOf(c, deps)
  if (place.kind === 'channel') throw new ApplicationError('wrong-state', 'This folder belongs to the channel.')
  const values = await formValues(c)
  const again = (errors: FormValues) =>
    showPlace(c, deps, { values: withoutSecrets(kindIn(place.kind)!, values), errors })
  const read = readPlace(place.kind, values, place.settings)
  if ('errors' in read) return await again(read.errors)
  const change = { retailerId: c.var.retailer.retailerId, id: place.id, ...read.place }
  try {
    await hub.work(actorOf(c.var.viewer), work => changeFeed(work, box, change, checkFeed))
  } catch (error) {
    return await again(refusal(error))
  }
  leaveFlash(c, 'good', 'Saved. It is looked into in a moment.')
  return c.redirect(`${path}/${place.id}`, 303)
}

async function takeLook(c: PortalContext, { hub }: PortalDeps) {
  const place = { retailerId: c.var.retailer.retailerId, id: idParam(c) }
  await hub.work(actorOf(c.var.viewer), work => lookNow(work, place))
  leaveFlash(c, 'good', 'It is looked into in a moment.')
  return c.redirect(`${path}/${place.id}`, 303)
}

async function takeSwitch(c: PortalContext, { hub }: PortalDeps, active: boolean) {
  const place = { retailerId: c.var.retailer.retailerId, id: idParam(c), active }
  await hub.work(actorOf(c.var.viewer), work => setFeedActive(work, place))
  leaveFlash(c, 'good', active ? 'It is looked into in a moment.' : 'It is looked into no more.')
  return c.redirect(`${path}/${place.id}`, 303)
}
