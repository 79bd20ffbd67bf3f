import { and, eq } from 'drizzle-orm'
import { beforeEach, expect, it } from 'vitest'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { listings, products, salesChannels } from '../../../db/schema/index.ts'
import { listingBook, priceBook } from '../../../engine/listing/books.ts'
import { markAll } from '../../../engine/listing/refresh/mark.ts'
import { refreshSome } from '../../../engine/listing/refresh/refresh.ts'
import { listVersions, loadInEffect } from '../../../engine/rule-sets/book.ts'
import { type Client, portalDeps } from '../../testing/client.ts'
import { openWorld, type World } from '../../testing/world.ts'

const open = freshDatabases()
let world: World
let admin: Client
beforeEach(async () => {
  world = await openWorld(await open())
  admin = await world.as('admin@here.example')
})

const text = async (response: Response | Promise<Response>) =>
  (await (await response).text()).replaceAll('&#39;', "'").replaceAll('&amp;', '&').replaceAll('&quot;', '"')
const refresh = () =>
  world.hub.work('system', async work => {
    await markAll(work, world.here.retailerId)
    await refreshSome(work, world.here.retailerId)
  })
const begin = async (path: string) => (await admin.post(path)).headers.get('location')!
const publish = async (at: string) => {
  expect((await admin.post(`${at}/publication`, { reason: 'For the test.' })).status).toBe(303)
}
const listingOf = async (sku: string) => {
  const { retailerId } = world.here
  const [row] = await world.hub.orm
    .select({ listing: listings })
    .from(listings)
    .innerJoin(products, eq(products.id, listings.productId))
    .where(and(eq(listings.retailerId, retailerId), eq(products.sku, sku)))
  return row!.listing
}

it('rules are written in the trade’s words, previewed and published, and every listing tells why', async () => {
  expect((await admin.post('/retailer/sales-channels', { name: 'Amazon', units: '1', share: '0' })).status).toBe(303)
  const pricing = await begin('/retailer/pricing')
  const rule = { name: 'Forty on cost', basis: 'cost', by: 'percent', amount: '40', ending: '.99' }
  expect((await admin.post(`${pricing}/rules`, { ...rule, amount: 'lots' })).status).toBe(422)
  expect((await admin.post(`${pricing}/rules`, { ...rule, floorMargin: '12.5', floorMap: 'no' })).status).toBe(303)
  expect((await admin.post(`${pricing}/settings`, { cost: 'lowest', approveAbove: '20' })).status).toBe(303)
  const page = await text(admin.get(pricing))
  for (const shown of ['cost +40%; ending in .99; at least a margin of 12.5%; MAP may be undercut', 'always'])
    expect(page).toContain(shown)
  await publish(pricing)
  const rules = await begin('/retailer/listing-rules')
  await admin.post(`${rules}/rules`, { name: 'All', action: 'list' })
  const own = { name: 'Own stock on Amazon', channels: 'amazon', ownWarehouse: 'out', suppliers: 'in', action: 'pause' }
  await admin.post(`${rules}/rules`, own)
  expect(await text(admin.get(`${rules}/preview`))).toMatch(/Paused<\/dt><dd>[1-9]/)
  await publish(rules)
  const { hub, here } = world
  expect(await loadInEffect(priceBook, hub.orm, here.retailerId, hub.now())).toMatchObject({
    version: 1,
    rules: [{ id: 'forty-on-cost', floor: { margin: '0.125', map: false }, ending: '.99' }],
    settings: { cost: 'lowest', approveAbove: '0.2' },
  })
  expect((await listVersions(listingBook, hub.orm, here.retailerId))[0]).toMatchObject({ status: 'published' })
  await refresh()
  const mug = await listingOf('MUG-01')
  expect(mug).toMatchObject({ status: 'paused', pauseReasons: ['own-stock-on-amazon'] })
  const list = await text(admin.get('/retailer/listings?show=paused'))
  for (const shown of ['MUG-01', 'Own stock on Amazon']) expect(list).toContain(shown)
  const product = await text(admin.get(`/retailer/products/${mug.productId}`))
  for (const shown of ['Rule “Forty on cost” of version 1', 'Own stock on Amazon', 'Little Potter'])
    expect(product).toContain(shown)
  expect(await text(admin.get('/retailer/products?q=MUG-01'))).toContain(mug.productId)
})

it('every kind of rule comes back from its form as it was written', async () => {
  const at = await begin('/retailer/listing-rules')
  const forms: Record<string, string>[] = [
    { name: 'Hot', categories: 'hot sellers', quantityBelow: '5', action: 'pause' },
    { name: 'Needs', channels: 'Amazon, eBay', action: 'require', fields: 'gtin, attribute.Color' },
    { name: 'Camping', categories: 'Camping Products', action: 'category', to: 'Camping and Outdoors' },
    { name: 'Colour', brands: 'Ridge', action: 'attribute', from: 'Color', to: 'colour' },
    { name: 'Title', skus: 'A, B', action: 'text', field: 'title', template: '{brand} {title}', off: 'yes' },
  ]
  for (const form of forms) expect((await admin.post(`${at}/rules`, form)).status).toBe(303)
  const draft = async () => (await listVersions(listingBook, world.hub.orm, world.here.retailerId))[0]!.rules
  const written = await draft()
  expect(written.map(({ effect }) => effect)).toEqual([
    { action: 'pause' },
    { action: 'require', fields: ['gtin', 'attribute.Color'] },
    { action: 'category', to: 'Camping and Outdoors' },
    { action: 'attribute', from: 'Color', to: 'colour' },
    { action: 'text', field: 'title', template: '{brand} {title}' },
  ])
  for (const { id } of written) {
    const form = await text(admin.get(`${at}/rules/${id}`))
    const names = [...form.matchAll(/<(?:input|select|textarea)[^>]* name="(\w+)"/g)].map(found => found[1]!)
    const shown = Object.fromEntries(names.map(name => [name, valueIn(form, name)]))
    expect((await admin.post(`${at}/rules/${id}`, shown)).status).toBe(303)
  }
  expect(await draft()).toEqual(written)
  const wrong = await admin.post(`${at}/rules`, { name: 'Wrong', action: 'require', fields: 'colour' })
  expect(wrong.status).toBe(422)
})

