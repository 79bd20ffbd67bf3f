import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../../checks/support/databases.ts'
import { apiKeys, auditLog } from '../../../db/schema/index.ts'
import { findApiKey } from '../../../partners/api-keys/find.ts'
import { retailerScopes } from '../../../partners/api-keys/scopes.ts'
import { openWorld } from '../../testing/world.ts'

const open = freshDatabases()
const path = '/retailer/api-keys'

it('makes a retailer’s key with an end, shows it once, and revokes it', async () => {
  const { hub, here, as } = await openWorld(await open())
  const admin = await as('admin@here.example')
  const made = await admin.post(path, { name: 'Shop', lasts: '30', 'scopes[orders:write]': 'on', 'scopes[bad]': 'on' })
  expect(made.headers.get('cache-control')).toContain('no-store')
  const [, key] = /data-key=""[\s\S]*?data-copy="([^"]+)"/.exec(await made.text())!
  const [row] = await hub.orm.select().from(apiKeys)
  const days = (row!.expiresAt!.getTime() - row!.createdAt.getTime()) / 86_400_000
  expect({ ...row, days }).toMatchObject({ retailerId: here.retailerId, scopes: ['orders:write'], days: 30 })
  expect(await findApiKey(hub.orm, key!, hub.now())).toMatchObject({ id: row!.id })
  expect(await findApiKey(hub.orm, key!, row!.expiresAt!)).toBeUndefined()
  const listed = await (await admin.get(path)).text()
  expect(listed).not.toContain(key!)
  expect(listed).toContain('Send and change customer orders')
  const stranger = await as('admin@there.example')
  expect((await stranger.post(`${path}/${row!.id}/revocation`, {})).status).toBe(404)
  expect((await admin.post(`${path}/${row!.id}/revocation`, {})).status).toBe(303)
  expect(await findApiKey(hub.orm, key!, hub.now())).toBeUndefined()
  const audited = and(eq(auditLog.subject, row!.id), eq(auditLog.retailerId, here.retailerId))
  const entries = await hub.orm.select().from(auditLog).where(audited).orderBy(auditLog.id)
  expect(entries.map(({ action, actor }) => [action, actor])).toEqual([
    ['api-key.created', 'user:admin@here.example'],
    ['api-key.revoked', 'user:admin@here.example'],
  ])
})

it('says at the fields what is wrong, and keeps what was entered', async () => {
  const { hub, as } = await openWorld(await open())
  const admin = await as('admin@here.example')
  const wrong = await admin.post(path, { name: ' ', lasts: '', 'scopes[orders:read]': 'on' })
  const text = await wrong.text()
  expect([wrong.status, text]).toEqual([422, expect.stringContaining('A name of 1 to 120 characters')])
  expect(text).toMatch(/name="scopes\[orders:read\]"[^>]*checked/)
  const noEnd = await admin.post(path, { name: 'Shop', lasts: '9999', 'scopes[orders:read]': 'on' })
  expect([noEnd.status, await noEnd.text()]).toEqual([422, expect.stringContaining('Choose one of these')])
  expect(await hub.orm.select().from(apiKeys)).toEqual([])
  for (const scope of retailerScopes) expect(text).toContain(`name="scopes[${scope}]"`)
})
