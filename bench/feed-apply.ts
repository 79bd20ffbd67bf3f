import { createHash } from 'node:crypto'
import { createReadStream, statSync } from 'node:fs'
import type { HubDatabase } from '../db/hub-database.ts'
import { documents } from '../db/schema/index.ts'
import { applyFeedFile, startFeedFile } from '../engine/inventory/feed-file.ts'
import { defaultLayouts } from '../translators/csv/index.ts'
import { partnershipId, retailerId } from './feed-seed.ts'

/** The digest of a file: the journal has it of what it holds, so it is made before anything is measured. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer)
  return hash.digest('hex')
}

/** Applies a stock feed from its file as the job does. Returns the seconds that it took. */
export async function applyFile(hub: HubDatabase, path: string, sha256: string): Promise<number> {
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
