import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { claims, events, notifications, retailers } from '../../db/schema/index.ts'
import type { Authority } from './authority.ts'
import { type BillBackEnd, closeBillBack } from './close-bill-back.ts'
import { invoiceFor, openScene } from './testing/scene.ts'

const open = freshDatabases()

/** An invoice paid in full, of which 6.25 are billed back. */
async function start() {
  const hub = await open({ now: () => new Date('2026-03-02T15:00:00Z') })
  const scene = await openScene(hub, { invoicing: { approveAutomatically: true } })
  const { retailerId } = scene
  const number = await scene.order('10')
  await scene.ship(number, 'S-1', '10')
  const allowancesAndCharges = [
    { kind: 'charge', reason: 'dropship-fee', amount: '5' },
    { kind: 'allowance', reason: 'B720', amount: '6.25', handling: 'bill-back', description: 'Advertising' },
  ] as const
  await scene.receive(invoiceFor(number, 'I-1', '10', { allowancesAndCharges: [...allowancesAndCharges] }))
  await scene.pump()
  const { id: invoiceId } = await scene.invoice('I-1')
  const [claim] = await hub.orm.select().from(claims)
  const close = async (end: BillBackEnd, reason = 'by cheque 1207', authority: Authority = 'accountant') => {
    const command = { retailerId, invoiceId, claimId: claim!.id, end, reason, authority }
    await hub.work('user:ann@example.com', work => closeBillBack(work, command))
  }
  const states = async () => (await hub.orm.select().from(claims)).map(({ status, credited }) => [status, credited])
  return { hub, scene, close, states, invoiceId }
}

it.each([
  ['paid-outside', 'settled'],
  ['written-off', 'withdrawn'],
] as const)('closes what is %s as %s, keeps why, and leaves the invoice as it was', async (end, status) => {
  const { hub, scene, close, states } = await start()
  const before = await scene.invoice('I-1')
  await close(end)
  expect(await states()).toEqual([[status, '0']])
  expect(await scene.invoice('I-1')).toMatchObject({ status: before.status, payable: before.payable })
  const told = await hub.orm
    .select()
    .from(events)
    .where(eq(events.type, `invoice.claim-${status}`))
  expect(told).toMatchObject([
    { actor: 'user:ann@example.com', data: { claim: 'BB-000001', amount: '6.25', end, reason: 'by cheque 1207' } },
  ])
  const mails = await hub.orm.select().from(notifications).where(eq(notifications.audience, 'supplier'))
  expect(mails.map(mail => mail.subject)).toContain('Invoice I-1: BB-000001 is closed')
  await expect(close(end)).rejects.toMatchObject({ code: 'wrong-state' })
})

it('asks for a reason, for a role that decides about money, and for no more than its limit', async () => {
  const { hub, close, states } = await start()
  await expect(close('written-off', ' ')).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(close('written-off', 'small', 'operations')).rejects.toMatchObject({ code: 'not-allowed' })
  await hub.orm.update(retailers).set({ settings: { approvalLimits: { accountant: '6.24' } } })
  await expect(close('written-off', 'small')).rejects.toMatchObject({ code: 'not-allowed' })
  expect(await states()).toEqual([['open', '0']])
  await hub.orm.update(retailers).set({ settings: { approvalLimits: { api: '6.24' } } })
  await expect(close('written-off', 'small', 'api')).rejects.toMatchObject({ code: 'not-allowed' })
  await hub.orm.update(retailers).set({ settings: { approvalLimits: { api: '6.25' } } })
  await close('written-off', 'small', 'api')
  expect(await states()).toEqual([['withdrawn', '0']])
})
