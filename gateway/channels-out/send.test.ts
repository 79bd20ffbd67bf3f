import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { exceptions, listings, notifications, products, salesChannels, stock } from '../../db/schema/index.ts'
import { listingBook } from '../../engine/listing/books.ts'
import { addSalesChannel, channelFields } from '../../engine/listing/channels.ts'
import { sendAllAgain, setChannelFeed, sweepChannelFeeds } from '../../engine/listing/feed.ts'
import { listingRules } from '../../engine/listing/listing-rules.ts'
import { beginDraft } from '../../engine/rule-sets/drafts.ts'
import { publishVersion } from '../../engine/rule-sets/publish.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import { refreshListings } from '../jobs/refresh-listings.ts'
import { deliver } from '../transports/registry.ts'
import { startSshd } from '../transports/sftp/test-sshd.ts'
import { sendListingFile } from './send.ts'

const open = freshDatabases()
const box = secretBox('a secret of at least sixteen')
let sshd: Awaited<ReturnType<typeof startSshd>>
beforeAll(async () => {
  sshd = await startSshd()
})
afterAll(() => sshd.close())

const context = (hub: HubDatabase) => ({
  hub,
  box,
  deliver: (message: Parameters<typeof deliver>[0], channel: Parameters<typeof deliver>[1]) =>
    deliver(message, channel, { now: hub.now, allowPrivateAddresses: true }),
})

async function start() {
  const hub = await open()
  const { retailerId } = await seedRetailer(hub, {
    suppliers: [
      {
        name: 'Northwind',
        offers: [
          { sku: 'TENT', cost: '20', stock: '5' },
          { sku: 'LAMP', cost: '8', stock: '0' },
        ],
      },
    ],
  })
  await hub.orm.update(products).set({ title: '=HYPERLINK("x")' }).where(eq(products.sku, 'LAMP'))
  const { privateKey, ...settings } = sshd.settings()
  const channelId = await hub.work('user:ann', async work => {
    const rules = [{ id: 'all', effect: { action: 'list' } }]
    const content = listingRules.parse({ version: 0, rules })
    const { id } = await beginDraft(listingBook, work, { retailerId, content })
    await publishVersion(listingBook, work, { retailerId, id, reason: 'For the test.' })
    const added = await addSalesChannel(work, { retailerId, fields: channelFields.parse({ name: 'Amazon US' }) })
    const sealed = box.seal(JSON.stringify({ privateKey }))
    const feed = { transport: 'sftp', settings, sealed, schedule: { everyMinutes: 15 } } as const
    await setChannelFeed(work, { retailerId, id: added.id, feed })
    return added.id
  })
  await refreshListings(hub, { retailerId, all: true })
  const channel = async () => (await hub.orm.select().from(salesChannels))[0]!
  return { hub, retailerId, channelId, channel, job: { retailerId, channelId } }
}

it('puts what changed on the channel’s server, and only that', async () => {
  const { hub, retailerId, channel, job } = await start()
  const [first, second] = ['listings-amazon-us-000000000-000000002.csv', 'listings-amazon-us-000000002-000000003.csv']
  await sendListingFile(context(hub), job)
  expect(await sshd.text('in', first)).toBe(
    [
      'SKU,Status,Quantity,Price,Currency,GTIN,Title,Description,Brand,Category,Attributes,Images,Change',
      'TENT,listed,5,50,USD,952000000019,Product TENT,,,,,,1',
      `LAMP,listed,0,50,USD,952000000026,"'=HYPERLINK(""x"")",,,,,,2`,
      '',
    ].join('\r\n'),
  )
  expect(await channel()).toMatchObject({ sentRevision: 2, failures: 0 })
  const before = await readdir(sshd.file('in'))
  await sendListingFile(context(hub), job)
  expect(await readdir(sshd.file('in'))).toEqual(before)
  await hub.orm.update(stock).set({ quantity: '4' }).where(eq(stock.quantity, '5'))
  await refreshListings(hub, { retailerId, all: true })
  await sendListingFile(context(hub), job)
  expect((await sshd.text('in', second)).split('\r\n').slice(1)).toEqual([expect.stringMatching(/^TENT,listed,4,/), ''])
  await hub.orm.update(products).set({ discontinuedAt: hub.now() }).where(eq(products.sku, 'LAMP'))
  await refreshListings(hub, { retailerId, all: true })
  await sendListingFile(context(hub), job)
  const third = 'listings-amazon-us-000000003-000000004.csv'
  expect((await sshd.text('in', third)).split('\r\n').slice(1)).toEqual([
    expect.stringMatching(/^LAMP,delisted,0,/),
    '',
  ])
})

