import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { events, orders } from '../../db/schema/index.ts'
import { reconcileInvoice } from './reconcile.ts'
import { resolveInvoice } from './resolve.ts'
import { invoiceFor, openScene } from './testing/scene.ts'

describeOnBothDatabases('reconcileInvoice', open => {
  it('approves an invoice that matches, and closes its purchase order and the order', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.ship(po, 'S-1', '10')
    expect((await scene.receive(invoiceFor(po, 'INV-1', '10'))).result).toBe('applied')
    expect(await scene.invoice('INV-1')).toMatchObject({
      status: 'received',
      computedTotal: '130',
      dueDate: '2026-04-03',
    })
    await scene.pump()
    expect(await scene.invoice('INV-1')).toMatchObject({
      status: 'approved',
      payable: '130',
      approvedBy: 'system',
      lines: [{ counted: '10', countedInOrderUnits: '10', payable: '125' }],
    })
    expect(await scene.purchaseOrder(po)).toMatchObject({ status: 'closed', line: { invoiced: '10', tolerated: '0' } })
    expect(await scene.exceptions()).toEqual([])
    expect(await scene.hub.orm.select().from(orders)).toMatchObject([{ status: 'closed' }])
    const { id } = await scene.invoice('INV-1')
    const history = await scene.hub.orm.select().from(events).where(eq(events.invoiceId, id)).orderBy(events.id)
    expect(history.map(event => event.type)).toEqual(['invoice.received', 'invoice.matched', 'invoice.approved'])
    expect(new Set(history.map(event => event.orderId))).toEqual(new Set([null, expect.any(String)]))
  })

  it('lets an invoice wait for its ship notices, claiming nothing, and matches it by itself', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.receive(invoiceFor(po, 'INV-2', '6'))
    await scene.pump()
    await scene.ship(po, 'S-1', '4')
    await scene.receive(invoiceFor(po, 'INV-1', '4', { allowancesAndCharges: [] }))
    await scene.pump()
    expect(await scene.invoice('INV-2')).toMatchObject({ status: 'waiting', lines: [{ counted: '0' }] })
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'approved' })
    expect(await scene.purchaseOrder(po)).toMatchObject({ status: 'partly-shipped', line: { invoiced: '4' } })
    await scene.ship(po, 'S-2', '6')
    await scene.pump()
    expect(await scene.invoice('INV-2')).toMatchObject({ status: 'approved', payable: '80' })
    expect(await scene.purchaseOrder(po)).toMatchObject({ status: 'closed', line: { invoiced: '10' } })
  })

  it('stops waiting after the days that the partnership allows', async () => {
    const clock = { now: new Date('2026-03-04T12:00:00Z') }
    const scene = await openScene(await open({ now: () => clock.now }), { invoicing: { waitDays: 3 } })
    const po = await scene.order('10')
    await scene.receive(invoiceFor(po, 'INV-1', '10'))
    await scene.pump()
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'waiting' })
    clock.now = new Date('2026-03-07T12:00:00Z')
    const { retailerId, hub } = scene
    const { id: invoiceId } = await scene.invoice('INV-1')
    expect(await hub.work('system', work => reconcileInvoice(work, { retailerId, invoiceId }))).toBe('exception')
    expect(await scene.exceptions()).toMatchObject([
      { kind: 'not-shipped', expected: '0', actual: '10', atStake: '125' },
    ])
  })

  it('raises what is wrong, once, with the money at stake, and keeps what is covered', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.ship(po, 'S-1', '10')
    await scene.receive(invoiceFor(po, 'INV-1', '12', { line: { unitPrice: '13' } }))
    await scene.pump()
    const { retailerId, hub } = scene
    const { id: invoiceId } = await scene.invoice('INV-1')
    await hub.work('system', work => reconcileInvoice(work, { retailerId, invoiceId }))
    expect(await scene.invoice('INV-1')).toMatchObject({
      status: 'exception',
      lines: [{ counted: '10', payable: '125' }],
    })
    expect(await scene.purchaseOrder(po)).toMatchObject({
      status: 'invoiced',
      line: { invoiced: '10', tolerated: '0' },
    })
    const raised = await scene.exceptions()
    expect(raised).toMatchObject([
      { kind: 'quantity-over-shipped', expected: '10', actual: '12', atStake: '26', currency: 'USD', resolvedAt: null },
      { kind: 'price', expected: '12.50', actual: '13.00', atStake: '5', resolvedAt: null },
    ])
    expect(raised[0]!.summary).toBe('Invoice INV-1: Line 1 (NO-MUG): billed 12 EA, but 10 shipped.')
    expect(raised[0]!.purchaseOrderLineId).toBe((await scene.purchaseOrder(po)).line.id)
  })

  it('settles an exception by itself when a credit memo makes it good', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.ship(po, 'S-1', '10')
    await scene.receive(invoiceFor(po, 'INV-1', '12'))
    await scene.pump()
    await scene.receive(invoiceFor(po, 'CM-1', '2', { type: 'credit-memo', allowancesAndCharges: [] }))
    await scene.pump()
    expect(await scene.invoice('CM-1')).toMatchObject({ status: 'approved', payable: '25' })
    expect(await scene.invoice('INV-1')).toMatchObject({
      status: 'approved',
      payable: '155',
      lines: [{ counted: '12' }],
    })
    expect(await scene.purchaseOrder(po)).toMatchObject({
      status: 'closed',
      line: { invoiced: '12', credited: '2', tolerated: '0' },
    })
    expect(await scene.exceptions()).toMatchObject([{ resolution: 'settled by itself', resolvedBy: 'system' }])
  })

  it('tolerates what the partnership tolerates, and counts it', async () => {
    const scene = await openScene(await open(), { tolerances: { quantity: { amount: '1' } } })
    const po = await scene.order('10')
    await scene.ship(po, 'S-1', '10')
    await scene.receive(invoiceFor(po, 'INV-1', '11'))
    await scene.pump()
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'approved', payable: '142.5' })
    expect(await scene.purchaseOrder(po)).toMatchObject({ status: 'closed', line: { invoiced: '11', tolerated: '1' } })
  })

  it('leaves what matches to a person where the partnership wants that', async () => {
    const scene = await openScene(await open(), { invoicing: { approveUpTo: '100' } })
    const po = await scene.order('20')
    await scene.ship(po, 'S-1', '20')
    await scene.receive(invoiceFor(po, 'INV-1', '10'))
    await scene.receive(invoiceFor(po, 'INV-2', '5', { allowancesAndCharges: [] }))
    await scene.pump()
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'matched', payable: null })
    expect(await scene.invoice('INV-2')).toMatchObject({ status: 'approved' })
    expect(await scene.purchaseOrder(po)).toMatchObject({ status: 'partly-invoiced' })
  })

  it('matches one invoice with several purchase orders', async () => {
    const scene = await openScene(await open())
    const [one, other] = [await scene.order('3'), await scene.order('4')]
    await scene.ship(one, 'S-1', '3')
    await scene.ship(other, 'S-2', '4')
    const invoice = invoiceFor(one, 'INV-1', '3')
    const second = { ...invoice.lines[0]!, purchaseOrderNumber: other, quantity: '4' }
    await scene.receive({ ...invoice, lines: [...invoice.lines, second], total: '92.50' })
    await scene.pump()
    expect(await scene.invoice('INV-1')).toMatchObject({
      status: 'approved',
      lines: [{ counted: '3' }, { counted: '4' }],
    })
    expect((await scene.purchaseOrder(one)).line.invoiced).toBe('3')
    expect((await scene.purchaseOrder(other)).line.invoiced).toBe('4')
  })

  it('takes the fees of an invoice of several orders from each of them, so that none is billed twice', async () => {
    const scene = await openScene(await open())
    const orders = [await scene.order('3'), await scene.order('4')]
    for (const [index, po] of orders.entries()) await scene.ship(po, `S-${index}`, index === 0 ? '3' : '4')
    const [first, second] = orders as [string, string]
    const both = invoiceFor(first, 'INV-1', '3', {})
    const lines = [...both.lines, { ...both.lines[0]!, purchaseOrderNumber: second, quantity: '2' }]
    const allowancesAndCharges = [{ ...both.allowancesAndCharges![0]!, amount: '10' }]
    await scene.receive({ ...both, lines, allowancesAndCharges, total: '72.5' })
    await scene.pump()
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'approved', payable: '72.5' })
    await scene.receive(invoiceFor(second, 'INV-2', '2'))
    await scene.pump()
    expect(await scene.invoice('INV-2')).toMatchObject({ status: 'exception' })
    expect(await scene.exceptions()).toMatchObject([
      { kind: 'freight-or-fee', expected: '0.00', actual: '5.00', atStake: '5' },
    ])
  })

  it('counts once when two invoices of one order are matched at the same time', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.ship(po, 'S-1', '10')
    await scene.receive(invoiceFor(po, 'INV-1', '7'))
    await scene.receive(invoiceFor(po, 'INV-2', '7', { allowancesAndCharges: [] }))
    const { retailerId, hub } = scene
    const ids = [(await scene.invoice('INV-1')).id, (await scene.invoice('INV-2')).id]
    const results = await Promise.all(
      [...ids, ...ids].map(invoiceId => hub.work('system', work => reconcileInvoice(work, { retailerId, invoiceId }))),
    )
    expect(results.toSorted()).toEqual(['approved', 'approved', 'exception', 'exception'])
    expect((await scene.purchaseOrder(po)).line).toMatchObject({ invoiced: '10', tolerated: '0' })
  })

  it('lets credit memos together give back no more than was billed, whether they move goods or correct a price, in whatever order they come', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    const credit = (number: string, quantity: string, unitPrice = '12.5') =>
      scene.receive(
        invoiceFor(po, number, quantity, { type: 'credit-memo', allowancesAndCharges: [], line: { unitPrice } }),
      )
    await credit('CM-1', '10', '8')
    await scene.pump()
    expect(await scene.invoice('CM-1')).toMatchObject({ status: 'waiting', payable: null })
    await scene.ship(po, 'S-1', '10')
    await scene.receive(invoiceFor(po, 'INV-1', '10', { allowancesAndCharges: [] }))
    await scene.pump()
    expect(await scene.invoice('CM-1')).toMatchObject({ status: 'approved', payable: '80' })
    await credit('CM-2', '10', '8')
    await scene.pump()
    await credit('CM-3', '6')
    await scene.pump()
    expect(await scene.invoice('CM-2')).toMatchObject({ status: 'exception' })
    expect(await scene.invoice('CM-3')).toMatchObject({ status: 'exception' })
    expect(await scene.exceptions()).toMatchObject([
      { kind: 'over-credited', expected: '45.00', actual: '80.00', atStake: '35' },
      { kind: 'over-credited', expected: '0.00', actual: '75.00' },
    ])
    const { id: invoiceId } = await scene.invoice('CM-2')
    const { retailerId } = scene
    await scene.hub.work('user:ann', work =>
      resolveInvoice(work, { retailerId, invoiceId, resolution: 'void', reason: 'sent twice' }),
    )
    await scene.pump()
    expect(await scene.exceptions()).toMatchObject([
      { resolution: 'void' },
      { kind: 'over-credited', expected: '45.00', actual: '75.00', resolvedAt: null },
    ])
  })

  it('knows no invoice of another retailer', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('1')
    await scene.receive(invoiceFor(po, 'INV-1', '1'))
    const { id: invoiceId } = await scene.invoice('INV-1')
    const other = scene.hub.newId()
    const asked = scene.hub.work('system', work => reconcileInvoice(work, { retailerId: other, invoiceId }))
    await expect(asked).rejects.toMatchObject({ code: 'not-found' })
  })
})
