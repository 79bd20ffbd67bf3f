import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres, type TestPostgres } from '../checks/support/postgres.ts'
import { HubDatabase } from '../db/hub-database.ts'
import { applyByHand } from './feed-by-hand.ts'
import { seedItems, writeFeed } from './feed-seed.ts'
import type { FeedReport } from './feed-station.ts'
import { type Figure, held } from './figure.ts'
import { listingFigures } from './listing.ts'

/** Every so manieth row of the feed is changed: 5%. */
const changedOf = 20

const mebibyte = 1024 * 1024

/**
 * A supplier's stock feed of so many rows, 5% of them changed, from a CSV file on disk into PostgreSQL: beside the same by hand in the same run,
 * then the same file again, and how both grow with their size; then what changed rows do to prices and listings.
 */
export async function* feedFigures(most = Number(process.env.BENCH_FEED_ROWS ?? 1_000_000)): AsyncGenerator<Figure> {
  const sizes = [10_000, 100_000, 1_000_000].filter(size => size < most)
  const server = await startPostgres()
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-feed-'))
  try {
    const taken: { size: number; hand: number; report: FeedReport }[] = []
    for (const size of [...sizes, most]) {
      const one = await measure(server, folder, size)
      taken.push({ size, ...one })
      yield* figuresOf(size, one, size === most)
    }
    const [smallest, largest] = [taken[0]!, taken.at(-1)!]
    yield growth('by hand', smallest.size, largest.size, smallest.hand, largest.hand)
    yield growth('feed', smallest.size, largest.size, smallest.report.first, largest.report.first)
  } finally {
    rmSync(folder, { recursive: true })
    await server.stop()
  }
  yield* listingFigures()
}

async function measure(server: TestPostgres, folder: string, size: number) {
  const url = `${server.root}/feed_${size}`
  const admin = await HubDatabase.open({ url: `${server.root}/postgres` })
  await admin.orm.execute(`create database feed_${size}`)
  await admin.close(1)
  const hub = await HubDatabase.open({ url })
  await seedItems(hub, size)
  const path = join(folder, `stock-${size}.csv`)
  await writeFeed(path, size, changedOf)
  await hub.close(1)
  const hand = await applyByHand(url, path)
  return { hand, report: await applyAside(url, path) }
}

/** Applies the feed in a process of its own. */
async function applyAside(url: string, path: string): Promise<FeedReport> {
  const station = fork(fileURLToPath(new URL('./feed-station.ts', import.meta.url)), [url, path], {
    // A small heap, so that what is measured is what is needed and not what is left lying about.
    execArgv: ['--import', 'tsx', '--max-old-space-size=128', '--max-semi-space-size=8'],
  })
  const ended = once(station, 'exit').then(([code]) => {
    throw new Error(`The worker ended with ${String(code)}.`)
  })
  const [report] = (await Promise.race([once(station, 'message'), ended])) as [FeedReport]
  await ended.catch(() => undefined)
  return report
}

/** The smaller sizes are there to show how it grows; only the largest is held to its targets. */
function* figuresOf(
  size: number,
  { hand, report }: { hand: number; report: FeedReport },
  judged: boolean,
): Generator<Figure> {
  const rows = size.toLocaleString('en-US')
  const changed = report.changed.toLocaleString('en-US')
  yield { name: `feed ${rows} rows by hand`, value: size / hand, unit: 'rows/s' }
  const first = held(
    `feed ${rows} rows, ${changed} changed`,
    size / report.first,
    'rows/s',
    size / hand,
    'by hand',
    0.5,
  )
  const again = held(
    `feed ${rows} rows, same file again`,
    size / report.second,
    'rows/s',
    size / report.first,
    'the first run',
    5,
  )
  const peak = report.peak / mebibyte
  const memory: Figure = { name: `feed ${rows} rows, peak of memory`, value: peak, unit: 'MiB' }
  yield judged ? first : unjudged(first)
  yield judged ? again : unjudged(again)
  yield judged ? { ...memory, ratio: 300 / peak, against: '300 MiB', target: 1, met: peak < 300 } : memory
}

const unjudged = ({ target: _, met: __, ...figure }: Figure): Figure => figure

/** How much longer a row takes at the largest size than at the smallest: 1 is linear. */
function growth(name: string, from: number, to: number, small: number, large: number): Figure {
  const times = large / small / (to / from)
  const rows = `${from.toLocaleString('en-US')} to ${to.toLocaleString('en-US')}`
  return { name: `feed growth ${name}`, value: times, unit: `of linear, ${rows} rows` }
}
