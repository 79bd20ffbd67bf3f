import { createHash } from 'node:crypto'
import { createReadStream, readFileSync, statSync } from 'node:fs'
import { HubDatabase } from '../db/hub-database.ts'
import { documents } from '../db/schema/index.ts'
import { applyFeedFile, startFeedFile } from '../engine/inventory/feed-file.ts'
import { defaultLayouts } from '../translators/csv/index.ts'
import { partnershipId, retailerId } from './feed-seed.ts'

/** What a process that applies a feed twice says when it has. */
export interface FeedReport {
  /** Seconds of the first run, and of a second one of the same file. */
  first: number
  second: number
  changed: number
  /** The most memory that the process ever held, in octets. */
  peak: number
}

/** A worker in a process of its own: its memory is its own. */
const [databaseUrl, path] = process.argv.slice(2) as [string, string]
const hub = await HubDatabase.open({ url: databaseUrl, connections: 4 })

/** The journal has the digest of what it holds; here it is made beforehand. */
const hash = createHash('sha256')
for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
const sha256 = hash.digest('hex')

async function run(): Promise<number> {
  const start = performance.now()
  const documentId = hub.newId()
  const document = { retailerId, partnershipId, documentId }
  const { size } = statSync(path)
  await hub.work('bench', async work => {
    await work.tx.insert(documents).values({
      ...document,
      id: documentId,
      direction: 'in',
      kind: 'inventory-advice',
      number: documentId,
      status: 'received',
      createdAt: work.now,
    })
    await startFeedFile(work, { ...document, fileName: 'stock.csv', size })
  })
  const pieces = createReadStream(path, { highWaterMark: 1 << 20 })
  const file = { sha256, size, pieces }
  const outcome = await hub.work('bench', work =>
    applyFeedFile(work, { ...document, layout: defaultLayouts['inventory-advice'], file }),
  )
  if (outcome.result !== 'applied') throw new Error(outcome.issues[0]?.message)
  return (performance.now() - start) / 1000
}

const first = await run()
const runs = await hub.orm.query.feedRuns.findMany()
const second = await run()
const [, kibibytes] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
const report: FeedReport = { first, second, changed: runs[0]!.rowsChanged, peak: Number(kibibytes) * 1024 }
process.send?.(report)
await hub.close(1)
