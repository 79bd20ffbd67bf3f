import { expect, it } from 'vitest'
import { embeddedDatabases } from '../../../checks/support/databases.ts'
import { apiKeys, containerPrefixes } from '../../../db/schema/index.ts'
import { findApiKey } from '../../../partners/api-keys/find.ts'
import { openWorld } from '../../testing/world.ts'

const open = embeddedDatabases()

it('makes an API key with scopes, shows it once, and revokes it', async () => {
  const world = await openWorld(await open())
  const path = `/supplier/${world.slug}/setup`
  const owner = await world.as('potter-owner@here.example')
  const none = await owner.post(`${path}/keys`, { name: 'WMS' })
  expect([none.status, await none.text()]).toEqual([422, expect.stringContaining('At least one scope')])
  const made = await owner.post(`${path}/keys`, {
    name: 'WMS',
    'scopes[shipments:write]': 'on',
    'scopes[orders:write]': 'on',
  })
  expect(made.headers.get('cache-control')).toContain('no-store')
  const [, key] = /data-key=""[\s\S]*?data-copy="([^"]+)"/.exec(await made.text())!
  const [row] = await world.hub.orm.select().from(apiKeys)
  expect(row).toMatchObject({
    name: 'WMS',
    scopes: ['shipments:write'],
    supplierId: world.here.suppliers['Little Potter']!.supplierId,
  })
  expect(await findApiKey(world.hub.orm, key!, world.hub.now())).toBeDefined()
  expect(await (await owner.get(path)).text()).not.toContain(key!)
  const other = await world.as('cascade-owner@here.example')
  expect((await other.post(`${path}/keys/${row!.id}/revocation`, {})).status).toBe(404)
  expect((await owner.post(`${path}/keys/${row!.id}/revocation`, {})).status).toBe(303)
  expect(await findApiKey(world.hub.orm, key!, world.hub.now())).toBeUndefined()
  const warehouse = await (await world.as('potter-warehouse@here.example')).get(path)
  expect(await warehouse.text()).not.toContain('API keys')
})

it('takes the prefix from which packages are numbered', async () => {
  const world = await openWorld(await open())
  const path = `/supplier/${world.slug}/setup`
  const warehouse = await world.as('potter-warehouse@here.example')
  const wrong = await warehouse.post(`${path}/container-prefix`, { prefix: '12', extension: '0' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('7 to 12 digits')])
  await warehouse.post(`${path}/container-prefix`, { prefix: '061-4141', extension: '4' })
  expect(await world.hub.orm.select().from(containerPrefixes)).toMatchObject([
    { prefix: '0614141', extension: 4, last: 0 },
  ])
  expect(await (await warehouse.get(path)).text()).toContain('0614141')
})