it('sends all again when asked, and to a place that is new, even while a file is on its way', async () => {
  const { hub, retailerId, channel, job } = await start()
  const full = 'listings-amazon-us-000000000-000000002.csv'
  const rowsOf = async (folder: string) => (await sshd.text(folder, full)).trim().split('\r\n').length - 1
  await sendListingFile(context(hub), job)
  await rm(join(sshd.file('in'), full))
  await sendListingFile(context(hub), job)
  await expect(sshd.text('in', full)).rejects.toMatchObject({ code: 'ENOENT' })
  await hub.work('user:ann', work => sendAllAgain(work, { retailerId, id: job.channelId }))
  expect(await channel()).toMatchObject({ sentRevision: 0 })
  await sendListingFile(context(hub), job)
  expect(await rowsOf('in')).toBe(2)
  await mkdir(sshd.file('elsewhere'), { recursive: true })
  const { feedSettings, feedSecrets } = await channel()
  const set = (settings: object) =>
    hub.work('user:ann', work =>
      setChannelFeed(work, {
        ...{ retailerId, id: job.channelId },
        feed: {
          transport: 'sftp',
          settings: { ...feedSettings, ...settings },
          sealed: feedSecrets,
          schedule: { everyMinutes: 15 },
        },
      }),
    )
  await set({ timeoutSeconds: 20 })
  expect(await channel()).toMatchObject({ sentRevision: 2 })
  await hub.work('user:ann', work => sendAllAgain(work, { retailerId, id: job.channelId }))
  // The place changes while a file goes to the one before.
  const { deliver, ...others } = context(hub)
  await sendListingFile(
    {
      ...others,
      deliver: async (...given) => {
        await set({ put: { folder: sshd.file('elsewhere') } })
        return await deliver(...given)
      },
    },
    job,
  )
  expect(await channel()).toMatchObject({ sentRevision: 0 })
  await sendListingFile(context(hub), job)
  expect(await rowsOf('elsewhere')).toBe(2)
  expect(await channel()).toMatchObject({ sentRevision: 2 })
  await hub.work('user:ann', work => setChannelFeed(work, { retailerId, id: job.channelId, feed: undefined }))
  const nowhere = hub.work('user:ann', work => sendAllAgain(work, { retailerId, id: job.channelId }))
  await expect(nowhere).rejects.toMatchObject({ code: 'wrong-state' })
})

it('says why a file could not be put, comes again, and leaves nothing out', async () => {
  const { hub, retailerId, channel, job } = await start()
  const { feedSettings, feedSecrets } = await channel()
  await hub.orm.update(salesChannels).set({ feedSettings: { ...feedSettings, hostKeys: [`SHA256:${'A'.repeat(43)}`] } })
  await sendListingFile(context(hub), job)
  const failed = await channel()
  expect(failed).toMatchObject({ sentRevision: 0, failures: 1, failureCode: 'tls-failed' })
  expect(failed.feedDueAt!.getTime()).toBeGreaterThan(hub.now().getTime())
  await hub.orm.update(salesChannels).set({ feedSettings: {}, feedSecrets: null })
  await sendListingFile(context(hub), job)
  expect(await channel()).toMatchObject({ failures: 2, failureCode: 'settings-incomplete' })
  const raised = async () =>
    (await hub.orm.select().from(exceptions)).filter(({ kind }) => kind === 'listings-not-sent')
  const told = async () => (await hub.orm.select().from(notifications)).map(({ subject }) => subject)
  expect(await raised()).toMatchObject([{ actual: 'settings-incomplete', resolvedAt: null }])
  expect(await told()).toEqual(['Amazon US is not told of its listings'])
  await hub.orm.update(salesChannels).set({ feedSettings, feedSecrets })
  await sendListingFile(context(hub), job)
  expect(await raised()).toMatchObject([{ resolution: 'sent' }])
  expect(await channel()).toMatchObject({ sentRevision: 2, failures: 0 })
  await hub.orm.update(listings).set({ revision: 9 })
  await hub.orm.update(salesChannels).set({ feedSettings: {} })
  await sendListingFile(context(hub), job)
  await sendListingFile(context(hub), job)
  expect(await raised()).toMatchObject([{ resolvedAt: null }])
  expect(await told()).toHaveLength(2)
  await hub.work('system', work => setChannelFeed(work, { retailerId, id: job.channelId, feed: undefined }))
  expect(await channel()).toMatchObject({ feedDueAt: null, failures: 0, feedTransport: null })
  expect(await raised()).toMatchObject([{ resolution: 'no-file-wanted' }])
})

it('is asked for when its time has come, once', async () => {
  const { hub, retailerId, channel } = await start()
  const due = (await channel()).feedDueAt!
  await hub.work('system', work => sweepChannelFeeds(work, retailerId))
  const claimed = (await channel()).feedDueAt!
  expect(claimed.getTime()).toBeGreaterThan(due.getTime())
  await hub.work('system', work => sweepChannelFeeds(work, retailerId))
  expect((await channel()).feedDueAt).toEqual(claimed)
})
