import { seedOrders } from '../checks/seed/seed.ts'
import { startPostgres } from '../checks/support/postgres.ts'
import { HubDatabase } from '../db/hub-database.ts'
import { orders, purchaseOrders } from '../db/schema/index.ts'
import { createPortal } from '../portal/app.tsx'
import { Client, portalDeps } from '../portal/testing/client.ts'
import type { Figure } from './figure.ts'

/** Milliseconds that a page may take on the server, of a hundred all but five. */
const target = 50
const rounds = 40
const password = 'a password for benchmarks'

/** The server's time for the console's lists, search and pages, on PostgreSQL with so many orders. */
export async function* portalFigures(count = Number(process.env.BENCH_ORDERS ?? 100_000)): AsyncGenerator<Figure> {
  const server = await startPostgres()
  const hub = await HubDatabase.open({ url: `${server.root}/postgres` })
  try {
    const { email } = await seedOrders(hub, { orders: count, password })
    const log = { error: (details: object) => process.stderr.write(`${JSON.stringify(details)}\n`) }
    const client = new Client(createPortal({ ...portalDeps, hub, log }))
    await client.signIn(email, password)
    const [order] = await hub.orm.select({ id: orders.id }).from(orders).limit(1)
    const [purchaseOrder] = await hub.orm.select({ number: purchaseOrders.number }).from(purchaseOrders).limit(1)
    for (const path of pages(count, order!.id, purchaseOrder!.number)) {
      const times = await timesOf(client, path)
      const value = times[Math.floor(times.length * 0.95)]!
      const name = `portal ${path.replace('/retailer', '').slice(0, 60) || '/'} p95`
      yield { name, value, unit: 'ms', target, met: value <= target }
    }
  } finally {
    await hub.close(1)
    await server.stop()
  }
}

function pages(count: number, orderId: string, number: string): string[] {
  const many = Array.from({ length: 50 }, (_, index) => `W-${1_000_000 + ((index * 7919) % count) + 1}`).join('\n')
  const search = (text: string) => `/retailer/search?${new URLSearchParams({ q: text })}`
  return [
    '/retailer',
    '/retailer/orders',
    '/retailer/orders?show=held',
    '/retailer/orders?sort=number',
    '/retailer/orders?sort=-placed&channel=phone',
    '/retailer/orders?q=hopper',
    '/retailer/orders?q=W-10',
    `/retailer/orders/${orderId}`,
    '/retailer/purchase-orders',
    '/retailer/purchase-orders?show=late',
    '/retailer/purchase-orders?sort=due',
    `/retailer/purchase-orders/${number}`,
    '/retailer/messages',
    '/retailer/messages?show=stuck',
    '/retailer/messages?q=PO-50000',
    '/retailer/exceptions',
    search('W-1000'),
    search('123'),
    search('Grace Hop'),
    search('1Z999AA10000000019'),
    search(many),
  ]
}

/** In milliseconds, sorted; the first few, which fill caches, are not counted. */
async function timesOf(client: Client, path: string): Promise<number[]> {
  const times: number[] = []
  for (let round = -3; round < rounds; round++) {
    const start = performance.now()
    const response = await client.get(path)
    await response.text()
    if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`)
    if (round >= 0) times.push(performance.now() - start)
  }
  return times.sort((one, other) => one - other)
}
