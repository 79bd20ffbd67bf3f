import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { storeBlob } from '../../db/blobs.ts'
import { accountTokens, feedUploads, idempotencyKeys, sessions } from '../../db/schema/index.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { createUser } from '../../partners/people/create-user.ts'
import { forgetOld } from './forget-old.ts'

const now = new Date('2026-11-22T12:00:00Z')
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

describeOnBothDatabases('forgetOld', open => {
  it('forgets what has ended or nobody came back to, and nothing else', async () => {
    const hub = await open({ now: () => now })
    const seeded = await seedRetailer(hub, { suppliers: [{ name: 'Northwind', offers: [] }] })
    const { retailerId } = seeded
    const partnershipId = seeded.suppliers.Northwind!.partnershipId
    await hub.work('test', async work => {
      const userId = await createUser(work, {
        email: 'ann@example.com',
        name: 'Ann',
        memberships: [{ retailerId, role: 'admin' }],
      })
      const token = { userId, purpose: 'sign-in' as const, createdAt: ago(2) }
      await work.tx.insert(accountTokens).values([
        { ...token, hash: 'ended', expiresAt: ago(1) },
        { ...token, hash: 'good', expiresAt: ago(-1) },
      ])
      await work.tx.insert(sessions).values([
        { id: 'ended', userId, expiresAt: ago(1) },
        { id: 'good', userId, expiresAt: ago(-1) },
      ])
      const answer = { retailerId, requestHash: 'x', status: 201, body: {} }
      await work.tx.insert(idempotencyKeys).values([
        { ...answer, key: 'old', createdAt: ago(49) },
        { ...answer, key: 'recent', createdAt: ago(47) },
      ])
      const { blobId } = await storeBlob(work, retailerId, Buffer.from('sku,quantity'))
      const upload = { retailerId, partnershipId, kind: 'inventory' as const, blobId, size: 12, actor: 'ann' }
      await work.tx.insert(feedUploads).values([
        { ...upload, id: work.newId(), fileName: 'old.csv', createdAt: ago(8 * 24) },
        { ...upload, id: work.newId(), fileName: 'recent.csv', createdAt: ago(24) },
      ])
    })
    await forgetOld(hub)
    expect((await hub.orm.select().from(accountTokens)).map(({ hash }) => hash)).toEqual(['good'])
    expect((await hub.orm.select().from(sessions)).map(({ id }) => id)).toEqual(['good'])
    expect((await hub.orm.select().from(idempotencyKeys)).map(({ key }) => key)).toEqual(['recent'])
    expect((await hub.orm.select().from(feedUploads)).map(({ fileName }) => fileName)).toEqual(['recent.csv'])
  })
})
