import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { apiKeys, auditLog, retailers, suppliers } from '../../db/schema/index.ts'
import { createApiKey } from './create.ts'
import { apiKeysOf, findApiKey, noteUse } from './find.ts'
import { revokeApiKey } from './revoke.ts'

const open = freshDatabases()

async function owners(hub: HubDatabase) {
  return await hub.work('system', async work => {
    const [retailerId, otherId, supplierId] = [work.newId(), work.newId(), work.newId()]
    const createdAt = work.now
    await work.tx.insert(retailers).values([
      { id: retailerId, slug: 'harbor', name: 'Harbor', createdAt },
      { id: otherId, slug: 'other', name: 'Other', createdAt },
    ])
    await work.tx.insert(suppliers).values({ id: supplierId, slug: 'northwind', name: 'Northwind', createdAt })
    return { retailerId, otherId, supplierId }
  })
}

it('makes a key that is found by its text alone and kept as a hash', async () => {
  const hub = await open()
  const { retailerId } = await owners(hub)
  const made = await hub.work('user:ann', work =>
    createApiKey(work, { retailerId, name: ' Shop ', scopes: ['orders:write', 'orders:read', 'orders:read'] }),
  )
  const found = await findApiKey(hub.orm, made.key, hub.now())
  expect(found).toMatchObject({
    id: made.id,
    name: 'Shop',
    owner: { retailerId },
    scopes: ['orders:read', 'orders:write'],
  })
  expect(JSON.stringify(await hub.orm.select().from(apiKeys))).not.toContain(made.key.slice(12))
  const [entry] = await hub.orm.select().from(auditLog)
  expect(entry).toMatchObject({ actor: 'user:ann', action: 'api-key.created', subject: made.id })
  expect(JSON.stringify(entry)).not.toContain(made.key.slice(12))
})

it('finds nothing for what is no key', async () => {
  const hub = await open()
  for (const text of ['', 'cdk_', `cdk_${'a'.repeat(43)}`, `cdk_${'a'.repeat(42)}\0`]) {
    expect(await findApiKey(hub.orm, text, hub.now())).toBeUndefined()
  }
})

it('revokes a key once and for good, and only for its owner', async () => {
  const hub = await open()
  const { retailerId, otherId, supplierId } = await owners(hub)
  const { id, key } = await hub.work('user:ann', work =>
    createApiKey(work, { retailerId, name: 'Shop', scopes: ['orders:read'] }),
  )
  for (const stranger of [{ retailerId: otherId }, { supplierId }]) {
    const tried = hub.work('user:eve', work => revokeApiKey(work, { ...stranger, id }))
    await expect(tried).rejects.toMatchObject({ code: 'not-found' })
  }
  expect(await findApiKey(hub.orm, key, hub.now())).toBeDefined()
  await hub.work('user:ann', work => revokeApiKey(work, { retailerId, id }))
  await hub.work('user:ann', work => revokeApiKey(work, { retailerId, id }))
  expect(await findApiKey(hub.orm, key, hub.now())).toBeUndefined()
  expect(await apiKeysOf(hub.orm, { retailerId })).toMatchObject([{ id, revokedAt: expect.any(Date) }])
  expect((await hub.orm.select().from(auditLog).orderBy(auditLog.id)).map(entry => entry.action)).toEqual([
    'api-key.created',
    'api-key.revoked',
  ])
})

it('refuses a key without a name, without a scope, or with a scope of the other side', async () => {
  const hub = await open()
  const { retailerId, supplierId } = await owners(hub)
  const make = (command: Parameters<typeof createApiKey>[1]) =>
    hub.work('user:ann', work => createApiKey(work, command))
  await expect(make({ retailerId, name: ' ', scopes: ['orders:read'] })).rejects.toMatchObject({
    fields: { name: expect.any(String) },
  })
  await expect(make({ retailerId, name: 'Shop', scopes: [] })).rejects.toMatchObject({
    fields: { scopes: expect.any(String) },
  })
  await expect(make({ supplierId, name: 'Shop', scopes: ['exports:read'] })).rejects.toMatchObject({
    fields: { scopes: expect.stringContaining('exports:read') },
  })
})

it('keeps when a key was last used, to the minute', async () => {
  const hub = await open()
  const { supplierId } = await owners(hub)
  const { key } = await hub.work('system', work =>
    createApiKey(work, { supplierId, name: 'Robot', scopes: ['invoices:write'] }),
  )
  const use = async (time: string) => {
    await noteUse(hub.orm, (await findApiKey(hub.orm, key, hub.now()))!, new Date(time))
    return (await findApiKey(hub.orm, key, hub.now()))!.lastUsedAt!.toISOString()
  }
  expect(await use('2026-05-01T10:00:00Z')).toBe('2026-05-01T10:00:00.000Z')
  expect(await use('2026-05-01T10:00:59Z')).toBe('2026-05-01T10:00:00.000Z')
  expect(await use('2026-05-01T10:01:01Z')).toBe('2026-05-01T10:01:01.000Z')
})

it('ends a key at its moment, and makes none whose moment is past', async () => {
  const hub = await open()
  const { retailerId } = await owners(hub)
  const make = (expiresAt: Date) =>
    hub.work('user:ann', work => createApiKey(work, { retailerId, name: 'Trial', scopes: ['orders:read'], expiresAt }))
  const end = new Date(hub.now().getTime() + 3_600_000)
  const { key } = await make(end)
  expect(await findApiKey(hub.orm, key, new Date(end.getTime() - 1))).toBeDefined()
  expect(await findApiKey(hub.orm, key, end)).toBeUndefined()
  await expect(make(new Date(0))).rejects.toMatchObject({ fields: { expiresAt: expect.any(String) } })
})
