import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { apiKeys, auditLog, channels, containerPrefixes, documents, shipments } from '../../../db/schema/index.ts'
import { listShipFrom } from '../../../engine/packing/ship-from.ts'
import { findApiKey } from '../../../partners/api-keys/find.ts'
import { openWorld, placeOrder } from '../../testing/world.ts'

const open = freshDatabases()

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

it('ships from one of several addresses: in the notice, on labels and on file, whatever is changed later', async () => {
  const world = await openWorld(await open())
  const { supplierId } = world.here.suppliers['Little Potter']!
  const path = `/supplier/${world.slug}/setup`
  const owner = await world.as('potter-owner@here.example')
  const warehouse = await world.as('potter-warehouse@here.example')
  const asheville = { label: 'Kiln', name: 'Little Potter', address1: '5 Kiln Road', city: 'Asheville', state: 'NC' }
  const wrong = await warehouse.post(`${path}/addresses`, { ...asheville, country: 'USA' })
  expect(wrong.status).toBe(422)
  expect(await wrong.text()).toMatch(/Enter the postal code[\s\S]*Two letters/)
  await warehouse.post(`${path}/addresses`, { ...asheville, postalCode: '28801', code: 'DC7' })
  const reno = { label: 'West', name: 'Potter West', address1: '1 Dock St', city: 'Reno', postalCode: '89501' }
  await warehouse.post(`${path}/addresses`, reno)
  const again = await warehouse.post(`${path}/addresses`, { ...reno, label: 'kiln' })
  expect([again.status, await again.text()]).toEqual([422, expect.stringContaining('has this name')])
  const billing = await world.as('potter-billing@here.example')
  expect((await billing.post(`${path}/addresses`, reno)).status).toBe(403)
  const places = await listShipFrom(world.hub.orm, supplierId)
  expect(places.map(({ label, isDefault }) => [label, isDefault])).toEqual([
    ['Kiln', true],
    ['West', false],
  ])

  await owner.post(`${path}/container-prefix`, { prefix: '0614141', extension: '0' })
  const lines = [{ sku: 'MUG-01', quantity: '2' }]
  const [number] = (await placeOrder(world, world.here, 'W-1', lines)).numbers
  const order = `/supplier/${world.slug}/purchase-orders/${number}`
  expect(await (await owner.get(`${order}/shipments/new`)).text()).toMatch(/Ships from[\s\S]*Kiln[\s\S]*West/)
  const shipment = (tracking: string, shipFrom: Record<string, string>) =>
    owner.post(`${order}/shipments`, {
      'packages[1][quantity-1]': '1',
      'packages[1][tracking]': tracking,
      ...shipFrom,
    })
  await shipment('1Z999AA10123456784', {})
  await shipment('1Z999AA10123456793', { shipFrom: places[1]!.id })
  const told = await world.hub.orm.select().from(shipments).orderBy(shipments.id)
  expect(told.map(one => one.shipFrom)).toMatchObject([{ city: 'Asheville', code: 'DC7' }, { city: 'Reno' }])
  const [notice] = await world.hub.orm
    .select({ content: documents.content })
    .from(documents)
    .where(eq(documents.id, told[1]!.documentId!))
  expect(notice!.content).toMatchObject({ shipFrom: { name: 'Potter West', postalCode: '89501', country: 'US' } })

  await owner.post(`${path}/addresses/${places[1]!.id}/default`)
  await owner.post(`${path}/addresses/${places[0]!.id}`, { ...asheville, address1: '9 New Road', postalCode: '28801' })
  const zpl = async (index: number) =>
    await (await owner.get(`/supplier/${world.slug}/shipments/${told[index]!.id}/labels.zpl`)).text()
  expect(await zpl(0)).toContain('5 Kiln Road')
  expect(await zpl(1)).toContain('Potter West')
  await owner.post(`${path}/addresses/${places[1]!.id}/removal`)
  expect(await listShipFrom(world.hub.orm, supplierId)).toMatchObject([{ label: 'Kiln', isDefault: true }])
  const other = await world.as('cascade-owner@here.example')
  const theirs = [`${path}/addresses/${places[0]!.id}`, `${path}/addresses/${places[0]!.id}/removal`]
  expect((await other.get(theirs[0]!)).status).toBe(404)
  for (const post of theirs) expect((await other.post(post, { ...asheville, postalCode: '1' })).status).toBe(404)
  expect(await listShipFrom(world.hub.orm, supplierId)).toMatchObject([{ address: { address1: '9 New Road' } }])
  const said = await world.hub.orm.select({ action: auditLog.action }).from(auditLog).orderBy(auditLog.id)
  expect(said.map(row => row.action).filter(action => action.startsWith('ship-from'))).toEqual([
    'ship-from.added',
    'ship-from.added',
    'ship-from.made-usual',
    'ship-from.changed',
    'ship-from.removed',
  ])
})

it('chooses how documents are delivered, where the retailer lets it', async () => {
  const world = await openWorld(await open())
  const { partnershipId } = world.here.suppliers['Little Potter']!
  const path = `/supplier/${world.slug}/setup/delivery`
  const owner = await world.as('potter-owner@here.example')
  expect(await (await owner.get(path)).text()).toContain('no other way to choose')
  await world.hub.orm
    .update(channels)
    .set({ transport: 'sftp', format: 'csv', settings: { transport: {} } })
    .where(eq(channels.partnershipId, partnershipId))
  expect(await (await owner.get(path)).text()).toContain('The retailer chooses this')
  expect((await owner.post(path, { 'way-purchase-order': 'portal' })).status).toBe(403)
  const operations = await world.as('operations@here.example')
  const theirs = `/retailer/partners/${partnershipId}/delivery`
  expect((await operations.post(theirs, { supplierMayChoose: 'on' })).status).toBe(303)
  const wrong = await owner.post(path, { when: 'at', times: '25:00', zone: 'UTC', day1: 'on' })
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('Write times such as')])
  const good = { 'way-remittance-advice': 'portal', when: 'at', times: '6:30, 14:00', zone: 'UTC', day1: 'on' }
  expect((await owner.post(path, good)).status).toBe(303)
  const [row] = await world.hub.orm.select().from(channels).where(eq(channels.partnershipId, partnershipId))
  expect(row!.settings.delivery).toEqual({
    supplierMayChoose: true,
    inPortal: ['remittance-advice'],
    times: { at: ['06:30', '14:00'], zone: 'UTC', days: [1] },
  })
  expect(await (await operations.get(theirs)).text()).toMatch(/value="06:30, 14:00"/)
  expect((await (await world.as('admin@there.example')).get(theirs)).status).toBe(404)
})
