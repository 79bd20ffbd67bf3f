import { and, asc, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import type { Orm } from '../../../db/connection.ts'
import { sources } from '../../../db/schema/index.ts'
import { setSourceTerms } from '../../../engine/routing/set-source-terms.ts'
import { sourceTerms, sourceTermsOf } from '../../../engine/routing/source-terms.ts'
import { positiveDecimal } from '../../../translators/documents/index.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { Input, Select } from '../../ui/fields.tsx'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { Table } from '../../ui/table.tsx'
import { yesOrNo } from '../rules/fields.tsx'
import { path, texts as t } from './texts.ts'

/** What routing goes by about each source. */
export function sourceRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showList(c, deps))
  app.get('/:id', needs('operate'), c => showSource(c, deps))
  app.post('/:id', needs('operate'), c => takeSource(c, deps))
  return app
}

/** The retailer's sources, the preferred first. */
export async function listSources(orm: Orm, retailerId: string) {
  return await orm
    .select()
    .from(sources)
    .where(eq(sources.retailerId, retailerId))
    .orderBy(asc(sources.priority), asc(sources.name))
}

async function showList(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const rows = (await listSources(hub.orm, retailerId)).map(row => ({ ...row, terms: sourceTermsOf(row.routing) }))
  const nameOf = (row: (typeof rows)[number]) =>
    may(role, 'operate') ? <a href={`${path}/sources/${row.id}`}>{row.name}</a> : row.name
  return page(
    c,
    { title: t.sources, current: 'rules' },
    <>
      <PageHeader title={t.sources} back={{ href: path, word: t.title }} />
      <Table
        label={t.sources}
        rows={rows}
        columns={[
          { heading: 'Source', cell: nameOf },
          { heading: 'Kind', cell: row => (row.kind === 'warehouse' ? 'Warehouse of ours' : 'Supplier') },
          { heading: 'In use', cell: row => (row.active ? 'Yes' : 'No') },
          { heading: 'Priority', number: true, cell: row => String(row.priority) },
          { heading: 'Fee an order', number: true, cell: row => row.orderFee },
          { heading: 'Ships from', cell: row => row.postalCode ?? '–' },
          { heading: 'Tags', cell: row => row.terms.tags?.join(', ') ?? '' },
          { heading: 'Minimum', number: true, cell: row => row.terms.minimumOrder ?? '–' },
          { heading: 'Orders a day', number: true, cell: row => String(row.terms.ordersADay ?? '–') },
          { heading: 'Units a day', number: true, cell: row => String(row.terms.unitsADay ?? '–') },
        ]}
      />
    </>,
  )
}

async function showSource(c: PortalContext, { hub }: PortalDeps, typed?: FormValues, errors: FormValues = {}) {
  const [row] = await hub.orm
    .select()
    .from(sources)
    .where(and(eq(sources.retailerId, c.var.retailer.retailerId), eq(sources.id, idParam(c))))
  if (!row) throw new ApplicationError('not-found', 'There is no such source.')
  const terms = sourceTermsOf(row.routing)
  const values: FormValues = typed ?? {
    active: row.active ? 'yes' : 'no',
    priority: String(row.priority),
    orderFee: row.orderFee,
    postalCode: row.postalCode ?? '',
    tags: terms.tags?.join(', ') ?? '',
    minimumOrder: terms.minimumOrder ?? '',
    ordersADay: String(terms.ordersADay ?? ''),
    unitsADay: String(terms.unitsADay ?? ''),
  }
  const status = typed ? 422 : 200
  return page(
    c,
    { title: row.name, current: 'rules', status },
    <>
      <PageHeader title={row.name} back={{ href: `${path}/sources`, word: t.sources }} />
      <SourceForm id={row.id} values={values} errors={errors} />
    </>,
  )
}

const labels = {
  priority: 'Priority, lower goes first',
  orderFee: 'Fee for each order',
  postalCode: 'Ships from ZIP code',
  tags: 'Tags, parted by commas',
  minimumOrder: 'Minimum order, at cost',
  ordersADay: 'Most orders a day',
  unitsADay: 'Most units a day',
}

function SourceForm({ id, values, errors }: { id: string; values: FormValues; errors: FormValues }) {
  return (
    <form class="form" method="post" action={`${path}/sources/${id}`} data-form="source">
      <div class="fields">
        <Select name="active" label="In use" value={values.active} options={yesOrNo} />
        {Object.entries(labels).map(([name, label]) => (
          <Input name={name} label={label} value={values[name]} error={errors[name]} />
        ))}
      </div>
      <div class="form-actions">
        <button type="submit" class="button button-primary">
          {t.save}
        </button>
      </div>
    </form>
  )
}

async function takeSource(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const sourceId = idParam(c)
  const { settings, errors } = readSource(values)
  if (!settings) return showSource(c, deps, values, errors)
  const { retailerId } = c.var.retailer
  await deps.hub.work(actorOf(c.var.viewer), work => setSourceTerms(work, { retailerId, sourceId, change: settings }))
  leaveFlash(c, 'good', t.sourceSaved)
  return c.redirect(`${path}/sources`, 303)
}

function readSource(values: FormValues) {
  const given = (name: string) => values[name]?.trim() ?? ''
  const whole = (name: string) => (/^\d{1,9}$/.test(given(name)) ? Number(given(name)) : given(name))
  const tags = given('tags')
    .split(',')
    .flatMap(tag => tag.trim() || [])
  const terms = sourceTerms.safeParse({
    ...(tags.length > 0 && { tags }),
    ...(given('minimumOrder') && { minimumOrder: given('minimumOrder') }),
    ...(given('ordersADay') && { ordersADay: whole('ordersADay') }),
    ...(given('unitsADay') && { unitsADay: whole('unitsADay') }),
  })
  const errors: FormValues = {}
  for (const {
    path: [field],
    message,
  } of terms.error?.issues ?? [])
    errors[String(field)] ??= message
  const [priority, orderFee, postalCode] = [whole('priority'), given('orderFee') || '0', given('postalCode') || null]
  if (typeof priority === 'string' || priority > 1_000_000) errors.priority = 'A whole number is needed.'
  if (!positiveDecimal.safeParse(orderFee).success) errors.orderFee = 'An amount of zero or more is needed.'
  if (postalCode && postalCode.length > 15) errors.postalCode = 'At most 15 characters.'
  if (Object.keys(errors).length > 0 || typeof priority === 'string' || !terms.success) return { errors }
  return { settings: { active: values.active === 'yes', priority, orderFee, postalCode, terms: terms.data }, errors }
}
