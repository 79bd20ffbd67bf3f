import { and, eq } from 'drizzle-orm'
import { TOTP } from 'otpauth'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeOnBothDatabases, type OpenHub } from '../../../checks/support/databases.ts'
import { auditLog, memberships, openIdLinks, type RetailerRole, sessions, users } from '../../../db/schema/index.ts'
import { beginAuthenticator, confirmAuthenticator } from '../../../engine/people/authenticator.ts'
import { disableMember } from '../../../engine/people/members.ts'
import { loadSecurity } from '../../../engine/people/security-settings.ts'
import { addMembership } from '../../../partners/people/create-user.ts'
import { createPortal } from '../../app.tsx'
import { Client, origin, portalDeps } from '../../testing/client.ts'
import { openWorld, password } from '../../testing/world.ts'
import { Provider, type Spoiling } from '../testing/provider.ts'

let provider: Provider
beforeAll(async () => {
  provider = await Provider.open()
})
afterAll(() => provider.close())

const ann = { sub: 'ann-at-work', email: 'new@here.example', email_verified: true, name: 'Ann New' }

/** A world whose first retailer has the provider, set up on its own page. */
async function scene(open: OpenHub, settings: Record<string, string> = {}) {
  const world = await openWorld(await open())
  const logged: unknown[] = []
  const log = { error: (details: object) => void logged.push(details) }
  const callOut = { fetch, allowPlain: true }
  const app = createPortal({ ...portalDeps, hub: world.hub, log, callOut })
  const client = () => new Client(app)
  const admin = client()
  await admin.signIn('admin@here.example', password)
  const form = {
    issuer: provider.issuer,
    clientId: provider.client.id,
    clientSecret: provider.client.secret,
    label: 'Harbor',
  }
  const saved = await admin.post('/retailer/security/provider', { ...form, ...settings })
  if (saved.status !== 303) throw new Error(await saved.text())
  Object.assign(provider, { claims: ann, userinfo: {}, spoil: undefined })
  const start = `/sign-in/openid/${world.slug}`
  /** Goes to the provider and comes back. */
  const comeBack = async (browser: Client, change: (url: URL) => void = () => undefined) => {
    const away = await browser.get(start)
    const back = await fetch(away.headers.get('location')!, { redirect: 'manual' })
    const url = new URL(back.headers.get('location')!)
    expect(url.href.startsWith(`${origin}${start}/callback?`)).toBe(true)
    change(url)
    return await browser.get(url.pathname + url.search)
  }
  const roleOf = async (email: string) => {
    const [row] = await world.hub.orm
      .select({ role: memberships.role })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(and(eq(users.email, email), eq(memberships.retailerId, world.here.retailerId)))
    return row?.role as RetailerRole | undefined
  }
  return { ...world, client, admin, comeBack, roleOf, logged }
}

