import { asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import {
  documents,
  exceptions,
  feedRows,
  feedRuns,
  offers,
  partnerships,
  routingDecisions,
  ruleSets,
} from '../../db/schema/index.ts'
import { withGs1CheckDigit } from '../../translators/check-digits.ts'
import type { InventoryAdvice, InventoryLine } from '../../translators/documents/index.ts'
import { placeOrder, readOrder, reroute, stockOf } from '../testing/orders.ts'
import { type Seed, type Seeded, seedRetailer } from '../testing/seed.ts'
import { applyInventory } from './apply-advice.ts'
import { discardFeed, releaseFeed } from './decide-quarantined.ts'

const seed: Seed = {
  suppliers: [
    {
      name: 'Northwind',
      offers: [
        { sku: 'TENT', cost: '20', stock: '5' },
        { sku: 'LAMP', cost: '8', stock: '9' },
        { sku: 'CANDLE', cost: '24', unit: 'CA', packSize: 12 },
      ],
    },
    { name: 'Cascade', offers: [{ sku: 'TENT', cost: '22', stock: '7' }] },
  ],
}

const lineOf = (supplier: string, quantity: string, change: Partial<InventoryLine> = {}): InventoryLine => ({
  ids: { supplier },
  quantity,
  ...change,
})
const adviceOf = (lines: InventoryLine[], scope: 'full' | 'delta' = 'delta'): InventoryAdvice => ({
  kind: 'inventory-advice',
  scope,
  number: 'A-1',
  date: '2026-03-02',
  lines,
})

describeOnBothDatabases('applyInventory', open => {
  const start = async () => {
    const hub = await open()
    return { hub, seeded: await seedRetailer(hub, seed) }
  }
  const apply = (hub: HubDatabase, { retailerId, suppliers }: Seeded, advice: InventoryAdvice, documentId?: string) =>
    hub.work('partner:Northwind', work =>
      applyInventory(work, {
        retailerId,
        partnershipId: suppliers.Northwind!.partnershipId,
        advice,
        ...(documentId && { documentId }),
      }),
    )
  const lastRun = async (hub: HubDatabase) => (await hub.orm.select().from(feedRuns).orderBy(asc(feedRuns.id))).at(-1)!

  it('changes what a delta names, and nothing else', async () => {
    const { hub, seeded } = await start()
    const advice = adviceOf([
      lineOf('NO-TENT', '11', { unitCost: '19.5', nextAvailable: { date: '2026-04-01' } }),
      lineOf('NO-CANDLE', '4'),
    ])
    expect(await apply(hub, seeded, advice)).toMatchObject({ result: 'applied', issues: [] })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['11', '0'])
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['9', '0'])
    expect(await stockOf(hub, seeded, 'Northwind/CANDLE')).toEqual(['4', '0'])
    expect(await stockOf(hub, seeded, 'Cascade/TENT')).toEqual(['7', '0'])
    const [offer] = await hub.orm.select().from(offers).where(eq(offers.id, seeded.offers['Northwind/TENT']!))
    expect(offer?.cost).toBe('19.5')
    expect(await lastRun(hub)).toMatchObject({ status: 'applied', rowsRead: 2, rowsChanged: 2, rowsUnchanged: 0 })
    expect(await hub.orm.select().from(feedRows)).toEqual([])

    await apply(hub, seeded, advice)
    expect(await lastRun(hub)).toMatchObject({ rowsRead: 2, rowsChanged: 0, rowsUnchanged: 2 })
  })

  it('empties what a full feed leaves out, of this source only; or keeps it, as the partnership says', async () => {
    const { hub, seeded } = await start()
    await apply(hub, seeded, adviceOf([lineOf('NO-TENT', '5')], 'full'))
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['0', '0'])
    expect(await stockOf(hub, seeded, 'Cascade/TENT')).toEqual(['7', '0'])

    await hub.orm.update(partnerships).set({ settings: { feeds: { missing: 'keep' } } })
    await apply(hub, seeded, adviceOf([lineOf('NO-LAMP', '3')], 'full'))
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['5', '0'])
  })

  it('tells which rows cannot count, and why; the others count', async () => {
    const { hub, seeded } = await start()
    const outcome = await apply(
      hub,
      seeded,
      adviceOf(
        [
          lineOf('NO-TENT', '1'),
          lineOf('NOPE', '1'),
          lineOf('NO-LAMP', '1', { unitCost: '7', currency: 'EUR' }),
          lineOf('NO-CANDLE', '3', { unit: 'LB' }),
          lineOf('NO-TENT', '2'),
        ],
        'full',
      ),
    )
    expect(outcome.result).toBe('applied')
    expect(outcome.issues.map(issue => [issue.severity, issue.code, issue.at.path])).toEqual([
      ['warning', 'repeated-item', 'lines[0]'],
      ['warning', 'unknown-item', 'lines[1]'],
      ['warning', 'other-currency', 'lines[2]'],
      ['warning', 'unit-of-measure', 'lines[3]'],
    ])
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['2', '0'])
    // A row that cannot count is no reason to think that the item is gone.
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['9', '0'])
    const run = await lastRun(hub)
    expect(run).toMatchObject({ rowsRead: 5, rowsRejected: 4, rowsChanged: 1, rowsUnchanged: 0 })
    expect(run.reasons).toEqual({ 'repeated-item': 1, 'unknown-item': 1, 'other-currency': 1, 'unit-of-measure': 1 })
    const kept = await hub.orm.select().from(feedRows).orderBy(asc(feedRows.position))
    expect(kept.map(row => [row.position, row.supplierSku])).toEqual([
      [1, 'NO-TENT'],
      [2, 'NOPE'],
      [3, 'NO-LAMP'],
      [4, 'NO-CANDLE'],
    ])
  })

  it('keeps the cost that is known where a feed has zero', async () => {
    const { hub, seeded } = await start()
    await apply(
      hub,
      seeded,
      adviceOf([lineOf('NO-LAMP', '1', { unitCost: '0.00' }), lineOf('NO-TENT', '2', { unitCost: '0.5' })]),
    )
    const costs = await hub.orm.select().from(offers).where(eq(offers.sourceId, seeded.suppliers.Northwind!.sourceId))
    expect(costs.map(({ supplierSku, cost }) => [supplierSku, cost]).sort()).toEqual([
      ['NO-CANDLE', '24'],
      ['NO-LAMP', '8'],
      ['NO-TENT', '0.5'],
    ])
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['1', '0'])
  })

  it('keeps a cost below zero out, and takes the rest', async () => {
    const { hub, seeded } = await start()
    const outcome = await apply(
      hub,
      seeded,
      adviceOf([lineOf('NO-LAMP', '1', { unitCost: '-7', currency: 'USD' }), lineOf('NO-TENT', '2')]),
    )
    expect(outcome.issues.map(issue => [issue.code, issue.at.path])).toEqual([['negative-cost', 'lines[0]']])
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['2', '0'])
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['9', '0'])
  })

  it('finds items by the retailer’s SKU and by GTIN, and counts pieces of a pack', async () => {
    const { hub, seeded } = await start()
    const lines = [
      lineOf('', '31', { ids: { buyer: 'TENT' } }),
      lineOf('', '32', { ids: { gtin: `00${withGs1CheckDigit('95200000002')}` } }),
      lineOf('NO-CANDLE', '31', { unit: 'PC' }),
    ]
    expect(await apply(hub, seeded, adviceOf(lines))).toMatchObject({ issues: [] })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['31', '0'])
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['32', '0'])
    expect(await stockOf(hub, seeded, 'Northwind/CANDLE')).toEqual(['2', '0'])
  })

  it('keeps what is reserved reserved', async () => {
    const { hub, seeded } = await start()
    await placeOrder(hub, seeded, 'W-1', [['LAMP', '4']])
    await apply(hub, seeded, adviceOf([lineOf('NO-LAMP', '6')]))
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['6', '4'])
  })

  it('takes a document once, and refuses one that names nothing known', async () => {
    const { hub, seeded } = await start()
    const { retailerId } = seeded
    const documentId = hub.newId()
    await hub.orm.insert(documents).values({
      retailerId,
      id: documentId,
      direction: 'in',
      kind: 'inventory-advice',
      number: 'A-1',
      status: 'received',
      createdAt: hub.now(),
    })
    const advice = adviceOf([lineOf('NO-TENT', '11')])
    const first = await apply(hub, seeded, advice, documentId)
    expect(await apply(hub, seeded, advice, documentId)).toEqual({ result: 'duplicate', issues: [], id: first.id })
    const wrong = await apply(hub, seeded, adviceOf([lineOf('A', '1'), lineOf('B', '1')], 'full'))
    expect(wrong).toMatchObject({ result: 'rejected', issues: [{ code: 'nothing-recognised' }, {}, {}] })
    expect(await lastRun(hub)).toMatchObject({ status: 'failed', reasons: { 'unknown-item': 2 } })
    expect(await stockOf(hub, seeded, 'Northwind/TENT')).toEqual(['11', '0'])
    expect(await apply(hub, seeded, adviceOf([], 'full'))).toMatchObject({ issues: [{ code: 'no-lines' }] })
  })

  it('holds a feed back that takes away too much, until a person releases or discards it', async () => {
    const { hub, seeded } = await start()
    const { retailerId } = seeded
    await hub.orm.update(partnerships).set({ settings: { feeds: { quarantineFrom: 2, maxDropShare: 0.5 } } })
    const gone = () => apply(hub, seeded, adviceOf([lineOf('NO-TENT', '1')], 'full'))
    expect(await gone()).toMatchObject({
      result: 'applied',
      issues: [{ code: 'quarantined', severity: 'warning', value: '0.9286' }],
    })
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['9', '0'])
    expect(await hub.orm.select().from(exceptions)).toMatchObject([{ kind: 'feed-quarantined', resolvedAt: null }])
    const first = await lastRun(hub)
    await hub.work('user:ann', work => discardFeed(work, { retailerId, feedRunId: first.id }))
    expect(await hub.orm.select().from(exceptions)).toMatchObject([{ resolution: 'discarded' }])

    await gone()
    const second = await lastRun(hub)
    const counts = await hub.work('user:ann', work => releaseFeed(work, { retailerId, feedRunId: second.id }))
    expect(counts).toEqual({ changed: 1, zeroed: 1 })
    expect(await stockOf(hub, seeded, 'Northwind/LAMP')).toEqual(['0', '0'])
    expect(await lastRun(hub)).toMatchObject({ status: 'applied', rowsChanged: 1 })
    const again = hub.work('user:ann', work => releaseFeed(work, { retailerId, feedRunId: second.id }))
    await expect(again).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('tries the orders again that wait for what has come', async () => {
    const { hub, seeded } = await start()
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [['LAMP', '20']])
    const before = await hub.pendingJobs()
    await apply(hub, seeded, adviceOf([lineOf('NO-TENT', '50')]))
    expect(await hub.pendingJobs()).toBe(before)
    await apply(hub, seeded, adviceOf([lineOf('NO-LAMP', '50')]))
    expect(await hub.pendingJobs()).toBe(before + 1)
    await reroute(hub, seeded, orderId, 'stock-arrived')
    expect(await readOrder(hub, orderId)).toMatchObject({ status: 'routed', lines: [{ placed: '20' }] })
  })

  it('tells of a held order what keeps it now, when stock comes and goes', async () => {
    const { hub, seeded } = await start()
    const { retailerId } = seeded
    await hub.orm.insert(ruleSets).values({
      ...{ retailerId, id: hub.newId(), kind: 'routing', version: 1, status: 'published', rules: [] },
      ...{ settings: { partial: false }, effectiveFrom: new Date(0), createdAt: hub.now() },
    })
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [['LAMP', '20']])
    for (const [stock, reason] of [
      ['0', 'every source is out of stock'],
      ['7', 'there is not enough stock'],
      ['7', 'there is not enough stock'],
      ['0', 'every source is out of stock'],
    ] as const) {
      await apply(hub, seeded, adviceOf([lineOf('NO-LAMP', stock)]))
      await reroute(hub, seeded, orderId, 'stock-arrived')
      expect(await readOrder(hub, orderId)).toMatchObject({ status: 'held', holdReason: `LAMP (20): ${reason}` })
      expect(await hub.orm.select().from(exceptions).where(eq(exceptions.kind, 'unroutable'))).toMatchObject([
        { summary: `Order W-1: LAMP (20): ${reason}`, resolvedAt: null },
      ])
    }
    // The first, and one for each change of the reason.
    expect(await hub.orm.select().from(routingDecisions)).toHaveLength(4)
  })
})
