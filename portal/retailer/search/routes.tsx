import { Hono } from 'hono'
import { may } from '../../auth/abilities.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { retailerNavigation } from '../../ui/navigation.ts'
import { page } from '../../ui/page.tsx'
import { idParam } from '../../ui/request.ts'
import { soughtIn } from '../../ui/search-terms.ts'
import { ItemPage, loadItem } from './item-page.tsx'
import { SearchPage } from './page.tsx'
import { PaletteList } from './palette.tsx'
import { findAll } from './query.ts'
import { texts as t } from './texts.ts'

/** A column of numbers pasted from a spreadsheet, and no book. */
const longest = 10_000

/** `/retailer/search`: one search over everything that has a number, as a page and as the command palette's list. */
export function searchRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showSearch(c, deps))
  app.get('/palette', c => showPalette(c, deps))
  app.get('/items/:id', c => showItem(c, deps))
  return app
}

const textOf = (c: PortalContext) => (c.req.query('q') ?? '').slice(0, longest)

async function lookUp(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const text = textOf(c)
  const sought = soughtIn(text)
  const hits = sought ? await findAll(hub.orm, retailerId, sought, { seeAccounts: may(role, 'see-accounts') }) : []
  return { text, sought, hits }
}

async function showSearch(c: PortalContext, deps: PortalDeps) {
  return page(c, { title: t.title, current: 'search' }, <SearchPage {...(await lookUp(c, deps))} />)
}

async function showPalette(c: PortalContext, deps: PortalDeps) {
  const groups = retailerNavigation(c.var.retailer)
  const sought = soughtIn(textOf(c))
  const many = sought && 'many' in sought ? sought.many.length : 0
  // Many numbers are looked up on their own page, whose link is all that is listed.
  const { text, hits } = many > 0 ? { text: textOf(c), hits: [] } : await lookUp(c, deps)
  const list = <PaletteList groups={groups} text={text} many={many} hits={hits} />
  return c.html(await list.toString())
}

async function showItem(c: PortalContext, { hub }: PortalDeps) {
  const loaded = await loadItem(hub.orm, c.var.retailer.retailerId, idParam(c))
  return page(c, { title: loaded.product.sku, current: 'search' }, <ItemPage {...loaded} />)
}
