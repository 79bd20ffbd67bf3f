import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { applyCatalog } from '../../engine/catalogue/apply-catalog.ts'
import { productCatalog } from '../../translators/documents/index.ts'
import { ApiClient } from './testing/client.ts'
import { runJobs } from './testing/run-jobs.ts'
import { seedShop } from './testing/trade.ts'

const open = freshDatabases()

it('has complete items of a feed made products as the settings say, tells why not, and undoes it', async () => {
  const hub = await open()
  const { retailerId, suppliers } = await seedShop(hub)
  const { partnershipId } = suppliers.Northwind!
  const client = new ApiClient(hub)
  const key = await client.keyFor({ retailerId })
  const ask = <Body = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
    client.ask<Body>(method, path, { key, body })
  const head = {
    kind: 'product-catalog',
    scope: 'delta',
    number: 'C',
    date: '2026-11-22',
    currency: 'USD',
    supplier: {},
  }
  const products = [
    { ids: { supplier: 'N-1' }, title: 'Rope', cost: '4' },
    { ids: { supplier: 'N-2' }, cost: '4' },
    { ids: { supplier: 'TENT-2P' }, title: 'Another tent', cost: '4' },
  ]
  const catalog = productCatalog.parse({ ...head, products })
  const { id: feedId } = await hub.work('test', work => applyCatalog(work, { retailerId, partnershipId, catalog }))
  expect((await ask('GET', '/new-product-settings')).body).toEqual({ mode: 'propose', sku: '{supplierSku}' })
  const refused = await ask('PUT', '/new-product-settings', { mode: 'list', sku: 'X' })
  expect(refused).toMatchObject({ status: 422, body: { fields: { sku: expect.stringContaining('{supplierSku}') } } })
  await runJobs(hub)
  expect((await ask('GET', '/products/N-1')).status).toBe(404)
  expect((await ask('PUT', '/new-product-settings', { mode: 'list' })).status).toBe(200)
  await runJobs(hub)
  expect((await ask('GET', '/products/N-1')).body).toMatchObject({ title: 'Rope', madeFromFeedId: feedId })
  const left = await ask<{ data: { supplierSku: string; taken: object | null }[] }>('GET', '/candidates')
  const found = left.body.data.map(({ supplierSku, taken }) => [supplierSku, taken])
  expect(Object.fromEntries(found)).toEqual({ 'N-2': null, 'TENT-2P': { by: 'sku', sku: 'TENT-2P' } })
  expect((await ask('POST', `/feeds/${feedId}/retire-products`)).body).toEqual({ retired: 1 })
  expect((await ask('GET', '/products/N-1')).body.discontinuedAt).toEqual(expect.any(String))
  expect((await ask('POST', '/products/N-1/restore')).body.discontinuedAt).toBeNull()
  expect((await ask('POST', '/products/N-1/retire')).body.discontinuedAt).toEqual(expect.any(String))
  expect((await ask('POST', '/candidates/products', {})).status).toBe(202)
  await runJobs(hub)
  expect((await ask<{ data: object[] }>('GET', '/candidates')).body.data).toHaveLength(2)
})
