import { and, eq, like } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { invoices } from '../../db/schema/index.ts'
import { makeClaim } from '../../engine/invoices/claims.ts'
import { lockInvoice } from '../../engine/invoices/lock.ts'
import { reconcileInvoice } from '../../engine/invoices/reconcile.ts'
import { type Busy, openBusyWorld } from '../testing/busy-world.ts'
import type { Client } from '../testing/client.ts'

let busy: Busy
let accountant: Client
beforeAll(async () => {
  const hub = await emptyHub()
  busy = await openBusyWorld(hub)
  accountant = await busy.as('accountant@here.example')
  return () => hub.close()
})

const textOf = async (path: string) => await (await accountant.get(path)).text()

it('shows what is in question first, with the money at stake', async () => {
  const page = await (await accountant.follow(await accountant.get('/'))).text()
  expect(page).toContain('LP-INV-3')
  expect(page).toContain('Price differs')
  // 2 × (9.75 − 8.25)
  expect(page).toContain('3.00')
})

it('marks what disagrees, and pays what matched when told why', async () => {
  const path = `/accounting/invoices/${busy.invoiceIds.disputed}`
  const page = await textOf(path)
  expect(page).toMatch(/<td class="number marked"[^>]*><span class="figures nowrap">9\.75/)
  const silent = await accountant.post(`${path}/resolution`, { resolution: 'short-pay' })
  expect([silent.status, await silent.text()]).toEqual([422, expect.stringContaining('Please give a reason.')])
  const fields = { resolution: 'short-pay', reason: 'The agreed price is 8.25.' }
  expect((await accountant.post(`${path}/resolution`, fields)).status).toBe(303)
  const settled = await textOf(path)
  expect(settled).toContain('data-status="approved"')
  expect(settled).toContain('16.50')
})

it('approves what matched in one click, exports it, and gives the same file again', async () => {
  const before = await textOf('/accounting/invoices?show=ready')
  expect(before).toContain('LP-INV-2')
  await accountant.post('/accounting/approvals')
  expect(await textOf('/accounting/invoices?show=ready')).not.toContain('LP-INV-2')
  const noDay = await accountant.post('/accounting/exports', { format: 'xero', datedUntil: '2026-02-30' })
  expect(await (await accountant.follow(noDay)).text()).toContain('Nothing was exported')
  await accountant.post('/accounting/exports', { format: 'xero', datedUntil: '' })
  const page = await textOf('/accounting/exports')
  const [, latest] = /href="(\/accounting\/exports\/[^"]+\/file)"/.exec(page)!
  const [file, again] = [await accountant.get(latest!), await textOf(latest!)]
  expect(file.headers.get('content-disposition')).toMatch(/^attachment; filename="[A-Za-z0-9._-]+"$/)
  const text = await file.text()
  expect(text).toContain('LP-INV-2')
  expect(text).toBe(again)
  const nothing = await accountant.follow(await accountant.post('/accounting/exports', { format: 'xero' }))
  expect(await nothing.text()).toContain('Nothing waits for export.')
})

it('closes what is billed back by hand, once told why', async () => {
  const { invoiceIds, here } = busy
  const path = `/accounting/invoices/${invoiceIds.exported}`
  const { id: claimId } = await busy.hub.work('system', async work => {
    const held = await lockInvoice(work, here.retailerId, invoiceIds.exported)
    return await makeClaim(work, held, { kind: 'bill-back', amount: '6.25', reason: 'Advertising' })
  })
  expect(await textOf(path)).toContain('data-form="close-bill-back"')
  const fields = { claimId, end: 'paid-outside' }
  const silent = await accountant.post(`${path}/bill-back`, fields)
  expect([silent.status, await silent.text()]).toEqual([422, expect.stringContaining('Please say why.')])
  const told = { ...fields, claimReason: 'Cheque 1207' }
  const elsewhere = await accountant.post(`/accounting/invoices/${invoiceIds.disputed}/bill-back`, told)
  expect(elsewhere.status).toBe(404)
  expect((await accountant.post(`${path}/bill-back`, told)).status).toBe(303)
  const closed = await textOf(path)
  expect(closed).toContain('Cheque 1207')
  expect(closed).not.toContain('data-form="close-bill-back"')
})

