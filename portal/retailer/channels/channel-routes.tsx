import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { identities } from '../../../db/schema/index.ts'
import { activeChannel } from '../../../partners/channels/channel.ts'
import { secretNames, setChannel } from '../../../partners/channels/set-channel.ts'
import { channelSettings } from '../../../partners/channels/settings.ts'
import { hostKeyStates, storedHostKeys } from '../../../partners/host-keys/host-keys.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { loadPartner } from '../partners-query.ts'
import { ChannelPage } from './channel-page.tsx'
import { valuesOf } from './forms/field.ts'
import { type ChannelKindName, channelKinds, kindNameOf, kindOf } from './forms/kinds.ts'
import { type Before, channelValues, readChannel, secretsOfKind } from './forms/read-channel.ts'
import { texts } from './texts.ts'

const t = texts.form

/** `/retailer/partners/:id/channel`: how messages travel to and from a partner, as forms. */
export function channelRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:id/channel', needs('operate'), c => showChannel(c, deps))
  app.post('/:id/channel', needs('operate'), c => takeChannel(c, deps))
  return app
}

interface Given {
  values: FormValues
  errors: Record<string, string>
}

async function showChannel(c: PortalContext, deps: PortalDeps, given?: Given) {
  const { hub, box, channelForms } = deps
  const { retailerId } = c.var.retailer
  const partnershipId = idParam(c)
  const { supplier, channel, identities: names } = await loadPartner(hub.orm, retailerId, partnershipId)
  const facts = channel && { ...channel, settings: channelSettings.parse(channel.settings) }
  const present = facts && kindNameOf(facts)
  const kindName = kindIn(given?.values.kind ?? c.req.query('kind')) ?? present ?? 'sftp-host'
  const shown = present === kindName ? facts : undefined
  const kind = kindOf(kindName)
  const values = given?.values ?? {
    ...(shown ? {} : await usualNames(hub.orm, retailerId)),
    ...channelValues(kindName, shown, names),
  }
  const preset = kindName === 'as2' && !given ? c.req.query('preset') : undefined
  const chosen = preset ? channelForms?.as2Presets[preset] : undefined
  if (chosen) Object.assign(values, valuesOf(kind.groups, chosen.settings, 't.'))
  const kept = shown ? await secretNames(hub.orm, box, retailerId, partnershipId) : []
  const props = {
    ...{ partner: { id: partnershipId, name: supplier.name }, kindName, present, values, preset },
    errors: given?.errors ?? {},
    stored: kept.filter(name => secretsOfKind(kindName).includes(name)),
    presets: channelForms?.as2Presets ?? {},
    ...(kindName === 'sftp-host' && { hostKeys: await hostKeysToTell(deps) }),
  }
  const status = given ? 422 : 200
  return await page(c, { title: t.title, current: 'partners', status }, <ChannelPage {...props} />)
}

/** The keys that the partner may meet, now or later. */
async function hostKeysToTell({ hub, box }: PortalDeps) {
  const now = hub.now()
  const states = [...hostKeyStates(await storedHostKeys(hub.orm, box), now)]
  return { now, keys: states.flatMap(([key, state]) => (state === 'retired' ? [] : [{ key, state }])) }
}

const kindIn = (name: string | undefined): ChannelKindName | undefined =>
  name && name in channelKinds ? (name as ChannelKindName) : undefined

/** Our own names, as the last partner knows us: they seldom differ. */
async function usualNames(orm: Orm, retailerId: string): Promise<FormValues> {
  const rows = await orm
    .select({ kind: identities.kind, own: identities.own })
    .from(identities)
    .where(
      and(
        eq(identities.retailerId, retailerId),
        inArray(identities.kind, ['x12', 'as2']),
        isNotNull(identities.partnershipId),
      ),
    )
    .orderBy(desc(identities.createdAt))
    .limit(20)
  const x12 = rows.find(({ kind }) => kind === 'x12')?.own.split(':')
  return {
    't.ourId': rows.find(({ kind }) => kind === 'as2')?.own ?? '',
    'x.own.qualifier': x12?.[0] ?? '',
    'x.own.id': x12?.slice(1).join(':') ?? '',
  }
}

async function takeChannel(c: PortalContext, deps: PortalDeps) {
  const { hub, box, channelForms } = deps
  const { retailerId } = c.var.retailer
  const partnershipId = idParam(c)
  await loadPartner(hub.orm, retailerId, partnershipId)
  const values = await formValues(c)
  const kindName = kindIn(values.kind)
  if (!kindName) throw new ApplicationError('invalid-input', 'Choose how messages are to travel.')
  const before = await beforeForm(deps, { retailerId, partnershipId }, kindName)
  const read = readChannel(kindName, values, before, retailerId, channelForms)
  const { settings, errors } = read
  if (!settings || Object.keys(errors).length > 0) return await showChannel(c, deps, { values, errors })
  const { transport } = kindOf(kindName)
  const { format, version, secrets, names } = read
  const command = { retailerId, partnershipId, transport, format, settings, secrets, names }
  try {
    await hub.work(actorOf(c.var.viewer), work => setChannel(work, box, { ...command, ...(version && { version }) }))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'conflict') throw error
    return await showChannel(c, deps, { values, errors: namesTaken(error.fields) })
  }
  leaveFlash(c, 'good', t.saved)
  return c.redirect(`/retailer/partners/${partnershipId}`, 303)
}

/** What is set and stored for the same kind of channel; nothing where another kind is to take its place. */
async function beforeForm(
  { hub, box }: PortalDeps,
  whose: { retailerId: string; partnershipId: string },
  kindName: ChannelKindName,
): Promise<Before> {
  const channel = await activeChannel(hub.orm, box, whose.retailerId, whose.partnershipId)
  if (!channel) return { settings: channelSettings.parse({}), secrets: {} }
  if (kindNameOf(channel) !== kindName) return { settings: { ...channel.settings, transport: {} }, secrets: {} }
  const stored = await secretNames(hub.orm, box, whose.retailerId, whose.partnershipId)
  const secrets = Object.fromEntries(stored.map(name => [name, channel.transportSettings[name]]))
  return { settings: channel.settings, secrets }
}

const nameFields: Record<string, string> = {
  x12: 'x.partner.id',
  as2: 't.partnerId',
  sftp: 'n.username',
  sender: 'n.senders',
}

function namesTaken(fields: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).map(([kind, says]) => [nameFields[kind] ?? 'form', says]))
}
