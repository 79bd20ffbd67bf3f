import { getDocument } from 'unpdf/pdfjs'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import { documents, exportLines, partnerships, payments } from '../../../db/schema/index.ts'
import { remittanceAdvice } from '../../../translators/documents/index.ts'
import { renderPdf } from '../../../translators/pdf/index.ts'
import { exportBatch } from '../export-batch.ts'
import { resolveInvoice } from '../resolve.ts'
import { invoiceFor, openScene, type Scene } from '../testing/scene.ts'
import { discountOn } from './discount.ts'
import { loadRemittance } from './load-remittance.ts'
import { recordPayment } from './record.ts'
import { remittanceStatement } from './statement.ts'

it.each([
  ['by the agreed percentage', {}, '2026-03-14', '2.6'],
  ['on the last day', {}, '2026-03-14', '2.6'],
  ['not a day later', {}, '2026-03-15', '0'],
  ['by the percentage that the invoice names', { terms: { discountPercent: '1' } }, '2026-03-10', '1.3'],
  ['by the amount that it names', { terms: { discountAmount: '3' } }, '2026-03-10', '3'],
  ['in proportion where it is paid short', { terms: { discountAmount: '3' }, total: '150' }, '2026-03-10', '2.6'],
  ['none where no day was set', { discountDate: null }, '2026-03-10', '0'],
  ['none on a credit memo', { type: 'credit-memo' as const }, '2026-03-10', '0'],
] as const)('the discount for paying early: %s', (_name, change, paidOn, expected) => {
  const invoice = {
    type: 'invoice' as const,
    terms: null,
    discountDate: '2026-03-14',
    payable: '130',
    total: '130',
    ...change,
  }
  const agreed = { netDays: 30, discountDays: 10, discountPercent: '2' }
  expect(discountOn(invoice, agreed, paidOn).toFixed()).toBe(expected)
})

/** One invoice paid short by 5.00, one clean, and a credit memo of 12.50: all exported. */
async function exported(scene: Scene) {
  const { hub, retailerId } = scene
  const terms = { netDays: 30, discountDays: 10, discountPercent: '2' }
  await hub.orm.update(partnerships).set({ terms })
  const [first, second] = [await scene.order('10'), await scene.order('10')]
  for (const [index, po] of [first, second].entries()) await scene.ship(po, `S-${index}`, '10')
  await scene.receive(invoiceFor(first, 'INV-1', '10', { line: { unitPrice: '13' } }))
  await scene.receive(invoiceFor(second, 'INV-2', '10'))
  await scene.pump()
  await scene.receive(invoiceFor(second, 'CM-1', '1', { type: 'credit-memo', allowancesAndCharges: [] }))
  await scene.pump()
  const { id: invoiceId } = await scene.invoice('INV-1')
  await hub.work('user:ann', work =>
    resolveInvoice(work, { retailerId, invoiceId, resolution: 'short-pay', reason: 'agreed at 12.50' }),
  )
  await hub.work('user:ann', work => exportBatch(work, { retailerId, format: 'journal' }))
}

const pay = async (scene: Scene, numbers: string[], change: object = {}) => {
  const { hub, retailerId, partnershipId } = scene
  const found = await Promise.all(numbers.map(number => scene.invoice(number)))
  const command = { retailerId, partnershipId, paidOn: '2026-03-10', method: 'ach' as const, reference: 'TRACE-7' }
  const invoiceIds = found.map(invoice => invoice.id)
  return await hub.work('user:ann', work => recordPayment(work, { ...command, invoiceIds, ...change }))
}

describeOnBothDatabases('recordPayment', open => {
  it('pays what is exported, less credits and discounts, and sends one remittance advice that adds up', async () => {
    const scene = await openScene(await open())
    await exported(scene)
    const paymentId = await pay(scene, ['INV-1', 'INV-2', 'CM-1'])
    // (130.00 − 2.60) + (130.00 − 2.60) − 12.50
    const [payment] = await scene.hub.orm.select().from(payments)
    expect(payment).toMatchObject({ id: paymentId, number: 'PAY-000001', total: '242.3', currency: 'USD' })
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'paid' })
    const all = await scene.hub.orm.select().from(documents)
    const [document] = all.filter(one => one.kind === 'remittance-advice')
    expect(document!.id).toBe(payment!.documentId)
    const content = remittanceAdvice.parse(document!.content)
    expect(content).toMatchObject({
      number: 'TRACE-7',
      total: '242.30',
      invoices: [
        {
          number: 'INV-1',
          paid: '127.40',
          gross: '135.00',
          discount: '2.60',
          adjustments: [{ amount: '-5.00', reference: { type: 'debit-memo', value: 'DM-000001' } }],
        },
        { number: 'INV-2', paid: '127.40', discount: '2.60' },
        { type: 'credit-memo', number: 'CM-1', paid: '-12.50', gross: '-12.50' },
      ],
    })
    await expect(pay(scene, ['INV-1'])).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('refuses what cannot be paid together', async () => {
    const scene = await openScene(await open())
    await exported(scene)
    await expect(pay(scene, ['CM-1'])).rejects.toThrow('credits are more')
    await expect(pay(scene, [])).rejects.toMatchObject({ code: 'invalid-input' })
    await expect(pay(scene, ['INV-1'], { partnershipId: scene.hub.newId() })).rejects.toThrow('another supplier')
    const po = await scene.order('1')
    await scene.ship(po, 'S-9', '1')
    await scene.receive(invoiceFor(po, 'INV-9', '1'))
    await scene.pump()
    await expect(pay(scene, ['INV-9'])).rejects.toThrow('only exported')
    expect(await scene.hub.orm.select().from(payments)).toEqual([])
  })

  it('prints a statement that says the same, and the same bytes again', async () => {
    const scene = await openScene(await open())
    await exported(scene)
    const paymentId = await pay(scene, ['INV-1', 'CM-1'])
    const remittance = await loadRemittance(scene.hub.orm, scene.retailerId, paymentId)
    const print = () => renderPdf(remittanceStatement(remittance, '2026-03-10T12:00:00Z'))
    const bytes = await print()
    const page = await (await getDocument({ data: new Uint8Array(bytes) }).promise).getPage(1)
    const { items } = await page.getTextContent()
    const text = items.map(item => ('str' in item ? item.str : '')).join(' ')
    for (const said of ['PAY-000001', 'TRACE-7', 'INV-1', '135.00', 'DM-000001', '114.90']) expect(text).toContain(said)
    expect(Buffer.from(await print()).equals(Buffer.from(bytes))).toBe(true)
  })

  it('leads every exported line back to a field of its invoice', async () => {
    const scene = await openScene(await open())
    await exported(scene)
    const lines = await scene.hub.orm.select().from(exportLines).orderBy(exportLines.position)
    const [first, second, credit] = await Promise.all(['INV-1', 'INV-2', 'CM-1'].map(number => scene.invoice(number)))
    const of = (invoice: typeof first) =>
      lines
        .filter(line => line.invoiceId === invoice!.id)
        .map(line => [line.invoiceLineId ?? (line.invoiceChargeId ? 'charge' : 'left over'), line.amount])
    expect(of(first)).toEqual([
      [first!.lines[0]!.id, '125'],
      ['charge', '5'],
    ])
    expect(of(second)).toEqual([
      [second!.lines[0]!.id, '125'],
      ['charge', '5'],
    ])
    expect(of(credit)).toEqual([[credit!.lines[0]!.id, '-12.5']])
  })
})
