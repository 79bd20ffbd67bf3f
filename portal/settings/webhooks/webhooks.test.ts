import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { webhookAttempts, webhookDeliveries, webhookEndpoints } from '../../../db/schema/index.ts'
import { recordEvent } from '../../../db/work.ts'
import { portalDeps } from '../../testing/client.ts'
import { openWorld, type World } from '../../testing/world.ts'

const open = freshDatabases()
const path = '/retailer/webhooks'
const form = { url: 'https://shop.example/hooks', description: 'Order service', 'types[order.*]': 'on' }

const secretIn = (html: string) => /data-secret=""[\s\S]*?data-copy="([^"]+)"/.exec(html)?.[1]

/** Something happens between the retailer and Little Potter. */
async function happen({ hub, here }: World, type: string): Promise<string> {
  const { partnershipId } = here.suppliers['Little Potter']!
  return await hub.work('system', async work => {
    const eventId = work.newId()
    await recordEvent({ ...work, newId: () => eventId }, here.retailerId, type, { partnershipId }, {})
    return eventId
  })
}

it('makes a webhook, shows its secret once, changes, rotates, pauses and removes it', async () => {
  const world = await openWorld(await open())
  const { hub, here } = world
  const admin = await world.as('admin@here.example')
  const made = await admin.post(path, { ...form, others: 'invoice.paid' })
  expect(made.headers.get('cache-control')).toContain('no-store')
  const secret = secretIn(await made.text())!
  const rows = () => hub.orm.select().from(webhookEndpoints)
  const [row] = await rows()
  expect(row).toMatchObject({ partnershipId: null, eventTypes: ['order.*', 'invoice.paid'], url: form.url })
  expect([portalDeps.box.open(row!.secret), row!.retailerId]).toEqual([secret, here.retailerId])
  const one = `${path}/${row!.id}`
  const shown = await (await admin.get(one)).text()
  expect(shown).not.toContain(secret)
  expect(shown).toMatch(/name="types\[order\.\*\]"[^>]*checked/)
  const wrong = await admin.post(one, { ...form, url: 'ftp://shop.example', others: 'nonsense' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('“nonsense” is no type')])
  expect((await admin.post(one, { ...form, 'types[*]': 'on' })).status).toBe(303)
  const rotated = secretIn(await (await admin.post(`${one}/secret`)).text())!
  const [changed] = await rows()
  expect(changed!.eventTypes).toEqual(['*', 'order.*'])
  expect([changed!.secret, changed!.previousSecret].map(sealed => portalDeps.box.open(sealed!))).toEqual([
    rotated,
    secret,
  ])
  await admin.post(`${one}/pause`)
  expect((await rows())[0]!.pausedAt).toBeInstanceOf(Date)
  await admin.post(`${one}/resume`)
  expect((await rows())[0]!.pausedAt).toBeNull()
  expect((await (await world.as('admin@there.example')).post(`${one}/removal`)).status).toBe(404)
  expect((await admin.post(`${one}/removal`)).status).toBe(303)
  expect(await rows()).toEqual([])
})

it('shows deliveries with request and answer, and tells one, the chosen, or all failed again', async () => {
  const world = await openWorld(await open())
  const { hub, here } = world
  const admin = await world.as('admin@here.example')
  await admin.post(path, { ...form, 'types[deadline.*]': 'on' })
  const [{ id } = { id: '' }] = await hub.orm.select().from(webhookEndpoints)
  const ids = [await happen(world, 'deadline.near'), await happen(world, 'deadline.missed')]
  const fail = () => hub.orm.update(webhookDeliveries).set({ status: 'failed', settledAt: hub.now(), attempts: 9 })
  const statuses = async () => {
    const rows = await hub.orm.select().from(webhookDeliveries).where(eq(webhookDeliveries.endpointId, id))
    return ids.map(eventId => rows.find(row => row.eventId === eventId)!.status)
  }
  await fail()
  await hub.orm.insert(webhookAttempts).values({
    ...{ retailerId: here.retailerId, endpointId: id, eventId: ids[0]!, attempt: 1, at: hub.now(), milliseconds: 12 },
    ...{ failureCode: 'partner-refused', failureDetail: 'It answered 410.' },
    request: { url: form.url, headers: { 'webhook-id': ids[0]! }, body: '{"type":"deadline.near"}' },
    answer: { status: 410, headers: {}, body: 'Gone for <good>' },
  })
  const detail = await (await admin.get(`${path}/${id}/deliveries/${ids[0]}`)).text()
  for (const part of ['It answered 410.', 'Gone for &lt;good&gt;', 'deadline.near', '12 ms']) {
    expect(detail).toContain(part)
  }
  expect(await (await admin.get(`${path}/${id}?show=failed`)).text()).toContain(ids[1]!)
  expect(await (await admin.get(`${path}/${id}?show=delivered`)).text()).not.toContain(ids[1]!)
  await admin.post(`${path}/${id}/deliveries/${ids[0]}/replay`)
  expect(await statuses()).toEqual(['queued', 'failed'])
  await fail()
  await admin.post(`${path}/${id}/replay`, { [`chosen[${ids[1]}]`]: 'on' })
  expect(await statuses()).toEqual(['failed', 'queued'])
  await fail()
  const answer = await admin.follow(await admin.post(`${path}/${id}/failed-replay`, { hours: '24' }))
  expect(await answer.text()).toContain('2 deliveries are on their way again.')
  expect(await statuses()).toEqual(['queued', 'queued'])
})

it('lets a supplier be told only of what is between it and this retailer', async () => {
  const world = await openWorld(await open())
  const { hub, here } = world
  const own = `/supplier/${world.slug}/webhooks`
  const owner = await world.as('potter-owner@here.example')
  expect((await owner.post(own, { ...form, 'types[*]': 'on', others: '*' })).status).toBe(422)
  const made = await owner.post(own, { url: form.url, 'types[purchase-order.sent]': 'on' })
  expect(secretIn(await made.text())).toMatch(/^whsec_/)
  const [row] = await hub.orm.select().from(webhookEndpoints)
  const { partnershipId } = here.suppliers['Little Potter']!
  expect(row).toMatchObject({ partnershipId, eventTypes: ['purchase-order.sent'] })
  for (const email of ['cascade-owner@here.example', 'potter-owner@there.example']) {
    const slug = email.endsWith('@here.example') ? world.slug : world.otherSlug
    expect((await (await world.as(email)).get(`/supplier/${slug}/webhooks/${row!.id}`)).status).toBe(404)
  }
  const admin = await world.as('admin@here.example')
  expect((await admin.get(`${path}/${row!.id}`)).status).toBe(404)
})
