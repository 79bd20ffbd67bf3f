import { eq, ne } from 'drizzle-orm'
import { TOTP } from 'otpauth'
import { expect, it } from 'vitest'
import { describeOnBothDatabases, type OpenHub } from '../../checks/support/databases.ts'
import {
  accountTokens,
  auditLog,
  invitations,
  memberships,
  sessions,
  signInAttempts,
  users,
} from '../../db/schema/index.ts'
import { newAccountToken } from '../../engine/people/account-links.ts'
import { changeSecurity } from '../../engine/people/security-settings.ts'
import type { Client } from '../testing/client.ts'
import { openWorld, password } from '../testing/world.ts'

const admin = 'admin@here.example'

async function scene(open: OpenHub) {
  const clock = { now: new Date('2026-11-22T12:00:00Z') }
  const world = await openWorld(await open({ now: () => clock.now }))
  const userIdOf = async (email: string) =>
    (await world.hub.orm.select().from(users).where(eq(users.email, email)))[0]!.id
  const later = (minutes: number) => {
    clock.now = new Date(clock.now.getTime() + minutes * 60_000)
  }
  /** Sets a second factor up in this browser. Answers with the secret's codes and the recovery codes. */
  const enrol = async (client: Client) => {
    const page = await (await client.get('/account/second-factor')).text()
    const secret = /data-secret[^>]*>([A-Z2-7 ]+)</.exec(page)![1]!.replaceAll(' ', '')
    const code = () => new TOTP({ secret }).generate({ timestamp: clock.now.getTime() })
    const confirmed = await client.post('/account/second-factor', { code: code() })
    const text = await confirmed.text()
    const recovery = [...text.matchAll(/<code>([0-9a-z-]{19})<\/code>/g)].map(match => match[1]!)
    return { code, recovery, status: confirmed.status }
  }
  return { ...world, later, userIdOf, enrol }
}

describeOnBothDatabases('the second step of signing in', open => {
  it('stands between the password and every page, takes a code once, and a recovery code once', async () => {
    const { client, as, later, enrol, hub } = await scene(open)
    const elsewhere = await as(admin)
    const here = await as(admin)
    const { code, recovery, status } = await enrol(here)
    expect([status, recovery.length]).toEqual([200, 10])
    expect((await here.get('/retailer')).status).toBe(200)
    expect((await elsewhere.get('/retailer')).headers.get('location')).toMatch(/^\/sign-in/)
    later(1)
    const browser = client()
    const first = await browser.post('/sign-in', { email: admin, password, next: '/retailer/orders' })
    expect(first.headers.get('location')).toBe('/sign-in/second-step?next=%2Fretailer%2Forders')
    expect(browser.cookie('crossdock')).toBeUndefined()
    for (const path of ['/retailer', '/account', '/memberships'])
      expect((await browser.get(path)).headers.get('location')).toMatch(/^\/sign-in/)
    const wrong = await browser.post('/sign-in/second-step', { code: '000000' })
    expect(wrong.status).toBe(422)
    const used = code()
    const right = await browser.post('/sign-in/second-step', { code: used, next: '/retailer/orders' })
    expect([right.status, right.headers.get('location')]).toEqual([303, '/retailer/orders'])
    const again = client()
    await again.signIn(admin, password)
    expect((await again.post('/sign-in/second-step', { code: used })).status).toBe(422)
    expect((await again.post('/sign-in/second-step', { code: recovery[0]! })).status).toBe(303)
    expect((await again.post('/sign-in/second-step', { code: recovery[1]! })).headers.get('location')).toBe('/sign-in')
    expect((await hub.orm.select().from(sessions)).filter(row => row.secondFactor)).toHaveLength(3)
  })

  it('ends after ten minutes, and after five wrong codes', async () => {
    const { client, as, later, enrol } = await scene(open)
    const { code } = await enrol(await as(admin))
    later(1)
    const slow = client()
    await slow.signIn(admin, password)
    later(10)
    expect((await slow.post('/sign-in/second-step', { code: code() })).headers.get('location')).toBe('/sign-in')
    const guessing = client()
    await guessing.signIn(admin, password)
    const tries = await Promise.all(
      Array.from({ length: 7 }, () => guessing.post('/sign-in/second-step', { code: '000000' })),
    )
    expect(tries.map(answer => answer.status).toSorted()).toEqual([422, 422, 422, 422, 422, 429, 429])
    expect((await guessing.post('/sign-in/second-step', { code: code() })).status).toBe(429)
  })

  it('is set up first by whoever needs it, and then cannot be turned off', async () => {
    const { as, later, enrol, hub, here } = await scene(open)
    const owner = await as('potter-owner@here.example')
    const slug = `retailer-${here.retailerId}`
    await hub.work('system', work => changeSecurity(work, here.retailerId, { secondFactorFor: ['owner'] }))
    expect((await owner.get(`/supplier/${slug}`)).headers.get('location')).toBe('/account/second-factor')
    expect((await (await as('potter-orders@here.example')).get(`/supplier/${slug}`)).status).toBe(200)
    const { code } = await enrol(owner)
    expect((await owner.get(`/supplier/${slug}`)).status).toBe(200)
    later(1)
    expect((await owner.post('/account/second-factor/off', { code: code() })).status).toBe(403)
    await hub.work('system', work => changeSecurity(work, here.retailerId, { secondFactorFor: [] }))
    expect((await owner.post('/account/second-factor/off', { code: code() })).status).toBe(303)
  })
})

