import { afterAll, beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../../checks/support/databases.ts'
import { type Busy, openBusyWorld } from '../../testing/busy-world.ts'
import type { Client } from '../../testing/client.ts'

let busy: Busy
let admin: Client

beforeAll(async () => {
  busy = await openBusyWorld(await emptyHub())
  admin = await busy.as('admin@here.example')
})
afterAll(() => busy.hub.close())

const textOf = async (client: Client, path: string) => await (await client.get(path)).text()

it('show each supplier, and lead from a figure to the documents behind it', async () => {
  const page = await textOf(admin, '/retailer/scorecards?days=365')
  expect(page).toContain(`data-supplier="${busy.partnershipId}"`)
  const [, href, rate] =
    /href="([^"]*\/tracking-validity\?days=365)"[^>]*data-figure="tracking-validity"[^>]*>([\d.]+%)</.exec(page) ?? []
  expect(rate).toMatch(/^\d+\.\d%$/)
  const behind = await textOf(admin, href!)
  expect(behind).toContain(`${rate}, `)
  // A shipment is to be seen on the page of its order.
  expect(behind).toContain(`href="/retailer/purchase-orders/${busy.number}"`)
  const notRight = await textOf(admin, `${href!.replaceAll('&amp;', '&')}&only=some`)
  expect(notRight).toMatch(/aria-current="true">That add to it/)
})

it('lead to invoices only those who may see the accounts', async () => {
  const path = `/retailer/scorecards/${busy.partnershipId}/invoice-accuracy?days=365`
  expect(await textOf(admin, path)).toContain('href="/accounting/invoices/')
  const merchandiser = await busy.as('merchandiser@here.example')
  const page = await textOf(merchandiser, path)
  expect(page).toContain('data-document="')
  expect(page).not.toContain('href="/accounting/invoices/')
})

it('know no other figures, and no suppliers of others', async () => {
  expect((await admin.get(`/retailer/scorecards/${busy.partnershipId}/beauty`)).status).toBe(404)
  const foreign = await busy.as('admin@there.example')
  expect((await foreign.get(`/retailer/scorecards/${busy.partnershipId}/fill-rate`)).status).toBe(404)
})
