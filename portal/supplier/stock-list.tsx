import type { Issue } from '../../translators/issue.ts'
import { may } from '../auth/abilities.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'
import type { FormValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { stockFreshness } from './freshness.tsx'
import { baseOf } from './order-routes.tsx'
import { StockPage } from './stock-page.tsx'
import { listStock, recentFeeds } from './stock-query.ts'
import { texts } from './texts.ts'

/** What a person tried on the stock page, and what was wrong with it. */
export interface TriedStock {
  values: FormValues
  errors: Record<string, string>
  issues: Issue[]
}

/** The stock page, with what was wrong with its forms. */
export async function showStock(
  c: PortalContext,
  deps: PortalDeps,
  tried: TriedStock = { values: {}, errors: {}, issues: [] },
) {
  const scope = c.var.supplier
  const query = { search: c.req.query('q')?.trim() ?? '', after: c.req.query('after') }
  const { rows, older } = await listStock(deps.hub.orm, scope, query)
  const feeds = await recentFeeds(deps.hub.orm, scope)
  const freshness = await stockFreshness(deps.hub.orm, scope)
  const props = { base: baseOf(c), freshness, rows, older, feeds, query, mayChange: may(scope.role, 'stock'), ...tried }
  const refused = Object.keys(tried.errors).length > 0 || tried.issues.length > 0
  const status = refused ? 422 : 200
  return page(c, { title: texts.stock.title, current: 'stock', status }, <StockPage {...props} />)
}
