import { eq } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { HubDatabase } from '../db/hub-database.ts'
import { documents, events, retailerRoles, supplierRoles } from '../db/schema/index.ts'
import { createPortal } from './app.tsx'
import { type Ability, may } from './auth/abilities.ts'
import { type Busy, openBusyWorld, secrets } from './testing/busy-world.ts'
import { portalDeps } from './testing/client.ts'

/** Who may use a route: anybody, whoever is signed in, or one side, perhaps with an ability. */
type Access = 'anybody' | 'signed-in' | 'supplier' | 'retailer' | { supplier: Ability } | { retailer: Ability }

const order = '/supplier/:retailer/purchase-orders/:number'

/** Every route of the portal. One that is missing here fails the test: say who may use it. */
const access: Record<string, Access> = {
  'GET /assets/:hash/:name': 'anybody',
  'GET /': 'anybody',
  'GET /sign-in': 'anybody',
  'POST /sign-in': 'anybody',
  'POST /sign-out': 'anybody',
  'POST /theme': 'anybody',
  'GET /setup': 'anybody',
  'POST /setup': 'anybody',
  'GET /memberships': 'signed-in',
  'POST /memberships': 'signed-in',
  'GET /supplier': 'supplier',
  'GET /supplier/:retailer': 'supplier',
  'GET /supplier/:retailer/purchase-orders': 'supplier',
  [`GET ${order}`]: 'supplier',
  [`POST ${order}/acknowledgments`]: { supplier: 'answer' },
  [`GET ${order}/shipments/new`]: { supplier: 'ship' },
  [`POST ${order}/shipments`]: { supplier: 'ship' },
  [`GET ${order}/invoices/new`]: { supplier: 'invoice' },
  [`POST ${order}/invoices`]: { supplier: 'invoice' },
  'GET /supplier/:retailer/invoices': 'supplier',
  'GET /supplier/:retailer/invoices/:id': 'supplier',
  'POST /supplier/:retailer/invoices/:id/answer': { supplier: 'invoice' },
  'GET /supplier/:retailer/stock': 'supplier',
  'GET /supplier/:retailer/connection': 'supplier',
  'GET /supplier/:retailer/connection/sheet': 'supplier',
  'GET /supplier/:retailer/connection/:id/file': 'supplier',
  'GET /supplier/:retailer/stock/template.csv': 'supplier',
  'POST /supplier/:retailer/stock/levels': { supplier: 'stock' },
  'POST /supplier/:retailer/stock/uploads': { supplier: 'stock' },
  'GET /retailer': 'retailer',
  'GET /retailer/messages/:id/receipt': 'retailer',
  'GET /retailer/messages/:id/origin': 'retailer',
  'POST /retailer/partners/:id/connection-test': { retailer: 'operate' },
  'GET /retailer/orders': 'retailer',
  'GET /retailer/orders/:id': 'retailer',
  'POST /retailer/orders/:id/release': { retailer: 'operate' },
  'POST /retailer/orders/:id/cancel': { retailer: 'operate' },
  'GET /retailer/purchase-orders': 'retailer',
  'GET /retailer/purchase-orders/:number': 'retailer',
  'GET /retailer/messages': 'retailer',
  'GET /retailer/messages/:id': 'retailer',
  'GET /retailer/messages/:id/bytes': 'retailer',
  'GET /retailer/messages/:id/documents/:document': 'retailer',
  'POST /retailer/messages/:id/resend': { retailer: 'operate' },
  'GET /retailer/exceptions': 'retailer',
  'GET /retailer/exceptions/:id': 'retailer',
  'POST /retailer/exceptions/:id/resolution': { retailer: 'operate' },
  'GET /retailer/stuck-work': 'retailer',
  'POST /retailer/stuck-work/:id/retry': { retailer: 'operate' },
  'GET /retailer/partners': 'retailer',
  'GET /retailer/partners/:id': 'retailer',
  'GET /retailer/partners/:id/maps': 'retailer',
  'POST /retailer/partners/:id/maps': { retailer: 'operate' },
  'GET /retailer/maps/:id': 'retailer',
  'POST /retailer/maps/:id': { retailer: 'operate' },
  'GET /retailer/maps/:id/publication': { retailer: 'operate' },
  'POST /retailer/maps/:id/publication': { retailer: 'operate' },
  'POST /retailer/maps/:id/restoration': { retailer: 'operate' },
  'POST /retailer/maps/:id/discard': { retailer: 'operate' },
  'GET /retailer/maps/:id/losses': 'retailer',
  'GET /retailer/maps/:id/guide': 'retailer',
  'GET /retailer/maps/:id/guide.pdf': 'retailer',
  'GET /retailer/maps/:id/file': 'retailer',
  'GET /retailer/certificates': 'retailer',
  'GET /retailer/certificates/new': { retailer: 'operate' },
  'POST /retailer/certificates': { retailer: 'operate' },
  'GET /retailer/certificates/import': { retailer: 'operate' },
  'POST /retailer/certificates/preview': { retailer: 'operate' },
  'POST /retailer/certificates/import': { retailer: 'operate' },
  'GET /retailer/certificates/hand-over/:id': 'retailer',
  'GET /retailer/certificates/hand-over/:id/sheet': 'retailer',
  'GET /retailer/certificates/requests/:id': 'retailer',
  'GET /retailer/certificates/requests/:id/file': 'retailer',
  'POST /retailer/certificates/requests/:id/discard': { retailer: 'operate' },
  'GET /retailer/certificates/:id': 'retailer',
  'GET /retailer/certificates/:id/file': 'retailer',
  'POST /retailer/certificates/:id/use-from': { retailer: 'operate' },
  'POST /retailer/certificates/:id/retirement': { retailer: 'operate' },
  'POST /retailer/certificates/:id/revocation': { retailer: 'operate' },
  'GET /accounting': { retailer: 'see-accounts' },
  'POST /accounting/approvals': { retailer: 'decide-accounts' },
  'GET /accounting/invoices': { retailer: 'see-accounts' },
  'GET /accounting/invoices/:id': { retailer: 'see-accounts' },
  'POST /accounting/invoices/:id/approval': { retailer: 'decide-accounts' },
  'POST /accounting/invoices/:id/resolution': { retailer: 'question-accounts' },
  'POST /accounting/invoices/:id/comments': { retailer: 'question-accounts' },
  'GET /accounting/reviews': { retailer: 'see-accounts' },
  'GET /accounting/reviews/:id': { retailer: 'see-accounts' },
  'GET /accounting/reviews/:id/file': { retailer: 'see-accounts' },
  'POST /accounting/reviews/:id/confirmation': { retailer: 'decide-accounts' },
  'POST /accounting/reviews/:id/refusal': { retailer: 'decide-accounts' },
  'GET /accounting/exports': { retailer: 'see-accounts' },
  'POST /accounting/exports': { retailer: 'decide-accounts' },
  'GET /accounting/exports/:id': { retailer: 'see-accounts' },
  'GET /accounting/exports/:id/file': { retailer: 'see-accounts' },
  'POST /accounting/exports/:id/void': { retailer: 'decide-accounts' },
  'GET /accounting/profit': { retailer: 'see-accounts' },
  'GET /accounting/profit/file': { retailer: 'see-accounts' },
  'GET /accounting/payments': { retailer: 'see-accounts' },
  'POST /accounting/payments': { retailer: 'decide-accounts' },
  'GET /accounting/payments/:id/statement': { retailer: 'see-accounts' },
  'GET /accounting/replay': { retailer: 'see-accounts' },
  'GET /accounting/payables': { retailer: 'see-accounts' },
  'GET /accounting/payables/file': { retailer: 'see-accounts' },
  'GET /accounting/accrual': { retailer: 'see-accounts' },
  'GET /accounting/accrual/file': { retailer: 'see-accounts' },
  'GET /accounting/deductions': { retailer: 'see-accounts' },
  'GET /accounting/deductions/file': { retailer: 'see-accounts' },
}

