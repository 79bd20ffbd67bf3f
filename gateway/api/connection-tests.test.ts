import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { credentialsFor } from '../../partners/certificates/credentials.ts'
import { setChannel } from '../../partners/channels/set-channel.ts'
import { channelSettings } from '../../partners/channels/settings.ts'
import { secretBox } from '../../partners/secrets.ts'
import { partnerServer } from '../transports/email/testing.ts'
import { ApiClient } from './testing/client.ts'
import { connectMailPartner } from './testing/connected.ts'
import { runJobs } from './testing/run-jobs.ts'
import { seedShop } from './testing/trade.ts'

interface Tested {
  state: string
  testedBy: string | null
  askedAt: string | null
  steps: { title: string; outcome: string }[]
}

const box = secretBox('a secret for tests only')
let hub: HubDatabase
let client: ApiClient
let key: string
let retailerId: string
let portalPartner: string
let server: Awaited<ReturnType<typeof partnerServer>>

beforeAll(async () => {
  hub = await emptyHub()
  client = new ApiClient(hub)
  server = await partnerServer({})
  const seeded = await seedShop(hub)
  retailerId = seeded.retailerId
  portalPartner = seeded.suppliers.Northwind!.partnershipId
  key = await client.keyFor({ retailerId })
})

afterAll(async () => {
  await server.close()
  await hub.close()
})

const testOf = async (id: string) =>
  (await client.ask<Tested>('GET', `/partners/${id}/connection-tests/latest`, { key })).body

it('A connection is tried in the background, in the name of the key, and told step by step', async () => {
  const { partnershipId: id } = await connectMailPartner(hub, retailerId, 'Cascade', server.port)
  expect(await testOf(id)).toMatchObject({ state: 'not-tried', steps: [] })
  const asked = await client.ask<Tested>('POST', `/partners/${id}/connection-tests`, { key })
  expect(asked).toMatchObject({ status: 202, body: { state: 'running', testedBy: null } })
  expect(asked.headers.get('location')).toMatch(new RegExp(`/partners/${id}/connection-tests/latest$`))
  await runJobs(hub, { allowPrivateAddresses: true })
  expect(await testOf(id)).toMatchObject({ state: 'passed', testedBy: 'api-key:Test', askedAt: null })
  expect((await testOf(id)).steps.map(({ outcome }) => outcome)).toEqual(['passed', 'passed', 'passed', 'passed'])
  await client.ask('POST', `/partners/${id}/connection-tests`, { key })
  await runJobs(hub)
  expect(await testOf(id)).toMatchObject({ state: 'failed', steps: [{ title: 'Address', outcome: 'failed' }] })
})

it('A test of a channel that changed meanwhile is given up', async () => {
  const { partnershipId } = await connectMailPartner(hub, retailerId, 'Pine Goods', server.port)
  await client.ask('POST', `/partners/${partnershipId}/connection-tests`, { key })
  await hub.work('system', async work => {
    const transport = { host: '127.0.0.1', port: server.port, tls: 'none', from: 'b@hub.example', to: ['b@c.example'] }
    const channel = {
      transport: 'email' as const,
      format: 'csv' as const,
      settings: channelSettings.parse({ transport }),
    }
    await setChannel(work, box, { retailerId, partnershipId, ...channel, secrets: {}, names: [] })
  })
  await runJobs(hub, { allowPrivateAddresses: true })
  expect(await testOf(partnershipId)).toMatchObject({ state: 'not-tried', steps: [] })
})

it('There is nothing to try where no connection goes out from here', async () => {
  expect((await client.ask('POST', `/partners/${portalPartner}/connection-tests`, { key })).status).toBe(409)
  expect(await testOf(portalPartner)).toMatchObject({ state: 'not-tried' })
})

it('A certificate is revoked once, with its reason, and is refused from then on', async () => {
  const { partnershipId } = await connectMailPartner(hub, retailerId, 'Alder')
  const listed = await client.ask<{ data: { id: string }[] }>('GET', `/certificates?partnershipId=${partnershipId}`, {
    key,
  })
  expect(listed.body.data).toMatchObject([{ status: 'active', owner: 'partner', endReason: null }])
  const path = `/certificates/${listed.body.data[0]!.id}/revoke`
  expect((await client.ask('POST', path, { key, body: { reason: ' ' } })).status).toBe(422)
  const revoked = await client.ask('POST', path, { key, body: { reason: 'laptop stolen' } })
  expect(revoked).toMatchObject({ status: 200, body: { status: 'revoked', endReason: 'laptop stolen' } })
  expect((await client.ask('POST', path, { key, body: { reason: 'again' } })).status).toBe(409)
  const { partnerCertificates } = await credentialsFor(hub.orm, box, retailerId, partnershipId, hub.now())
  expect(partnerCertificates).toMatchObject([{ refused: expect.stringContaining('(laptop stolen)') }])
})
