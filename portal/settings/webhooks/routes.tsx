import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { webhookDeliveryStatuses } from '../../../db/schema/index.ts'
import type { Work } from '../../../db/work.ts'
import {
  changeEndpoint,
  createEndpoint,
  deleteEndpoint,
  type EndpointRef,
  pauseEndpoint,
  resumeEndpoint,
  rotateSecret,
} from '../../../engine/webhooks/endpoints.ts'
import { replayDelivery, replayFailed } from '../../../engine/webhooks/replay.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idIn, idParam } from '../../ui/request.ts'
import { DeliveryPage } from './delivery-page.tsx'
import { readForm, type Side, valuesOf } from './form.tsx'
import { WebhooksPage } from './list-page.tsx'
import { listDeliveries, listWebhooks, loadDelivery, loadWebhook, nameOf } from './query.ts'
import { replaySpans, texts as t } from './texts.ts'
import { WebhookPage, type WebhookPageProps } from './webhook-page.tsx'

/** Whose webhooks these are, and where their pages are. */
interface Here {
  side: Side
  owner: Omit<EndpointRef, 'id'>
  path: string
  /** The entry of the navigation that it belongs to. */
  current: string
  /** The page that leads here; none where the navigation does. */
  back?: { href: string; word: string }
}

function hereOf(c: PortalContext): Here {
  const retailer = c.get('retailer')
  if (retailer) {
    return {
      side: 'retailer',
      owner: { retailerId: retailer.retailerId, partnershipId: null },
      path: '/retailer/webhooks',
      current: 'webhooks',
    }
  }
  const { retailerId, partnershipId, slug } = c.var.supplier
  const base = `/supplier/${slug}`
  const back = { href: `${base}/setup`, word: t.setUp }
  return { side: 'supplier', owner: { retailerId, partnershipId }, path: `${base}/webhooks`, current: 'setup', back }
}

const refOf = (c: PortalContext): EndpointRef => ({ ...hereOf(c).owner, id: idParam(c) })

/** Webhooks of a retailer's systems, or of a supplier's for one retailer: the same pages, for those who manage the place. */
export function webhookRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  const manage = needs('manage-people')
  app.get('/', manage, c => showList(c, deps))
  app.post('/', manage, c => takeNew(c, deps))
  app.get('/:id', manage, c => showOne(c, deps))
  app.post('/:id', manage, c => takeChange(c, deps))
  app.post('/:id/secret', manage, c => takeRotation(c, deps))
  app.post('/:id/pause', manage, c => act(c, deps, pauseEndpoint, t.paused))
  app.post('/:id/resume', manage, c => act(c, deps, resumeEndpoint, t.resumed))
  app.post('/:id/replay', manage, c => takeReplay(c, deps))
  app.post('/:id/failed-replay', manage, c => takeFailedReplay(c, deps))
  app.get('/:id/deliveries/:event', manage, c => showDelivery(c, deps))
  app.post('/:id/deliveries/:event/replay', manage, c =>
    act(c, deps, (work, ref) => replayDelivery(work, ref, idParam(c, 'event')), t.replayed(1)),
  )
  app.post('/:id/removal', manage, c => act(c, deps, deleteEndpoint, t.removed, hereOf(c).path))
  return app
}

async function showList(c: PortalContext, { hub }: PortalDeps, given?: { values: FormValues; errors: FormValues }) {
  const { side, owner, path, back } = hereOf(c)
  const webhooks = await listWebhooks(hub.orm, owner)
  const { values = {}, errors = {} } = given ?? {}
  const content = <WebhooksPage {...{ side, path, back, webhooks, values, errors }} />
  return await page(c, { title: t.title, current: hereOf(c).current, status: given ? 422 : 200 }, content)
}

type Given = Partial<Pick<WebhookPageProps, 'values' | 'errors' | 'secret'>>

async function showOne(c: PortalContext, { hub }: PortalDeps, given: Given = {}, ref = refOf(c)) {
  const { side, path } = hereOf(c)
  const webhook = await loadWebhook(hub.orm, ref)
  const status = webhookDeliveryStatuses.find(one => one === c.req.query('show'))
  const after = idIn(c.req.query('after'))
  const deliveries = await listDeliveries(hub.orm, ref, { status, after })
  const values = given.values ?? valuesOf(side, webhook)
  const { errors = {}, secret } = given
  // A page with a secret in it is kept nowhere.
  if (secret) c.header('Cache-Control', 'no-store')
  const props = { side, path, webhook, deliveries, status, paged: after !== undefined, values, errors, secret }
  const answer = given.errors ? 422 : 200
  return await page(
    c,
    { title: nameOf(webhook), current: hereOf(c).current, status: answer },
    <WebhookPage {...props} />,
  )
}

