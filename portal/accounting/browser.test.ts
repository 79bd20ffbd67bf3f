import { and, eq, like } from 'drizzle-orm'
import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { invoices } from '../../db/schema/index.ts'
import { reconcileInvoice } from '../../engine/invoices/reconcile.ts'
import {
  desk,
  hindrancesOn,
  openPortalBrowser,
  type PortalBrowser,
  phone,
  signIn,
  watch,
  withoutBrowser,
} from '../testing/browser.ts'

let opened: PortalBrowser

/** Little Potter bills a mug six times, each time above the agreed price. */
async function openAll(): Promise<() => Promise<void>> {
  opened = await openPortalBrowser(await emptyHub())
  const { busy } = opened
  const { retailerId } = busy.here
  const potter = await busy.as('potter-owner@here.example')
  for (const index of [1, 2, 3, 4, 5, 6])
    await potter.post(`/supplier/${busy.slug}/purchase-orders/${busy.number}/invoices`, {
      number: `LP-HIGH-${index}`,
      'lines[1][quantity]': '1',
      'lines[1][unitPrice]': '9.25',
    })
  for (const { id } of await high())
    await busy.hub.work('system', work => reconcileInvoice(work, { retailerId, invoiceId: id }))
  return opened.close
}

async function high() {
  const { hub, here } = opened.busy
  return await hub.orm
    .select({ id: invoices.id, number: invoices.number, status: invoices.status })
    .from(invoices)
    .where(and(eq(invoices.retailerId, here.retailerId), like(invoices.number, 'LP-HIGH-%')))
    .orderBy(invoices.number)
}

const statusOf = async (number: string) => (await high()).find(row => row.number === number)?.status

describe.skipIf(withoutBrowser)('the accountant’s jobs in a browser', () => {
  beforeAll(openAll)

  it('are accessible and fit the screen', async () => {
    const context = await opened.browser.newContext()
    const page = await signIn(context, opened.base, 'accountant@here.example')
    const faults = watch(page, opened.base)
    const list = '/accounting/invoices'
    const paths = ['/accounting', `${list}?show=exception&kind=price`, `${list}?show=ready`, `${list}?show=disputed`]
    const hindering = await hindrancesOn(page, opened.base, paths)
    expect({ hindering, faults }).toEqual({ hindering: [], faults: [] })
    await context.close()
  })

  it('let many invoices be decided about by the keyboard alone', async () => {
    const context = await opened.browser.newContext(desk)
    context.setDefaultTimeout(10_000)
    const page = await signIn(context, opened.base, 'accountant@here.example')
    await page.goto(`${opened.base}/accounting`)
    const { keyboard } = page
    await page.getByRole('link', { name: 'Price differs' }).focus()
    await keyboard.press('Enter')
    for (const number of ['LP-HIGH-1', 'LP-HIGH-2']) {
      await page.getByLabel(`Choose ${number}`).focus()
      await keyboard.press('Space')
    }
    await page.getByText('2 chosen').waitFor()
    await page.getByRole('button', { name: 'Decide about them' }).focus()
    await keyboard.press('Enter')
    // The reason has the focus; the decisions follow it.
    await page.getByText('2 invoices are decided about').waitFor()
    await keyboard.type('As agreed by telephone')
    for (const word of ['Pay all of it', 'Pay what matched']) {
      await keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.textContent')).toBe(word)
    }
    await keyboard.press('Enter')
    await page.getByText('2 decided.').waitFor()
    expect([await statusOf('LP-HIGH-1'), await statusOf('LP-HIGH-2')]).toEqual(['approved', 'approved'])
    expect(await statusOf('LP-HIGH-3')).toBe('exception')
    await context.close()
  })

  it('let the same be done on a phone without script', async () => {
    const context = await opened.browser.newContext({ ...phone, javaScriptEnabled: false })
    context.setDefaultTimeout(10_000)
    const page = await signIn(context, opened.base, 'accountant@here.example')
    await page.goto(`${opened.base}/accounting/invoices?show=exception&partner=${opened.busy.partnershipId}`)
    await page.getByLabel('Choose LP-HIGH-3').check()
    await page.getByLabel('Choose LP-HIGH-4').check()
    await page.getByRole('button', { name: 'Decide about them' }).click()
    await page.getByRole('button', { name: 'Dispute it' }).click()
    await page.getByText('Please give a reason.').waitFor()
    await page.getByLabel('Why?').fill('The list says 8.25')
    await page.getByRole('button', { name: 'Dispute it' }).click()
    await page.getByText('2 decided.').waitFor()
    expect([await statusOf('LP-HIGH-3'), await statusOf('LP-HIGH-4')]).toEqual(['disputed', 'disputed'])
    await context.close()
  })
})
