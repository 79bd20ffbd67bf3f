import { createHash } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import {
  documents,
  exceptions,
  feedHealth,
  feedRows,
  feedRuns,
  offers,
  partnerships,
  stock,
} from '../../db/schema/index.ts'
import { defaultLayouts } from '../../translators/csv/index.ts'
import { placeOrder, stockOf } from '../testing/orders.ts'
import { type Seeded, seedRetailer } from '../testing/seed.ts'
import { releaseFeed } from './decide-quarantined.ts'
import { applyFeedFile, startFeedFile } from './feed-file.ts'
import { sweepFeedHealth } from './feed-health.ts'
import { Repeats } from './repeats.ts'
import { releaseStock } from './reserve.ts'

const seed = {
  suppliers: [
    {
      name: 'Northwind',
      offers: [
        { sku: 'TENT', cost: '20', stock: '5' },
        { sku: 'LAMP', cost: '8', stock: '9' },
        { sku: 'MUG', cost: '3' },
      ],
    },
  ],
}

/** Applies a file as it comes out of the journal, in pieces of a few octets. */
async function take(hub: HubDatabase, { retailerId, suppliers }: Seeded, csv: string) {
  const { partnershipId } = suppliers.Northwind!
  const bytes = Buffer.from(csv)
  const documentId = hub.newId()
  const document = { retailerId, partnershipId, documentId }
  await hub.work('system', async work => {
    await work.tx.insert(documents).values({
      retailerId,
      id: documentId,
      direction: 'in',
      kind: 'inventory-advice',
      number: documentId,
      status: 'received',
      createdAt: work.now,
    })
    await startFeedFile(work, { ...document, fileName: 'stock.csv', size: bytes.length })
  })
  async function* pieces() {
    for (let at = 0; at < bytes.length; at += 16) yield bytes.subarray(at, at + 16)
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const file = { sha256, size: bytes.length, pieces: pieces() }
  return await hub.work('partner:Northwind', work =>
    applyFeedFile(work, { ...document, layout: defaultLayouts['inventory-advice'], file }),
  )
}

const runs = (hub: HubDatabase) => hub.orm.select().from(feedRuns).orderBy(asc(feedRuns.id))

describeOnBothDatabases('applyFeedFile', open => {
  const start = async (now?: () => Date) => {
    const hub = await open(now ? { now } : {})
    return { hub, seeded: await seedRetailer(hub, seed) }
  }

  it('applies a file, and keeps each row that cannot count with its reason in words', async () => {
    const { hub, seeded } = await start()
    const csv =
      'SKU,Qty,Cost\nNO-TENT,7,19.5\nNO-LAMP,lots,8\nNO-MUG,Out of Stock,3\nNOPE,1,1\nNO-TENT,8,19.5\n,4,\nNO-LAMP,3 or 4,8\n'
    expect((await take(hub, seeded, csv)).result).toBe('applied')
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['8', '0'])
    expect(await stockOf(hub, seeded, 'Northwind/MUG')).toEqual(['0', '0'])
    // A row that cannot count is no reason to think that the item is gone.
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['9', '0'])
    const [run] = await runs(hub)
    expect(run).toMatchObject({
      status: 'applied',
      rowsRead: 7,
      rowsChanged: 2,
      rowsRejected: 5,
      reasons: { 'wrong-value': 2, 'repeated-item': 1, 'unknown-item': 2 },
      fileRead: csv.length,
    })
    const kept = await hub.orm.select().from(feedRows).orderBy(asc(feedRows.position))
    expect(kept.map(row => [row.position, row.reason])).toEqual([
      [2, 'repeated-item'],
      [3, 'wrong-value'],
      [5, 'unknown-item'],
      [7, 'unknown-item'],
      [8, 'wrong-value'],
    ])
    expect(kept[1]?.detail).toContain('lots')
  })

  it('reads quantities as people and spreadsheets write them, and guesses none', async () => {
    const { hub, seeded } = await start()
    const quantities: [written: string, read?: string][] = [
      ['"1,000"', '1000'],
      ['10+', '10'],
      ['>100', '100'],
      ['more than 50', '50'],
      ['5.0', '5'],
      ['Sold out', '0'],
      ['007', '7'],
      ['="12"', '12'],
      [' 8 ', '8'],
      // What a stock system owes already: leaving the row out would go on selling what was there before.
      ['-3', '0'],
      ['(2)', '0'],
      ...['In stock', '<5', '10-20', '1.2E+11', '#N/A', '12 ea', '', '++3'].map((one): [string] => [one]),
    ]
    for (const [written, read] of quantities) {
      await take(hub, seeded, `SKU,Qty\nNO-TENT,77\nNO-MUG,1\n${hub.newId()},1\n`)
      await take(hub, seeded, `SKU,Qty\nNO-TENT,${written}\nNO-MUG,1\n${hub.newId()},1\n`)
      expect([written, (await stockOf(hub, seeded, 'Northwind/TENT'))[0]]).toEqual([written, read ?? '77'])
    }
  })

  it('does not read the same file again, and sets back only what has moved since', async () => {
    const { hub, seeded } = await start()
    const { retailerId } = seeded
    const csv = 'SKU,Qty\nNO-TENT,7\nNO-LAMP,9\nNO-MUG,4\n'
    await take(hub, seeded, csv)
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [['TENT', '2']])
    expect(orderId).toBeDefined()
    const [line] = await hub.orm.query.purchaseOrderLines.findMany()
    await hub.work('system', work =>
      releaseStock(work, retailerId, { id: line!.id, offerId: line!.offerId }, { quantity: '2', taken: true }),
    )
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['5', '0'])
    expect((await take(hub, seeded, csv)).result).toBe('applied')
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['7', '0'])
    const [first, second] = await runs(hub)
    expect(second).toMatchObject({
      sameAs: first!.id,
      rowsRead: 3,
      rowsChanged: 1,
      rowsUnchanged: 2,
      status: 'applied',
    })

    // A new item in the catalogue may be one of the rows: the file is read.
    await hub.orm.update(offers).set({ updatedAt: new Date(Date.now() + 1000) })
    await take(hub, seeded, csv)
    expect((await runs(hub)).at(-1)).toMatchObject({ sameAs: null, rowsChanged: 0, rowsUnchanged: 3 })
  })

  it('keeps a suspicious file whole until a person releases it, words that stand for quantities included', async () => {
    const { hub, seeded } = await start()
    const { retailerId } = seeded
    const settings = { feeds: { quarantineFrom: 1, maxDropShare: 0.5, statusWords: { 'In Stock': '12' } } }
    await hub.orm.update(partnerships).set({ settings })
    const outcome = await take(hub, seeded, 'SKU,Qty\nNO-MUG,in stock\nNO-TENT,0\nNO-LAMP,x\n')
    expect(outcome.issues.map(issue => issue.code)).toEqual(['quarantined', 'wrong-value'])
    expect(await hub.orm.select().from(feedRows)).toHaveLength(3)
    const [run] = await runs(hub)
    expect(run).toMatchObject({ status: 'quarantined', rowsRead: 3, rowsRejected: 1, fingerprint: null })
    await hub.work('user:ann', work => releaseFeed(work, { retailerId, feedRunId: run!.id }))
    expect(await stockOf(hub, seeded, 'Northwind/MUG')).toEqual(['12', '0'])
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['0', '0'])
    expect((await runs(hub))[0]).toMatchObject({ status: 'applied', rowsChanged: 2, reasons: { 'wrong-value': 1 } })
    expect(await hub.orm.select().from(feedRows)).toHaveLength(1)
  })

  it('keeps a file that was cut off until a person has looked at it, however little it takes away', async () => {
    const { hub, seeded } = await start()
    const { retailerId } = seeded
    const outcome = await take(hub, seeded, 'SKU,Qty,Title\nNO-TENT,4,Tent\nNO-LAMP,1')
    expect(outcome.issues.map(issue => issue.code)).toEqual(['quarantined', 'cut-off'])
    expect(outcome.issues[0]!.message).toContain('in the middle of row 3')
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['9', '0'])
    const [run] = await runs(hub)
    await hub.work('user:ann', work => releaseFeed(work, { retailerId, feedRunId: run!.id }))
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['4', '0'])
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['9', '0'])
  })

  it('tells which item a number nearly names, and does not empty that one', async () => {
    const { hub, seeded } = await start()
    await hub.orm.update(offers).set({ supplierSku: '0042' }).where(eq(offers.supplierSku, 'NO-LAMP'))
    await take(hub, seeded, 'SKU,Qty\nno-tent,4\n42,7\nNO-MUG,1\nNOPE,1\n')
    const left = await hub.orm.select().from(feedRows).orderBy(asc(feedRows.position))
    expect(left.map(row => [row.reason, row.detail])).toEqual([
      ['unknown-item', expect.stringContaining('no item no-tent, but NO-TENT')],
      ['unknown-item', expect.stringContaining('no item 42, but 0042')],
      ['unknown-item', null],
    ])
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['5', '0'])
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['9', '0'])
  })

  it('refuses a file that is no feed, and takes a document once', async () => {
    const { hub, seeded } = await start()
    expect(await take(hub, seeded, 'Name,Colour\nx,red\n')).toMatchObject({
      result: 'rejected',
      issues: [{ code: 'wrong-header' }],
    })
    expect((await runs(hub))[0]).toMatchObject({ status: 'failed', reasons: { 'wrong-header': 1 } })
  })

  it('holds more back of a stale source and all of an expired one, tells it once, and gives it free when a feed comes', async () => {
    let now = new Date('2026-03-02T08:00:00Z')
    const { hub, seeded } = await start(() => now)
    const { retailerId } = seeded
    const buffers = { all: { units: '1' }, items: { 'NO-TENT': { units: '2', share: 0.1 } } }
    await hub.orm
      .update(partnerships)
      .set({ settings: { feeds: { buffers, staleShare: 0.5, staleAfterHours: 24, expireAfterHours: 48 } } })
    const csv = 'SKU,Qty\nNO-TENT,10\nNO-LAMP,9\nNO-MUG,4\n'
    const held = async () =>
      Object.fromEntries((await hub.orm.select().from(stock)).map(row => [row.offerId, row.buffer]))
    const [tent, lamp] = [seeded.offers['Northwind/TENT']!, seeded.offers['Northwind/LAMP']!]
    const sweep = () => hub.work('system', work => sweepFeedHealth(work, retailerId))
    await take(hub, seeded, csv)
    expect(await held()).toMatchObject({ [tent]: '3' })
    expect(await sweep()).toBe(0)
    now = new Date('2026-03-03T09:00:00Z')
    expect([await sweep(), await sweep()]).toEqual([1, 0])
    expect(await held()).toMatchObject({ [tent]: '8', [lamp]: '6' })
    expect(await hub.orm.select().from(exceptions)).toMatchObject([{ kind: 'feed-stale', resolvedAt: null }])
    now = new Date('2026-03-05T09:00:00Z')
    await sweep()
    expect(await held()).toMatchObject({ [tent]: '10', [lamp]: '9' })
    const { routed } = await placeOrder(hub, seeded, 'W-1', [['TENT', '1']])
    expect(routed.held).toBe(true)
    const raised = await hub.orm.select().from(exceptions).orderBy(exceptions.raisedAt)
    expect(raised.filter(row => row.kind.startsWith('feed-')).map(row => [row.kind, row.resolution])).toEqual([
      ['feed-stale', 'expired'],
      ['feed-expired', null],
    ])
    await take(hub, seeded, csv)
    expect(await held()).toMatchObject({ [tent]: '3', [lamp]: '1' })
    expect(await hub.orm.select().from(feedHealth)).toMatchObject([{ state: 'fresh', toldAt: now }])
    expect((await hub.orm.select().from(exceptions)).filter(row => row.kind === 'feed-expired')).toMatchObject([
      { resolution: 'feed-came' },
    ])
  })
})

it('never overlooks a key that comes again', () => {
  for (const again of [0, 7, 4_999]) {
    const repeats = new Repeats()
    for (let key = 0; key < 5_000; key++) repeats.add(`SKU-${key}\t`)
    expect(repeats.any).toBe(false)
    repeats.add(`SKU-${again}\t`)
    expect(repeats.any).toBe(true)
  }
})
