import { beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { makeClaim } from '../../engine/invoices/claims.ts'
import { lockInvoice } from '../../engine/invoices/lock.ts'
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
  await accountant.post('/accounting/exports', { format: 'xero' })
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
