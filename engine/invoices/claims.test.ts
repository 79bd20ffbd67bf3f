import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { claims, events, notifications, retailers } from '../../db/schema/index.ts'
import { answerClaim } from './answer-claim.ts'
import type { Authority } from './authority.ts'
import { commentOnInvoice } from './comment.ts'
import type { InvoiceResolution } from './resolutions.ts'
import { resolveInvoice } from './resolve.ts'
import { invoiceFor, openScene, type Scene } from './testing/scene.ts'

interface By {
  actor?: string
  authority?: Authority
  inFull?: readonly string[]
}

const resolve = async (scene: Scene, number: string, resolution: InvoiceResolution, by: By = {}) => {
  const { hub, retailerId } = scene
  const { id: invoiceId } = await scene.invoice(number)
  const { actor = 'user:ann@example.com', ...rest } = by
  const command = { retailerId, invoiceId, resolution, reason: 'the price is 12.50', ...rest }
  return await hub.work(actor, work => resolveInvoice(work, command))
}

const answer = async (scene: Scene, number: string, agrees: boolean) => {
  const { hub, retailerId, partnershipId } = scene
  const { id: invoiceId } = await scene.invoice(number)
  const command = { retailerId, partnershipId, invoiceId, agrees, answer: 'as we said' }
  await hub.work('user:potter@example.com', work => answerClaim(work, command))
}

const claimsOf = async ({ hub }: Scene) =>
  (await hub.orm.select().from(claims).orderBy(claims.id)).map(({ number, status, amount }) => [number, status, amount])

/** Ten shipped, ten billed at half a dollar too much each: 135.00 with the fee, of which 130.00 matched. */
async function overpriced(scene: Scene, number = 'INV-1') {
  const po = await scene.order('10')
  await scene.ship(po, `S-${number}`, '10')
  await scene.receive(invoiceFor(po, number, '10', { line: { unitPrice: '13' } }))
  await scene.pump()
  return po
}

const correction = (po: string, change: object = {}) =>
  invoiceFor(po, 'CM-1', '10', {
    type: 'credit-memo',
    allowancesAndCharges: [],
    line: { unitPrice: '0.5' },
    originalInvoiceNumber: 'INV-1',
    ...change,
  })

describeOnBothDatabases('claims', open => {
  it('pays short by a debit memo, and tells the supplier', async () => {
    const scene = await openScene(await open())
    await overpriced(scene)
    await resolve(scene, 'INV-1', 'short-pay')
    expect(await claimsOf(scene)).toEqual([['DM-000001', 'settled', '5']])
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'approved', payable: '130' })
    const [told] = await scene.hub.orm.select().from(notifications)
    expect(told).toMatchObject({ audience: 'supplier', subject: 'Invoice INV-1: debit memo DM-000001' })
  })

  it('waits for the credit memo that it asked for, then pays the invoice as billed and the credit', async () => {
    const scene = await openScene(await open())
    const po = await overpriced(scene)
    await resolve(scene, 'INV-1', 'ask-credit')
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'disputed', payable: null })
    await answer(scene, 'INV-1', true)
    expect(await claimsOf(scene)).toEqual([['CR-000001', 'open', '5']])
    await scene.receive(correction(po))
    await scene.receive(correction(po))
    await scene.pump()
    expect(await claimsOf(scene)).toEqual([['CR-000001', 'settled', '5']])
    expect(await scene.invoice('INV-1')).toMatchObject({
      status: 'approved',
      payable: '135',
      lines: [{ counted: '10' }],
    })
    expect(await scene.invoice('CM-1')).toMatchObject({ status: 'approved', payable: '5', lines: [{ counted: '0' }] })
    expect(await scene.purchaseOrder(po)).toMatchObject({ status: 'closed', line: { invoiced: '10', credited: '0' } })
    const kinds = (await scene.exceptions()).filter(row => row.kind === 'price').map(row => row.resolution)
    expect(kinds).toEqual(['approve'])
  })

  it('goes on waiting while the credit is not all that was asked for', async () => {
    const scene = await openScene(await open())
    const po = await overpriced(scene)
    await resolve(scene, 'INV-1', 'ask-credit')
    await scene.receive(correction(po, { line: { unitPrice: '0.2' } }))
    await scene.pump()
    const [claim] = await scene.hub.orm.select().from(claims)
    expect(claim).toMatchObject({ status: 'open', credited: '2' })
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'disputed' })
    await scene.receive(correction(po, { number: 'CM-2', line: { unitPrice: '0.3' } }))
    await scene.pump()
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'approved', payable: '135' })
  })

  it('pays what matched once the supplier agrees to a dispute', async () => {
    const scene = await openScene(await open())
    await overpriced(scene)
    await resolve(scene, 'INV-1', 'dispute', { authority: 'operations' })
    await answer(scene, 'INV-1', true)
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'approved', payable: '130', approvedBy: 'system' })
    expect(await claimsOf(scene)).toEqual([
      ['DP-000001', 'settled', '5'],
      ['DM-000001', 'settled', '5'],
    ])
    await expect(answer(scene, 'INV-1', true)).rejects.toMatchObject({ code: 'wrong-state' })
  })

  it('puts an invoice before the retailer again when the supplier insists', async () => {
    const scene = await openScene(await open())
    await overpriced(scene)
    await resolve(scene, 'INV-1', 'dispute')
    await answer(scene, 'INV-1', false)
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'exception' })
    const [claim] = await scene.hub.orm.select().from(claims)
    expect(claim).toMatchObject({ status: 'refused', answer: 'as we said', answeredBy: 'user:potter@example.com' })
    await resolve(scene, 'INV-1', 'approve')
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'approved', payable: '135' })
  })

  it('lets no other supplier answer', async () => {
    const scene = await openScene(await open())
    await overpriced(scene)
    await resolve(scene, 'INV-1', 'dispute')
    const { id: invoiceId } = await scene.invoice('INV-1')
    const { hub, retailerId } = scene
    const command = { retailerId, partnershipId: hub.newId(), invoiceId, agrees: true, answer: 'fine' }
    await expect(hub.work('user:x', work => answerClaim(work, command))).rejects.toMatchObject({ code: 'not-found' })
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'disputed' })
  })

  it('ends a dispute by itself when the invoice matches after all', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.ship(po, 'S-1', '10')
    await scene.receive(invoiceFor(po, 'INV-1', '12'))
    await scene.pump()
    await resolve(scene, 'INV-1', 'dispute')
    await scene.ship(po, 'S-2', '2')
    await scene.pump()
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'approved', payable: '155' })
    expect(await claimsOf(scene)).toEqual([['DP-000001', 'settled', '25']])
  })
})

