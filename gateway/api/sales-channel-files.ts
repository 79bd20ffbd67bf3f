import { z } from 'zod'
import { type SalesChannel, salesChannelById } from '../../engine/listing/channels.ts'
import { scheduleOf, sendAllAgain, setChannelFeed } from '../../engine/listing/feed.ts'
import { changedSecrets, refuseMisfits, sealed } from '../../partners/feeds/feed-secrets.ts'
import { fetchSchedule } from '../../partners/feeds/schedule.ts'
import { checkFeed, feedKinds } from '../feeds/kinds.ts'
import { putSettings } from '../transports/remote-files/settings.ts'
import { json, nothing, retailerRead, retailerWrite } from './endpoint.ts'
import { idParams, moment } from './fields.ts'

const tag = 'Listings'

const put = putSettings.pick({ folder: true, temporarySuffix: true }).prefault({})
const of = <Kind extends 'sftp' | 'ftp'>(kind: Kind, settings: z.ZodObject) =>
  z.strictObject({
    transport: z.literal(kind),
    settings,
    secrets: feedKinds[kind].secrets
      .describe('Stored encrypted and never shown. What is not named stays, while server and user are the same.')
      .optional(),
    schedule: fetchSchedule,
  })
const fileFields = z
  .discriminatedUnion('transport', [
    of('sftp', feedKinds.sftp.settings.omit({ poll: true }).extend({ put })),
    of('ftp', feedKinds.ftp.settings.omit({ poll: true }).extend({ put })),
  ])
  .meta({ id: 'SalesChannelFileFields' })

const fileSchema = z
  .object({
    transport: z.enum(['sftp', 'ftp']).nullable().describe('Null: no file is sent.'),
    settings: z.record(z.string(), z.unknown()),
    hasSecrets: z.boolean(),
    schedule: z.record(z.string(), z.unknown()),
    dueAt: moment.nullable().describe('When the next file goes, if anything has changed by then.'),
    sentAt: moment.nullable(),
    sentRevision: z.int().describe('Up to which change the channel is told.'),
    failures: z.int().describe('Files in a row that could not be put.'),
    failure: z.object({ code: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ id: 'SalesChannelFile', description: 'Where a channel is told by file of what changed, and how that goes.' })

function present(channel: SalesChannel) {
  const { feedTransport, feedSettings, feedSecrets, feedDueAt, sentAt, sentRevision, failures } = channel
  const { failureCode, failureDetail } = channel
  return {
    ...{ transport: feedTransport, settings: feedSettings, hasSecrets: feedSecrets !== null },
    ...{ schedule: scheduleOf(channel), dueAt: feedDueAt, sentAt, sentRevision, failures },
    failure: failureCode === null ? null : { code: failureCode, detail: failureDetail ?? '' },
  }
}

const path = '/sales-channels/{id}/file'

export const salesChannelFileEndpoints = [
  retailerRead({
    path,
    scope: 'listings:read',
    tag,
    summary: 'Where a channel is told by file, and how that goes',
    params: idParams,
    answers: { 200: { description: 'The file.', schema: fileSchema } },
    async run({ orm, tenant: { retailerId }, params }) {
      return json(200, present(await salesChannelById(orm, retailerId, params.id)))
    },
  }),
  retailerWrite({
    method: 'put',
    path,
    scope: 'listings:write',
    tag,
    summary: 'Have a channel told by file of what changed',
    description:
      'The next file goes within a minute, and then by its schedule; nothing is sent when nothing changed. A server, user or folder that is new gets all listings first.',
    secret: true,
    params: idParams,
    body: fileFields,
    example: {
      transport: 'ftp',
      settings: { host: 'files.marketplace.example', username: 'shop', put: { folder: '/in' } },
      secrets: { password: 'correct horse battery' },
      schedule: { at: ['06:30', '18:00'], zone: 'America/Chicago', days: [1, 2, 3, 4, 5] },
    },
    answers: { 200: { description: 'Set.', schema: fileSchema } },
    async run({ work, box, tenant: { retailerId }, params: { id }, body }) {
      const { transport, schedule } = body
      const channel = await salesChannelById(work.tx, retailerId, id)
      const settings = { ...body.settings, ...(transport === 'sftp' && { mode: 'client' }) }
      const before = { settings: channel.feedSettings, secrets: channel.feedSecrets }
      const known = channel.feedTransport === transport ? before : undefined
      const secrets = changedSecrets(box, known, settings, body.secrets ?? {})
      refuseMisfits(checkFeed, transport, { ...settings, ...secrets })
      const feed = { transport, settings, schedule, sealed: sealed(box, secrets) }
      await setChannelFeed(work, { retailerId, id, feed })
      return json(200, present(await salesChannelById(work.tx, retailerId, id)))
    },
  }),
  retailerWrite({
    method: 'post',
    path: `${path}/send-all`,
    scope: 'listings:write',
    tag,
    summary: 'Send a channel a file of all its listings again',
    description: 'The next file, within a minute, has every listing that the channel was ever told of.',
    params: idParams,
    answers: { 200: { description: 'Asked for.', schema: fileSchema } },
    async run({ work, tenant: { retailerId }, params: { id } }) {
      await sendAllAgain(work, { retailerId, id })
      return json(200, present(await salesChannelById(work.tx, retailerId, id)))
    },
  }),
  retailerWrite({
    method: 'delete',
    path,
    scope: 'listings:write',
    tag,
    summary: 'Tell a channel by file no more',
    params: idParams,
    answers: { 204: { description: 'No file is sent.' } },
    async run({ work, tenant: { retailerId }, params: { id } }) {
      await setChannelFeed(work, { retailerId, id, feed: undefined })
      return nothing()
    },
  }),
]
