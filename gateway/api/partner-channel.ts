import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { channels, identities, messageFormats, partnerships, transports } from '../../db/schema/index.ts'
import { activeChannel } from '../../partners/channels/channel.ts'
import type { PartnerName } from '../../partners/channels/rename-partner.ts'
import { secretNames, setChannel } from '../../partners/channels/set-channel.ts'
import { channelSettings } from '../../partners/channels/settings.ts'
import { lockPartnership } from '../../partners/onboarding/lock-partnership.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import { channelFaults } from './channel-faults.ts'
import { retailerRead, retailerWrite, revised } from './endpoint.ts'
import { found, idParams } from './fields.ts'
import { contentRevision, refuseChanged } from './revisions.ts'

const tag = 'Partners'

const secret = z.string().min(1).max(20_000).nullable().optional()

/** What is sealed before it is stored, by the name that its transport knows it by. */
const secretsSchema = z.strictObject({
  password: secret,
  privateKey: secret.describe('PEM, without a passphrase.'),
  basicAuth: z
    .strictObject({ user: z.string().min(1), password: z.string().min(1) })
    .nullable()
    .optional(),
  dkim: z
    .strictObject({ domain: z.string().min(1), selector: z.string().min(1), privateKey: z.string().min(1) })
    .nullable()
    .optional(),
})

const common = {
  transport: z.enum(transports),
  format: z.enum(messageFormats),
  settings: channelSettings.describe(
    '`transport` is as the transport takes it: for SFTP `{"mode":"host"}` or `{"mode":"client","host":…}`; for AS2 `ourId`, `partnerId`, `url`.',
  ),
}

const channelSchema = z
  .object({
    channel: z
      .object({
        ...common,
        settings: z.record(z.string(), z.unknown()),
        version: z.string().nullable(),
        userName: z.string().nullable(),
        senders: z.array(z.string()),
        storedSecrets: z.array(z.string()).describe('Which secrets are stored, by name; never what they are.'),
      })
      .nullable()
      .describe('Null where none is set up. Sent back as it is it changes nothing.'),
    names: z
      .array(z.object({ kind: z.string(), own: z.string(), partner: z.string() }))
      .describe('By which the partner’s messages are recognised.'),
  })
  .meta({ id: 'PartnerChannel', description: 'How messages travel to and from a partner.' })

const channelBody = z
  .strictObject({
    ...common,
    version: z
      .string()
      .regex(/^00[3-9]0[0-9]{2}$/, 'expected an X12 version such as 004010')
      .optional(),
    secrets: secretsSchema.default({}).describe('What is left out stays while the transport does; null takes it away.'),
    userName: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .describe('By which the partner signs in at our SFTP server.'),
    senders: z
      .array(z.string().trim().toLowerCase().min(3).max(254))
      .max(50)
      .default([])
      .describe('Whose mail to the retailer’s general mailbox counts as this partner’s.'),
  })
  .meta({ id: 'NewPartnerChannel' })
type ChannelBody = z.output<typeof channelBody>

async function load(orm: Orm, box: SecretBox, retailerId: string, id: string) {
  const [partnership] = await orm
    .select({ id: partnerships.id })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, id)))
  found(partnership, 'partner')
  const [row] = await orm
    .select()
    .from(channels)
    .where(and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, id), eq(channels.active, true)))
  const names = await orm
    .select({ kind: identities.kind, own: identities.own, partner: identities.partner })
    .from(identities)
    .where(and(eq(identities.retailerId, retailerId), eq(identities.partnershipId, id)))
    .orderBy(asc(identities.kind), asc(identities.own), asc(identities.partner))
  const secrets = row ? (await secretNames(orm, box, retailerId, id)).sort() : []
  const called = (kind: string) => names.filter(name => name.kind === kind).map(({ partner }) => partner)
  const [userName = null, senders] = [called('sftp')[0], called('sender')]
  const channel = row ? { ...row, userName, senders, storedSecrets: secrets } : null
  const shown = { channel, names: names.map(nameShown) }
  const { transport, format, version, settings, secrets: sealed } = row ?? {}
  return { shown, revision: contentRevision([{ transport, format, version, settings, sealed }, names]) }
}

