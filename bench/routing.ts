import { sql } from 'drizzle-orm'
import { startPostgres } from '../checks/support/postgres.ts'
import { HubDatabase } from '../db/hub-database.ts'
import { ruleSets } from '../db/schema/index.ts'
import { importOrder } from '../engine/orders/import.ts'
import { newOrder } from '../engine/orders/new-order.ts'
import { decide } from '../engine/routing/decide.ts'
import { routeOrder } from '../engine/routing/route.ts'
import type { RoutingRules } from '../engine/routing/rules.ts'
import { type Figure, race } from './figure.ts'
import { randomOf } from './random.ts'
import { benchRequests, benchRules } from './routing-request.ts'
import { retailerId, seedStock, skuOf } from './routing-seed.ts'

/** What a core is to decide in a second. */
const wanted = 20_000
/** Orders routed end to end, so many at once. */
const [routed, hands] = [400, 4]

/**
 * Deciding an order of three lines with twenty candidates each by fifty rules, pure; how that grows with the rules; and routing such orders on PostgreSQL among a
 * million stock rows, beside single round trips to the same server.
 */
export async function* routingFigures(): AsyncGenerator<Figure> {
  const requests = benchRequests(500)
  const deciding = (rules: RoutingRules) => {
    let next = 0
    return () => void decide(requests[next++ % requests.length]!, rules)
  }
  const [fifty, ten] = race(deciding(benchRules(50)), deciding(benchRules(10)), { turns: 4, milliseconds: 1000 })
  yield judged('routing decide, 50 rules', fifty, 'orders/s', wanted, '20,000 a second')
  yield { name: 'routing decide, 10 rules', value: ten, unit: 'orders/s' }
  const [thousand, hundred] = race(deciding(benchRules(1000)), deciding(benchRules(100)), {
    turns: 3,
    milliseconds: 1000,
  })
  yield { name: 'routing decide, 100 rules', value: hundred, unit: 'orders/s' }
  yield judged('routing decide, 1,000 rules', thousand, 'orders/s', ten / 100, 'linear from 10 rules')
  yield* onPostgres()
}

/** A figure held against a number; at least as much is wanted. */
function judged(name: string, value: number, unit: string, floor: number, against: string): Figure {
  const ratio = value / floor
  return { name, value, unit, ratio, against, target: 1, met: ratio >= 1 }
}

async function* onPostgres(): AsyncGenerator<Figure> {
  const server = await startPostgres()
  const hub = await HubDatabase.open({ url: `${server.root}/postgres`, now: () => new Date('2026-06-04T12:00:00Z') })
  try {
    yield { name: 'routing stock rows', value: await seedStock(hub), unit: 'rows' }
    await publish(hub, benchRules(50))
    const ids = await importOrders(hub)
    const warm = ids.splice(0, 50)
    for (const orderId of warm) await route(hub, orderId)
    const trips = await rateOf(async () => {
      for (let asked = 0; asked < 1000; asked++) await hub.orm.execute(sql`select 1`)
      return 1000
    })
    yield { name: 'routing one round trip', value: trips, unit: '/s' }
    const rate = await rateOf(() => routeAll(hub, ids))
    yield { name: 'routing end to end', value: rate, unit: 'orders/s', ratio: rate / trips, against: 'a round trip' }
  } finally {
    await hub.close(1)
    await server.stop()
  }
}

async function publish(hub: HubDatabase, { rules, settings }: RoutingRules): Promise<void> {
  await hub.orm.insert(ruleSets).values({
    ...{ retailerId, id: hub.newId(), kind: 'routing', version: 1, status: 'published', rules, settings },
    effectiveFrom: new Date('2026-01-01'),
    createdAt: hub.now(),
  })
}

async function importOrders(hub: HubDatabase): Promise<string[]> {
  const random = randomOf(11)
  const ids: string[] = []
  for (let number = 0; number < routed + 50; number++) {
    const order = newOrder.parse({
      number: `W-${number}`,
      currency: 'USD',
      customer: { name: 'Maren Oakes' },
      shipTo: {
        name: 'Maren Oakes',
        address1: '218 Lantern Hill Road',
        city: 'Burlington',
        state: 'VT',
        postalCode: '05401',
        country: 'US',
      },
      lines: Array.from({ length: 3 }, () => ({ sku: skuOf(random(1_000_000)), quantity: '2', unitPrice: '79.95' })),
    })
    const { orderId } = await hub.work('system', work => importOrder(work, retailerId, order))
    ids.push(orderId)
  }
  return ids
}

const route = (hub: HubDatabase, orderId: string) =>
  hub.work('system', work => routeOrder(work, { retailerId, orderId, cause: 'imported' }))

async function routeAll(hub: HubDatabase, ids: readonly string[]): Promise<number> {
  let next = 0
  const hand = async () => {
    for (let orderId = ids[next++]; orderId; orderId = ids[next++]) {
      const { held } = await route(hub, orderId)
      if (held) throw new Error('An order of the benchmark could not be placed.')
    }
  }
  await Promise.all(Array.from({ length: hands }, hand))
  return ids.length
}

async function rateOf(run: () => Promise<number>): Promise<number> {
  const start = performance.now()
  return (await run()) / ((performance.now() - start) / 1000)
}