describeOnBothDatabases('links', open => {
  it('are asked for without telling who has an account, and only so often', async () => {
    const { client, hub } = await scene(open)
    const ask = async (email: string) => {
      const answer = await client().post('/password-resets', { email })
      return `${answer.status} ${await answer.text()}`
    }
    const known = await ask(admin)
    expect(known).toContain('200')
    expect(await ask('nobody@here.example')).toBe(known)
    const asked = async () => (await hub.orm.select().from(signInAttempts)).filter(row => row.key.startsWith('link:'))
    for (let n = 0; n < 5; n++) expect(await ask(admin)).toBe(known)
    expect((await asked()).filter(row => row.key.endsWith(admin))).toHaveLength(3)
    for (let n = 0; n < 23; n++) await ask(`p${n}@here.example`)
    expect(await ask('one-more@here.example')).toMatch(/^429/)
  })

  it('reset a password once, and opening them alone does nothing', async () => {
    const { client, as, hub, userIdOf } = await scene(open)
    const userId = await userIdOf(admin)
    const before = await as(admin)
    const token = await hub.work('system', work => newAccountToken(work, { userId, purpose: 'password-reset' }))
    const path = `/password-resets/${token}`
    for (let n = 0; n < 2; n++) expect((await client().get(path)).status).toBe(200)
    expect((await client().post(path, { password: 'short' })).status).toBe(422)
    expect((await client().post(path, { password: 'brand new and long' })).headers.get('location')).toBe('/sign-in')
    expect((await client().post(path, { password: 'brand new and long' })).status).toBe(404)
    expect((await client().get(path)).status).toBe(404)
    expect((await before.get('/retailer')).headers.get('location')).toMatch(/^\/sign-in/)
    expect((await client().signIn(admin, password)).status).toBe(422)
    expect((await client().signIn(admin, 'brand new and long')).status).toBe(303)
    expect(await hub.orm.select().from(accountTokens)).toEqual([])
  })

  it('sign in once, where the retailer allows it', async () => {
    const { client, hub, here, userIdOf } = await scene(open)
    expect((await client().get('/sign-in/links')).status).toBe(404)
    await hub.work('system', work => changeSecurity(work, here.retailerId, { signInByLink: true }))
    expect(await (await client().get('/sign-in')).text()).toContain('href="/sign-in/links"')
    const userId = await userIdOf(admin)
    const token = await hub.work('system', work => newAccountToken(work, { userId, purpose: 'sign-in' }))
    const browser = client()
    expect((await browser.get(`/sign-in/links/${token}`)).status).toBe(200)
    expect((await browser.get('/retailer')).status).toBe(303)
    expect((await browser.post(`/sign-in/links/${token}`)).headers.get('location')).toBe('/')
    expect((await browser.get('/retailer')).status).toBe(200)
    expect((await client().post(`/sign-in/links/${token}`)).status).toBe(404)
  })
})

describeOnBothDatabases('people', open => {
  it('are invited, come in, change roles and go, and the audit log says so', async () => {
    const { client, as, hub } = await scene(open)
    const boss = await as(admin)
    const page = await boss.post('/retailer/people/invitations', { email: 'new@here.example', role: 'merchandiser' })
    const link = /\/invitations\/[\w-]{43}/.exec(await page.text())![0]
    const newcomer = client()
    expect(await (await newcomer.get(link)).text()).toContain('new@here.example')
    const joined = await newcomer.post(link, { name: 'Nia New', password: 'a long enough one' })
    expect((await newcomer.follow(joined)).status).toBe(200)
    expect((await newcomer.get('/retailer/people')).status).toBe(403)
    expect((await client().get(link)).status).toBe(404)
    const list = await (await boss.get('/retailer/people')).text()
    const id = /href="\/retailer\/people\/([0-9a-f-]{36})">Nia New/.exec(list)![1]!
    await boss.post(`/retailer/people/${id}/role`, { role: 'admin' })
    expect((await newcomer.get('/retailer/people')).status).toBe(200)
    await boss.post(`/retailer/people/${id}/disabling`)
    expect((await newcomer.get('/retailer')).headers.get('location')).toBe('/memberships')
    await boss.post(`/retailer/people/${id}/removal`)
    const log = await (await boss.get('/retailer/audit-log?show=person')).text()
    for (const words of [
      'Person invited',
      'Person joined',
      'role: merchandiser → admin',
      'Person disabled',
      'Person removed',
    ])
      expect(log).toContain(words)
    const file = await (await boss.get('/retailer/audit-log/file?show=person&who=admin%40here')).text()
    expect(file.split('\r\n').filter(line => line.includes('person.'))).toHaveLength(4)
    expect(file).not.toContain('person.joined')
    const mine = /href="\/retailer\/people\/([0-9a-f-]{36})">admin@here/.exec(list)![1]!
    const stays = await boss.post(`/retailer/people/${mine}/role`, { role: 'read-only' })
    expect([stays.status, await stays.text()]).toEqual([409, expect.stringContaining('only administrator')])
    expect(await hub.orm.select().from(invitations)).toHaveLength(1)
  })

  it('work for several suppliers and switch', async () => {
    const { client, as, here, there } = await scene(open)
    const slugs = [here, there].map(world => `retailer-${world.retailerId}`)
    const accept = async (place: string, slug: string) => {
      const owner = await as(`potter-owner@${place}.example`)
      const form = { email: 'shared@agent.example', role: 'orders' }
      const page = await owner.post(`/supplier/${slug}/people/invitations`, form)
      return /\/invitations\/[\w-]{43}/.exec(await page.text())![0]
    }
    const agent = client()
    await agent.post(await accept('here', slugs[0]!), { name: 'Agent', password: 'a long enough one' })
    expect((await agent.get(`/supplier/${slugs[0]}`)).status).toBe(200)
    const second = await agent.post(await accept('there', slugs[1]!))
    expect(second.headers.get('location')).toBe('/memberships')
    const choice = await (await agent.get('/memberships')).text()
    const ids = [...choice.matchAll(/name="membership" value="([0-9a-f-]{36})"/g)].map(match => match[1]!)
    expect(ids).toHaveLength(2)
    await agent.post('/memberships', { membership: ids[1]! })
    expect((await agent.get(`/supplier/${slugs[0]}`)).status).toBe(404)
    expect((await agent.get(`/supplier/${slugs[1]}`)).status).toBe(200)
  })
})

