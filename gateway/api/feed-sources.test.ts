import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { fetchSources } from '../../db/schema/index.ts'
import { secretBox } from '../../partners/secrets.ts'
import { ApiClient } from './testing/client.ts'
import { seedTrade, type Trade } from './testing/trade.ts'

let hub: HubDatabase
let client: ApiClient
let trade: Trade
let key: string

beforeAll(async () => {
  hub = await emptyHub()
  trade = await seedTrade(hub)
  client = new ApiClient(hub)
  key = await client.keyFor({ retailerId: trade.retailerId })
})

afterAll(() => hub.close())

const ask = <Body = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
  client.ask<Body>(method, path, { key, body })

const settings = { host: 'ftp.supplier.example', username: 'shop', poll: { folder: '/out' } }
const ftp = { kind: 'ftp', name: 'Stock', schedule: { everyMinutes: 5 }, settings }

async function storedSecrets(id: string): Promise<unknown> {
  const [row] = await hub.orm.select().from(fetchSources).where(eq(fetchSources.id, id))
  return row?.secrets ? JSON.parse(secretBox('a secret for tests only').open(row.secrets)) : null
}

describe('a place that feeds are fetched from', () => {
  it('keeps its password while server and user stay, and forgets it with them', async () => {
    const made = { ...ftp, partnershipId: trade.partnershipId, secrets: { password: 'open sesame' } }
    const { status, body } = await ask<{ id: string }>('POST', '/feed-sources', made)
    expect(status).toBe(201)
    expect(JSON.stringify(body)).not.toContain('open sesame')
    expect(body).toMatchObject({
      hasSecrets: true,
      active: true,
      failure: null,
      settings: { port: 21, tls: 'explicit' },
    })
    const { id } = body
    const schedule = { at: ['06:30'], zone: 'America/Chicago', days: [1, 5] }
    const moved = { ...settings, poll: { folder: '/elsewhere' } }
    expect(await ask('PUT', `/feed-sources/${id}`, { ...ftp, schedule, settings: moved })).toMatchObject({
      status: 200,
      body: { schedule, settings: { poll: { folder: '/elsewhere' } } },
    })
    expect(await storedSecrets(id)).toEqual({ password: 'open sesame' })
    const away = { ...ftp, settings: { ...settings, host: 'ftp.thief.example' } }
    expect(await ask('PUT', `/feed-sources/${id}`, away)).toMatchObject({ status: 422 })
    expect((await ask('PUT', `/feed-sources/${id}`, { ...away, secrets: { password: 'mine' } })).status).toBe(200)
    expect(await storedSecrets(id)).toEqual({ password: 'mine' })
  })

  it('is refused with settings that cannot work, for a stranger, and as another kind', async () => {
    const make = (body: object) => ask('POST', '/feed-sources', { partnershipId: trade.partnershipId, ...body })
    expect((await make(ftp)).status).toBe(422)
    const secrets = { password: 'open sesame' }
    expect((await make({ ...ftp, settings: { ...settings, port: 0 }, secrets })).status).toBe(422)
    expect((await make({ ...ftp, secrets, schedule: { at: ['06:30'], zone: 'Chicago' } })).status).toBe(422)
    expect((await make({ ...ftp, secrets, partnershipId: crypto.randomUUID() })).status).toBe(422)
    const { id } = (
      await ask<{ id: string }>('POST', '/feed-sources', { ...ftp, secrets, partnershipId: trade.partnershipId })
    ).body
    const http = { ...ftp, kind: 'http', settings: { url: 'https://supplier.example/stock.csv' } }
    expect((await ask('PUT', `/feed-sources/${id}`, http)).status).toBe(422)
  })

  it('is paused, goes on, and is looked into when it is asked for', async () => {
    const { body } = await ask<{ data: { id: string }[] }>('GET', `/feed-sources?partnershipId=${trade.partnershipId}`)
    const { id } = body.data[0]!
    expect((await ask('POST', `/feed-sources/${id}/pause`)).body).toMatchObject({ active: false })
    expect((await ask('POST', `/feed-sources/${id}/resume`)).body).toMatchObject({ active: true })
    await hub.orm
      .update(fetchSources)
      .set({ dueAt: new Date('2030-01-01') })
      .where(eq(fetchSources.id, id))
    const looked = await ask<{ dueAt: string }>('POST', `/feed-sources/${id}/look`)
    expect(looked.status).toBe(202)
    expect(looked.body.dueAt < '2030').toBe(true)
  })
})

describe('how a partner’s feeds are taken', () => {
  it('is set and told; what contradicts itself is refused', async () => {
    const path = `/partners/${trade.partnershipId}/feed-settings`
    expect((await ask('GET', path)).body).toMatchObject({ missing: 'zero', staleAfterHours: 72 })
    const wanted = { missing: 'keep', statusWords: { plenty: '50' }, buffers: { all: { units: '3' } } }
    expect(await ask('PUT', path, wanted)).toMatchObject({ status: 200, body: wanted })
    expect((await ask('GET', path)).body).toMatchObject(wanted)
    const wrong = { staleAfterHours: 48, expireAfterHours: 24 }
    expect(await ask('PUT', path, wrong)).toMatchObject({ status: 422, body: { fields: expect.anything() } })
    const offers = await ask<{ data: { supplierSku: string; stock: { buffer: string }[] }[] }>('GET', '/offers')
    const tent = offers.body.data.find(({ supplierSku }) => supplierSku.includes('TENT-2P'))
    expect(tent!.stock.map(({ buffer }) => buffer)).toEqual(['3'])
  })
})
