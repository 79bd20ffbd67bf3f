import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import {
  addSalesChannel,
  changeSalesChannel,
  listSalesChannels,
  type SalesChannel,
  salesChannelById,
} from '../../../engine/listing/channels.ts'
import { sendAllAgain, setChannelFeed } from '../../../engine/listing/feed.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { channelValues, type FeedForm, feedValues, readChannel, readFeed } from './form.ts'
import { ChannelPage, ChannelsPage, path } from './pages.tsx'

/** Where the retailer sells, what each channel is not told of, and where its files go. */
export function salesChannelRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showChannels(c, deps))
  app.post('/', needs('operate'), c => takeNew(c, deps))
  app.get('/:id', c => showChannel(c, deps))
  app.post('/:id', needs('operate'), c => takeChannel(c, deps))
  app.post('/:id/feed', needs('operate'), c => takeFeed(c, deps))
  app.post('/:id/send-all', needs('operate'), c => askForAll(c, deps))
  return app
}

const statusOf = (errors: FormValues) => (Object.keys(errors).length > 0 ? 422 : 200)

async function showChannels(c: PortalContext, { hub }: PortalDeps, values: FormValues = {}, errors: FormValues = {}) {
  const { retailerId, role } = c.var.retailer
  const channels = await listSalesChannels(hub.orm, retailerId)
  const props = { channels, values, errors, mayChange: may(role, 'operate') }
  const head = { title: 'Sales channels', current: 'sales-channels', status: statusOf(errors) } as const
  return page(c, head, <ChannelsPage {...props} />)
}

interface Typed {
  values?: FormValues
  feed?: FormValues
  errors: FormValues
}

async function showChannel(c: PortalContext, { hub }: PortalDeps, typed: Typed = { errors: {} }) {
  const { retailerId, role } = c.var.retailer
  const channel = await salesChannelById(hub.orm, retailerId, idParam(c))
  const props = {
    channel,
    values: typed.values ?? channelValues(channel),
    feed: typed.feed ?? feedValues(channel),
    errors: typed.errors,
    mayChange: may(role, 'operate'),
  }
  const head = { title: channel.name, current: 'sales-channels', status: statusOf(typed.errors) } as const
  return page(c, head, <ChannelPage {...props} />)
}

/** The fields of a name that is taken, or the error itself thrown again. */
function takenName(error: unknown): FormValues {
  if (error instanceof ApplicationError && error.code === 'conflict') return { name: error.message }
  throw error
}

async function takeNew(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const read = readChannel(values)
  if ('errors' in read) return showChannels(c, deps, values, read.errors)
  const command = { retailerId: c.var.retailer.retailerId, fields: read.value }
  try {
    const { id } = await deps.hub.work(actorOf(c.var.viewer), work => addSalesChannel(work, command))
    leaveFlash(c, 'good', 'The channel is added. Its listings come in a moment.')
    return c.redirect(`${path}/${id}`, 303)
  } catch (error) {
    return showChannels(c, deps, values, takenName(error))
  }
}

async function takeChannel(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const read = readChannel(values)
  if ('errors' in read) return showChannel(c, deps, { values, errors: read.errors })
  const command = { retailerId: c.var.retailer.retailerId, id: idParam(c), fields: read.value }
  try {
    await deps.hub.work(actorOf(c.var.viewer), work => changeSalesChannel(work, command))
  } catch (error) {
    return showChannel(c, deps, { values, errors: takenName(error) })
  }
  leaveFlash(c, 'good', 'Saved. Its listings follow in a moment.')
  return c.redirect(`${path}/${command.id}`, 303)
}

async function takeFeed(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const values = await formValues(c)
  const { password: _, privateKey: __, ...shown } = values
  const channel = await salesChannelById(deps.hub.orm, retailerId, idParam(c))
  const read = readFeed(values)
  if ('errors' in read) return showChannel(c, deps, { feed: shown, errors: read.errors })
  const secrets = read.value && secretsOf(deps, channel, read.value)
  const errors = read.value ? problemsOf(deps, read.value, secrets ?? {}) : {}
  if (Object.keys(errors).length > 0) return showChannel(c, deps, { feed: shown, errors })
  const { transport, settings, schedule } = read.value ?? {}
  const sealed = deps.box.seal(JSON.stringify(secrets ?? {}))
  const feed = transport && settings && schedule && { transport, settings, schedule, sealed }
  await deps.hub.work(actorOf(c.var.viewer), work => setChannelFeed(work, { retailerId, id: channel.id, feed }))
  leaveFlash(c, 'good', feed ? 'Saved. The next file goes within a minute.' : 'No files are sent.')
  return c.redirect(`${path}/${channel.id}`, 303)
}

async function askForAll(c: PortalContext, { hub }: PortalDeps) {
  const command = { retailerId: c.var.retailer.retailerId, id: idParam(c) }
  await hub.work(actorOf(c.var.viewer), work => sendAllAgain(work, command))
  leaveFlash(c, 'good', 'A file of all listings goes within a minute.')
  return c.redirect(`${path}/${command.id}`, 303)
}

/** The secrets that were typed, or those that there are: of the same server and user alone, so that nobody sends them elsewhere. */
function secretsOf({ box }: PortalDeps, channel: SalesChannel, form: FeedForm): Record<string, unknown> {
  const { feedTransport, feedSettings, feedSecrets } = channel
  const same = (['host', 'port', 'username'] as const).every(name => feedSettings[name] === form.settings[name])
  const isTyped = Object.keys(form.secrets).length > 0
  if (isTyped || !same || feedTransport !== form.transport || !feedSecrets) return form.secrets
  return JSON.parse(box.open(feedSecrets)) as Record<string, unknown>
}

function problemsOf({ channelForms }: PortalDeps, form: FeedForm, secrets: Record<string, unknown>): FormValues {
  const problems = channelForms?.check(form.transport, { ...form.settings, ...secrets }) ?? []
  return Object.fromEntries(problems.map(({ path: at, message }) => [at.replace(/^put\./, '').split('.')[0]!, message]))
}
