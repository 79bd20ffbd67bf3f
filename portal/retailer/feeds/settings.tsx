import { and, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { partnerships, suppliers } from '../../../db/schema/index.ts'
import { changeFeedSettings } from '../../../engine/inventory/change-feed-settings.ts'
import { feedSettingsOf } from '../../../engine/inventory/feed-settings.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { Input, Select, TextArea } from '../../ui/fields.tsx'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader, Section } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { modeOptions, skuHint } from './new-items.tsx'
import { readFeedSettings, settingsValues } from './settings-form.ts'

const path = '/retailer/feeds'

/** How each supplier's feeds are taken: the partnership's settings. */
export function feedSettingRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:id', needs('operate'), c => showSettings(c, deps))
  app.post('/:id', needs('operate'), c => takeSettings(c, deps))
  return app
}

async function showSettings(c: PortalContext, { hub }: PortalDeps, typed?: FormValues, errors: FormValues = {}) {
  const [found] = await hub.orm
    .select({ id: partnerships.id, settings: partnerships.settings, name: suppliers.name })
    .from(partnerships)
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(partnerships.retailerId, c.var.retailer.retailerId), eq(partnerships.id, idParam(c))))
  if (!found) throw new ApplicationError('not-found', 'There is no such partner.')
  const values = typed ?? settingsValues(feedSettingsOf(found.settings))
  const title = `Feeds of ${found.name}`
  return page(
    c,
    { title, current: 'feeds', status: typed ? 422 : 200 },
    <>
      <PageHeader
        title={title}
        back={{ href: path, word: 'Feeds' }}
        about="How this supplier’s stock and product feeds are taken, by whatever way they come."
      />
      <SettingsForm at={`${path}/settings/${found.id}`} values={values} errors={errors} />
    </>,
  )
}

function SettingsForm({ at, values, errors }: { at: string; values: FormValues; errors: FormValues }) {
  const field = (name: string, label: string, hint?: string) => (
    <Input name={name} label={label} hint={hint} value={values[name]} error={errors[name]} inputmode="decimal" />
  )
  const lines = (name: string, label: string, hint: string) => (
    <TextArea name={name} label={label} hint={hint} value={values[name]} error={errors[name]} rows={4} />
  )
  return (
    <form class="form" method="post" action={at} data-form="feed-settings">
      <Section title="What a feed means">
        <div class="stack">
          <Select
            name="missing"
            label="An item that a full feed leaves out"
            value={values.missing}
            options={[
              { value: 'zero', word: 'has none left, or is discontinued in a product feed' },
              { value: 'keep', word: 'stays as it was' },
            ]}
          />
          {lines(
            'statusWords',
            'Words for quantities',
            'One a line: in stock = 10. Words such as “sold out” mean zero already.',
          )}
        </div>
      </Section>
      <Section title="New items">
        <div class="stack">
          <Select
            name="newItems"
            label="Items that no product of yours is"
            value={values.newItems}
            options={[{ value: '', word: 'as for all suppliers' }, ...modeOptions]}
          />
          <Input
            name="newSku"
            label="SKU of a new product"
            value={values.newSku}
            error={errors.newSku ?? errors['newProducts.sku']}
            hint={`${skuHint} Blank: as for all suppliers.`}
          />
        </div>
      </Section>
      <Section title="Held back for a person to look at">
        <div class="stack">
          <div class="fields">
            {field('maxDropShare', 'A feed that lowers the quantity by more than, %')}
            {field('maxZeroShare', 'A feed that empties or ends more of the items than, %')}
            {field('quarantineFrom', 'Only with so many items or more')}
          </div>
        </div>
      </Section>
      <Section title="Freshness">
        <div class="stack">
          <Select
            name="freshBy"
            label="The stock is fresh after"
            value={values.freshBy}
            options={[
              { value: 'any', word: 'any word of the supplier' },
              { value: 'full', word: 'a full feed only' },
            ]}
          />
          <div class="fields">
            {field('staleAfterHours', 'Late after hours', 'Blank: never.')}
            {field('staleShare', 'Then held back besides, % of the quantity')}
            {field('expireAfterHours', 'Out of date after hours', 'None of it can be promised then. Blank: never.')}
          </div>
        </div>
      </Section>
      <Section title="Held back of the stock">
        <div class="stack">
          {field('all', 'Of every item', 'Units, a share, or both: 2, 10% or 2 + 10%.')}
          {lines('categories', 'By category', 'One a line: Lighting = 2 + 10%. Goes before the one for every item.')}
          {lines('items', 'By the supplier’s SKU', 'One a line: NO-TENT = 5. Goes before all others.')}
        </div>
      </Section>
      <div class="form-actions">
        <button type="submit" class="button button-primary">
          Save
        </button>
      </div>
    </form>
  )
}

async function takeSettings(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const { feeds, errors } = readFeedSettings(values)
  if (Object.keys(errors).length > 0) return showSettings(c, deps, values, errors)
  const command = { retailerId: c.var.retailer.retailerId, partnershipId: idParam(c), feeds }
  try {
    await deps.hub.work(actorOf(c.var.viewer), work => changeFeedSettings(work, command))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return showSettings(c, deps, values, error.fields)
  }
  leaveFlash(c, 'good', 'The settings are saved.')
  return c.redirect(path, 303)
}