/** Forms that would do something, if whoever sends them were let in. */
const forms: Record<string, Record<string, string>> = {
  [`POST ${order}/acknowledgments`]: { answer: 'lines', 'lines[1][accept]': '2' },
  [`POST ${order}/shipments`]: { 'packages[1][quantity-1]': '1', 'packages[1][tracking]': '1Z999AA10123456793' },
  [`POST ${order}/invoices`]: { number: 'STOLEN-1', 'lines[1][quantity]': '1' },
  'POST /retailer/orders/:id/cancel': { reason: 'because' },
  'POST /retailer/exceptions/:id/resolution': { note: 'done' },
  'POST /accounting/invoices/:id/resolution': { resolution: 'void', reason: 'because' },
  'POST /accounting/invoices/:id/comments': { comment: 'so' },
  'POST /supplier/:retailer/invoices/:id/answer': { agrees: 'yes', answer: 'fine' },
  'POST /accounting/exports/:id/void': { reason: 'because' },
  'POST /accounting/reviews/:id/refusal': { reason: 'because' },
}

const routes = Object.entries(access).map(([route, allowed]) => {
  const [method, path] = route.split(' ') as [string, string]
  return { route, method, path, allowed, side: sideOf(allowed), ability: abilityOf(allowed) }
})

function sideOf(allowed: Access): 'supplier' | 'retailer' | undefined {
  if (typeof allowed === 'object') return 'supplier' in allowed ? 'supplier' : 'retailer'
  return allowed === 'supplier' || allowed === 'retailer' ? allowed : undefined
}

