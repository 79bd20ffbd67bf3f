import { existsSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import axe, { type RunOptions } from 'axe-core'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import type { HubDatabase } from '../../db/hub-database.ts'
import { createPortal } from '../app.tsx'
import { type Busy, openBusyWorld } from './busy-world.ts'
import { portalDeps } from './client.ts'
import { password } from './world.ts'

const executablePath = '/usr/bin/chromium'
const args = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** Whether there is no browser here; where tests must run, they fail for it instead of being left out. */
export const withoutBrowser = !existsSync(executablePath) && !process.env.CI

export const desk = { viewport: { width: 1280, height: 900 } }
export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

/** How every page is looked at. */
export const looks = [
  { look: 'light', settings: { ...desk, colorScheme: 'light' as const } },
  { look: 'dark', settings: { ...desk, colorScheme: 'dark' as const } },
  { look: 'phone', settings: { ...phone, colorScheme: 'light' as const } },
] as const
type Look = (typeof looks)[number]['look']

/** The busy world behind a server on this machine, and a browser. */
export interface PortalBrowser {
  busy: Busy
  browser: Browser
  base: string
  close(): Promise<void>
}

/** Opens them on an empty database, which is closed with them. */
export async function openPortalBrowser(hub: HubDatabase): Promise<PortalBrowser> {
  const busy = await openBusyWorld(hub)
  const log = { error: (details: object, message: string) => busy.logged.push({ ...details, message }) }
  // The port is known only once it listens; same-origin requests need no public address.
  const app = createPortal({ ...portalDeps, hub, publicUrl: 'http://portal.invalid', log })
  const server = createAdaptorServer({ fetch: app.fetch })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const browser = await chromium.launch({ executablePath, args })
  const close = async () => {
    await browser.close()
    await new Promise(resolve => server.close(resolve))
    await hub.close()
  }
  return { busy, browser, base, close }
}

/** What a page must not do: log errors, throw, or ask another host for anything. */
export function watch(page: Page, base: string): string[] {
  const faults: string[] = []
  page.on('console', message => message.type() === 'error' && faults.push(message.text()))
  page.on('pageerror', error => faults.push(error.message))
  // The browser's own viewer of PDFs fetches its parts from within.
  const within = (url: string) => url.startsWith(base) || /^(chrome|chrome-extension|data|blob):/.test(url)
  page.on('request', request => !within(request.url()) && faults.push(request.url()))
  return faults
}

/** A page on which this person is signed in. */
export async function signIn(context: BrowserContext, base: string, email: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${base}/sign-in`)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  return page
}

/** What keeps people from using the page that is open, and whether it is wider than the screen. */
export async function hindrances(page: Page, look: Look = 'light'): Promise<{ found: string[]; tooWide: boolean }> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe.source)
  const { violations, tooWide } = (await page.evaluate(lookHere(look))) as Looked
  return { found: violations.map(({ id, target }) => `${id} ${target}`), tooWide }
}

interface Looked {
  violations: { id: string; target: string }[]
  tooWide: boolean
}

/** Between light and dark only colours differ. */
const rules: Record<Look, RunOptions> = {
  light: { runOnly: tags },
  dark: { runOnly: ['color-contrast', 'link-in-text-block'] },
  phone: { runOnly: tags },
}
const lookHere = (look: Look) => `axe.run(document, ${JSON.stringify({ ...rules[look], resultTypes: ['violations'] })})
  .then(({ violations }) => ({
    violations: violations.map(({ id, nodes }) => ({ id, target: String(nodes[0].target) })),
    tooWide: document.documentElement.scrollWidth > innerWidth,
  }))`

/** What hinders on these pages in light, in the dark, and on a narrow screen; in words, none if all is well. */
export async function hindrancesOn(page: Page, base: string, paths: Iterable<string>): Promise<string[]> {
  const faults: string[] = []
  for (const path of paths) {
    const status = (await page.goto(base + path))?.status()
    if (status !== 200) faults.push(`${path} is answered with ${status}`)
    faults.push(...(await hindrancesInEveryLook(page)).map(fault => `${path} ${fault}`))
  }
  return faults
}

async function hindrancesInEveryLook(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const { look, settings } of looks) {
    await page.emulateMedia({ colorScheme: settings.colorScheme })
    await page.setViewportSize(settings.viewport)
    // Colours that are still changing are neither those of the one look nor of the other.
    await page.evaluate('for (const one of document.getAnimations()) one.finish()')
    const { found, tooWide } = await hindrances(page, look)
    faults.push(...found.map(fault => `${look}: ${fault}`), ...(tooWide ? [`${look}: wider than the screen`] : []))
  }
  return faults
}