describeOnBothDatabases('sign-in by a retailer’s provider', open => {
  it('makes somebody new with the default role, and knows them again whatever their address becomes', async () => {
    const { client, comeBack, roleOf, hub, slug, logged } = await scene(open, { defaultRole: 'read-only' })
    const browser = client()
    expect(await (await browser.get('/sign-in')).text()).toContain(`href="/sign-in/openid/${slug}"`)
    const page = await browser.follow(await comeBack(browser))
    expect([page.status, await roleOf('new@here.example')]).toEqual([200, 'read-only'])
    provider.claims = { ...ann, email: 'married@here.example' }
    expect((await comeBack(client())).headers.get('location')).toBe('/')
    expect(await hub.orm.select().from(openIdLinks)).toMatchObject([{ subject: 'ann-at-work' }])
    expect(await roleOf('married@here.example')).toBeUndefined()
    expect(logged).toEqual([])
  })

  it('lets nobody in without an invitation where there is no default role, nor by an address that is not verified', async () => {
    const { client, comeBack, roleOf, hub } = await scene(open)
    const turnedAway = async (claims: object) => {
      provider.claims = { ...ann, ...claims }
      const browser = client()
      const answer = await comeBack(browser)
      expect(answer.headers.get('location')).toBe('/sign-in')
      return await (await browser.follow(answer)).text()
    }
    expect(await turnedAway({})).toContain('You have no role here yet')
    expect(await turnedAway({ email: 'admin@here.example', email_verified: false })).toContain('does not say')
    expect(await turnedAway({ email: 'admin@there.example' })).toContain('does not work here')
    expect(await hub.orm.select().from(openIdLinks)).toEqual([])
    provider.claims = { ...ann, email: 'Operations@here.example' }
    expect((await comeBack(client())).headers.get('location')).toBe('/')
    expect(await roleOf('operations@here.example')).toBe('operations')
  })

  it('opens only the retailer whose provider it is, and not the account of somebody who also works elsewhere', async () => {
    const { client, comeBack, hub, there } = await scene(open)
    const [person] = await hub.orm.select().from(users).where(eq(users.email, 'accountant@here.example'))
    const membership = { retailerId: there.retailerId, role: 'admin' as const }
    await hub.work('system', work => addMembership(work, { userId: person!.id, membership }))
    provider.claims = { ...ann, email: 'accountant@here.example' }
    const browser = client()
    await browser.follow(await comeBack(browser))
    expect((await browser.get('/accounting')).status).toBe(200)
    const [other] = await hub.orm
      .select()
      .from(memberships)
      .where(eq(memberships.retailerId, there.retailerId))
      .orderBy(memberships.id)
    expect((await browser.post('/memberships', { membership: other!.id })).status).toBe(404)
    for (const path of ['/account', '/account/security', '/account/second-factor'])
      expect((await browser.get(path)).status).toBe(403)
    expect((await browser.post('/account/sessions/end-others')).status).toBe(403)
  })

  it('gives the role that a claim names, from userinfo too, but leaves the last administrator one', async () => {
    const rolesByClaim = 'boss = admin\nbooks = accountant'
    const { client, comeBack, roleOf } = await scene(open, { roleClaim: 'groups', rolesByClaim })
    provider.userinfo = { groups: ['everybody', 'books'] }
    await comeBack(client())
    expect(await roleOf('new@here.example')).toBe('accountant')
    provider.userinfo = { groups: 'boss' }
    await comeBack(client())
    expect(await roleOf('new@here.example')).toBe('admin')
    provider.userinfo = { groups: 'books' }
    await comeBack(client())
    expect(await roleOf('new@here.example')).toBe('accountant')
    provider.claims = { sub: 'boss', email: 'admin@here.example', email_verified: true }
    await comeBack(client())
    expect(await roleOf('admin@here.example')).toBe('admin')
  })

  it('keeps out whoever is disabled here', async () => {
    const { client, comeBack, hub, here } = await scene(open, { defaultRole: 'operations' })
    await comeBack(client())
    const [made] = await hub.orm
      .select({ id: memberships.id })
      .from(memberships)
      .innerJoin(users, eq(users.id, memberships.userId))
      .where(eq(users.email, ann.email))
    const place = { retailerId: here.retailerId }
    await hub.work('user:x', work => disableMember(work, { place, membershipId: made!.id }))
    const browser = client()
    const page = await browser.follow(await comeBack(browser))
    expect(await page.text()).toContain('has been taken away')
  })

  it('refuses tokens that are forged, of others, too old or for another sign-in, and says why in the audit log', async () => {
    const { client, comeBack, hub } = await scene(open, { defaultRole: 'admin' })
    const spoilings: Spoiling[] = ['signature', 'audience', 'nonce', 'expired', 'issuer']
    for (const spoil of spoilings) {
      provider.spoil = spoil
      const answer = await comeBack(client())
      expect({ spoil, location: answer.headers.get('location') }).toEqual({ spoil, location: '/sign-in' })
    }
    expect(await hub.orm.select().from(openIdLinks)).toEqual([])
    const told = await hub.orm.select().from(auditLog).where(eq(auditLog.action, 'sign-in.provider-failed'))
    expect(told).toHaveLength(spoilings.length)
  })

  it('refuses an answer with another state, in another browser, or a second time', async () => {
    const { client, comeBack, hub } = await scene(open, { defaultRole: 'admin' })
    const strange = await comeBack(client(), url => url.searchParams.set('state', 'another'))
    expect(strange.headers.get('location')).toBe('/sign-in')
    let kept = ''
    const browser = client()
    const first = await comeBack(browser, url => {
      kept = url.pathname + url.search
    })
    expect(first.headers.get('location')).toBe('/')
    for (const other of [client(), browser]) expect((await other.get(kept)).headers.get('location')).toBe('/sign-in')
    expect((await hub.orm.select().from(sessions)).length).toBe(2)
  })

  it('still asks for the hub’s own second factor, unless the provider is trusted with it', async () => {
    const { client, comeBack, hub, here, admin, slug } = await scene(open)
    const [person] = await hub.orm.select().from(users).where(eq(users.email, 'operations@here.example'))
    const userId = person!.id
    const { box } = portalDeps
    const { secret } = await hub.work('system', work => beginAuthenticator(work, box, { userId, email: person!.email }))
    const code = (ahead = 0) => new TOTP({ secret }).generate({ timestamp: Date.now() + ahead * 30_000 })
    await hub.work('system', work => confirmAuthenticator(work, box, { userId, code: code(-1), keep: '' }))
    provider.claims = { ...ann, email: person!.email }
    const browser = client()
    const step = await comeBack(browser)
    expect(step.headers.get('location')).toBe('/sign-in/second-step')
    expect((await browser.get('/retailer')).headers.get('location')).toMatch(/^\/sign-in/)
    expect((await browser.post('/sign-in/second-step', { code: code() })).headers.get('location')).toBe('/')
    const [session] = await hub.orm.select().from(sessions).where(eq(sessions.userId, userId))
    expect(session).toMatchObject({ onlyRetailerId: here.retailerId, secondFactor: true })
    const { openId } = await loadSecurity(hub.orm, here.retailerId)
    expect(openId!.clientSecret).not.toContain(provider.client.secret)
    const form = { issuer: provider.issuer, clientId: provider.client.id, label: 'Harbor', trustsSecondFactor: 'on' }
    expect((await admin.post('/retailer/security/provider', form)).status).toBe(303)
    expect((await comeBack(client())).headers.get('location')).toBe('/')
    await admin.post('/retailer/security/provider/removal')
    expect((await client().get(`/sign-in/openid/${slug}`)).status).toBe(404)
  })

  it('checks the provider before it is saved', async () => {
    const { admin } = await scene(open)
    const form = { issuer: 'http://127.0.0.1:9', clientId: 'x', label: 'Nobody', roleClaim: 'g', rolesByClaim: 'boss' }
    const wrong = await admin.post('/retailer/security/provider', form)
    expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringContaining('“boss” is no line such as')])
    const dead = await admin.post('/retailer/security/provider', { ...form, rolesByClaim: '' })
    expect([dead.status, await dead.text()]).toEqual([422, expect.stringContaining('No OpenID provider answers there')])
  })
})