/** What a form shows in a field. */
function valueIn(form: string, name: string): string {
  const input = new RegExp(`<input[^>]* name="${name}"[^>]*>`).exec(form)?.[0]
  if (input) return /value="([^"]*)"/.exec(input)?.[1] ?? ''
  const area = new RegExp(`<textarea[^>]* name="${name}"[^>]*>([^<]*)<`).exec(form)
  if (area) return area[1]!
  const select = new RegExp(`<select[^>]* name="${name}"[^>]*>(.*?)</select>`, 's').exec(form)![1]!
  return /value="([^"]*)" selected/.exec(select)?.[1] ?? ''
}

it('prices that wait are taken or refused, and a listing is put on and taken off by hand', async () => {
  await admin.post('/retailer/sales-channels', { name: 'Web' })
  await refresh()
  const { id, productId } = await listingOf('MUG-01')
  expect((await admin.post(`/retailer/listings/${id}/on`)).headers.get('location')).toBe(
    `/retailer/products/${productId}`,
  )
  await refresh()
  const before = await listingOf('MUG-01')
  expect(before.status).toBe('listed')
  const pricing = await begin('/retailer/pricing')
  await admin.post(`${pricing}/rules`, { name: 'Dear', basis: 'cost', by: 'amount', amount: '900', ceilingMsrp: 'no' })
  await admin.post(`${pricing}/settings`, { cost: 'lowest', approveAbove: '10' })
  await publish(pricing)
  await refresh()
  const waiting = await listingOf('MUG-01')
  expect(waiting).toMatchObject({ price: before.price, proposedPrice: expect.stringMatching(/^9\d\d/) })
  expect(await text(admin.get('/retailer/listings?show=waiting'))).toContain(`pick[${id}][on]`)
  await admin.post('/retailer/listings/prices', { what: 'approve' })
  expect((await listingOf('MUG-01')).price).toBe(before.price)
  await admin.post('/retailer/listings/prices', { what: 'approve', [`pick[${id}][on]`]: 'yes' })
  expect(await listingOf('MUG-01')).toMatchObject({ price: waiting.proposedPrice, proposedPrice: null })
  await admin.post(`/retailer/listings/${id}/off`)
  expect(await listingOf('MUG-01')).toMatchObject({ status: 'delisted', keptOff: true })
})

it('a channel’s files are set up, and its secrets are kept for the same server alone', async () => {
  const at = (await admin.post('/retailer/sales-channels', { name: 'Amazon' })).headers.get('location')!
  expect((await admin.post('/retailer/sales-channels', { name: 'AMAZON' })).status).toBe(422)
  expect((await admin.post(at, { name: 'Amazon', share: 'half' })).status).toBe(422)
  const hostKeys = `SHA256:${'A'.repeat(43)}`
  const feed = { transport: 'sftp', host: 'files.example', username: 'us', hostKeys, folder: 'in', minutes: '15' }
  expect((await admin.post(`${at}/feed`, { ...feed, minutes: 'often' })).status).toBe(422)
  expect((await admin.post(`${at}/feed`, { ...feed, password: 'hunter2' })).status).toBe(303)
  const row = async () => (await world.hub.orm.select().from(salesChannels))[0]!
  const first = await row()
  expect(first).toMatchObject({
    feedTransport: 'sftp',
    feedSettings: {
      mode: 'client',
      host: 'files.example',
      username: 'us',
      hostKeys: [hostKeys],
      put: { folder: 'in' },
    },
    feedSchedule: { everyMinutes: 15 },
  })
  const page = await text(admin.get(at))
  for (const shown of ['files.example', hostKeys]) expect(page).toContain(shown)
  expect(page).not.toContain('hunter2')
  expect(JSON.stringify(first)).not.toContain('hunter2')
  const sealed = (secrets: string | null) => portalDeps.box.open(secrets!)
  const timed = { when: 'at', times: '06:30', zone: 'America/Chicago', day1: 'on' }
  expect((await admin.post(`${at}/feed`, { ...feed, ...timed, zone: 'Chicago' })).status).toBe(422)
  expect((await admin.post(`${at}/feed`, { ...feed, ...timed })).status).toBe(303)
  expect(await (await admin.get(at)).text()).toContain('06:30 (America/Chicago), Mon')
  await admin.post(`${at}/feed`, { ...feed, minutes: '30' })
  expect(sealed((await row()).feedSecrets)).toContain('hunter2')
  await admin.post(`${at}/feed`, { ...feed, host: 'elsewhere.example' })
  expect(sealed((await row()).feedSecrets)).not.toContain('hunter2')
  await world.hub.orm.update(salesChannels).set({ sentRevision: 7 })
  expect((await admin.post(`${at}/send-all`, {})).status).toBe(303)
  expect(await row()).toMatchObject({ sentRevision: 0, feedTransport: 'sftp' })
  expect(await text(admin.get(at))).toContain('A file of all listings goes within a minute.')
  await admin.post(`${at}/feed`, { transport: '' })
  expect(await row()).toMatchObject({ feedTransport: null, feedDueAt: null })
})
