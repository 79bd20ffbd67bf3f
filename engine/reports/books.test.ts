import { eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { invoices, orders } from '../../db/schema/index.ts'
import { exportBatch } from '../invoices/export-batch.ts'
import { recordPayment } from '../invoices/payments/record.ts'
import { replayTolerances } from '../invoices/replay.ts'
import { resolveInvoice } from '../invoices/resolve.ts'
import { invoiceFor, openScene, type Scene } from '../invoices/testing/scene.ts'
import { ageAccrual, listAccrual } from './accrual.ts'
import {
  type AgedRow,
  ageAmounts,
  ageBand,
  ageBands,
  agePayables,
  type DatedAmount,
  listDeductions,
  listPayables,
} from './aging.ts'
import { loadMargins, marginGroups } from './margins.ts'
import { orderProfits } from './profit.ts'

/**
 * Five orders of ten MUGs: matched and credited in part, billed too high and paid short, billed too high and in question, shipped in part and not billed, and nothing yet.
 */
async function play(scene: Scene): Promise<void> {
  const { hub, retailerId } = scene
  const numbers: string[] = []
  for (let made = 0; made < 5; made += 1) numbers.push(await scene.order('10'))
  const [clean, short, open, unbilled] = numbers as [string, string, string, string, string]
  for (const [index, po] of [clean, short, open].entries()) await scene.ship(po, `S-${index}`, '10')
  await scene.ship(unbilled, 'S-9', '4')
  await scene.receive(invoiceFor(clean, 'INV-1', '10'))
  await scene.receive(invoiceFor(short, 'INV-2', '10', { line: { unitPrice: '13' } }))
  await scene.receive(invoiceFor(open, 'INV-3', '10', { line: { unitPrice: '12.7' } }))
  await scene.pump()
  await scene.receive(invoiceFor(clean, 'CM-1', '1', { type: 'credit-memo', allowancesAndCharges: [] }))
  await scene.pump()
  const { id: invoiceId } = await scene.invoice('INV-2')
  const command = { retailerId, invoiceId, resolution: 'short-pay', reason: 'agreed at 12.50' } as const
  await hub.work('user:ann@example.com', work => resolveInvoice(work, command))
}

/** The same sums as the database makes, made row by row. */
function plainly(amounts: readonly DatedAmount[], today: string): AgedRow[] {
  const cents = (some: readonly DatedAmount[]) =>
    some.reduce((sum, one) => sum + Math.round(Number(one.amount) * 100), 0)
  const shown = (some: readonly DatedAmount[]) => (cents(some) / 100).toFixed(2)
  return [...Map.groupBy(amounts, one => `${one.supplier} ${one.currency}`)]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, its]) => ({
      partnershipId: its[0]!.partnershipId,
      supplier: its[0]!.supplier,
      currency: its[0]!.currency,
      bands: Object.fromEntries(
        ageBands.map(band => [band, shown(its.filter(one => ageBand(one.dueDate, today) === band))]),
      ) as AgedRow['bands'],
      total: shown(its),
    }))
}

const whole = { limit: 100 }
const always = { from: new Date(0), until: new Date('2100-01-01') }