/** Runs a command on what a form holds; what is wrong is shown at the fields. */
async function tryForm(
  c: PortalContext,
  run: (settings: ReturnType<typeof readForm>['settings']) => Promise<Response>,
  again: (given: { values: FormValues; errors: FormValues }) => Promise<Response>,
) {
  const values = await formValues(c)
  const { settings, errors } = readForm(hereOf(c).side, values)
  if (Object.keys(errors).length > 0) return await again({ values, errors })
  try {
    return await run(settings)
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return await again({ values, errors: error.fields })
  }
}

async function takeNew(c: PortalContext, deps: PortalDeps) {
  const { owner } = hereOf(c)
  return await tryForm(
    c,
    async settings => {
      const { id, secret } = await deps.hub.work(actorOf(c.var.viewer), work =>
        createEndpoint(work, deps.box, owner, settings),
      )
      return await showOne(c, deps, { secret }, { ...owner, id })
    },
    given => showList(c, deps, given),
  )
}

async function takeChange(c: PortalContext, deps: PortalDeps) {
  const ref = refOf(c)
  return await tryForm(
    c,
    async settings => {
      await deps.hub.work(actorOf(c.var.viewer), work => changeEndpoint(work, ref, settings))
      leaveFlash(c, 'good', t.saved)
      return c.redirect(`${hereOf(c).path}/${ref.id}`, 303)
    },
    given => showOne(c, deps, given),
  )
}

async function takeRotation(c: PortalContext, deps: PortalDeps) {
  const ref = refOf(c)
  const { secret } = await deps.hub.work(actorOf(c.var.viewer), work => rotateSecret(work, deps.box, ref))
  return await showOne(c, deps, { secret })
}

/** One change, and back to the webhook. */
async function act(
  c: PortalContext,
  { hub }: PortalDeps,
  run: (work: Work, ref: EndpointRef) => Promise<unknown>,
  said: string,
  back = `${hereOf(c).path}/${idParam(c)}`,
) {
  const ref = refOf(c)
  await hub.work(actorOf(c.var.viewer), work => run(work, ref))
  leaveFlash(c, 'good', said)
  return c.redirect(back, 303)
}

async function takeReplay(c: PortalContext, deps: PortalDeps) {
  const ref = refOf(c)
  await loadWebhook(deps.hub.orm, ref)
  const names = Object.keys(await formValues(c))
  const chosen = names.map(name => idIn(/^chosen\[(.+)\]$/.exec(name)?.[1])).filter(id => id !== undefined)
  if (chosen.length === 0) {
    leaveFlash(c, 'warn', t.noneToReplay)
    return c.redirect(`${hereOf(c).path}/${ref.id}`, 303)
  }
  const replay = async (work: Work) => {
    for (const eventId of chosen) await replayDelivery(work, ref, eventId)
  }
  return await act(c, deps, replay, t.replayed(chosen.length))
}

async function takeFailedReplay(c: PortalContext, deps: PortalDeps) {
  const ref = refOf(c)
  await loadWebhook(deps.hub.orm, ref)
  const { hours } = await formValues(c)
  const span = replaySpans.find(({ value }) => value === hours)
  if (!span) throw new ApplicationError('invalid-input', t.badSince, { hours: t.badSince })
  const count = await deps.hub.work(actorOf(c.var.viewer), work =>
    replayFailed(work, ref, new Date(work.now.getTime() - Number(span.value) * 3_600_000)),
  )
  leaveFlash(c, count > 0 ? 'good' : 'info', t.replayed(count))
  return c.redirect(`${hereOf(c).path}/${ref.id}`, 303)
}

async function showDelivery(c: PortalContext, { hub }: PortalDeps) {
  const detail = await loadDelivery(hub.orm, refOf(c), idParam(c, 'event'))
  const content = <DeliveryPage {...detail} path={hereOf(c).path} />
  return await page(c, { title: detail.delivery.type, current: hereOf(c).current }, content)
}
