import { eq } from 'drizzle-orm'
import { TOTP } from 'otpauth'
import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import { memberships } from '../../db/schema/index.ts'
import { newAccountToken } from '../../engine/people/account-links.ts'
import { invite } from '../../engine/people/invitations.ts'
import { changeSecurity } from '../../engine/people/security-settings.ts'
import {
  hindrancesOn,
  openPortalBrowser,
  type PortalBrowser,
  phone,
  signIn,
  watch,
  withoutBrowser,
} from '../testing/browser.ts'
import { password } from '../testing/world.ts'

let portal: PortalBrowser
/** Links that are good. */
let links: { invitation: string; reset: string; signIn: string }
let personId: string

async function openBrowser(): Promise<() => Promise<void>> {
  portal = await openPortalBrowser(await emptyHub())
  const { hub, here } = portal.busy
  const { retailerId, suppliers } = here
  const provider = { issuer: 'https://id.example', clientId: 'hub', label: 'Harbor' }
  const openId = { ...provider, rolesByClaim: [], trustsSecondFactor: false }
  await hub.work('user:admin@here.example', async work => {
    await changeSecurity(work, retailerId, { signInByLink: true, openId })
    const [person] = await work.tx
      .select()
      .from(memberships)
      .where(eq(memberships.retailerId, retailerId))
      .orderBy(memberships.id)
    personId = person!.id
    const about = { viaRetailerId: retailerId, publicUrl: 'http://portal.invalid' }
    const { supplierId } = suppliers['Little Potter']!
    const staff = { ...about, place: { retailerId }, email: 'new@here.example', role: 'accountant' }
    const invited = await invite(work, staff)
    await invite(work, { ...about, place: { supplierId }, email: 'new@potter.example', role: 'warehouse' })
    const { userId } = person!
    links = {
      invitation: `/invitations/${invited.token}`,
      reset: `/password-resets/${await newAccountToken(work, { userId, purpose: 'password-reset' })}`,
      signIn: `/sign-in/links/${await newAccountToken(work, { userId, purpose: 'sign-in' })}`,
    }
  })
  return () => portal.close()
}

/** Looks at pages of whoever is signed in: nothing hinders, and the browser complains of nothing. */
async function lookAt(page: Page, paths: string[]): Promise<void> {
  const faults = watch(page, portal.base)
  const hindering = await hindrancesOn(page, portal.base, paths)
  const told = faults.filter(fault => !fault.startsWith('data:'))
  expect({ hindering, told }).toEqual({ hindering: [], told: [] })
}

describe.skipIf(withoutBrowser)('signing in and people, in a browser', () => {
  beforeAll(openBrowser)

  it('is accessible and fits the screen', async () => {
    const { browser, base, busy } = portal
    const outside = await browser.newContext()
    const stranger = await outside.newPage()
    await lookAt(stranger, ['/sign-in', '/password-resets', '/sign-in/links', ...Object.values(links)])
    await outside.close()
    const inside = await browser.newContext()
    const admin = await signIn(inside, base, 'admin@here.example')
    const own = ['/account', '/account/security', '/account/second-factor']
    const people = ['/retailer/people', `/retailer/people/${personId}`, '/retailer/security', '/retailer/audit-log']
    await lookAt(admin, [...own, ...people])
    await inside.close()
    const theirs = await browser.newContext()
    await lookAt(await signIn(theirs, base, 'potter-owner@here.example'), [`/supplier/${busy.slug}/people`])
    await theirs.close()
  })

  it('sets a second factor up and signs in with it on a phone, without script', async () => {
    const { base } = portal
    const context = await portal.browser.newContext({ ...phone, javaScriptEnabled: false })
    const page = await signIn(context, base, 'operations@here.example')
    await page.goto(`${base}/account/security`)
    await page.getByRole('link', { name: 'Set up' }).click()
    const secret = (await page.locator('[data-secret]').textContent())!.replaceAll(' ', '')
    const code = (ahead = 0) => new TOTP({ secret }).generate({ timestamp: Date.now() + ahead * 30_000 })
    await page.getByLabel('Code that the app shows now').fill(code())
    await page.getByRole('button', { name: 'Turn on' }).click()
    const recovery = await page.locator('[data-codes] li').allTextContents()
    expect(recovery).toHaveLength(10)
    await page.getByRole('link', { name: 'I have kept them' }).click()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('You are signed out.').waitFor()
    const again = await signIn(context, base, 'operations@here.example')
    await again.getByLabel('Code').fill(recovery[3]!.trim())
    await again.getByRole('button', { name: 'Sign in', exact: true }).click()
    await again.waitForURL(`${base}/retailer`)
    await context.close()
  })

  it('loses nothing that was filled in while a session ended', async () => {
    const { base, busy } = portal
    const context = await portal.browser.newContext({ ...phone, javaScriptEnabled: false })
    const page = await signIn(context, base, 'admin@here.example')
    const partner = `/retailer/partners/${busy.partnershipId}`
    await page.goto(base + partner)
    const note = 'Ask for “Maya” & <b>nobody</b> else.\nTwice.'
    await page.getByLabel('Note').fill(note)
    // Signed out in another tab, say.
    await context.clearCookies()
    await page.getByRole('button', { name: 'Add note' }).click()
    await page.getByText('What you filled in is not lost').waitFor()
    const [other] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('link', { name: 'Sign in in a new tab' }).click(),
    ])
    await other.getByLabel('E-mail').fill('admin@here.example')
    await other.getByLabel('Password').fill(password)
    await other.getByRole('button', { name: 'Sign in', exact: true }).click()
    await other.waitForURL(`${base}/retailer`)
    await page.getByRole('button', { name: 'Send what I filled in' }).click()
    await page.waitForURL(base + partner)
    expect(await page.getByText('else.').textContent()).toContain(note)
    await context.close()
  })

  it('invites somebody who comes in by the link, on a phone, without script', async () => {
    const { base } = portal
    const context = await portal.browser.newContext({ ...phone, javaScriptEnabled: false })
    const owner = await signIn(context, base, 'potter-owner@here.example')
    await owner.goto(`${base}/supplier/${portal.busy.slug}/people`)
    await owner.getByLabel('E-mail').fill('packer@potter.example')
    await owner.getByLabel('Warehouse').check()
    await owner.getByRole('button', { name: 'Send invitation' }).click()
    const link = new URL((await owner.locator('[data-link]').textContent())!.trim())
    await context.clearCookies()
    const page = await context.newPage()
    await page.goto(base + link.pathname)
    await page.getByLabel('Your name').fill('Pia Packer')
    await page.getByLabel('Password').fill('a long enough one')
    await page.getByRole('button', { name: 'Create your account' }).click()
    await page.waitForURL(`${base}/supplier/${portal.busy.slug}`)
    expect(await page.getByText('Pia Packer').count()).toBeGreaterThan(0)
    await context.close()
  })
})
