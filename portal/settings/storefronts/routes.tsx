import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { listSalesChannels } from '../../../engine/listing/channels.ts'
import {
  addStorefront,
  changeStorefront,
  everyMinutes,
  listStorefronts,
  type StorefrontFields,
  setStorefrontActive,
  storefrontById,
  syncNow,
} from '../../../partners/storefronts/storefronts.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { ResultPage } from '../../retailer/channels/connection-test.tsx'
import { readFields, valuesOf } from '../../retailer/channels/forms/field.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { storefrontFields } from './fields.ts'
import { path, StorefrontPage, StorefrontsPage, type Typed } from './pages.tsx'

/** `/retailer/storefronts`: the shops that the hub talks to. */
export function storefrontRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  const operate = needs('operate')
  app.get('/', c => showAll(c, deps))
  app.post('/', operate, c => takeNew(c, deps))
  app.get('/:id', c => showOne(c, deps))
  app.post('/:id', operate, c => takeChange(c, deps))
  app.post('/:id/test', operate, c => tryOne(c, deps))
  app.post('/:id/sync', operate, c => sync(c, deps))
  app.post('/:id/pause', operate, c => switchTo(c, deps, false))
  app.post('/:id/resume', operate, c => switchTo(c, deps, true))
  return app
}

const current = 'storefronts'
const statusOf = ({ errors }: Typed) => (Object.keys(errors).length > 0 ? 422 : 200)
const fresh: Typed = { values: valuesOf(storefrontFields.shopify!, {}, 's.'), errors: {} }

async function showAll(c: PortalContext, { hub }: PortalDeps, typed: Typed = fresh) {
  const { retailerId, role } = c.var.retailer
  const rows = await listStorefronts(hub.orm, retailerId)
  const channels = may(role, 'operate') ? await listSalesChannels(hub.orm, retailerId) : []
  const head = { title: 'Storefronts', current, status: statusOf(typed) } as const
  return page(c, head, <StorefrontsPage rows={rows} channels={channels} typed={typed} />)
}

async function showOne(c: PortalContext, { hub, publicUrl, storefronts }: PortalDeps, given?: Typed) {
  const { retailerId, role } = c.var.retailer
  const row = await storefrontById(hub.orm, retailerId, idParam(c))
  const set = valuesOf(storefrontFields[row.kind] ?? [], row.settings, 's.')
  const typed = given ?? { values: { ...set, everyMinutes: String(row.everyMinutes) }, errors: {} }
  const webhookUrl = storefronts && `${publicUrl}${storefronts.webhookPath(retailerId, row.id)}`
  const props = { row, webhookUrl, typed, mayChange: may(role, 'operate') }
  return page(c, { title: row.channel, current, status: statusOf(typed) }, <StorefrontPage {...props} />)
}

/** Reads the form; what is wrong stands under the names of its fields. */
function readForm(
  kind: string,
  values: FormValues,
  before: Record<string, unknown>,
): StorefrontFields & Pick<Typed, 'errors'> {
  const { settings, secrets, errors } = readFields(storefrontFields[kind] ?? [], values, before, 's.')
  const every = everyMinutes.safeParse(Number(values.everyMinutes ?? '5'))
  const found = Object.fromEntries(Object.entries(errors).map(([name, says]) => [`s.${name}`, says]))
  if (!every.success) found.everyMinutes = 'A number of minutes from 1 to 1440 is needed.'
  // A token is replaced, never taken away: without it the shop cannot be reached.
  const given = Object.entries(secrets).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return { settings, secrets: Object.fromEntries(given), everyMinutes: every.data ?? 5, errors: found }
}

/** The errors of a refusal under the names of the form’s fields, or the refusal thrown again. */
function errorsOf(error: unknown, values: FormValues): Typed {
  if (!(error instanceof ApplicationError) || !['invalid-input', 'conflict'].includes(error.code)) throw error
  const fields = Object.entries(error.fields).map(([name, says]) => [name === 'channelId' ? name : `s.${name}`, says])
  return { values, errors: { form: error.message, ...Object.fromEntries(fields) } }
}

async function takeNew(c: PortalContext, deps: PortalDeps) {
  const { hub, box, storefronts } = deps
  const values = await formValues(c)
  const { errors, ...fields } = readForm('shopify', values, {})
  if (Object.keys(errors).length > 0) return showAll(c, deps, { values, errors })
  const channelId = (await listSalesChannels(hub.orm, c.var.retailer.retailerId)).find(
    ({ id }) => id === values.channelId,
  )?.id
  if (!channelId) return showAll(c, deps, { values, errors: { channelId: 'Choose one.' } })
  const command = { ...fields, retailerId: c.var.retailer.retailerId, channelId, kind: 'shopify' }
  try {
    const { id } = await hub.work(actorOf(c.var.viewer), work =>
      addStorefront(work, box, storefronts?.kinds ?? {}, command),
    )
    leaveFlash(c, 'good', 'The shop is connected. Try the connection.')
    return c.redirect(`${path}/${id}`, 303)
  } catch (error) {
    return showAll(c, deps, errorsOf(error, values))
  }
}

async function takeChange(c: PortalContext, deps: PortalDeps) {
  const { hub, box, storefronts } = deps
  const { retailerId } = c.var.retailer
  const row = await storefrontById(hub.orm, retailerId, idParam(c))
  const values = await formValues(c)
  const { errors, ...fields } = readForm(row.kind, values, row.settings)
  if (Object.keys(errors).length > 0) return showOne(c, deps, { values, errors })
  const command = { ...fields, retailerId, id: row.id }
  try {
    await hub.work(actorOf(c.var.viewer), work => changeStorefront(work, box, storefronts?.kinds ?? {}, command))
    leaveFlash(c, 'good', 'The settings are saved.')
    return c.redirect(`${path}/${row.id}`, 303)
  } catch (error) {
    return showOne(c, deps, errorsOf(error, values))
  }
}

async function tryOne(c: PortalContext, { hub, storefronts }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const { id, channel } = await storefrontById(hub.orm, retailerId, idParam(c))
  const result = await storefronts?.test(retailerId, id)
  if (!result) throw new ApplicationError('wrong-state', 'No shop can be reached from here.')
  const back = { href: `${path}/${id}`, word: channel }
  return page(c, { title: 'Connection test', current }, <ResultPage result={result} back={back} />)
}

async function sync(c: PortalContext, { hub }: PortalDeps) {
  const command = { retailerId: c.var.retailer.retailerId, id: idParam(c) }
  await hub.work(actorOf(c.var.viewer), work => syncNow(work, command))
  leaveFlash(c, 'good', 'The shop is asked and told within seconds.')
  return c.redirect(`${path}/${command.id}`, 303)
}

async function switchTo(c: PortalContext, { hub }: PortalDeps, active: boolean) {
  const command = { retailerId: c.var.retailer.retailerId, id: idParam(c), active }
  await hub.work(actorOf(c.var.viewer), work => setStorefrontActive(work, command))
  leaveFlash(c, 'good', active ? 'It goes on.' : 'It is paused.')
  return c.redirect(`${path}/${command.id}`, 303)
}