/** A sender's own side is the retailer's id: it says nothing. */
const nameShown = (name: PartnerName) => (name.kind === 'sender' ? { ...name, own: '' } : name)

function namesOf({ transport, settings, userName, senders }: ChannelBody, retailerId: string): PartnerName[] {
  const { ourId, partnerId, mode } = settings.transport
  if (transport === 'as2' && typeof ourId === 'string' && typeof partnerId === 'string')
    return [{ kind: 'as2', own: ourId, partner: partnerId }]
  if (transport === 'sftp' && mode === 'host' && userName) return [{ kind: 'sftp', own: '', partner: userName }]
  if (transport === 'email') return senders.map(partner => ({ kind: 'sender' as const, own: retailerId, partner }))
  return []
}

/** The secrets that would hold: those stored for the same transport, and those given. */
async function secretsInForce(orm: Orm, box: SecretBox, retailerId: string, id: string, body: ChannelBody) {
  const before = await activeChannel(orm, box, retailerId, id)
  const stored = before?.transport === body.transport ? await secretNames(orm, box, retailerId, id) : []
  const kept = Object.fromEntries(stored.map(name => [name, before!.transportSettings[name]]))
  return Object.fromEntries(Object.entries({ ...kept, ...given(body) }).filter(([, value]) => value !== null))
}

const given = ({ secrets }: ChannelBody) =>
  Object.fromEntries(Object.entries(secrets).filter(([, value]) => value !== undefined))

const fieldOfName: Record<string, string> = {
  x12: 'settings.x12.partner.id',
  as2: 'settings.transport.partnerId',
  sftp: 'userName',
  sender: 'senders',
}

/** A name that belongs to somebody else is told at the field that it came from. */
function atFields(error: unknown): unknown {
  if (!(error instanceof ApplicationError) || error.code !== 'conflict') return error
  const fields = Object.entries(error.fields).map(([kind, says]) => [fieldOfName[kind] ?? kind, says])
  return new ApplicationError('conflict', error.message, Object.fromEntries(fields))
}

export const partnerChannelEndpoints = [
  retailerRead({
    path: '/partners/{id}/channel',
    scope: 'partners:read',
    tag,
    summary: 'How messages travel to and from a partner',
    params: idParams,
    answers: { 200: { description: 'The channel in use.', schema: channelSchema } },
    async run({ orm, box, tenant: { retailerId }, params }) {
      const { shown, revision } = await load(orm, box, retailerId, params.id)
      return revised(200, shown, revision)
    },
  }),
  retailerWrite({
    method: 'put',
    path: '/partners/{id}/channel',
    scope: 'partners:write',
    tag,
    summary: 'Set a partner’s channel',
    description:
      'The whole of it, held against what the transport itself would refuse. Afterwards the connection has to be tried again.',
    params: idParams,
    revised: 'required',
    secret: true,
    body: channelBody,
    example: {
      transport: 'sftp',
      format: 'x12',
      version: '004010',
      settings: {
        transport: { mode: 'host' },
        x12: { own: { qualifier: 'ZZ', id: 'RETAILER' }, partner: { qualifier: '12', id: '5035550101' } },
      },
      secrets: { password: 'a long enough password' },
      userName: 'lakeside',
    },
    answers: { 200: { description: 'The channel, as it is from now on.', schema: channelSchema } },
    async run({ work, box, tenant: { retailerId }, params: { id }, body, seen }) {
      await lockPartnership(work, { retailerId, partnershipId: id })
      refuseChanged(seen, (await load(work.tx, box, retailerId, id)).revision)
      const { transport, format, settings, userName } = body
      const secrets = await secretsInForce(work.tx, box, retailerId, id, body)
      const faults = channelFaults({ transport, format, settings, secrets, userName })
      const [first] = Object.values(faults)
      if (first !== undefined) throw new ApplicationError('invalid-input', first, faults)
      const version = format === 'x12' ? { version: body.version ?? '004010' } : {}
      const names = namesOf(body, retailerId)
      const change = { retailerId, partnershipId: id, transport, format, ...version, settings, names }
      await setChannel(work, box, { ...change, secrets: given(body) }).catch(error => {
        throw atFields(error)
      })
      const { shown, revision } = await load(work.tx, box, retailerId, id)
      return revised(200, shown, revision)
    },
  }),
]
