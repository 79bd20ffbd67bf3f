import { sql } from 'drizzle-orm'
import { startPostgres } from '../checks/support/postgres.ts'
import type { Orm } from '../db/connection.ts'
import { HubDatabase } from '../db/hub-database.ts'
import { reconcileInvoice, reconcileInvoices } from '../engine/invoices/reconcile.ts'
import { matchUnlocked } from '../engine/invoices/replay.ts'
import { type Figure, held } from './figure.ts'
import { joinByHand, matchByHand } from './reconcile-by-hand.ts'
import { invoiceIds, retailerId, seedBooks } from './reconcile-seed.ts'

const batch = 1000
/** Batches in hand at once: while one is decided here, the server stores another. */
const hands = 2
/** Left for measuring them one by one. */
const singles = 500

/**
 * Three-way matching of 100,000 invoices with 300,000 lines on PostgreSQL, in batches: first what deciding alone takes, beside one hand-written join that reads the same
 * tables; then with all that is stored, beside the same stored by hand; then one invoice at a time among that many.
 */
export async function* reconcileFigures(count = Number(process.env.BENCH_INVOICES ?? 100_000)): AsyncGenerator<Figure> {
  const server = await startPostgres()
  const hub = await HubDatabase.open({ url: `${server.root}/postgres`, now: () => new Date('2026-06-04T12:00:00Z') })
  try {
    await seedBooks(hub, count)
    const ids = invoiceIds(count)
    await joinByHand(hub.orm)
    const join = count / (await seconds(() => joinByHand(hub.orm)))
    yield { name: 'reconcile join by hand', value: join, unit: 'invoices/s' }
    const decide = (some: readonly string[]) => matchUnlocked(hub.orm, retailerId, some, hub.now())
    // Both have run once over all of it before they are measured.
    await inBatches(ids, decide)
    const decided = count / (await seconds(() => inBatches(ids, decide)))
    yield held('reconcile decide in batches', decided, 'invoices/s', join, 'the join', 0.2)
    const stored = count / (await seconds(() => undone(hub.orm, matchByHand)))
    yield { name: 'reconcile join by hand, stored', value: stored, unit: 'invoices/s' }
    await hub.orm.execute(sql`vacuum analyze`)
    const [many, few] = [ids.slice(0, -singles), ids.slice(-singles)]
    const whole = await seconds(() => inBatches(many, some => storeBatch(hub, some)))
    yield held(
      'reconcile decide and store in batches',
      many.length / whole,
      'invoices/s',
      stored,
      'the same by hand',
      0.2,
    )
    yield await roundTrip(hub)
    yield await oneByOne(hub, few)
  } finally {
    await hub.close(1)
    await server.stop()
  }
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return (performance.now() - start) / 1000
}

async function inBatches(ids: readonly string[], run: (some: readonly string[]) => Promise<unknown>): Promise<void> {
  let next = 0
  const hand = async () => {
    while (next < ids.length) {
      const some = ids.slice(next, next + batch)
      next += batch
      await run(some)
    }
  }
  await Promise.all(Array.from({ length: hands }, hand))
}

async function storeBatch(hub: HubDatabase, some: readonly string[]): Promise<void> {
  await hub.work('system', work => reconcileInvoices(work, { retailerId, invoiceIds: some }))
}

class Undo extends Error {}

/** Runs work and takes it back. */
async function undone(orm: Orm, run: (tx: Orm) => Promise<void>): Promise<void> {
  const work = orm.transaction(async tx => {
    await run(tx as unknown as Orm)
    throw new Undo()
  })
  await work.catch(error => {
    if (!(error instanceof Undo)) throw error
  })
}

/** What the network and the machine take of each statement: one invoice is about thirty of them. */
async function roundTrip(hub: HubDatabase): Promise<Figure> {
  const times: number[] = []
  for (let asked = 0; asked < singles; asked++) times.push(await seconds(() => hub.orm.execute(sql`select 1`)))
  return { name: 'reconcile one round trip, p95', value: percentile(times, 0.95) * 1000, unit: 'ms' }
}

function percentile(times: readonly number[], share: number): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * share)]!
}

async function oneByOne(hub: HubDatabase, ids: readonly string[]): Promise<Figure> {
  const times: number[] = []
  for (const invoiceId of ids) {
    times.push(await seconds(() => hub.work('system', work => reconcileInvoice(work, { retailerId, invoiceId }))))
  }
  const p95 = percentile(times, 0.95) * 1000
  const ratio = 20 / p95
  return {
    name: 'reconcile one invoice, p95',
    value: p95,
    unit: 'ms',
    ratio,
    against: '20 ms',
    target: 1,
    met: ratio >= 1,
  }
}
