import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../../../checks/support/databases.ts'
import { auditLog, fetchSources } from '../../../../db/schema/index.ts'
import type { CheckFeed } from '../../../../partners/feeds/feed-secrets.ts'
import { createPortal } from '../../../app.tsx'
import { Client, portalDeps } from '../../../testing/client.ts'
import { openWorld, password, type World } from '../../../testing/world.ts'

let world: World
let client: Client
let now = new Date('2026-05-04T10:00:00Z')

/** What the gateway's own schemas say of FTP, in short. */
const checkFeed: CheckFeed = (kind, settings) =>
  kind === 'ftp' && !settings.password ? [{ path: 'password', message: 'A password is needed.' }] : []

beforeAll(async () => {
  const hub = await emptyHub({ now: () => now })
  world = await openWorld(hub)
  const log = { error: () => undefined }
  client = new Client(createPortal({ ...portalDeps, hub, log, checkFeed }))
  await client.signIn('operations@here.example', password)
  return () => hub.close()
})

const path = '/retailer/feeds/places'
const fields = {
  ...{ kind: 'ftp', name: 'Potter’s stock', when: 'at', times: '6:30, 18:00', zone: 'America/Chicago' },
  ...{
    day1: 'on',
    day5: 'on',
    't.host': 'ftp.potter.example',
    't.username': 'shop',
    't.poll.folder': '/out',
    't.poll.after.do': 'leave',
  },
}
const place = async () => (await world.hub.orm.select().from(fetchSources))[0]!

it('adds a place by its form, looks into it at once, and never shows its password', async () => {
  const partnershipId = world.here.suppliers['Little Potter']!.partnershipId
  expect(await (await client.get(`${path}/new?kind=ftp`)).text()).toContain('name="t.host"')
  const secret = { 't.password': 'open sesame' }
  const refused = await client.post(path, { ...fields, ...secret, times: '25:00', partnershipId })
  expect(refused.status).toBe(422)
  const again = await refused.text()
  expect(again).toContain('Write times such as 06:30')
  expect(again).not.toContain('open sesame')
  const without = await client.post(path, { ...fields, partnershipId })
  expect(await without.text()).toContain('A password is needed.')
  const added = await client.post(path, { ...fields, ...secret, partnershipId })
  expect(added.status).toBe(303)
  expect(await place()).toMatchObject({
    ...{ name: 'Potter’s stock', partnershipId, kind: 'ftp', dueAt: now },
    settings: { host: 'ftp.potter.example', username: 'shop', poll: { folder: '/out', after: { do: 'leave' } } },
    schedule: { at: ['06:30', '18:00'], zone: 'America/Chicago', days: [1, 5] },
  })
  const shown = await (await client.get(added.headers.get('location')!)).text()
  expect(shown).toContain('Being looked into')
  expect(shown).toContain('Stored. Leave it empty to keep it.')
  expect(shown).not.toContain('open sesame')
  expect(shown).toMatch(/06:30, 18:00 \(America\/Chicago\), Mon Fri/)
})

it('keeps the password while the server stays, and asks for it at another', async () => {
  const { id } = await place()
  const every = { ...fields, when: 'every', minutes: '15' }
  expect((await client.post(`${path}/${id}`, every)).status).toBe(303)
  expect((await place()).schedule).toEqual({ everyMinutes: 15 })
  const away = await client.post(`${path}/${id}`, { ...every, 't.host': 'ftp.thief.example' })
  expect(away.status).toBe(422)
  expect((await place()).settings).toMatchObject({ host: 'ftp.potter.example' })
})

it('shows how the last look went, looks again when asked, pauses and goes on', async () => {
  const { id } = await place()
  const failed = { failures: 2, failureCode: 'connection-failed', failureDetail: 'Nobody answers there.' }
  const later = new Date('2026-05-04T11:00:00Z')
  await world.hub.orm
    .update(fetchSources)
    .set({ ...failed, triedAt: now, dueAt: later })
    .where(eq(fetchSources.id, id))
  const list = await (await client.get(path)).text()
  expect(list).toContain('Cannot be looked into')
  expect(list).toContain('every 15 minutes')
  expect(await (await client.get(`${path}/${id}`)).text()).toContain('Nobody answers there.')
  now = new Date('2026-05-04T10:05:00Z')
  expect((await client.post(`${path}/${id}/look`)).status).toBe(303)
  expect((await place()).dueAt).toEqual(now)
  await client.post(`${path}/${id}/pause`)
  expect((await place()).active).toBe(false)
  await client.post(`${path}/${id}/resume`)
  expect((await place()).active).toBe(true)
  const actions = (await world.hub.orm.select().from(auditLog).orderBy(auditLog.id)).map(({ action }) => action)
  expect(actions).toEqual(expect.arrayContaining(['feed.added', 'feed.changed', 'feed.paused', 'feed.resumed']))
})
