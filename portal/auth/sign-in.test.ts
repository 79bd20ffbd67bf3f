import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { memberships, retailers, sessions, users } from '../../db/schema/index.ts'
import { addMembership } from '../../partners/people/create-user.ts'
import { createPortal } from '../app.tsx'
import { Client, portalDeps } from '../testing/client.ts'
import { openWorld, password } from '../testing/world.ts'
import { sessionKey } from './session-store.ts'

const log = { error: () => undefined }

describeOnBothDatabases('sign-in', open => {
  it('lets a person in with the right password only, and out again', async () => {
    const world = await openWorld(await open())
    const ann = world.client()
    const wrong = await ann.signIn('admin@here.example', 'not the password')
    expect(wrong.status).toBe(422)
    expect(await wrong.text()).toContain('do not go together')
    const unknown = await ann.signIn('nobody@here.example', password)
    expect(unknown.status).toBe(422)
    const right = await ann.signIn(' Admin@Here.example ', password)
    expect([right.status, right.headers.get('location')]).toEqual([303, '/'])
    const home = await ann.follow(right)
    expect(home.status).toBe(200)
    const secret = ann.cookie('crossdock')!
    const kept = await world.hub.orm.select({ id: sessions.id }).from(sessions)
    expect(kept).toEqual([{ id: sessionKey(secret) }])
    await ann.post('/sign-out')
    expect(await world.hub.orm.select().from(sessions)).toEqual([])
    const again = await world.client().send('/retailer', { headers: { cookie: `crossdock=${secret}` } })
    expect(again.headers.get('location')).toBe('/sign-in?next=%2Fretailer')
  })

  it('locks an address after too many failures, even with the right password, until the time has passed', async () => {
    let now = new Date('2026-11-22T12:00:00Z')
    const world = await openWorld(await open({ now: () => now }))
    for (let tries = 0; tries < 8; tries++) await world.client().signIn('admin@here.example', 'guess')
    const locked = await world.client().signIn('admin@here.example', password)
    expect(locked.status).toBe(429)
    const other = await world.client().signIn('accountant@here.example', password)
    expect(other.status).toBe(303)
    now = new Date('2026-11-22T12:16:00Z')
    expect((await world.client().signIn('admin@here.example', password)).status).toBe(303)
  })

  it('counts guesses that come all at once', async () => {
    const world = await openWorld(await open())
    const guesses = await Promise.all(
      Array.from({ length: 20 }, () => world.client().signIn('admin@here.example', 'guess')),
    )
    expect(guesses.filter(guess => guess.status === 429).length).toBe(12)
  })

  it('turns a disabled person away at once', async () => {
    const world = await openWorld(await open())
    const ann = await world.as('admin@here.example')
    await world.hub.orm.update(users).set({ disabledAt: new Date() }).where(eq(users.email, 'admin@here.example'))
    expect((await ann.get('/retailer')).headers.get('location')).toContain('/sign-in')
    expect((await world.client().signIn('admin@here.example', password)).status).toBe(422)
  })
})

describeOnBothDatabases('a person with several places', open => {
  it('chooses one, and sees only that one', async () => {
    const world = await openWorld(await open())
    const [ann] = await world.hub.orm.select().from(users).where(eq(users.email, 'admin@here.example'))
    const { supplierId } = world.there.suppliers['Cascade Home']!
    const membership = { supplierId, role: 'owner' as const }
    await world.hub.work('system', work => addMembership(work, { userId: ann!.id, membership }))
    const client = await world.as('admin@here.example')
    expect((await client.get('/')).headers.get('location')).toBe('/memberships')
    expect((await client.get('/retailer')).headers.get('location')).toBe('/memberships')
    const [place] = await world.hub.orm
      .select()
      .from(memberships)
      .where(and(eq(memberships.supplierId, supplierId), eq(memberships.userId, ann!.id)))
    const stranger = await client.post('/memberships', { membership: world.hub.newId() })
    expect(stranger.status).toBe(404)
    const chosen = await client.follow(await client.post('/memberships', { membership: place!.id }))
    expect(chosen.status).toBe(200)
    expect((await client.get('/retailer')).status).toBe(404)
  })
})

describeOnBothDatabases('first-run set-up', open => {
  const form = {
    retailer: 'Harbor & Main',
    currency: 'USD',
    timeZone: 'America/New_York',
    name: 'Ann',
    email: 'ann@example.com',
    password: 'a long enough one',
  }

  it('creates the first retailer and signs its administrator in, once', async () => {
    const hub = await open()
    const app = createPortal({ ...portalDeps, hub, log })
    const ann = new Client(app)
    expect((await ann.get('/')).headers.get('location')).toBe('/setup')
    const refused = await ann.post('/setup', { ...form, password: 'short' })
    expect(refused.status).toBe(422)
    expect(await refused.text()).toContain('at least 10 characters')
    const page = await ann.follow(await ann.post('/setup', form))
    expect(await page.text()).toContain('Harbor &amp; Main')
    expect(await hub.orm.select({ name: retailers.name }).from(retailers)).toContainEqual({ name: 'Harbor & Main' })
    const bob = new Client(app)
    expect((await bob.get('/setup')).headers.get('location')).toBe('/sign-in')
    expect((await bob.post('/setup', { ...form, email: 'bob@example.com' })).status).toBe(409)
  })
})

describeOnBothDatabases('what a browser is told', open => {
  it('marks cookies for https, and refuses forms of other sites', async () => {
    const world = await openWorld(await open())
    const app = createPortal({
      ...portalDeps,
      hub: world.hub,
      secureCookies: true,
      publicUrl: 'https://hub.example',
      log,
    })
    const send = (headers: Record<string, string>) =>
      app.request('https://hub.example/sign-in', {
        method: 'POST',
        body: new URLSearchParams({ email: 'admin@here.example', password }),
        headers,
      })
    const answer = await send({ origin: 'https://hub.example' })
    const cookie = answer.headers.getSetCookie()[0]!
    expect(cookie).toMatch(/^__Host-crossdock=/)
    for (const part of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(part)
    expect((await send({ 'sec-fetch-site': 'same-origin' })).status).toBe(303)
    for (const foreign of [
      {},
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { origin: 'https://hub.example', 'sec-fetch-site': 'cross-site' },
    ]) {
      expect((await send(foreign as Record<string, string>)).status).toBe(403)
    }
  })

  it('never sends a person on to another site', async () => {
    const world = await openWorld(await open())
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', 'evil']) {
      const answer = await world.client().post('/sign-in', { email: 'admin@here.example', password, next })
      expect(answer.headers.get('location')).toBe('/')
    }
    const kept = await world
      .client()
      .post('/sign-in', { email: 'admin@here.example', password, next: '/retailer/orders?show=held' })
    expect(kept.headers.get('location')).toBe('/retailer/orders?show=held')
  })
})