describeOnBothDatabases('the books', open => {
  it('earn by every sum what the orders earn one by one', async () => {
    const scene = await openScene(await open())
    await play(scene)
    const { hub, retailerId } = scene
    const profits = (await orderProfits(hub.orm, { retailerId })).filter(order => order.revenue !== '0.00')
    const byOrder = await loadMargins(hub.orm, retailerId, 'order', always)
    const told = ({
      revenue,
      itemCost,
      fees,
      profit,
      estimatedCost,
    }: (typeof byOrder)[number] | (typeof profits)[number]) =>
      [revenue, itemCost, fees, profit, estimatedCost].join(' ')
    expect(byOrder.map(row => `${row.label} ${told(row)}`).sort()).toEqual(
      profits.map(row => `${row.number} ${told(row)}`).sort(),
    )
    expect(byOrder.find(row => row.label === 'W-1')).toMatchObject({ expectedCost: '130.00', expectedProfit: '370.00' })
    for (const group of marginGroups) {
      const rows = await loadMargins(hub.orm, retailerId, group, always)
      const total = rows.reduce((sum, row) => sum + Math.round(Number(row.profit) * 100), 0)
      expect([group, total]).toEqual([
        group,
        profits.reduce((sum, row) => sum + Math.round(Number(row.profit) * 100), 0),
      ])
    }
    expect(await loadMargins(hub.orm, hub.newId(), 'order', always)).toEqual([])
    expect(await loadMargins(hub.orm, retailerId, 'order', { ...always, until: new Date(1) })).toEqual([])
  })

  it('take of an invoice of several orders from each what was agreed for it, whatever span the others are in', async () => {
    const scene = await openScene(await open())
    const { hub, retailerId } = scene
    const [first, second] = [await scene.order('10'), await scene.order('4')]
    await scene.ship(first, 'S-1', '10')
    await scene.ship(second, 'S-2', '4')
    const [line] = invoiceFor(first, 'INV-1', '10').lines
    const lines = [line!, { ...line!, quantity: '4', purchaseOrderNumber: second }]
    const fee = { kind: 'charge' as const, reason: 'dropship-fee', amount: '10' }
    const total = '185.00'
    await scene.receive({ ...invoiceFor(first, 'INV-1', '10'), lines, allowancesAndCharges: [fee], total })
    await scene.pump()
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'approved', payable: '185' })
    const told = async (span: typeof always) =>
      (await loadMargins(hub.orm, retailerId, 'order', span)).map(row => `${row.label} ${row.itemCost} ${row.fees}`)
    expect((await told(always)).sort()).toEqual(['W-1 125.00 5.00', 'W-2 50.00 5.00'])
    const byOrder = await orderProfits(hub.orm, { retailerId })
    expect(byOrder.map(row => `${row.number} ${row.itemCost} ${row.fees}`).sort()).toEqual(
      await told(always).then(rows => rows.sort()),
    )
    const early = new Date('2020-01-01')
    await hub.orm.update(orders).set({ placedAt: early }).where(eq(orders.number, 'W-1'))
    const next = new Date('2020-01-02')
    expect(await told({ from: early, until: next })).toEqual(['W-1 125.00 5.00'])
    expect(await told({ ...always, from: next })).toEqual(['W-2 50.00 5.00'])
    const [, w2] = await hub.orm.select().from(orders).orderBy(orders.number)
    expect(await orderProfits(hub.orm, { retailerId, orderIds: [w2!.id] })).toMatchObject([{ fees: '5.00' }])
  })

  it('know what is shipped and not billed, what is owed, and what was taken off', async () => {
    const scene = await openScene(await open())
    await play(scene)
    const { hub, retailerId } = scene
    const accrued = (await listAccrual(hub.orm, retailerId, whole)).rows.map(row => [
      row.sku,
      row.quantity,
      row.amount,
      row.dueDate,
    ])
    // What is billed and in question is not waited for to be billed.
    expect(accrued).toEqual([['MUG', '4', '50.00', '2026-04-02']])
    const owed = (await listPayables(hub.orm, retailerId, whole)).rows.map(
      row => `${row.number} ${row.amount} ${row.dueDate}`,
    )
    expect(owed.sort()).toEqual(['CM-1 -12.50 2026-04-03', 'INV-1 130.00 2026-04-03', 'INV-2 130.00 2026-04-03'])
    expect((await listDeductions(hub.orm, retailerId, whole)).rows).toMatchObject([
      { number: 'DM-000001', invoice: 'INV-2', amount: '5.00', status: 'settled', supplier: 'Northwind' },
    ])
    expect((await listPayables(hub.orm, hub.newId(), whole)).rows).toEqual([])
  })

  it('say what they said on a past day: by the days of invoices, shipments and payments', async () => {
    const scene = await openScene(await open())
    await play(scene)
    const { hub, retailerId, partnershipId } = scene
    const [shipped, billed, beforePaid, paidOn] = ['2026-03-03', '2026-03-04', '2026-03-19', '2026-03-20'] as const
    const owedOn = async (on: string) =>
      (await listPayables(hub.orm, retailerId, { ...whole, on })).rows.map(row => row.number).sort()
    const accruedOn = async (on: string) => (await ageAccrual(hub.orm, retailerId, '2026-12-31', on))[0]?.total
    for (const day of [billed, beforePaid]) {
      expect(await agePayables(hub.orm, retailerId, '2027-01-01', day)).toEqual(
        await agePayables(hub.orm, retailerId, day),
      )
      expect(await ageAccrual(hub.orm, retailerId, '2027-01-01', day)).toEqual(
        await ageAccrual(hub.orm, retailerId, day),
      )
      expect((await listAccrual(hub.orm, retailerId, { ...whole, on: day })).rows).toEqual(
        (await listAccrual(hub.orm, retailerId, whole)).rows,
      )
    }
    expect([await owedOn(shipped), await accruedOn(shipped)]).toEqual([[], '425.00'])
    expect(await accruedOn('2026-03-02')).toBeUndefined()
    await hub.work('system', work => exportBatch(work, { retailerId, format: 'journal' }))
    const exported = await hub.orm.select().from(invoices).where(eq(invoices.status, 'exported'))
    const invoiceIds = exported.map(({ id }) => id)
    await hub.work('system', work =>
      recordPayment(work, { retailerId, partnershipId, invoiceIds, paidOn, method: 'ach' }),
    )
    expect([await owedOn(beforePaid), await owedOn(paidOn)]).toEqual([['CM-1', 'INV-1', 'INV-2'], []])
    expect((await agePayables(hub.orm, retailerId, paidOn, beforePaid))[0]).toMatchObject({ total: '247.50' })
  })

  it('sum by supplier, currency and age what they list, whatever day it is', async () => {
    const scene = await openScene(await open())
    await play(scene)
    const { hub, retailerId } = scene
    const owed = (await listPayables(hub.orm, retailerId, whole)).rows
    const accrued = (await listAccrual(hub.orm, retailerId, whole)).rows
    for (const day of ['2026-04-01', '2026-04-03', '2026-05-04', '2026-06-03', '2026-12-31']) {
      expect(await agePayables(hub.orm, retailerId, day)).toEqual(plainly(owed, day))
      expect(await ageAccrual(hub.orm, retailerId, day)).toEqual(plainly(accrued, day))
    }
    expect((await agePayables(hub.orm, retailerId, '2026-04-04'))[0]).toMatchObject({
      bands: { '1-30': '247.50', 'not-due': '0.00' },
      total: '247.50',
    })
    const [acme, northwind] = [hub.newId(), hub.newId()]
    const amounts = (
      [
        [northwind, 'Northwind', 'USD', '2026-03-01', '10.10'],
        [northwind, 'Northwind', 'USD', '2026-03-20', '5.00'],
        [northwind, 'Northwind', 'USD', '2026-03-02', '-0.10'],
        [northwind, 'Northwind', 'CAD', '2026-02-07', '7.00'],
        [northwind, 'Northwind', 'CAD', '2026-02-08', '6.00'],
        [northwind, 'Northwind', 'CAD', '2025-12-10', '5.00'],
        [acme, 'Acme', 'USD', '2025-12-09', '1.00'],
        [acme, 'Acme', 'USD', '2026-03-10', '2.00'],
      ] as const
    ).map(([partnershipId, supplier, currency, dueDate, amount]) => ({
      partnershipId,
      supplier,
      currency,
      dueDate,
      amount,
    }))
    const values = sql.join(
      amounts.map(
        one =>
          sql`(${one.partnershipId}::uuid, ${one.supplier}, ${one.currency}, ${one.dueDate}::date, ${one.amount}::numeric)`,
      ),
      sql`, `,
    )
    const table = sql`select * from (values ${values}) as given (partnership_id, supplier, currency, due_date, amount)`
    expect(await ageAmounts(hub.orm, table, '2026-03-10')).toEqual(plainly(amounts, '2026-03-10'))
  })

  it('list page after page what they list at once', async () => {
    const scene = await openScene(await open())
    await play(scene)
    const { hub, retailerId } = scene
    const all = await listPayables(hub.orm, retailerId, whole)
    const first = await listPayables(hub.orm, retailerId, { limit: 2 })
    const rest = await listPayables(hub.orm, retailerId, { limit: 2, after: first.next })
    expect([all.next, rest.next, first.rows.length]).toEqual([undefined, undefined, 2])
    expect([...first.rows, ...rest.rows]).toEqual(all.rows)
    const accrued = await listAccrual(hub.orm, retailerId, { limit: 1 })
    expect([accrued.rows.length, accrued.next]).toEqual([1, undefined])
  })

  it('say what other tolerances would let pass, and at what cost, and change nothing', async () => {
    const scene = await openScene(await open())
    await play(scene)
    const { hub, retailerId } = scene
    const before = await scene.invoice('INV-3')
    const query = { retailerId, ...always, most: 100 }
    const replay = (tolerances: object, most = 100) =>
      replayTolerances(hub.orm, hub.now(), { ...query, tolerances, most })
    const wide = await replay({ price: { amount: '0.2' } })
    expect(wide.freed.map(row => [row.invoice.number, row.before, row.after, row.cost])).toEqual([
      ['INV-3', 'exception', 'within-tolerance', '2.00'],
    ])
    expect(wide).toMatchObject({
      invoices: 4,
      isPartial: false,
      passing: { before: 2, after: 3 },
      cost: [{ currency: 'USD', amount: '2.00' }],
      stopped: [],
    })
    expect((await replay({ price: { share: '0.05' } })).freed.map(row => row.invoice.number)).toEqual([
      'INV-3',
      'INV-2',
    ])
    expect(await replay({}, 1)).toMatchObject({ invoices: 1, isPartial: true })
    expect(await scene.invoice('INV-3')).toEqual(before)
  })
})
