import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import type { Orm } from '../../db/connection.ts'
import { retailers, type Tolerance, type Tolerances } from '../../db/schema/index.ts'
import { type ReplayedInvoice, replayTolerances } from '../../engine/invoices/replay.ts'
import { defaultValuesOf } from '../../engine/purchase-orders/trading-sections.ts'
import { decimal, positiveDecimal } from '../../translators/documents/index.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { partnerNames } from '../retailer/partner-names.ts'
import { sectionForms } from '../retailer/settings-of-trade/sections.ts'
import { exceptionWords } from '../retailer/texts.ts'
import { Bars } from '../ui/charts/bars.tsx'
import { Input, Select } from '../ui/fields.tsx'
import { Amount, Money } from '../ui/money.tsx'
import { page } from '../ui/page.tsx'
import { Facts, PageHeader, Section } from '../ui/parts.tsx'
import { idIn } from '../ui/request.ts'
import { Empty, Table } from '../ui/table.tsx'
import { texts } from './texts.ts'

const t = texts.replay
const kinds = ['price', 'quantity', 'freight', 'tax', 'total'] as const
/** A quarter, and as many of its invoices as a person waits for. */
const [days, mostInvoices] = [92, 10_000]

type Query = Record<string, string>

/** Tries other tolerances on the last quarter's invoices. Everything stands in the address: nothing is stored, and what was found can be shared. */
export function replayRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showReplay(c, deps))
  return app
}

async function showReplay(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const query = c.req.query()
  const partners = await partnerNames(hub.orm, retailerId)
  const { tolerances, errors } = readTolerances(query)
  const isBare = Object.keys(query).length === 0
  const asked = !isBare && Object.keys(errors).length === 0
  const until = hub.now()
  const from = new Date(until.getTime() - days * 86_400_000)
  const partnershipId = idIn(query.partner)
  const span = { retailerId, from, until, tolerances, most: mostInvoices, ...(partnershipId && { partnershipId }) }
  const replay = asked ? await replayTolerances(hub.orm, until, span) : undefined
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(
    c,
    { title: t.title, current: 'replay', status },
    <>
      <PageHeader title={t.title} about={t.about} />
      <div class="stack">
        <ReplayForm
          query={isBare ? await houseTolerances(hub.orm, retailerId) : query}
          errors={errors}
          partners={partners}
        />
        {replay ? <Result replay={replay} /> : null}
      </div>
    </>,
  )
}

/** What holds for all partners, as the form says it: to begin with, so that only what shall be tried is changed. */
async function houseTolerances(orm: Orm, retailerId: string): Promise<Query> {
  const [row] = await orm.select({ settings: retailers.settings }).from(retailers).where(eq(retailers.id, retailerId))
  const tolerances = defaultValuesOf(row!.settings, 'tolerances') as Tolerances
  const shown = sectionForms.tolerances.show({ settings: {}, tolerances, terms: { netDays: 0 }, timeZone: 'UTC' })
  return Object.fromEntries(Object.entries(shown).map(([name, value]) => [name, String(value)]))
}

/** Shares are written in per cent. */
function readTolerances(query: Query): { tolerances: Tolerances; errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const read = (name: string) => {
    const text = query[name]?.trim()
    if (!text) return undefined
    if (positiveDecimal.safeParse(text).success) return text
    errors[name] = t.notANumber
    return undefined
  }
  const tolerances: Tolerances = {}
  for (const kind of kinds) {
    const [amount, percent] = [read(`${kind}-amount`), read(`${kind}-percent`)]
    const tolerance: Tolerance = {
      ...(amount && { amount }),
      ...(percent && { share: hundredth(percent) }),
      whichever: query[`${kind}-whichever`] === 'greater' ? 'greater' : 'lesser',
    }
    if (amount || percent) tolerances[kind] = tolerance
  }
  return { tolerances, errors }
}

/** A hundredth of a decimal, by moving its point. */
function hundredth(percent: string): string {
  const [whole = '', fraction = ''] = percent.split('.')
  const padded = whole.padStart(3, '0')
  return decimal.parse(`${padded.slice(0, -2)}.${padded.slice(-2)}${fraction}`.slice(0, 24))
}

function ReplayForm(props: { query: Query; errors: Record<string, string>; partners: ReadonlyMap<string, string> }) {
  const { query, errors, partners } = props
  return (
    <form class="form" method="get" action="/accounting/replay" data-form="replay">
      <Select
        name="partner"
        label={t.partner}
        value={query.partner}
        options={[{ value: '', word: t.everyPartner }, ...[...partners].map(([value, word]) => ({ value, word }))]}
      />
      {kinds.map(kind => (
        <fieldset class="row">
          <legend>{t.kinds[kind]}</legend>
          {(['amount', 'percent'] as const).map(part => (
            <Input
              name={`${kind}-${part}`}
              label={t.parts[part]}
              inputmode="decimal"
              value={query[`${kind}-${part}`]}
              error={errors[`${kind}-${part}`]}
            />
          ))}
          <Select
            name={`${kind}-whichever`}
            label={t.whichever}
            value={query[`${kind}-whichever`] ?? 'lesser'}
            options={[
              { value: 'lesser', word: t.lesser },
              { value: 'greater', word: t.greater },
            ]}
          />
        </fieldset>
      ))}
      <div class="form-actions">
        <button type="submit" class="button button-primary">
          {t.run}
        </button>
      </div>
    </form>
  )
}

const counted = (count: number) => count.toLocaleString('en-US')

function Result({ replay }: { replay: Awaited<ReturnType<typeof replayTolerances>> }) {
  const { invoices, isPartial, passing, freed, stopped, cost } = replay
  return (
    <>
      <Section title={t.result}>
        <Bars
          label={t.passing}
          bars={[
            { label: t.now, value: String(passing.before), shown: counted(passing.before) },
            { label: t.tried, value: String(passing.after), shown: counted(passing.after) },
            { label: t.all, value: String(invoices), shown: counted(invoices) },
          ]}
        />
        <Facts
          rows={
            [
              [t.looked, isPartial ? `${counted(invoices)}, ${t.partial}` : counted(invoices)],
              [t.freed, counted(freed.length)],
              [t.stopped, counted(stopped.length)],
              ...cost.map(({ currency, amount }): [string, unknown] => [
                t.cost,
                <Money amount={amount} currency={currency} />,
              ]),
            ] as [string, string][]
          }
        />
      </Section>
      <Changed title={t.freed} rows={freed} />
      <Changed title={t.stopped} rows={stopped} />
    </>
  )
}

function Changed({ title, rows }: { title: string; rows: ReplayedInvoice[] }) {
  if (rows.length === 0) return <Section title={title}>{<Empty title={t.noChange} />}</Section>
  return (
    <Section title={title}>
      <Table
        label={title}
        rows={rows.slice(0, 200)}
        attributes={row => ({ 'data-replayed': row.invoice.number })}
        columns={[
          {
            heading: 'Invoice',
            cell: row => <a href={`/accounting/invoices/${row.invoice.id}`}>{row.invoice.number}</a>,
          },
          {
            heading: 'In question',
            cell: row => [...new Set(row.findings.map(found => exceptionWords[found.kind]))].join(', '),
          },
          {
            heading: 'Total',
            number: true,
            cell: row => <Money amount={row.invoice.total} currency={row.invoice.currency} />,
          },
          { heading: t.cost, number: true, cell: row => <Amount amount={row.cost} /> },
        ]}
      />
    </Section>
  )
}
