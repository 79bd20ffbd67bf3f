import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HubDatabase } from '../../../db/hub-database.ts'
import { auditLog, authenticators, retailers, sessions, users } from '../../../db/schema/index.ts'
import { findInvitation } from '../../../engine/people/accept-invitation.ts'
import { findAccountToken } from '../../../engine/people/account-links.ts'
import { countAttempt } from '../../../engine/people/attempts.ts'
import { createUser } from '../../../partners/people/create-user.ts'
import { say } from '../testing/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossdock-people-'))
const environment = { DATA_FOLDER: folder, PUBLIC_URL: 'https://hub.example' }
const people = (...args: string[]) => say(['people', ...args], undefined, { environment })

/** The installation's own database, between two commands. */
async function inside<T>(look: (hub: HubDatabase) => Promise<T>): Promise<T> {
  const hub = await HubDatabase.open({ folder: join(folder, 'db') })
  try {
    return await look(hub)
  } finally {
    await hub.close()
  }
}

beforeAll(async () => {
  const answers = ['--retailer', 'Harbor & Pine', '--currency', 'USD', '--name', 'Ada', '--email', 'ada@example.com']
  await say(['setup', ...answers, '--password', 'a long enough password'], undefined, { environment })
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('lets the operator help people who are locked out, and writes it down', async () => {
  await inside(async hub => {
    const [ada] = await hub.orm.select().from(users)
    const [userId, createdAt] = [ada!.id, hub.now()]
    await hub.orm.insert(authenticators).values({ userId, sealed: 'x', confirmedAt: createdAt, createdAt })
    const expiresAt = new Date(createdAt.getTime() + 3_600_000)
    await hub.orm.insert(sessions).values({ id: 's1', userId, expiresAt, createdAt })
    const failure = { key: 'email:ada@example.com', most: 8 }
    for (let tries = 0; tries < 9; tries++) await hub.work('system', work => countAttempt(work, [failure]))
    await hub.work('system', work => createUser(work, { email: 'bob@example.com', name: 'Bob', memberships: [] }))
  })
  const listed = await people('list', '--json')
  expect(JSON.parse(listed.out)).toMatchObject([
    { email: 'ada@example.com', places: [{ role: 'admin' }], hasSecondFactor: true, sessions: 1, isLocked: false },
    { email: 'bob@example.com', places: [], hasSecondFactor: false },
  ])
  expect((await people('list')).out).toContain('bob@example.com  Bob  no role; no second factor; 0 sessions')

  expect((await people('reset-second-factor', 'Ada@example.com')).out).toContain('no second factor any more')
  expect((await people('unlock', 'ada@example.com')).out).toContain('can sign in again')
  expect((await people('unlock', 'ada@example.com')).out).toContain('was not locked')
  expect((await people('lock', 'bob@example.com')).out).toContain('cannot sign in any more')
  expect((await people('make-admin', 'bob@example.com')).out).toContain('administrator of Harbor & Pine')
  expect((await people('sign-out', 'ada@example.com')).out).toContain('of 0 browsers')
  const link = await people('password-link', 'ada@example.com')
  const invited = await people('invite', 'cyd@example.com', '--role', 'accountant')
  const [token, invitation] = [link, invited].map(said => /https:\/\/hub\.example\/[a-z-]+\/(\S+)/.exec(said.out)![1]!)

  await inside(async hub => {
    const accounts = await hub.orm.select().from(users).orderBy(users.email)
    expect(accounts.map(user => user.disabledAt !== null)).toEqual([false, true])
    expect(await hub.orm.select().from(sessions)).toEqual([])
    expect(await findAccountToken(hub.orm, token!, 'password-reset', hub.now())).toMatchObject({
      userId: accounts[0]!.id,
    })
    expect(await findInvitation(hub.orm, invitation!, hub.now())).toBeDefined()
    const said = await hub.orm.select().from(auditLog).orderBy(auditLog.id)
    const byOperator = said.filter(row => row.actor === 'command-line').map(row => row.action)
    expect(byOperator).toEqual([
      'second-factor.reset',
      'account.unlocked',
      'person.made-administrator',
      'password.link-made',
      'person.invited',
    ])
  })
})

it('says who or what is missing', async () => {
  expect(await people('lock', 'nobody@example.com')).toMatchObject({ status: 1, error: /Nobody has an account/ })
  expect(await people('lock')).toMatchObject({ status: 2, error: expect.stringContaining('Name one person') })
  expect(await people('lock', 'ada@example.com', '--role', 'x')).toMatchObject({ status: 2 })
  const role = await people('invite', 'dee@example.com', '--role', 'king')
  expect(role).toMatchObject({ status: 1, error: expect.stringContaining('Choose a role') })
  const supplier = await people('invite', 'dee@example.com', '--supplier', 'nobody')
  expect(supplier).toMatchObject({ status: 1, error: expect.stringContaining('No supplier') })
  await inside(hub =>
    hub.orm.insert(retailers).values({ id: hub.newId(), slug: 'second', name: 'Second', createdAt: hub.now() }),
  )
  const which = await people('make-admin', 'bob@example.com')
  expect(which).toMatchObject({ status: 1, error: expect.stringMatching(/--retailer: harbor-pine, second/) })
  expect((await people('make-admin', 'bob@example.com', '--retailer', 'second')).status).toBe(0)
})
