import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { looks, openPortalBrowser, signIn } from '../portal/testing/browser.ts'

/**
 * `npm run screenshots [-- FOLDER]`: a picture of every page that a person reaches by links, in light, in dark and on a phone, of a world in which
 * everything has happened once.
 */
const folder = process.argv[2] ?? 'data/screenshots'
/** Pages of one shape look the same: the first few of each tell. */
const mostOfShape = 1
const people = ['admin@here.example', 'potter-owner@here.example']

const opened = await openPortalBrowser()
try {
  for (const email of people) {
    const paths = await reachable(email)
    for (const { look, settings } of looks) {
      const context = await opened.browser.newContext(settings)
      const page = await signIn(context, opened.base, email)
      const into = join(folder, look, email.split('@')[0]!)
      await mkdir(into, { recursive: true })
      for (const path of paths) {
        await page.goto(opened.base + path)
        await page.screenshot({ path: join(into, `${nameOf(path)}.png`), fullPage: true })
      }
      await context.close()
      process.stdout.write(`${paths.length} pages of ${email}, ${look}\n`)
    }
  }
} finally {
  await opened.close()
}

/** The addresses that links lead to from the first page on, one of each shape. */
async function reachable(email: string): Promise<string[]> {
  const context = await opened.browser.newContext(looks[0]!.settings)
  const page = await signIn(context, opened.base, email)
  await page.waitForURL(url => !url.pathname.startsWith('/sign-in'))
  const found = [new URL(page.url()).pathname]
  const shapes = new Map<string, number>()
  for (let at = 0; at < found.length; at++) {
    const response = await page.goto(opened.base + found[at]!).catch(() => undefined)
    const isPage = response?.headers()['content-type']?.startsWith('text/html')
    if (!isPage) found.splice(at--, 1)
    else for (const path of await linksOf(page)) if (isNew(path)) found.push(path)
  }
  await context.close()
  return found

  function isNew(path: string): boolean {
    const shape = path.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[A-Z]+-\d+[^/]*/g, ':id')
    const seen = shapes.get(shape) ?? 0
    shapes.set(shape, seen + 1)
    return seen < mostOfShape && !found.includes(path)
  }
}

/** Paths of this portal, without files and parameters. */
async function linksOf(page: Page): Promise<string[]> {
  const hrefs = await page
    .locator('a[href^="/"]')
    .evaluateAll(links => links.map(link => link.getAttribute('href') ?? ''))
  const paths = hrefs.map(href => href.split(/[?#]/)[0]!)
  return [...new Set(paths)].filter(
    path => !/(\/file|\/bytes|\/sheet|\.\w{2,4}|\/receipt|\/origin|\/statement)$/.test(path),
  )
}

function nameOf(path: string): string {
  return (
    path
      .slice(1)
      .replaceAll('/', '_')
      .replace(/[^\w-]/g, '-') || 'first'
  )
}
