import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { events } from '../../db/schema/index.ts'
import { approveInvoice } from './approve.ts'
import { type InvoiceResolution, resolutionsFor } from './resolutions.ts'
import { resolveInvoice } from './resolve.ts'
import { invoiceFor, openScene, type Scene } from './testing/scene.ts'

const resolve = async (scene: Scene, number: string, resolution: InvoiceResolution, reason = 'agreed by phone') => {
  const { hub, retailerId } = scene
  const { id: invoiceId } = await scene.invoice(number)
  const command = { retailerId, invoiceId, resolution, reason }
  await hub.work('user:ann@example.com', work => resolveInvoice(work, command))
}

const approve = async (scene: Scene, number: string) => {
  const { hub, retailerId } = scene
  const { id: invoiceId } = await scene.invoice(number)
  await hub.work('user:ann@example.com', work => approveInvoice(work, { retailerId, invoiceId }))
}

describeOnBothDatabases('resolveInvoice', open => {
  /** Ten shipped, twelve billed, at half a dollar too much each. */
  const overbilled = async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.ship(po, 'S-1', '10')
    await scene.receive(invoiceFor(po, 'INV-1', '12', { line: { unitPrice: '13' } }))
    await scene.pump()
    return { scene, po }
  }

  it('pays all of it: what is beyond the goods is counted as tolerated', async () => {
    const { scene, po } = await overbilled()
    await resolve(scene, 'INV-1', 'approve')
    expect(await scene.invoice('INV-1')).toMatchObject({
      status: 'approved',
      payable: '161',
      approvedBy: 'user:ann@example.com',
      lines: [{ counted: '12', payable: '156' }],
    })
    expect(await scene.purchaseOrder(po)).toMatchObject({ status: 'closed', line: { invoiced: '12', tolerated: '2' } })
    const closed = await scene.exceptions()
    expect(closed.map(({ resolution, resolvedBy, note }) => [resolution, resolvedBy, note])).toEqual([
      ['approve', 'user:ann@example.com', 'agreed by phone'],
      ['approve', 'user:ann@example.com', 'agreed by phone'],
    ])
  })

  it('pays what matched: the goods at the agreed price', async () => {
    const { scene, po } = await overbilled()
    await resolve(scene, 'INV-1', 'short-pay')
    expect(await scene.invoice('INV-1')).toMatchObject({
      status: 'approved',
      total: '161',
      payable: '130',
      lines: [{ quantity: '12', unitPrice: '13', counted: '10', payable: '125' }],
    })
    expect(await scene.purchaseOrder(po)).toMatchObject({ status: 'closed', line: { invoiced: '10', tolerated: '0' } })
    const types = (await scene.hub.orm.select().from(events).orderBy(events.id)).map(event => event.type)
    expect(types).toContain('invoice.short-paid')
  })

  it('pays nothing, and makes room for other invoices', async () => {
    const { scene, po } = await overbilled()
    await scene.receive(invoiceFor(po, 'INV-2', '10'))
    await scene.pump()
    expect(await scene.invoice('INV-2')).toMatchObject({ status: 'exception' })
    await resolve(scene, 'INV-1', 'void')
    await scene.pump()
    expect(await scene.invoice('INV-1')).toMatchObject({
      status: 'void',
      voidReason: 'agreed by phone',
      lines: [{ counted: '0' }],
    })
    expect(await scene.invoice('INV-2')).toMatchObject({ status: 'approved', payable: '130' })
    expect(await scene.purchaseOrder(po)).toMatchObject({ status: 'closed', line: { invoiced: '10' } })
  })

  it('does not void what a credit memo stands against', async () => {
    const { scene, po } = await overbilled()
    await scene.receive(invoiceFor(po, 'CM-1', '3', { type: 'credit-memo', allowancesAndCharges: [] }))
    await scene.pump()
    await expect(resolve(scene, 'INV-1', 'void')).rejects.toMatchObject({ code: 'wrong-state' })
    await resolve(scene, 'CM-1', 'void')
    await resolve(scene, 'INV-1', 'void')
    expect((await scene.purchaseOrder(po)).line).toMatchObject({ invoiced: '0', credited: '0' })
  })

  it('waits for more goods, and matches when they are shipped', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.ship(po, 'S-1', '10')
    await scene.receive(invoiceFor(po, 'INV-1', '12'))
    await scene.pump()
    await resolve(scene, 'INV-1', 'wait', '')
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'waiting' })
    await scene.ship(po, 'S-2', '2')
    await scene.pump()
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'approved', payable: '155' })
    expect((await scene.purchaseOrder(po)).line).toMatchObject({ overShipped: '2', invoiced: '12', tolerated: '0' })
  })

  it('does not wait for what no shipment settles', async () => {
    const { scene } = await overbilled()
    await expect(resolve(scene, 'INV-1', 'wait', '')).rejects.toThrow('price')
    expect(await scene.exceptions()).toMatchObject([{ resolvedAt: null }, { resolvedAt: null }])
  })

  it('wants a reason, and refuses what does not fit the state', async () => {
    const { scene } = await overbilled()
    await expect(resolve(scene, 'INV-1', 'void', '  ')).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(approve(scene, 'INV-1')).rejects.toMatchObject({ code: 'wrong-state' })
    await resolve(scene, 'INV-1', 'void')
    for (const resolution of ['approve', 'short-pay', 'wait', 'void'] as const) {
      await expect(resolve(scene, 'INV-1', resolution)).rejects.toMatchObject({ code: 'wrong-state' })
    }
    const [gone, open] = [
      { status: 'void', type: 'invoice' },
      { status: 'exception', type: 'invoice' },
    ] as const
    expect(resolutionsFor(gone)).toEqual([])
    const all = ['approve', 'short-pay', 'by-line', 'wait', 'ask-credit', 'dispute', 'void']
    expect(resolutionsFor(open)).toEqual(all)
    expect(resolutionsFor(open, 'operations')).toEqual(['wait', 'ask-credit', 'dispute'])
    expect(resolutionsFor(open, 'read-only')).toEqual([])
    expect(resolutionsFor({ ...open, type: 'credit-memo' }, 'accountant')).not.toContain('ask-credit')
  })

  it('does not short-pay an invoice of which nothing matched', async () => {
    const scene = await openScene(await open())
    await scene.receive(invoiceFor('PO-99', 'INV-1', '10'))
    await scene.pump()
    await expect(resolve(scene, 'INV-1', 'short-pay')).rejects.toThrow('void it instead')
    await resolve(scene, 'INV-1', 'approve')
    expect(await scene.invoice('INV-1')).toMatchObject({
      status: 'approved',
      payable: '130',
      lines: [{ payable: '125' }],
    })
  })
})

describeOnBothDatabases('approveInvoice', open => {
  it('approves what matched, once', async () => {
    const scene = await openScene(await open(), { invoicing: { approveAutomatically: false } })
    const po = await scene.order('10')
    await scene.ship(po, 'S-1', '10')
    await scene.receive(invoiceFor(po, 'INV-1', '10'))
    await scene.pump()
    expect(await scene.purchaseOrder(po)).toMatchObject({ status: 'invoiced' })
    await approve(scene, 'INV-1')
    await approve(scene, 'INV-1')
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'approved', payable: '130' })
    expect(await scene.purchaseOrder(po)).toMatchObject({ status: 'closed' })
    const approvals = (await scene.hub.orm.select().from(events)).filter(event => event.type === 'invoice.approved')
    expect(approvals).toHaveLength(1)
  })
})
