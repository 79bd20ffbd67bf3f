import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { listings } from '../../db/schema/index.ts'
import { ApiClient } from './testing/client.ts'
import { runJobs } from './testing/run-jobs.ts'
import { seedTrade } from './testing/trade.ts'

let hub: HubDatabase
let client: ApiClient
let key: string

beforeAll(async () => {
  hub = await emptyHub()
  const trade = await seedTrade(hub)
  client = new ApiClient(hub)
  key = await client.keyFor({ retailerId: trade.retailerId })
  await ask('PUT', '/products/TENT-2P', { title: 'Tent', retailPrice: '189' })
  await ask('PUT', '/products/LANTERN', { title: 'Lantern' })
  await ask('POST', '/sales-channels', { name: 'Web' })
  await runJobs(hub)
})

afterAll(() => hub.close())

const ask = <Body = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  client.ask<Body>(method, path, { key, body })
const tent = async () =>
  (await ask<{ data: { id: string; revision: number }[] }>('GET', '/listings?sku=TENT-2P')).body.data[0]!

describe('a listing', () => {
  it('is put on its channel and taken off by the API, and its channel is told', async () => {
    const { id } = await tent()
    expect(await tent()).toMatchObject({ status: 'candidate', price: '189', missing: [], channel: 'Web' })
    expect(await ask('POST', `/listings/${id}/put-on`)).toMatchObject({ status: 200, body: { status: 'listed' } })
    await runJobs(hub)
    const [channel] = (await ask<{ data: { id: string }[] }>('GET', '/sales-channels')).body.data
    const told = async () => (await ask<{ data: object[] }>('GET', `/sales-channels/${channel!.id}/listings`)).body.data
    expect(await told()).toMatchObject([{ id, status: 'listed', price: '189' }])
    expect(await ask('POST', `/listings/${id}/take-off`)).toMatchObject({ body: { status: 'delisted', keptOff: true } })
    await runJobs(hub)
    expect(await told()).toMatchObject([{ id, status: 'delisted' }])
    expect((await ask('POST', `/listings/${crypto.randomUUID()}/put-on`)).status).toBe(404)
  })

  it('that lacks something is not put on', async () => {
    const lamp = await ask<{ data: { id: string; missing: string[] }[] }>('GET', '/listings?sku=LANTERN')
    const { id, missing } = lamp.body.data[0]!
    expect(missing).toEqual(['price'])
    expect((await ask('POST', `/listings/${id}/put-on`)).status).toBe(409)
  })

  it('has a price that waits taken, or refused', async () => {
    const { id } = await tent()
    const propose = () => hub.orm.update(listings).set({ proposedPrice: '99' }).where(eq(listings.id, id))
    await propose()
    expect((await ask<{ data: object[] }>('GET', '/listings?waiting=true')).body.data).toMatchObject([
      { id, price: '189' },
    ])
    const decide = (how: string) => ask('POST', `/listing-prices/${how}`, { listingIds: [id] })
    expect((await decide('refuse')).body).toEqual({ decided: 1 })
    expect((await decide('approve')).body).toEqual({ decided: 0 })
    expect(await tent()).toMatchObject({ price: '189', proposedPrice: null })
    await propose()
    expect((await decide('approve')).body).toEqual({ decided: 1 })
    expect(await tent()).toMatchObject({ price: '99', proposedPrice: null })
  })
})
