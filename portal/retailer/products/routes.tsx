import { Hono } from 'hono'
import { may } from '../../auth/abilities.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { page } from '../../ui/page.tsx'
import { idParam, listQuery } from '../../ui/request.ts'
import { ruleNamesOf } from '../listings/query.ts'
import { currencyOf } from '../listings/routes.tsx'
import { ProductPage, ProductsPage } from './pages.tsx'
import { listProducts, loadProduct, productFilters } from './query.ts'

/** What the retailer sells, and of each product its sources, prices and listings. */
export function productRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showProducts(c, deps))
  app.get('/:id', c => showProduct(c, deps))
  return app
}

async function showProducts(c: PortalContext, { hub }: PortalDeps) {
  const query = listQuery(c, productFilters, 'all', 'all')
  const props = { query, ...(await listProducts(hub.orm, c.var.retailer.retailerId, query)) }
  return page(c, { title: 'Products', current: 'products' }, <ProductsPage {...props} />)
}

async function showProduct(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const loaded = await loadProduct(hub.orm, retailerId, idParam(c))
  const props = {
    loaded,
    currency: await currencyOf(hub.orm, retailerId),
    ruleNames: await ruleNamesOf(hub.orm, retailerId, hub.now()),
    mayChange: may(role, 'operate'),
  }
  return page(c, { title: loaded.product.title, current: 'products' }, <ProductPage {...props} />)
}
