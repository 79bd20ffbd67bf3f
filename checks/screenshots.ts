import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { HubDatabase } from '../db/hub-database.ts'
import { looks, openPortalBrowser, signIn } from '../portal/testing/browser.ts'
import { pagesReached } from '../portal/testing/crawl.ts'

/**
 * `npm run screenshots [-- FOLDER]`: a picture of every page that a person reaches by links, in light, in dark and on a phone, of a world in which
 * everything has happened once.
 */
const folder = process.argv[2] ?? 'data/screenshots'
const people = ['admin@here.example', 'potter-owner@here.example']

const opened = await openPortalBrowser(await HubDatabase.open({}))
try {
  for (const email of people) {
    const paths: string[] = []
    for await (const { path } of pagesReached(await opened.busy.as(email), '/')) paths.push(path)
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

function nameOf(path: string): string {
  return (
    path
      .slice(1)
      .replaceAll('/', '_')
      .replace(/[^\w-]/g, '-') || 'first'
  )
}
