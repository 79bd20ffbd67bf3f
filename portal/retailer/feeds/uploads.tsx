import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { Hono } from 'hono'
import type { Orm } from '../../../db/connection.ts'
import { sources } from '../../../db/schema/index.ts'
import { needs } from '../../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { showUpload, takeChoice, takeFile, type UploadPlace } from '../../shared/uploads/take-upload.tsx'
import { Input, Select } from '../../ui/fields.tsx'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { idIn } from '../../ui/request.ts'
import { Empty } from '../../ui/table.tsx'

const path = '/retailer/feeds'

/** Feeds that the retailer's people upload for a supplier. */
export function feedUploadRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/new', needs('operate'), c => showForm(c, deps))
  app.post('/', needs('operate'), c => takeUpload(c, deps))
  app.get('/:id', needs('operate'), c => showUpload(c, deps, placeOf(c)))
  app.post('/:id', needs('operate'), c => takeChoice(c, deps, placeOf(c)))
  return app
}

const placeOf = (c: PortalContext): UploadPlace => ({
  retailerId: c.var.retailer.retailerId,
  at: `${path}/uploads`,
  back: { href: path, word: 'Feeds' },
  runHref: runId => `${path}/${runId}`,
  current: 'feeds',
})

/** The suppliers whose goods the retailer offers. */
async function suppliersOf(orm: Orm, retailerId: string) {
  const rows = await orm
    .select({ partnershipId: sources.partnershipId, name: sources.name })
    .from(sources)
    .where(and(eq(sources.retailerId, retailerId), isNotNull(sources.partnershipId)))
    .orderBy(asc(sources.name))
  return rows.map(({ partnershipId, name }) => ({ value: partnershipId!, word: name }))
}

async function showForm(c: PortalContext, { hub }: PortalDeps, errors: Record<string, string> = {}) {
  const options = await suppliersOf(hub.orm, c.var.retailer.retailerId)
  const title = 'Upload a feed'
  return page(
    c,
    { title, current: 'feeds', status: Object.keys(errors).length > 0 ? 422 : 200 },
    <>
      <PageHeader title={title} back={{ href: path, word: 'Feeds' }} />
      {options.length === 0 ? (
        <Empty title="There is no supplier yet whose feed it could be" />
      ) : (
        <form
          class="form"
          method="post"
          action={`${path}/uploads`}
          enctype="multipart/form-data"
          data-form="feed-upload"
        >
          <Select
            name="partnershipId"
            label="Supplier"
            value={c.req.query('partner')}
            options={options}
            error={errors.partnershipId}
          />
          <Select
            name="kind"
            label="It lists"
            options={[
              { value: 'inventory', word: 'Stock: items and quantities' },
              { value: 'product', word: 'Products: titles, costs, pictures …' },
            ]}
          />
          <Input
            name="file"
            label="File"
            type="file"
            accept=".csv,.tsv,.txt,.xlsx,.zip,.gz"
            hint="CSV, TSV or XLSX with a row of column names."
            error={errors.file}
            required
          />
          <input type="hidden" name="next" value="look" />
          <div class="form-actions">
            <button type="submit" class="button button-primary">
              Look at it
            </button>
          </div>
        </form>
      )}
    </>,
  )
}

async function takeUpload(c: PortalContext, deps: PortalDeps) {
  const { partnershipId: wanted } = await c.req.parseBody()
  const known = await suppliersOf(deps.hub.orm, c.var.retailer.retailerId)
  const id = typeof wanted === 'string' ? idIn(wanted) : undefined
  const partnershipId = known.find(({ value }) => value === id)?.value
  if (!partnershipId) return showForm(c, deps, { partnershipId: 'Choose a supplier.' })
  const taken = await takeFile(c, deps, { ...placeOf(c), partnershipId })
  return 'href' in taken ? c.redirect(taken.href, 303) : showForm(c, deps, { file: taken.error })
}
