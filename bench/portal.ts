import { desc, eq } from 'drizzle-orm'
import { seedOrders } from '../checks/seed/seed.ts'
import { startPostgres } from '../checks/support/postgres.ts'
import { HubDatabase } from '../db/hub-database.ts'
import { partnerships, purchaseOrders, retailers } from '../db/schema/index.ts'
import { createUser, type NewMembership } from '../partners/people/create-user.ts'
import { createPortal } from '../portal/app.tsx'
import { Client, portalDeps } from '../portal/testing/client.ts'
import type { Figure } from './figure.ts'

/** Milliseconds that a page may take on the server, of a hundred all but five. */
const target = 50
const rounds = 40
const password = 'a password for benchmarks'

/** A page of more bytes is not what anybody reads. */
const mostBytes = 100_000

/**
 * The server's time for the console's, the accountant's and a supplier's pages, on PostgreSQL with so many orders. The first call of each, which reckons what is kept
 * afterwards, is told apart. `BENCH_DATABASE_URL` names a database that `npm run seed` has filled already; `BENCH_PARTNERS` says over how many partners the orders go.
 */
export async function* portalFigures(count = Number(process.env.BENCH_ORDERS ?? 100_000)): AsyncGenerator<Figure> {
  const url = process.env.BENCH_DATABASE_URL
  const partners = Number(process.env.BENCH_PARTNERS ?? 40)
  const server = url ? undefined : await startPostgres()
  const hub = await HubDatabase.open({ url: url ?? `${server!.root}/postgres` })
  try {
    if (!url) await seedOrders(hub, { orders: count, partners, password })
    const log = { error: (details: object) => process.stderr.write(`${JSON.stringify(details)}\n`) }
    const portal = createPortal({ ...portalDeps, hub, log })
    const [purchaseOrder] = await hub.orm.select().from(purchaseOrders).orderBy(desc(purchaseOrders.id)).limit(1)
    if (!purchaseOrder)
      throw new Error('The database that BENCH_DATABASE_URL names holds no orders: run npm run seed on it first.')
    const { retailerId, orderId, number, partnershipId } = purchaseOrder
    const console = await signedIn(hub, portal, { retailerId, role: 'admin' })
    for (const path of pages(count, orderId, number)) yield* figuresOf(console, path, path.replace('/retailer', ''))
    const [trade] = await hub.orm
      .select({ supplierId: partnerships.supplierId, slug: retailers.slug })
      .from(partnerships)
      .innerJoin(retailers, eq(retailers.id, partnerships.retailerId))
      .where(eq(partnerships.id, partnershipId!))
    const supplier = await signedIn(hub, portal, { supplierId: trade!.supplierId, role: 'owner' })
    for (const path of supplierPages(number))
      yield* figuresOf(supplier, `/supplier/${trade!.slug}${path}`, `supplier ${path}`)
  } finally {
    await hub.close(1)
    await server?.stop()
  }
}

/** A sign-in of our own: the database may have been seeded before. */
async function signedIn(hub: HubDatabase, portal: ReturnType<typeof createPortal>, membership: NewMembership) {
  const email = `bench-${hub.newId()}@bench.example`
  await hub.work('bench', work => createUser(work, { email, name: 'Bench', password, memberships: [membership] }))
  const client = new Client(portal)
  await client.signIn(email, password)
  return client
}

async function* figuresOf(client: Client, path: string, word: string): AsyncGenerator<Figure> {
  const { first, times, bytes } = await timesOf(client, path)
  const value = times[Math.floor(times.length * 0.95)]!
  const name = `portal ${word.slice(0, 60) || '/'}`
  yield { name: `${name} p95`, value, unit: 'ms', target, met: value <= target }
  if (first > target) yield { name: `${name} first`, value: first, unit: 'ms' }
  if (bytes > mostBytes) yield { name: `${name} size`, value: bytes, unit: 'bytes', target: mostBytes, met: false }
}

function supplierPages(number: string): string[] {
  const shows = ['new', 'ship', 'today', 'late', 'asked', 'print', 'invoice', 'done', 'all']
  const many = Array.from({ length: 50 }, (_, index) => `W-${1_000_000 + index * 41 + 1}`).join(' ')
  const search = (list: string, text: string) => `/${list}?${new URLSearchParams({ q: text })}`
  return [
    '',
    ...shows.map(show => `/purchase-orders?show=${show}`),
    ...['due', '-due', 'number', '-number'].map(sort => `/purchase-orders?show=all&sort=${sort}`),
    ...['W-10', number, number.slice(-4), 'Grace', 'Grace Hop', 'nobody', 'V0-12', 'V0-none', many].map(text =>
      search('purchase-orders', text),
    ),
    search('purchase-orders', '1Z999AA10000000019'),
    `/purchase-orders/${number}`,
    ...['', '?show=taken-back', '?from=2026-11-01'].map(query => `/shipments${query}`),
    search('shipments', number),
    ...['', '?show=waiting', '?show=paid', '?sort=due', '?sort=number'].map(query => `/invoices${query}`),
    search('invoices', 'INV'),
    '/stock',
    '/scorecard',
    '/due',
  ]
}

function pages(count: number, orderId: string, number: string): string[] {
  const many = Array.from({ length: 50 }, (_, index) => `W-${1_000_000 + ((index * 7919) % count) + 1}`).join('\n')
  const search = (text: string) => `/retailer/search?${new URLSearchParams({ q: text })}`
  return [
    '/retailer',
    '/retailer/orders',
    '/retailer/orders?show=held',
    '/retailer/orders?show=all&state=shipped',
    '/retailer/orders?show=all&from=2026-11-23',
    '/retailer/orders?sort=number',
    '/retailer/orders?sort=-placed&channel=phone',
    '/retailer/orders?q=hopper',
    '/retailer/orders?q=W-10',
    '/retailer/orders?q=nobody',
    '/retailer/orders?q=00123',
    `/retailer/orders/${orderId}`,
    '/retailer/purchase-orders',
    '/retailer/purchase-orders?show=late',
    '/retailer/purchase-orders?sort=due',
    `/retailer/purchase-orders/${number}`,
    '/retailer/shipments',
    '/retailer/shipments?q=1Z999AA10000000019',
    '/retailer/messages',
    '/retailer/messages?show=stuck',
    '/retailer/messages?show=unread',
    '/retailer/messages?show=stuck&cause=timeout',
    '/retailer/messages/replays/new?show=all',
    '/retailer/messages?show=out&from=2026-11-23',
    '/retailer/messages?q=PO-50000',
    '/retailer/due',
    '/retailer/exceptions',
    '/retailer/automation',
    '/retailer/scorecards',
    '/retailer/partners',
    '/retailer/products',
    '/retailer/feeds',
    '/accounting',
    '/accounting/invoices',
    '/accounting/invoices?q=PO-500',
    '/accounting/payables',
    '/accounting/accrual',
    '/accounting/deductions',
    '/accounting/profit',
    search('W-1000'),
    search('123'),
    search('Grace Hop'),
    search('1Z999AA10000000019'),
    search(many),
  ]
}

/** In milliseconds, sorted; the first few, which fill caches, are not counted. */
async function timesOf(client: Client, path: string) {
  const times: number[] = []
  let [first, bytes] = [0, 0]
  for (let round = -3; round < rounds; round++) {
    const start = performance.now()
    const response = await client.get(path)
    bytes = Buffer.byteLength(await response.text())
    if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`)
    const took = performance.now() - start
    if (round === -3) first = took
    if (round >= 0) times.push(took)
  }
  return { first, bytes, times: times.sort((one, other) => one - other) }
}
