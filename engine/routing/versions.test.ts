import { asc, eq } from 'drizzle-orm'
import { beforeEach, describe, expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import {
  auditLog,
  events,
  purchaseOrders,
  reservations,
  routingDecisions,
  sourceStandings,
} from '../../db/schema/index.ts'
import { listVersions, revisionOf, statesAt, versionById } from '../rule-sets/book.ts'
import { beginDraft, dropDraft, keepDraft } from '../rule-sets/drafts.ts'
import { publishVersion, takeBackVersion } from '../rule-sets/publish.ts'
import { placeOrder } from '../testing/orders.ts'
import { type Seeded, seedRetailer } from '../testing/seed.ts'
import { routingBook } from './book.ts'
import { loadRules } from './load-rules.ts'
import { defaultRules, type Rule, routingRules } from './rules.ts'
import { simulateRouting } from './simulation/simulate.ts'

const open = freshDatabases()
let now = new Date()
let hub: HubDatabase
let seeded: Seeded
let retailerId: string
beforeEach(async () => {
  now = new Date('2026-03-02T15:00:00Z')
  hub = await open({ now: () => now })
  seeded = await seedRetailer(hub, {
    suppliers: [
      {
        name: 'Adams',
        fee: '2',
        offers: [
          { sku: 'TENT', cost: '20', stock: '9' },
          { sku: 'LAMP', cost: '7', stock: '9' },
        ],
      },
      { name: 'Baker', offers: [{ sku: 'TENT', cost: '24', stock: '9' }] },
    ],
  })
  retailerId = seeded.retailerId
})

const as = <T>(run: Parameters<HubDatabase['work']>[1]) => hub.work('user:ann', run) as Promise<T>
const noAdams: Rule[] = [{ id: 'no-adams', when: { sources: ['Adams'] }, effect: { action: 'exclude' } }]
const draft = async (rules: Rule[]) => {
  const { id } = await hub.work('user:ann', work => beginDraft(routingBook, work, { retailerId }))
  await hub.work('user:ann', work => keepDraft(routingBook, work, { retailerId, id, content: { rules } }))
  return id
}
const publish = (id: string, effectiveFrom?: Date) =>
  hub.work('user:ann', work =>
    publishVersion(routingBook, work, { retailerId, id, reason: 'Adams is slow', effectiveFrom }),
  )
const version = async () => (await loadRules(hub.orm, retailerId, now)).version
const states = async () => {
  const versions = await listVersions(routingBook, hub.orm, retailerId)
  const all = statesAt(versions, now)
  return Object.fromEntries(versions.map(one => [one.version, all.get(one.id)]))
}

describe('versions of the routing rules', () => {
  it('begin from what is in effect, one draft at a time, and take effect when published', async () => {
    const id = await draft(noAdams)
    expect(await version()).toBe(0)
    await expect(as(work => beginDraft(routingBook, work, { retailerId }))).rejects.toMatchObject({ code: 'conflict' })
    await publish(id)
    expect(await version()).toBe(1)
    const { id: next } = await hub.work('user:ann', work => beginDraft(routingBook, work, { retailerId }))
    expect(await versionById(routingBook, hub.orm, retailerId, next)).toMatchObject({
      version: 2,
      basedOn: 1,
      rules: noAdams,
    })
    const log = await hub.orm.select().from(auditLog).orderBy(asc(auditLog.id))
    expect(log.map(({ actor, action }) => `${actor} ${action}`)).toEqual([
      'user:ann routing-rules.drafted',
      'user:ann routing-rules.changed',
      'user:ann routing-rules.published',
      'user:ann routing-rules.drafted',
    ])
  })

  it('wait for their day, and can be taken back until then', async () => {
    await publish(await draft(noAdams))
    const later = await draft([])
    await publish(later, new Date('2026-03-05T00:00:00Z'))
    expect(await states()).toEqual({ 1: 'in-effect', 2: 'scheduled' })
    expect(await version()).toBe(1)
    now = new Date('2026-03-05T00:00:00Z')
    expect(await version()).toBe(2)
    expect(await states()).toEqual({ 1: 'replaced', 2: 'in-effect' })
    await expect(as(work => takeBackVersion(routingBook, work, { retailerId, id: later }))).rejects.toMatchObject({
      code: 'wrong-state',
    })
    const third = await draft(noAdams)
    await publish(third, new Date('2026-03-09T00:00:00Z'))
    await as(work => takeBackVersion(routingBook, work, { retailerId, id: third }))
    now = new Date('2026-03-10T00:00:00Z')
    expect(await states()).toEqual({ 1: 'replaced', 2: 'in-effect', 3: 'withdrawn' })
    expect(await version()).toBe(2)
  })

  it('do not change once published, and not under somebody’s hands', async () => {
    const id = await draft(noAdams)
    const seen = revisionOf(await versionById(routingBook, hub.orm, retailerId, id))
    const save = (content: object) => as(work => keepDraft(routingBook, work, { retailerId, id, content, seen }))
    await save({ rules: [] })
    await expect(save({ rules: noAdams })).rejects.toMatchObject({ code: 'changed-since' })
    await expect(as(work => publishVersion(routingBook, work, { retailerId, id, reason: ' ' }))).rejects.toMatchObject({
      fields: { reason: expect.any(String) },
    })
    const past = new Date('2026-03-01T00:00:00Z')
    await expect(publish(id, past)).rejects.toMatchObject({ fields: { effectiveFrom: expect.any(String) } })
    await publish(id)
    for (const run of [
      () => as(work => keepDraft(routingBook, work, { retailerId, id, content: { rules: [] } })),
      () => as(work => dropDraft(routingBook, work, { retailerId, id })),
      () => publish(id),
    ])
      await expect(run()).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('are nobody else’s', async () => {
    const id = await draft(noAdams)
    const other = await seedRetailer(hub, { suppliers: [] })
    const theirs = { retailerId: other.retailerId, id }
    await expect(as(work => dropDraft(routingBook, work, theirs))).rejects.toMatchObject({ code: 'not-found' })
    await expect(versionById(routingBook, hub.orm, other.retailerId, id)).rejects.toMatchObject({ code: 'not-found' })
  })

  it('can be discarded', async () => {
    const id = await draft(noAdams)
    await as(work => dropDraft(routingBook, work, { retailerId, id }))
    expect(await listVersions(routingBook, hub.orm, retailerId)).toEqual([])
  })
})

describe('trying rules', () => {
  const tried = routingRules.parse({ version: 9, rules: noAdams })

  it('tells what would go elsewhere and what it would cost, and changes nothing', async () => {
    for (const n of [1, 2, 3]) await placeOrder(hub, seeded, `W-${n}`, [['TENT', '3']])
    const { orderId } = await placeOrder(hub, seeded, 'W-4', [['LAMP', '1']])
    const counts = async () => {
      const tables = [purchaseOrders, routingDecisions, reservations, events, auditLog, sourceStandings]
      return await Promise.all(tables.map(async table => (await hub.orm.select().from(table)).length))
    }
    const before = await counts()
    const rules = routingRules.parse({ ...tried, settings: { rankBy: ['best-scorecard'] } })
    const simulation = await simulateRouting(hub.orm, now, { retailerId, rules, days: 7 })
    expect(await counts()).toEqual(before)
    expect(simulation).toMatchObject({ comparedWith: 0, orders: 4, changed: 4, isPartial: false })
    // Each order as if it came now, with what it holds itself: Adams can fill all three tents, though they are all gone.
    expect(simulation.totals).toMatchObject([
      {
        currency: 'USD',
        before: { shipments: 4, units: '10', cost: '195', revenue: '500', margin: '305', unplacedUnits: '0' },
        after: { shipments: 3, units: '9', cost: '216', revenue: '450', margin: '234', unplacedUnits: '1' },
      },
    ])
    expect(simulation.sources.map(one => [one.sourceName, one.before.units, one.after.units])).toEqual([
      ['Baker', '0', '9'],
      ['Adams', '10', '0'],
    ])
    expect(simulation.ruleNames).toEqual({ before: {}, after: { 'no-adams': 'no-adams' } })
    const lamp = simulation.differences.find(one => one.orderId === orderId)!
    expect(lamp).toMatchObject({ before: { sources: ['Adams'] }, after: { sources: [] } })
    expect(lamp.lines[0]!.after).toMatchObject({
      unplaced: { reason: 'all-excluded' },
      candidates: [{ sourceName: 'Adams', excluded: { rule: 'no-adams' } }],
    })
  })

  it('of one order tells every candidate, changed or not', async () => {
    const { orderId } = await placeOrder(hub, seeded, 'W-1', [['LAMP', '1']])
    const same = await simulateRouting(hub.orm, now, { retailerId, rules: defaultRules, orderId })
    expect(same).toMatchObject({ orders: 1, changed: 0, differences: [{ number: 'W-1', differs: false }] })
    const other = await seedRetailer(hub, { suppliers: [] })
    const asked = simulateRouting(hub.orm, now, { retailerId: other.retailerId, rules: defaultRules, orderId })
    await expect(asked).rejects.toMatchObject({ code: 'not-found' })
  })

  it('reckons capacity with what it gives itself, day by day', async () => {
    for (const n of [1, 2]) await placeOrder(hub, seeded, `W-${n}`, [['TENT', '1']])
    now = new Date('2026-03-03T15:00:00Z')
    await placeOrder(hub, seeded, 'W-3', [['TENT', '1']])
    const cap: Rule = { id: 'one', when: { sources: ['Adams'] }, effect: { action: 'cap', of: 'orders', aDay: 1 } }
    const rules = routingRules.parse({ version: 9, rules: [cap] })
    const { sources: those } = await simulateRouting(hub.orm, now, { retailerId, rules, days: 7 })
    expect(those.map(one => [one.sourceName, one.after.shipments]).sort()).toEqual([
      ['Adams', 2],
      ['Baker', 1],
    ])
  })
})

it('scorecards and surcharges are learned once a day', async () => {
  const id = await draft([])
  const settings = routingRules.parse({ version: 1, settings: { rankBy: ['best-scorecard'] } }).settings
  await as(work => keepDraft(routingBook, work, { retailerId, id, content: { settings } }))
  await publish(id)
  for (const n of [1, 2]) await placeOrder(hub, seeded, `W-${n}`, [['TENT', '1']])
  const stored = () => hub.orm.select().from(sourceStandings).where(eq(sourceStandings.retailerId, retailerId))
  expect((await stored()).map(({ day }) => day)).toEqual(['2026-03-02', '2026-03-02'])
  now = new Date('2026-03-03T15:00:00Z')
  await placeOrder(hub, seeded, 'W-3', [['TENT', '1']])
  expect(await stored()).toHaveLength(4)
})
