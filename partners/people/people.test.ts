import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { memberships, retailers, users } from '../../db/schema/index.ts'
import { addMembership, createUser } from './create-user.ts'
import { verifyPassword } from './passwords.ts'
import { setPassword } from './set-password.ts'
import { isFresh, setUpInstallation, slugOf } from './set-up.ts'

const first = {
  retailer: 'Harbor & Main Co.',
  currency: 'USD',
  timeZone: 'America/New_York',
  name: 'Ada Byron',
  email: ' Ada@Example.com ',
  password: 'a long enough one',
}

describeOnBothDatabases('people', open => {
  it('sets an installation up once, even when two ask at the same time', async () => {
    const hub = await open()
    expect(await isFresh(hub.orm)).toBe(true)
    const both = await Promise.allSettled([1, 2].map(() => hub.work('system', work => setUpInstallation(work, first))))
    expect(both.map(result => result.status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await hub.orm.select({ slug: retailers.slug }).from(retailers)).toContainEqual({ slug: 'harbor-main-co' })
    const [ada] = await hub.orm.select().from(users)
    expect(ada).toMatchObject({ email: 'ada@example.com', name: 'Ada Byron' })
    expect(ada!.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(await isFresh(hub.orm)).toBe(false)
  })

  it('names each field that is wrong, and stores nothing', async () => {
    const hub = await open()
    const wrong = { ...first, email: 'ada', password: 'short', timeZone: 'Mars/Olympus' }
    const refused = hub.work('system', work => setUpInstallation(work, wrong))
    await expect(refused).rejects.toMatchObject({
      code: 'invalid-input',
      fields: { email: expect.any(String), password: expect.stringContaining('10'), timeZone: expect.any(String) },
    })
    expect(await isFresh(hub.orm)).toBe(true)
  })

  it('keeps one account for an address and one role for each place', async () => {
    const hub = await open()
    const { retailerId, userId } = await hub.work('system', work => setUpInstallation(work, first))
    const again = { email: 'ADA@example.com', name: 'Ada', memberships: [] }
    await expect(hub.work('system', work => createUser(work, again))).rejects.toMatchObject({ code: 'conflict' })
    const role = { userId, membership: { retailerId, role: 'accountant' as const } }
    await hub.work('system', work => addMembership(work, role))
    const held = await hub.orm
      .select({ role: memberships.role })
      .from(memberships)
      .where(eq(memberships.userId, userId))
    expect(held).toEqual([{ role: 'accountant' }])
  })

  it('changes a password', async () => {
    const hub = await open()
    await hub.work('system', work => setUpInstallation(work, first))
    const change = { email: 'ada@example.com', password: 'another long one' }
    await hub.work('system', work => setPassword(work, change))
    const [ada] = await hub.orm.select().from(users)
    expect(await verifyPassword(ada!.passwordHash, 'another long one')).toBe(true)
    expect(await verifyPassword(ada!.passwordHash, first.password)).toBe(false)
    expect(await verifyPassword(null, 'another long one')).toBe(false)
    const unknown = { email: 'bob@example.com', password: 'another long one' }
    await expect(hub.work('system', work => setPassword(work, unknown))).rejects.toMatchObject({ code: 'not-found' })
  })
})

it('makes a name fit for addresses', () => {
  expect(slugOf('Ærø Café & Co.')).toBe('r-cafe-co')
  expect(slugOf('漢字')).toBe('retailer')
})