describeOnBothDatabases('one’s own account', open => {
  it('lists where one is signed in, and ends one or all others', async () => {
    const { as, hub, later } = await scene(open)
    const [here, other, third] = [await as(admin), await as(admin), await as(admin)]
    const page = async () => (await here.get('/account/security')).text()
    const others = async () => [...(await page()).matchAll(/sessions\/([0-9a-f]{64})\/end/g)].map(match => match[1]!)
    const [one] = await others()
    expect(await others()).toHaveLength(2)
    await here.post(`/account/sessions/${one}/end`)
    const signedOut = await Promise.all([other, third].map(async who => (await who.get('/retailer')).status))
    expect(signedOut.toSorted()).toEqual([200, 303])
    await here.post('/account/sessions/end-others')
    expect(await others()).toEqual([])
    later(6)
    await here.get('/retailer')
    const [session] = await hub.orm.select().from(sessions)
    expect(session!.lastSeenAt).toEqual(new Date('2026-11-22T12:06:00Z'))
    const told = (await hub.orm.select().from(auditLog).orderBy(auditLog.id)).map(row => row.action)
    expect(told.filter(action => action === 'sessions.ended')).toHaveLength(2)
  })

  it('changes name, zone, mail and password', async () => {
    const { as, client, hub } = await scene(open)
    const here = await as(admin)
    expect((await here.post('/account/profile', { name: 'Ada', timeZone: 'Mars/Olympus' })).status).toBe(422)
    await here.post('/account/profile', { name: 'Ada', timeZone: 'Asia/Tokyo' })
    const page = await (await here.get('/account')).text()
    expect(page).toContain('value="Asia/Tokyo"')
    const atOnce = /name="deadlines" value="mail" checked=""/
    expect(page).toMatch(atOnce)
    const [, membership] = /name="membership" value="([^"]+)"/.exec(page)!
    await here.post('/account/notifications', { membership: membership!, deadlines: 'digest', digestHour: '17' })
    const chosen = await (await here.get('/account')).text()
    expect(chosen).not.toMatch(atOnce)
    expect(chosen).toMatch(/name="deadlines" value="digest" checked=""/)
    expect(chosen).toMatch(/value="17" selected=""/)
    const wrong24 = await here.post('/account/notifications', { membership: membership!, digestHour: '24' })
    expect(wrong24.status).toBe(422)
    const [anybody] = await hub.orm.select().from(memberships).where(ne(memberships.id, membership!))
    await here.post('/account/notifications', { membership: anybody!.id, deadlines: 'none' })
    const [untouched] = await hub.orm.select().from(memberships).where(eq(memberships.id, anybody!.id))
    expect(untouched!.notices).toEqual(anybody!.notices)
    const wrong = await here.post('/account/password', { present: 'no', password: 'brand new and long' })
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('not your present password')])
    await here.post('/account/password', { present: password, password: 'brand new and long' })
    expect((await here.get('/retailer')).status).toBe(200)
    expect((await client().signIn(admin, 'brand new and long')).status).toBe(303)
  })

  it('tells a lock-out in the audit log', async () => {
    const { client, hub } = await scene(open)
    for (let tries = 0; tries < 9; tries++) await client().signIn(admin, 'guess')
    const told = await hub.orm.select().from(auditLog).where(eq(auditLog.action, 'sign-in.locked'))
    expect(told).toMatchObject([{ after: { person: admin, address: 'unknown' } }])
  })
})