describeOnBothDatabases('approval', open => {
  const limited = async (limit: string) => {
    const scene = await openScene(await open())
    const settings = { approvalLimits: { accountant: limit } }
    await scene.hub.orm.update(retailers).set({ settings }).where(eq(retailers.id, scene.retailerId))
    await overpriced(scene)
    return scene
  }

  it('beyond a limit needs a second person, on the same decision', async () => {
    const scene = await limited('100')
    const [ann, bob] = ['user:ann@example.com', 'user:bob@example.com']
    const decide = (resolution: InvoiceResolution, actor: string) =>
      resolve(scene, 'INV-1', resolution, { actor, authority: 'accountant' })
    expect(await decide('approve', ann)).toBe('signed')
    expect(await decide('approve', ann)).toBe('signed')
    expect(await decide('short-pay', bob)).toBe('signed')
    expect(await scene.invoice('INV-1')).toMatchObject({ status: 'exception', payable: null })
    expect(await decide('short-pay', ann)).toBe('approved')
    const invoice = await scene.invoice('INV-1')
    expect(invoice).toMatchObject({ status: 'approved', payable: '130', approvedBy: ann, firstApproval: null })
    const all = await scene.hub.orm.select().from(events).where(eq(events.invoiceId, invoice.id)).orderBy(events.id)
    expect(all.filter(event => event.type === 'invoice.first-approved')).toHaveLength(2)
    expect(all.at(-1)).toMatchObject({ type: 'invoice.short-paid', data: { firstApprovedBy: bob } })
  })

  it('within it needs none, and other roles have their own', async () => {
    const scene = await limited('135')
    expect(await resolve(scene, 'INV-1', 'approve', { authority: 'accountant' })).toBe('approved')
    await overpriced(scene, 'INV-2')
    await expect(resolve(scene, 'INV-2', 'approve', { authority: 'operations' })).rejects.toMatchObject({
      code: 'not-allowed',
    })
    expect(await resolve(scene, 'INV-2', 'approve', { authority: 'admin' })).toBe('approved')
  })

  it('goes line by line: all of some, what matched of the others', async () => {
    const scene = await openScene(await open())
    const po = await scene.order('10')
    await scene.ship(po, 'S-1', '8')
    const fees = [{ kind: 'charge' as const, reason: 'dropship-fee', amount: '9' }]
    const two = invoiceFor(po, 'INV-1', '6', { allowancesAndCharges: fees, line: { unitPrice: '13' } })
    const lines = [...two.lines, { ...two.lines[0]!, quantity: '4', unitPrice: '12.5' }]
    await scene.receive({ ...two, lines, total: '137.00' })
    await scene.pump()
    const { lines: stored } = await scene.invoice('INV-1')
    await resolve(scene, 'INV-1', 'by-line', { inFull: [stored[1]!.id] })
    // 6 at the agreed 12.50, all four of the second line though only two had shipped, and the fee that was agreed.
    expect(await scene.invoice('INV-1')).toMatchObject({
      status: 'approved',
      payable: '130',
      lines: [
        { counted: '6', payable: '75' },
        { counted: '4', payable: '50' },
      ],
    })
    expect((await scene.purchaseOrder(po)).line).toMatchObject({ invoiced: '10', tolerated: '2' })
    expect(await claimsOf(scene)).toEqual([['DM-000001', 'settled', '7']])
  })

  it('keeps comments in the history, and refuses empty ones', async () => {
    const scene = await openScene(await open())
    await overpriced(scene)
    const { hub, retailerId } = scene
    const { id: invoiceId } = await scene.invoice('INV-1')
    const say = (comment: string) =>
      hub.work('user:ann@example.com', work => commentOnInvoice(work, { retailerId, invoiceId, comment }))
    await say(' They changed the price in March. ')
    await expect(say('  ')).rejects.toMatchObject({ code: 'invalid-input' })
    const told = (await hub.orm.select().from(events)).filter(event => event.type === 'invoice.commented')
    expect(told).toMatchObject([
      { actor: 'user:ann@example.com', data: { reason: 'They changed the price in March.' } },
    ])
  })
})
