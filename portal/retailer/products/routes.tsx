import { Hono } from 'hono'
import { restoreProduct, retireProduct } from '../../../engine/catalogue/retire-products.ts'
import type { ListingPricing } from '../../../engine/listing/refresh/plan.ts'
import { appliedVersions } from '../../../engine/rule-sets/names.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { csvStream, rowsAtOnce } from '../../shared/csv-stream.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { page } from '../../ui/page.tsx'
import { idParam, listQuery } from '../../ui/request.ts'
import { ruleNamesOf } from '../listings/query.ts'
import { currencyOf } from '../listings/routes.tsx'
import { ProductPage, ProductsPage, productsFile } from './pages.tsx'
import { listProducts, loadProduct, productFilters } from './query.ts'

/** What the retailer sells, and of each product its sources, prices and listings. */
export function productRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showProducts(c, deps))
  app.get('/file', c => sendProducts(c, deps))
  app.get('/:id', c => showProduct(c, deps))
  app.post('/:id/retire', needs('operate'), c => takeRetired(c, deps, true))
  app.post('/:id/restore', needs('operate'), c => takeRetired(c, deps, false))
  return app
}

async function showProducts(c: PortalContext, { hub }: PortalDeps) {
  const query = listQuery(c, productFilters, 'all', 'all')
  const props = { query, ...(await listProducts(hub.orm, c.var.retailer.retailerId, query)) }
  return page(c, { title: 'Products', current: 'products' }, <ProductsPage {...props} />)
}

function sendProducts(c: PortalContext, { hub }: PortalDeps): Promise<Response> {
  const query = listQuery(c, productFilters, 'all', 'all')
  const { retailerId } = c.var.retailer
  return csvStream(c, 'products', productsFile, async (after?: string) => {
    const { rows, older } = await listProducts(hub.orm, retailerId, { ...query, after }, rowsAtOnce)
    return { rows, next: older }
  })
}

async function takeRetired(c: PortalContext, { hub }: PortalDeps, retired: boolean) {
  const { retailerId } = c.var.retailer
  const { id, sku } = (await loadProduct(hub.orm, retailerId, idParam(c))).product
  const change = retired ? retireProduct : restoreProduct
  await hub.work(actorOf(c.var.viewer), work => change(work, { retailerId, sku }))
  const message = retired ? 'The product is retired: its listings end in a moment.' : 'The product is sold again.'
  leaveFlash(c, 'good', message)
  return c.redirect(`/retailer/products/${id}`, 303)
}

async function showProduct(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const loaded = await loadProduct(hub.orm, retailerId, idParam(c))
  const versions = loaded.listings.map(({ listing }) => (listing.pricing as ListingPricing).ruleVersion)
  const props = {
    loaded,
    pricedBy: await appliedVersions(hub.orm, retailerId, 'pricing', versions),
    currency: await currencyOf(hub.orm, retailerId),
    ruleNames: await ruleNamesOf(hub.orm, retailerId, hub.now()),
    mayChange: may(role, 'operate'),
  }
  return page(c, { title: loaded.product.title, current: 'products' }, <ProductPage {...props} />)
}
