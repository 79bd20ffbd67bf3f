import { and, eq, ne } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../checks/support/databases.ts'
import { auditLog, events, memberships, retailerRoles, sessions, supplierRoles, users } from '../db/schema/index.ts'
import { changeSecurity } from '../engine/people/security-settings.ts'
import { createPortal } from './app.tsx'
import { may } from './auth/abilities.ts'
import type { Busy } from './testing/busy-world.ts'
import { portalDeps } from './testing/client.ts'
import { access, forms, routes } from './testing/routes/all.ts'
import { openRouteWorld, spareEmail } from './testing/routes/world.ts'

let world: Awaited<ReturnType<typeof openRouteWorld>>
let busy: Busy
beforeAll(async () => {
  const hub = await emptyHub()
  world = await openRouteWorld(hub)
  busy = world.busy
  return () => hub.close()
})

const leakIn = (body: string) => world.leakIn(body)

async function visit(email: string | undefined, route: string, form = forms[route]) {
  const [method, pattern] = route.split(' ') as [string, string]
  const path = world.addressOf(pattern)
  const client = email ? await signedIn(email) : busy.client()
  const response = method === 'GET' ? await client.get(path) : await client.post(path, form)
  const body = await response.text()
  return { status: response.status, location: response.headers.get('location') ?? '', body }
}

type SignedIn = Awaited<ReturnType<Busy['as']>>
const signedInClients = new Map<string, Promise<SignedIn>>()

/** One sign-in for each person: the routes are many. */
function signedIn(email: string): Promise<SignedIn> {
  const known = signedInClients.get(email) ?? busy.as(email)
  signedInClients.set(email, known)
  return known
}

/** The message of this world is one of ours, which has no proof of who sent it and is no PDF, and its batch has no credit memos. */
const withoutIt = [
  'GET /retailer/messages/:id/origin',
  'GET /retailer/messages/:id/pdf',
  'GET /accounting/exports/:id/credits',
]

/** The files of this world are the administrator's and the owner's: nobody else has them. */
const isOthers = (route: string, role: string) => route.includes('/files/:id') && role !== 'admin' && role !== 'owner'

const guarded = routes.filter(({ side }) => side !== undefined)

/** How many things have happened, and what the first retailer's people changed, but for signing in: refused requests add nothing. */
async function happened(): Promise<number> {
  const { orm } = busy.hub
  const told = await orm.select({ id: events.id }).from(events)
  const { retailerId } = busy.here
  const changed = await orm
    .select({ id: auditLog.id })
    .from(auditLog)
    .where(and(eq(auditLog.retailerId, retailerId), ne(auditLog.action, 'sign-in.done')))
  return told.length + changed.length
}

