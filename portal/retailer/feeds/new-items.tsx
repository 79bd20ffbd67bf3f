import { Hono } from 'hono'
import {
  changeNewProducts,
  loadNewProducts,
  type NewProductSettings,
  newProductModes,
  newProductSettings,
} from '../../../engine/catalogue/new-products/settings.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { Input, Select } from '../../ui/fields.tsx'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader, Section } from '../../ui/parts.tsx'

const path = '/retailer/feeds/items'

/** What holds for new items, as a sentence. */
export const modeWords: Record<NewProductSettings['mode'], string> = {
  off: 'New items are matched where a product fits, and otherwise not shown.',
  propose: 'New items wait here for a person.',
  list: 'New items that are complete become products by themselves; these here still lack something.',
}

/** The choices of their form. */
export const modeOptions = newProductModes.map(value => ({
  value,
  word: {
    off: 'are matched, and else ignored',
    propose: 'wait for a person',
    list: 'become products by themselves',
  }[value],
}))

/** What the template of new SKUs may hold. */
export const skuHint = 'Of {supplierSku}, {gtin}, {supplier} and text of your own: NW-{supplierSku}.'

/** What becomes of items that no product is: the retailer's settings, which a supplier's own go before. */
export function newItemRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', needs('operate'), c => showSettings(c, deps))
  app.post('/', needs('operate'), c => takeSettings(c, deps))
  return app
}

async function showSettings(c: PortalContext, { hub }: PortalDeps, typed?: FormValues, errors: FormValues = {}) {
  const values = typed ?? (await loadNewProducts(hub.orm, c.var.retailer.retailerId))
  return page(
    c,
    { title: 'New items', current: 'feeds', status: typed ? 422 : 200 },
    <>
      <PageHeader
        title="New items"
        back={{ href: path, word: 'Items to match' }}
        about="What becomes of suppliers’ items that no product of yours is. A supplier’s own feed settings may say otherwise."
      />
      <form class="form" method="post" action={`${path}/settings`} data-form="new-items">
        <Section title="For all suppliers">
          <div class="stack">
            <Select name="mode" label="New items" value={values.mode} options={modeOptions} />
            <Input name="sku" label="SKU of a new product" value={values.sku} error={errors.sku} hint={skuHint} />
            <p class="soft">
              Complete is what has all that at least one sales channel asks for by your listing rules. No second product
              is ever made of one GTIN, or of one part number of a brand. What was made of a feed can be retired on its
              page.
            </p>
          </div>
        </Section>
        <div class="form-actions">
          <button type="submit" class="button button-primary">
            Save
          </button>
        </div>
      </form>
    </>,
  )
}

async function takeSettings(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const read = newProductSettings.safeParse({ mode: values.mode, sku: values.sku })
  if (!read.success) {
    const errors = Object.fromEntries(read.error.issues.map(({ path: at, message }) => [at.join('.'), message]))
    return showSettings(c, deps, values, errors)
  }
  const command = { retailerId: c.var.retailer.retailerId, settings: read.data }
  await deps.hub.work(actorOf(c.var.viewer), work => changeNewProducts(work, command))
  leaveFlash(c, 'good', 'The settings are saved.')
  return c.redirect(path, 303)
}