it('groups what is in question by what is wrong and by supplier, and decides about many at once', async () => {
  const { here, hub, slug, number } = busy
  const { retailerId } = here
  const potter = await busy.as('potter-owner@here.example')
  for (const name of ['LP-MANY-1', 'LP-MANY-2', 'LP-MANY-3'])
    await potter.post(`/supplier/${slug}/purchase-orders/${number}/invoices`, {
      number: name,
      'lines[1][quantity]': '1',
      'lines[1][unitPrice]': '9.25',
    })
  const sent = await hub.orm
    .select({ id: invoices.id, name: invoices.number })
    .from(invoices)
    .where(and(eq(invoices.retailerId, retailerId), like(invoices.number, 'LP-MANY-%')))
    .orderBy(invoices.number)
  for (const { id } of sent) await hub.work('system', work => reconcileInvoice(work, { retailerId, invoiceId: id }))

  const queue = await textOf('/accounting')
  const [byPrice] = /\/accounting\/invoices\?show=exception&amp;kind=price/.exec(queue)!
  expect(queue).toContain(`/accounting/invoices?show=exception&amp;partner=${busy.partnershipId}`)
  const list = await textOf(byPrice.replaceAll('&amp;', '&'))
  for (const { id } of sent) expect(list).toContain(`name="chosen[${id}]"`)
  expect(await textOf('/accounting/invoices?show=exception&kind=tax')).toContain('No invoices here')

  const [first, second, third] = sent as [(typeof sent)[0], (typeof sent)[0], (typeof sent)[0]]
  const two = { [`chosen[${first.id}]`]: 'on', [`chosen[${second.id}]`]: 'on' }
  const asked = await (await accountant.post('/accounting/resolutions', two)).text()
  expect(asked).toContain('2 invoices are decided about')
  expect(asked).not.toContain('Pay as chosen by line')
  const mute = await accountant.post('/accounting/resolutions', { ...two, resolution: 'short-pay' })
  expect([mute.status, await mute.text()]).toEqual([422, expect.stringContaining('Please give a reason.')])
  const statuses = async () => {
    const rows = await hub.orm.select().from(invoices).where(eq(invoices.retailerId, retailerId))
    return sent.map(({ id }) => rows.find(row => row.id === id)!.status)
  }
  expect(await statuses()).toEqual(['exception', 'exception', 'exception'])
  const decided = await accountant.post('/accounting/resolutions', {
    ...two,
    resolution: 'short-pay',
    reason: 'Agreed',
  })
  expect(decided.status).toBe(303)
  expect(await statuses()).toEqual(['approved', 'approved', 'exception'])

  // Two are decided about already: the other is all the same, and for the two the reason is told.
  const three = { ...two, [`chosen[${third.id}]`]: 'on' }
  const left = await (await accountant.post('/accounting/resolutions', three)).text()
  expect(left).toContain('value="void"')
  expect(left).not.toContain('value="dispute"')
  const mixed = { ...three, resolution: 'dispute', reason: 'Too dear' }
  const said = await (await accountant.post('/accounting/resolutions', mixed)).text()
  for (const reason of [
    '1 decided',
    'LP-MANY-1: An invoice that is approved',
    'LP-MANY-2: An invoice that is approved',
  ])
    expect(said).toContain(reason)
  expect(await statuses()).toEqual(['approved', 'approved', 'disputed'])
  const every = { every: 'yes', show: 'disputed', kind: 'price', resolution: 'void', reason: 'Not ours' }
  expect((await accountant.post('/accounting/resolutions', every)).status).toBe(303)
  expect(await statuses()).toEqual(['approved', 'approved', 'void'])
  const stranger = await busy.as('admin@there.example')
  const theirs = await stranger.follow(await stranger.post('/accounting/resolutions', two))
  expect(await theirs.text()).toContain('Nothing was chosen')
})

it('shows what was owed and what was not billed on a past day, and gives the same as a file', async () => {
  for (const [report, empty] of [
    ['payables', 'Nothing approved waits'],
    ['accrual', 'All that has shipped is billed'],
  ]) {
    const then = await textOf(`/accounting/${report}?on=2020-01-31`)
    for (const says of ['As it stood on 2020-01-31', empty!, `href="/accounting/${report}/file?on=2020-01-31"`])
      expect(then).toContain(says)
    const file = await textOf(`/accounting/${report}/file?on=2020-01-31`)
    expect(file.trim().split('\r\n')).toHaveLength(1)
  }
})
