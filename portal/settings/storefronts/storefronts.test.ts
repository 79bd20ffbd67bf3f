import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../../checks/support/databases.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { auditLog, storefronts } from '../../../db/schema/index.ts'
import { addSalesChannel, channelFields } from '../../../engine/listing/channels.ts'
import { createPortal } from '../../app.tsx'
import { Client, portalDeps } from '../../testing/client.ts'
import { openWorld, password } from '../../testing/world.ts'

let hub: HubDatabase
let client: Client
let channelId: string
let tried: unknown[]

beforeAll(async () => {
  hub = await emptyHub()
  const { here } = await openWorld(hub)
  tried = []
  const app = createPortal({
    ...{ ...portalDeps, hub, log: { error: () => undefined } },
    storefronts: {
      kinds: {
        shopify: {
          title: 'Shopify',
          check: ({ accessToken, locationId }) => [
            ...(accessToken ? [] : [{ path: 'accessToken', message: 'expected a token' }]),
            ...(String(locationId).startsWith('gid:') ? [] : [{ path: 'locationId', message: 'expected an id' }]),
          ],
        },
      },
      test: async (retailerId, id) => {
        tried.push({ retailerId, id })
        return { passed: false, steps: [{ title: 'Reach the shop', outcome: 'failed', says: 'It lies in the dark.' }] }
      },
      webhookPath: (_, id) => `/shops/${id}/webhooks`,
    },
  })
  client = new Client(app)
  await client.signIn('operations@here.example', password)
  const fields = channelFields.parse({ name: 'Our shop' })
  channelId = (await hub.work('test', work => addSalesChannel(work, { retailerId: here.retailerId, fields }))).id
})

afterAll(() => hub.close())

const stored = async () => (await hub.orm.select().from(storefronts))[0]!

it('connects a shop, says what is wrong with its settings, and never shows a secret', async () => {
  const form = {
    ...{ channelId, 's.shop': 'harbor-pine.myshopify.com', 's.locationId': '7', everyMinutes: '10' },
    ...{
      's.takeOrders': 'paid',
      's.notifyCustomer': 'on',
      's.accessToken': 'shpat_secret',
      's.webhookSecret': 'hush hush',
    },
  }
  const refused = await client.post('/retailer/storefronts', form)
  expect(refused.status).toBe(422)
  const text = await refused.text()
  expect(text).toContain('expected an id')
  expect(text).not.toContain('shpat_secret')
  expect((await client.post('/retailer/storefronts', { ...form, everyMinutes: '0' })).status).toBe(422)
  expect((await client.post('/retailer/storefronts', { ...form, channelId: 'none' })).status).toBe(422)
  const right = { ...form, 's.locationId': 'gid://shopify/Location/7' }
  const page = await (await client.follow(await client.post('/retailer/storefronts', right))).text()
  const { id, secrets, settings } = await stored()
  expect(page).toContain(`/shops/${id}/webhooks`)
  expect(page).not.toContain('shpat_secret')
  expect(settings).toEqual({
    ...{ shop: 'harbor-pine.myshopify.com', locationId: 'gid://shopify/Location/7' },
    ...{ takeOrders: 'paid', notifyCustomer: true },
  })
  expect(JSON.parse(portalDeps.box.open(secrets))).toEqual({ accessToken: 'shpat_secret', webhookSecret: 'hush hush' })
})

it('keeps secrets while the shop is the same, and asks for them when it is another', async () => {
  const { id } = await stored()
  const at = `/retailer/storefronts/${id}`
  const form = { 's.shop': 'harbor-pine.myshopify.com', 's.locationId': 'gid://shopify/Location/8', everyMinutes: '15' }
  expect((await client.post(at, form)).status).toBe(303)
  expect(await stored()).toMatchObject({ everyMinutes: 15, settings: { locationId: 'gid://shopify/Location/8' } })
  const away = await client.post(at, { ...form, 's.shop': 'thief.myshopify.com' })
  expect(away.status).toBe(422)
  expect(await away.text()).toContain('expected a token')
  const log = await hub.orm.select().from(auditLog).where(eq(auditLog.subject, id)).orderBy(auditLog.id)
  expect(log.map(({ action }) => action)).toEqual(['storefront.added', 'storefront.changed'])
  expect(JSON.stringify(log)).not.toContain('shpat_secret')
})

it('tries the connection step by step, pauses, and asks at once', async () => {
  const { id, retailerId } = await stored()
  const at = `/retailer/storefronts/${id}`
  expect(await (await client.post(`${at}/test`)).text()).toContain('It lies in the dark.')
  expect(tried).toEqual([{ retailerId, id }])
  await client.post(`${at}/pause`)
  expect(await stored()).toMatchObject({ active: false })
  expect(await (await client.get('/retailer/storefronts')).text()).toContain('Paused')
  await client.post(`${at}/resume`)
  await hub.orm.update(storefronts).set({ dueAt: new Date('2040-01-01') })
  await client.post(`${at}/sync`)
  const { active, dueAt } = await stored()
  expect({ active, soon: dueAt <= new Date() }).toEqual({ active: true, soon: true })
})
