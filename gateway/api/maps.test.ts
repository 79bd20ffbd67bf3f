import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { ApiClient } from './testing/client.ts'
import { seedShop } from './testing/trade.ts'

const open = freshDatabases()

interface MapVersion {
  id: string
  version: number
  status: string
  problems: { path: string; message: string }[]
}

async function mapping() {
  const hub = await open()
  const { retailerId, suppliers } = await seedShop(hub)
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId })
  const { partnershipId } = suppliers.Northwind!
  const begin = (overlay?: object) =>
    client.ask<MapVersion>('POST', '/maps', {
      key,
      body: { partnershipId, format: 'x12', documentKind: 'purchase-order', overlay },
    })
  return { client, key, begin, partnershipId }
}

const department = { overlay: 1, set: '850', elements: { BEG03: { pattern: '^\\d{10}$' } } }

it('drafts, judges in words, publishes, and puts an older version back', async () => {
  const { client, key, begin } = await mapping()
  const wrong = await begin({ overlay: 1, set: '850', elements: { BEG99: { pattern: '^x$' } } })
  expect(wrong).toMatchObject({ status: 201, body: { status: 'draft', version: 1 } })
  expect(wrong.body.problems[0]).toMatchObject({ path: expect.stringContaining('BEG99'), message: expect.any(String) })
  const { id } = wrong.body
  const reason = { reason: 'They want ten digits.' }
  expect(await client.ask('POST', `/maps/${id}/publish`, { key, body: reason })).toMatchObject({
    status: 422,
    body: { fields: expect.any(Object) },
  })
  expect((await begin()).status).toBe(409)
  const changed = await client.ask<MapVersion>('PUT', `/maps/${id}`, { key, body: { overlay: department } })
  expect(changed.body.problems).toEqual([])
  const published = await client.ask<MapVersion>('POST', `/maps/${id}/publish`, { key, body: reason })
  expect(published.body).toMatchObject({ status: 'published', reason: 'They want ten digits.' })
  expect((await client.ask('PUT', `/maps/${id}`, { key, body: { overlay: department } })).status).toBe(409)
  const second = (await begin({ overlay: 1, set: '850' })).body
  await client.ask('POST', `/maps/${second.id}/publish`, { key, body: reason })
  const list = await client.ask<{ data: MapVersion[] }>('GET', '/maps?documentKind=purchase-order', { key })
  expect(list.body.data.map(({ version, status }) => [version, status])).toEqual([
    [2, 'published'],
    [1, 'retired'],
  ])
  const restored = await client.ask<MapVersion>('POST', `/maps/${id}/restore`, { key })
  expect(restored.body).toMatchObject({ status: 'draft', version: 3, basedOn: 1, overlay: department })
  expect((await client.ask('DELETE', `/maps/${restored.body.id}`, { key })).status).toBe(204)
  expect((await client.ask('GET', `/maps/${restored.body.id}`, { key })).status).toBe(404)
})

it('keeps the later of two from undoing the work of the earlier', async () => {
  const { client, key, begin } = await mapping()
  const { id } = (await begin({ overlay: 1, set: '850' })).body
  const seen = await client.ask('GET', `/maps/${id}`, { key })
  const headers = { 'If-Match': seen.headers.get('etag')! }
  const put = (overlay: object) => client.ask('PUT', `/maps/${id}`, { key, headers, body: { overlay } })
  const first = await put(department)
  expect(first.status).toBe(200)
  expect(first.headers.get('etag')).not.toBe(headers['If-Match'])
  expect((await put({ overlay: 1, set: '850' })).status).toBe(412)
  expect((await client.ask('DELETE', `/maps/${id}`, { key, headers })).status).toBe(412)
})

it('shows what a map writes and reads before anything leaves by it', async () => {
  const { client, key, begin } = await mapping()
  const { id } = (await begin({ overlay: 1, set: '850' })).body
  interface Preview {
    written: { text: string; issues: object[] }
    read: { documents: object[]; issues: object[] } | null
  }
  const written = await client.ask<Preview>('POST', `/maps/${id}/preview`, { key, body: {} })
  expect(written.body).toMatchObject({ problems: [], written: { text: expect.stringMatching(/^ISA.*ST.850/s) } })
  expect(written.body.read).toBeNull()
  const { text } = written.body.written
  const read = await client.ask<Preview>('POST', `/maps/${id}/preview`, { key, body: { file: text } })
  expect(read.body.read).toMatchObject({ documents: [{ kind: 'purchase-order' }] })
  const strict = { overlay: 1, set: '850', elements: { BEG03: { pattern: '^NEVER$' } } }
  await client.ask('PUT', `/maps/${id}`, { key, body: { overlay: strict } })
  const refused = await client.ask<Preview>('POST', `/maps/${id}/preview`, { key, body: { file: text } })
  expect(refused.body.read!.issues.length).toBeGreaterThan(0)
})
