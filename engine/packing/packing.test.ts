import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { containerPrefixes } from '../../db/schema/index.ts'
import { isSscc } from '../../translators/check-digits.ts'
import { announce, announcementsFor, withdrawAnnouncement } from '../announcements/announcements.ts'
import { seedRetailer } from '../testing/seed.ts'
import { findContainerPrefix, setContainerPrefix, takeSsccs } from './container-prefix.ts'

const open = freshDatabases()

async function world() {
  const hub = await open()
  const offers = [{ sku: 'MUG', cost: '1', stock: '10' }]
  const seeded = await seedRetailer(hub, {
    suppliers: [
      { name: 'Potter', offers },
      { name: 'Lamps', offers: [] },
    ],
  })
  const { supplierId } = seeded.suppliers.Potter!
  const set = (prefix: string, extension: string, startAt = '', of = supplierId) =>
    hub.work('user:ann', work =>
      setContainerPrefix(work, { supplierId: of, viaRetailerId: seeded.retailerId, prefix, extension, startAt }),
    )
  return { hub, seeded, supplierId, set }
}

const take = (hub: HubDatabase, supplierId: string, count: number) =>
  hub.work('user:ann', work => takeSsccs(work, supplierId, count))

it('numbers packages without a gap, whatever is rolled back, and never twice', async () => {
  const { hub, supplierId, set } = await world()
  expect(await take(hub, supplierId, 1)).toBeUndefined()
  await set('0614141', '3')
  const first = (await take(hub, supplierId, 2))!
  expect(first).toEqual(['306141410000000013', '306141410000000020'])
  expect(first.every(isSscc)).toBe(true)
  const broken = hub.work('user:ann', async work => {
    await takeSsccs(work, supplierId, 5)
    throw new Error('no label after all')
  })
  await expect(broken).rejects.toThrow('no label')
  const many = await Promise.all(Array.from({ length: 10 }, () => take(hub, supplierId, 3)))
  const all = [...first, ...many.flatMap(one => one!)]
  expect(new Set(all).size).toBe(32)
  expect((await findContainerPrefix(hub.orm, supplierId))!.last).toBe(32)
})

it('goes on where a prefix had come to, forward only, and leaves another supplier’s alone', async () => {
  const { hub, seeded, supplierId, set } = await world()
  await set('0614141', '0', '100')
  expect(await take(hub, supplierId, 1)).toEqual(['006141410000001002'])
  await set('0614141', '1')
  expect(await take(hub, supplierId, 1)).toEqual(['106141410000000019'])
  await set('0614141', '0', '5')
  expect(await take(hub, supplierId, 1)).toEqual(['006141410000001019'])
  const { supplierId: other } = seeded.suppliers.Lamps!
  await expect(set('0614141', '0', '', other)).rejects.toMatchObject({ fields: { prefix: /Another supplier/ } })
  expect(await findContainerPrefix(hub.orm, other)).toBeUndefined()
  await expect(set('12', 'x', 'no')).rejects.toMatchObject({
    fields: { prefix: /7 to 12/, extension: /One digit/, startAt: /whole/ },
  })
})

it('stops at the last number that fits behind a prefix', async () => {
  const { hub, supplierId, set } = await world()
  await set('061414100001', '0', '9999')
  expect(await take(hub, supplierId, 1)).toHaveLength(1)
  await expect(take(hub, supplierId, 1)).rejects.toMatchObject({ code: 'conflict' })
  const [row] = await hub.orm.select().from(containerPrefixes).where(eq(containerPrefixes.supplierId, supplierId))
  expect(row!.last).toBe(9999)
})

it('tells announcements to whom they are meant for, until they end or are taken back', async () => {
  const { hub, seeded } = await world()
  const { retailerId, suppliers } = seeded
  const say = (title: string, showUntil: string, partnershipId?: string) =>
    hub.work('user:ann', work =>
      announce(work, { retailerId, title, body: 'x', showUntil, ...(partnershipId && { partnershipId }) }),
    )
  const forAll = await say('For all', '')
  await say('Potter only', '2026-11-30', suppliers.Potter!.partnershipId)
  const read = async (name: string, today: string) =>
    (await announcementsFor(hub.orm, { retailerId, partnershipId: suppliers[name]!.partnershipId, today })).map(
      one => one.title,
    )
  expect(await read('Potter', '2026-11-30')).toEqual(['Potter only', 'For all'])
  expect(await read('Potter', '2026-12-01')).toEqual(['For all'])
  expect(await read('Lamps', '2026-11-22')).toEqual(['For all'])
  await hub.work('user:ann', work => withdrawAnnouncement(work, { retailerId, id: forAll }))
  expect(await read('Lamps', '2026-11-22')).toEqual([])
  await expect(say(' ', 'soon')).rejects.toMatchObject({ fields: { title: /needed/, showUntil: /date/ } })
})
