import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { documents, invoiceCharges, invoices } from '../../db/schema/index.ts'
import { resolveInvoice } from './resolve.ts'
import { invoiceFor, openScene, type Scene } from './testing/scene.ts'

/** A received document, for an invoice to come in. */
async function documentIn(scene: Scene, number: string): Promise<string> {
  const { hub, retailerId, partnershipId } = scene
  const id = hub.newId()
  await hub.orm.insert(documents).values({
    retailerId,
    id,
    direction: 'in',
    kind: 'invoice',
    number,
    partnershipId,
    status: 'received',
    createdAt: hub.now(),
  })
  return id
}

const voidInvoice = async (scene: Scene, number: string) => {
  const { retailerId, hub } = scene
  const { id: invoiceId } = await scene.invoice(number)
  const command = { retailerId, invoiceId, resolution: 'void', reason: 'a wrong copy' } as const
  await hub.work('user:ann@example.com', work => resolveInvoice(work, command))
}

describeOnBothDatabases('receiveInvoice', open => {
  it('keeps what was sent, and works out dates and total', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.receive(
      invoiceFor(po, ' INV-1 ', '3', {
        terms: { netDays: 14, discountPercent: '1', discountDays: 5 },
        allowancesAndCharges: [
          { kind: 'charge', reason: 'freight', amount: '4' },
          { kind: 'allowance', reason: 'defective', amount: '1.5' },
        ],
        taxes: [{ type: 'ST', amount: '0.25' }],
        line: {
          allowancesAndCharges: [{ kind: 'allowance', reason: 'discount', amount: '2' }],
          taxes: [{ type: 'ST', amount: '1', jurisdiction: 'WA' }],
        },
        total: '40.00',
      }),
    )
    expect(await scene.invoice('INV-1')).toMatchObject({
      total: '40',
      computedTotal: '39.25',
      dueDate: '2026-03-18',
      discountDate: '2026-03-09',
      terms: { netDays: 14 },
      lines: [{ sku: 'NO-MUG', lineNumber: '1', quantity: '3', unitPrice: '12.5', amount: '35.5' }],
    })
    const charges = await scene.hub.orm.select().from(invoiceCharges).orderBy(invoiceCharges.id)
    expect(charges.map(({ kind, reason, amount, description }) => [kind, reason, amount, description])).toEqual([
      ['charge', 'freight', '4', null],
      ['allowance', 'defective', '-1.5', null],
      ['tax', 'ST', '0.25', null],
      ['tax', 'ST', '1', 'line 1, WA'],
    ])
  })

  it('recognises the one sent twice, shows it and settles it', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.ship(po, 'S-1', '10')
    const documentsIn = [await documentIn(scene, 'INV-1'), await documentIn(scene, 'INV-1')]
    const first = await scene.receive(invoiceFor(po, 'INV-1', '10'), documentsIn[0])
    await scene.pump()
    const second = await scene.receive(invoiceFor(po, 'INV-1', '10'), documentsIn[1])
    expect(second).toEqual({ result: 'duplicate', issues: [], id: first.id })
    expect(await scene.pump()).toBe(0)
    expect(await scene.hub.orm.select().from(invoices)).toMatchObject([
      { status: 'approved', documentId: documentsIn[0] },
    ])
    expect((await scene.purchaseOrder(po)).line.invoiced).toBe('10')
    expect(await scene.exceptions()).toMatchObject([
      {
        kind: 'duplicate',
        documentId: documentsIn[1],
        expected: '130.00 USD',
        actual: '130.00 USD',
        atStake: '130',
        summary: 'Invoice INV-1 was sent again; it is counted once.',
        resolution: 'the same as before: ignored',
      },
    ])
  })

  it('changes nothing when the same document is applied again, as after a crash', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    const [once, twice] = [await documentIn(scene, 'INV-1'), await documentIn(scene, 'INV-1')]
    const first = await scene.receive(invoiceFor(po, 'INV-1', '10'), once)
    expect(await scene.receive(invoiceFor(po, 'INV-1', '10'), once)).toEqual(first)
    await scene.receive(invoiceFor(po, 'INV-1', '10'), twice)
    await scene.receive(invoiceFor(po, 'INV-1', '10'), twice)
    expect(await scene.exceptions()).toHaveLength(1)
  })

  it('takes the same invoice by another way, in other words, as the same', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    const invoice = invoiceFor(po, 'INV-1', '10')
    await scene.receive(invoice)
    const line = { quantity: '10.000', unitPrice: '12.5000', description: 'Mug', purchaseOrderNumber: po }
    const { purchaseOrderNumber: _, ...other } = { ...invoice, total: '130', lines: [line] }
    expect((await scene.receive(other)).result).toBe('duplicate')
    expect(await scene.exceptions()).toMatchObject([{ resolution: 'the same as before: ignored' }])
  })

  it('puts before a person what came again saying something else', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.receive(invoiceFor(po, 'INV-1', '10'))
    expect((await scene.receive(invoiceFor(po, 'INV-1', '8'))).result).toBe('duplicate')
    await scene.receive(invoiceFor(po, 'INV-1', '8'))
    expect(await scene.exceptions()).toMatchObject([
      {
        kind: 'duplicate',
        expected: '130.00 USD',
        actual: '105.00 USD',
        atStake: '25',
        resolvedAt: null,
        summary:
          'Invoice INV-1 was sent again, saying something else: total 130.00 → 105.00; lines 10 × 12.50 = 125.00 → 8 × 12.50 = 100.00.',
      },
    ])
    expect(await scene.invoice('INV-1')).toMatchObject({ total: '130' })
  })

  it('lets another invoice replace one that is void, but not the same one', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.ship(po, 'S-1', '10')
    await scene.receive(invoiceFor(po, 'INV-1', '12'))
    await scene.pump()
    await voidInvoice(scene, 'INV-1')
    expect((await scene.receive(invoiceFor(po, 'INV-1', '12'))).result).toBe('duplicate')
    expect((await scene.receive(invoiceFor(po, 'INV-1', '10'))).result).toBe('applied')
    await scene.pump()
    const all = await scene.hub.orm.select().from(invoices).orderBy(invoices.id)
    expect(all.map(row => [row.status, row.total])).toEqual([
      ['void', '155'],
      ['approved', '130'],
    ])
    expect(await scene.purchaseOrder(po)).toMatchObject({ status: 'closed', line: { invoiced: '10' } })
  })

  it('takes a number that comes again in another year for another order as another invoice', async () => {
    const scene = await openScene(await open())
    const [first, second] = [await scene.order('10'), await scene.order('4')]
    await scene.receive(invoiceFor(first, '0001', '10', { date: '2026-01-05' }))
    const near = invoiceFor(second, '0001', '4', { date: '2026-06-01' })
    expect((await scene.receive(near)).result).toBe('duplicate')
    const nextYear = { ...near, date: '2027-01-04' }
    expect((await scene.receive({ ...nextYear, purchaseOrderNumber: first })).result).toBe('duplicate')
    const outcomes = await Promise.all([1, 2].map(() => scene.receive(nextYear)))
    expect(outcomes.map(outcome => outcome.result).toSorted()).toEqual(['applied', 'duplicate'])
    expect((await scene.receive(nextYear)).result).toBe('duplicate')
    const all = await scene.hub.orm.select().from(invoices).orderBy(invoices.id)
    expect(all.map(row => [row.number, row.numberUse, row.purchaseOrderNumber])).toEqual([
      ['0001', 1, first],
      ['0001', 2, second],
    ])
  })

  it('stores one of several that come at the same time', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    const invoice = invoiceFor(po, 'INV-1', '10')
    const outcomes = await Promise.all([1, 2, 3].map(() => scene.receive(invoice)))
    expect(outcomes.map(outcome => outcome.result).toSorted()).toEqual(['applied', 'duplicate', 'duplicate'])
    expect(await scene.hub.orm.select().from(invoices)).toHaveLength(1)
  })

  it('takes a credit memo for another document than the invoice of its number', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.receive(invoiceFor(po, '77', '10'))
    expect((await scene.receive(invoiceFor(po, '77', '10', { type: 'credit-memo' }))).result).toBe('applied')
  })

  it('refuses numbers that no invoice has, with an issue and no error', async () => {
    const scene = await openScene(await open())
    const outcome = await scene.receive(
      invoiceFor('PO-000001', 'INV-1', '999999999999999999', { line: { unitPrice: '999999999999999999' }, total: '1' }),
    )
    expect(outcome).toMatchObject({ result: 'rejected', issues: [{ code: 'amount-too-large', severity: 'error' }] })
  })

  it('stores an invoice of an order that there is not, for a person to see', async () => {
    const scene = await openScene(await open())
    await scene.receive(invoiceFor('PO-99', 'INV-1', '10'))
    await scene.pump()
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'exception', purchaseOrderId: null })
    expect(await scene.exceptions()).toMatchObject([
      { kind: 'unknown-purchase-order', actual: 'PO-99', atStake: '125' },
    ])
  })
})