describe('every route of the portal', () => {
  it('is listed here with who may use it', () => {
    const log = { error: () => undefined }
    const app = createPortal({ ...portalDeps, hub: busy.hub, log })
    const found = app.routes.filter(route => route.method !== 'ALL').map(route => `${route.method} ${route.path}`)
    expect([...new Set(found)].toSorted()).toEqual(Object.keys(access).toSorted())
  })

  it('sends nobody to sign in', async () => {
    for (const { route, allowed } of routes) {
      if (allowed === 'anybody') continue
      const { status, location, body } = await visit(undefined, route)
      // What is filled in is handed back to whoever sent it, with the way to sign in.
      const isHeld = forms[route] !== undefined && status === 401 && body.includes('data-form="held"')
      const signIn = isHeld ? body.includes('href="/sign-in"') : location.startsWith('/sign-in')
      expect({ route, status, signIn, leak: leakIn(body) }).toEqual({
        route,
        status: isHeld ? 401 : 303,
        signIn: true,
        leak: undefined,
      })
    }
  })

  it('does not exist for the other side', async () => {
    const before = await happened()
    for (const { route, side } of guarded) {
      const email = side === 'supplier' ? 'admin@here.example' : 'potter-owner@here.example'
      const { status, body } = await visit(email, route)
      expect({ route, status, leak: leakIn(body) }).toEqual({ route, status: 404, leak: undefined })
    }
    expect(await happened()).toBe(before)
  })

  it('shows another retailer, and its suppliers, nothing', async () => {
    const before = await happened()
    for (const { route, path, side } of guarded) {
      const email = side === 'supplier' ? 'potter-owner@there.example' : 'admin@there.example'
      const { status, body } = await visit(email, route)
      const named = /:(id|number|retailer)/.test(path)
      if (named) expect({ route, status }).toEqual({ route, status: 404 })
      expect({ route, leak: leakIn(body) }).toEqual({ route, leak: undefined })
    }
    expect(await happened()).toBe(before)
  })

  it('shows another supplier of the same retailer nothing', async () => {
    const before = await happened()
    for (const { route, path } of guarded.filter(({ side }) => side === 'supplier')) {
      // It may invite its own people, as that form would.
      const form = route.endsWith('/people/invitations') ? {} : forms[route]
      const { status, body } = await visit('cascade-owner@here.example', route, form)
      if (/:(id|number)/.test(path)) expect({ route, status }).toEqual({ route, status: 404 })
      expect({ route, leak: leakIn(body) }).toEqual({ route, leak: undefined })
    }
    expect(await happened()).toBe(before)
  })

  it('is refused to roles without the ability for it, and changes nothing', async () => {
    const before = await happened()
    for (const { route, side, ability } of guarded) {
      if (!ability) continue
      const roles = (side === 'supplier' ? supplierRoles : retailerRoles).filter(role => !may(role, ability))
      for (const role of roles) {
        const email = side === 'supplier' ? `potter-${role}@here.example` : `${role}@here.example`
        const { status, body } = await visit(email, route)
        expect({ route, role, status, leak: leakIn(body) }).toEqual({ route, role, status: 403, leak: undefined })
      }
    }
    expect(await happened()).toBe(before)
  })

  it('opens for those who may see it', async () => {
    for (const { route, side, ability } of guarded.filter(({ method }) => method === 'GET')) {
      const roles = (side === 'supplier' ? supplierRoles : retailerRoles).filter(role => !ability || may(role, ability))
      for (const role of roles) {
        const email = side === 'supplier' ? `potter-${role}@here.example` : `${role}@here.example`
        const { status, location } = await visit(email, route)
        const expected =
          route === 'GET /supplier' ? 303 : withoutIt.includes(route) || isOthers(route, role) ? 404 : 200
        expect({ route, role, status, location: location.startsWith('/sign-in') }).toEqual({
          route,
          role,
          status: expected,
          location: false,
        })
      }
    }
    expect(busy.logged).toEqual([])
  })

  it('answers strangers on its open pages without a failure, and tells them nothing', async () => {
    for (const { route, allowed } of routes.filter(({ path }) => path !== '/assets/:hash/:name')) {
      if (allowed !== 'anybody') continue
      const { status, body } = await visit(undefined, route)
      expect({ route, fine: status < 500, leak: leakIn(body) }).toEqual({ route, fine: true, leak: undefined })
    }
    expect(busy.logged).toEqual([])
  })

  it('keeps one person’s sessions from another', async () => {
    const { orm } = busy.hub
    const theirs = await orm
      .select({ id: sessions.id })
      .from(sessions)
      .innerJoin(users, eq(users.id, sessions.userId))
      .where(eq(users.email, 'admin@here.example'))
    const other = await signedIn('operations@here.example')
    const page = await (await other.get('/account/security')).text()
    for (const { id } of theirs) {
      expect(page).not.toContain(id)
      expect((await other.post(`/account/sessions/${id}/end`)).status).toBe(404)
    }
    expect(theirs.length).toBeGreaterThan(0)
  })

  it('is closed to whoever has not given the second factor that the role needs', async () => {
    const before = await happened()
    const rules = { secondFactorFor: [...retailerRoles, ...supplierRoles] }
    const set = (secondFactorFor: typeof rules.secondFactorFor) =>
      busy.hub.work('system', work => changeSecurity(work, busy.here.retailerId, { secondFactorFor }))
    await set(rules.secondFactorFor)
    for (const { route, side } of guarded) {
      // The choice among retailers shows nothing of any.
      if (route === 'GET /supplier') continue
      const email = side === 'supplier' ? 'potter-owner@here.example' : 'admin@here.example'
      const { status, location, body } = await visit(email, route)
      expect({ route, status, location, leak: leakIn(body) }).toEqual({
        route,
        status: 303,
        location: '/account/second-factor',
        leak: undefined,
      })
    }
    await set([])
    expect(await happened()).toBe(before + 2)
  })

  it('is closed to whoever is disabled here, at once', async () => {
    const client = await busy.as(spareEmail)
    const { orm } = busy.hub
    const thisOne = eq(memberships.id, world.spare.retailer.membershipId)
    const choose = () => client.post('/memberships', { membership: world.spare.retailer.membershipId })
    expect((await choose()).status).toBe(303)
    expect((await client.get('/retailer')).status).toBe(200)
    await orm.update(memberships).set({ disabledAt: new Date() }).where(thisOne)
    expect((await client.get('/retailer')).headers.get('location')).toBe('/memberships')
    expect((await choose()).status).toBe(404)
    await orm.update(memberships).set({ disabledAt: null }).where(thisOne)
  })

  it('answers an empty form with a page, never with a failure of its own', async () => {
    const failures: { route: string; status: number }[] = []
    // What does away with something comes last: the others are to find it.
    const [others, removals] = [false, true].map(last =>
      guarded.filter(({ method, route }) => method === 'POST' && /\/(removal|discard)$/.test(route) === last),
    )
    for (const { route, side, ability } of [...others!, ...removals!]) {
      const roles = side === 'supplier' ? supplierRoles : retailerRoles
      const role = roles.find(candidate => !ability || may(candidate, ability))
      const email = side === 'supplier' ? `potter-${role}@here.example` : `${role}@here.example`
      const { status } = await visit(email, route, {})
      // Nothing is stuck in this world, so there is nothing to try again.
      const found = status !== 404 || route.includes('/stuck-work/')
      if (status >= 500 || status === 403 || !found) failures.push({ route, status })
    }
    expect(failures).toEqual([])
    expect(busy.logged).toEqual([])
  })
})