function abilityOf(allowed: Access): Ability | undefined {
  if (typeof allowed !== 'object') return undefined
  return 'supplier' in allowed ? allowed.supplier : allowed.retailer
}

let busy: Busy
let documentId = ''
beforeAll(async () => {
  const hub = await HubDatabase.open({})
  busy = await openBusyWorld(hub)
  const [document] = await hub.orm.select().from(documents).where(eq(documents.messageId, busy.messageId))
  documentId = document!.id
  return () => hub.close()
})

/** The route's address with what the first retailer and Little Potter have. */
function addressOf(path: string): string {
  const id = path.startsWith('/retailer/orders')
    ? busy.orderId
    : path.startsWith('/retailer/messages')
      ? busy.messageId
      : path.startsWith('/retailer/exceptions')
        ? busy.exceptionId
        : path.startsWith('/retailer/maps')
          ? busy.mapIds[path.endsWith('/restoration') ? 'used' : 'draft']
          : path.startsWith('/retailer/partners') || path.startsWith('/retailer/certificates/hand-over')
            ? busy.partnershipId
            : path.startsWith('/retailer/certificates') || path.includes('/connection/')
              ? busy.certificateIds[path.includes('/requests/') ? 'request' : 'own']
              : path.startsWith('/accounting/payments')
                ? busy.paymentId
                : path.startsWith('/accounting/reviews')
                  ? busy.reviewIds.page
                  : path.startsWith('/accounting/exports')
                    ? busy.batchId
                    : busy.invoiceIds.disputed
  return path
    .replace(':retailer', busy.slug)
    .replace(':number', busy.number)
    .replace(':id', id)
    .replace(':document', documentId)
}

async function visit(email: string | undefined, route: string, form = forms[route]) {
  const [method, pattern] = route.split(' ') as [string, string]
  const path = addressOf(pattern)
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

/** The message of this world is one of ours, which has no proof of who sent it. */
const withoutIt = 'GET /retailer/messages/:id/origin'

const guarded = routes.filter(({ side }) => side !== undefined)

/** How many things have happened: refused requests add nothing. */
const happened = async () => (await busy.hub.orm.select({ id: events.id }).from(events)).length

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
      const { status, location } = await visit(undefined, route)
      expect({ route, status, signIn: location.startsWith('/sign-in') }).toEqual({ route, status: 303, signIn: true })
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
      const { status, body } = await visit('cascade-owner@here.example', route)
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
        const expected = route === 'GET /supplier' ? 303 : route === withoutIt ? 404 : 200
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

  it('answers an empty form with a page, never with a failure of its own', async () => {
    for (const { route, method, side, ability } of guarded) {
      if (method !== 'POST') continue
      const roles = side === 'supplier' ? supplierRoles : retailerRoles
      const role = roles.find(candidate => !ability || may(candidate, ability))
      const email = side === 'supplier' ? `potter-${role}@here.example` : `${role}@here.example`
      const { status } = await visit(email, route, {})
      // Nothing is stuck in this world, so there is nothing to try again.
      const found = status !== 404 || route.includes('/stuck-work/')
      expect({ route, fine: status < 500 && status !== 403 && found }).toEqual({ route, fine: true })
    }
    expect(busy.logged).toEqual([])
  })
})

function leakIn(body: string): string | undefined {
  return secrets.find(secret => body.includes(secret))
}
