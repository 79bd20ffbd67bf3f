import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { claims, events, invoiceCharges, notifications } from '../../db/schema/index.ts'
import type { AllowanceOrCharge } from '../../translators/documents/index.ts'
import { resolveInvoice } from './resolve.ts'
import { invoiceFor, openScene } from './testing/scene.ts'
import { billedBackOf, computedTotal } from './totals.ts'

const open = freshDatabases()

const fee: AllowanceOrCharge = { kind: 'charge', reason: 'dropship-fee', amount: '5' }
const advertising: AllowanceOrCharge = {
  kind: 'allowance',
  reason: 'B720',
  amount: '6.25',
  handling: 'bill-back',
  description: 'Advertising',
}

/** Ten MUGs with the agreed fee: 130.00 is owed, whatever may be billed back. */
const bill = (number: string, order: string, line: { allowancesAndCharges?: AllowanceOrCharge[] } = {}) =>
  invoiceFor(order, number, '10', { allowancesAndCharges: [fee, advertising], total: '130.00', line })

async function start() {
  const hub = await open({ now: () => new Date('2026-03-02T15:00:00Z') })
  const scene = await openScene(hub, { invoicing: { approveAutomatically: true } })
  const number = await scene.order('10')
  await scene.ship(number, 'S-1', '10')
  return { hub, scene, number }
}

it('does not lower what is owed, on the invoice and on its lines', () => {
  const onLine = { ...advertising, amount: '1.10', description: 'Slotting' }
  const invoice = bill('I-1', 'PO-1', { allowancesAndCharges: [onLine] })
  expect(computedTotal(invoice).toFixed(2)).toBe('130.00')
  const { amount, reasons } = billedBackOf(invoice)
  expect([amount.toFixed(2), reasons]).toEqual(['7.35', ['Advertising', 'Slotting']])
})

it('is claimed apart, and the invoice is paid meanwhile', async () => {
  const { hub, scene, number } = await start()
  await scene.receive(bill('I-1', number))
  await scene.pump()
  const invoice = await scene.invoice('I-1')
  expect(invoice).toMatchObject({ status: 'approved', payable: '130', computedTotal: '130' })
  expect(await hub.orm.select().from(claims)).toMatchObject([
    {
      kind: 'bill-back',
      number: 'BB-000001',
      amount: '6.25',
      status: 'open',
      invoiceId: invoice.id,
      reason: 'Advertising',
    },
  ])
  expect(await hub.orm.select().from(invoiceCharges)).toMatchObject([{ reason: 'dropship-fee', amount: '5' }])
  const [told] = await hub.orm.select().from(notifications)
  expect(told).toMatchObject({ audience: 'supplier', subject: 'Invoice I-1: bill back BB-000001' })
})

it('is claimed once, however often the invoice is sent', async () => {
  const { hub, scene, number } = await start()
  await scene.receive(bill('I-1', number))
  expect(await scene.receive(bill('I-1', number))).toMatchObject({ result: 'duplicate' })
  await scene.pump()
  expect(await hub.orm.select().from(claims)).toHaveLength(1)
})

it('is settled by a credit memo for just that, and by no other', async () => {
  const { hub, scene, number } = await start()
  await scene.receive(bill('I-1', number))
  await scene.pump()
  const credit = (name: string, quantity: string, unitPrice: string) =>
    invoiceFor(number, name, quantity, {
      type: 'credit-memo',
      originalInvoiceNumber: 'I-1',
      allowancesAndCharges: [],
      line: { unitPrice },
    })
  await scene.receive(credit('C-1', '1', '12.5'))
  await scene.pump()
  expect(await hub.orm.select().from(claims)).toMatchObject([{ status: 'open' }])
  await scene.receive(credit('C-2', '1', '6.25'))
  await scene.pump()
  expect(await hub.orm.select().from(claims)).toMatchObject([{ status: 'settled', credited: '6.25' }])
})

it('falls with its invoice', async () => {
  const { hub, scene } = await start()
  const late = await scene.order('10')
  await scene.receive(bill('I-2', late))
  await scene.pump()
  const { id: invoiceId } = await scene.invoice('I-2')
  const command = { retailerId: scene.retailerId, invoiceId, resolution: 'void' as const, reason: 'never ordered' }
  await hub.work('test', work => resolveInvoice(work, command))
  expect(await hub.orm.select().from(claims)).toMatchObject([{ status: 'withdrawn' }])
  expect(await hub.orm.select().from(events).where(eq(events.type, 'invoice.claim-withdrawn'))).toMatchObject([
    { invoiceId, actor: 'test', data: { claim: 'BB-000001', amount: '6.25', reason: 'never ordered' } },
  ])
})
