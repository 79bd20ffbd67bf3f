import Big from 'big.js'
import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import type { RetailerRole } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { type InvoiceResolution, invoiceResolutions, resolutionsFor } from '../../engine/invoices/resolutions.ts'
import { resolveInvoice } from '../../engine/invoices/resolve.ts'
import { needs } from '../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { chosenIn, runBulk } from '../lists/bulk.tsx'
import { partnerNames } from '../retailer/partner-names.ts'
import { Hidden, Input } from '../ui/fields.tsx'
import { leaveFlash } from '../ui/flash.ts'
import { type FormValues, formValues } from '../ui/form-data.ts'
import { Money } from '../ui/money.tsx'
import { page } from '../ui/page.tsx'
import { Notice, PageHeader } from '../ui/parts.tsx'
import { Table } from '../ui/table.tsx'
import { idsOfList, invoiceFilters } from './invoices-query.ts'
import { loadToResolve, narrowingIn, narrowingParameters, type ToResolve } from './questions-query.ts'
import { resolutionWords, texts } from './texts.ts'

const t = texts.resolutions
const list = '/accounting/invoices'

/** Invoices that are decided about together at most: one page tells of them, and one request works through them. */
const mostTogether = 500
/** So many of them are listed before somebody decides. */
const mostListed = 20

/** Takes one decision about many invoices, each in a transaction of its own. */
export function resolutionRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/', needs('question-accounts'), c => takeResolutions(c, deps))
  return app
}

async function takeResolutions(c: PortalContext, deps: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const form = await formValues(c)
  const chosen = await loadToResolve(deps.hub.orm, retailerId, await idsIn(deps, retailerId, form))
  // One that was decided about meanwhile is refused by itself, and keeps no other back.
  const resolution = togetherPossible.find(known => known === form.resolution)
  const isMute = resolution !== undefined && resolution !== 'wait' && !form.reason?.trim()
  if (chosen.length > 0 && (!resolution || isMute)) return await askDecision(c, deps, chosen, form)
  const numbers = new Map(chosen.map(one => [one.id, one.number]))
  const reason = form.reason ?? ''
  let signed = 0
  const answer = await runBulk(c, deps, {
    ids: [...numbers.keys()],
    back: backTo(form),
    title: t.title,
    current: 'accounting-invoices',
    done: t.done,
    run: async (work, invoiceId) => {
      const command = { retailerId, invoiceId, resolution: resolution!, reason, authority: role }
      if ((await resolveNamed(work, command, numbers.get(invoiceId)!)) === 'signed') signed += 1
    },
  })
  if (signed > 0) leaveFlash(c, 'warn', t.signed(signed))
  return answer
}

/** The rows that were ticked, or all that the list shows. */
async function idsIn({ hub }: PortalDeps, retailerId: string, form: FormValues): Promise<string[]> {
  if (form.every !== 'yes') return chosenIn(form).slice(0, mostTogether)
  const query = { filter: filterIn(form), search: form.q?.trim() ?? '', after: undefined }
  return await idsOfList(hub.orm, retailerId, { ...query, ...narrowingIn(name => form[name]) }, mostTogether)
}

const filterIn = (form: FormValues) => invoiceFilters.find(known => known === form.show) ?? 'exception'

function backTo(form: FormValues): string {
  const kept = {
    show: filterIn(form),
    ...(form.q && { q: form.q }),
    ...narrowingParameters(narrowingIn(name => form[name])),
  }
  return `${list}?${new URLSearchParams(kept)}`
}

/** As `resolveInvoice`; what it refuses is told with the invoice it is about. */
async function resolveNamed(work: Work, command: Parameters<typeof resolveInvoice>[1], number: string) {
  try {
    return await resolveInvoice(work, command)
  } catch (error) {
    if (!(error instanceof ApplicationError)) throw error
    throw new ApplicationError(error.code, `${number}: ${error.message}`, error.fields)
  }
}

/** Lines are chosen invoice by invoice. */
const togetherPossible = invoiceResolutions.filter(one => one !== 'by-line')

/** What may be decided about all of them alike. */
function resolutionsForAll(chosen: readonly ToResolve[], role: RetailerRole): InvoiceResolution[] {
  const [first, ...others] = chosen.map(one => resolutionsFor(one, role))
  return togetherPossible.filter(one => first?.includes(one) && others.every(allowed => allowed.includes(one)))
}

async function askDecision(c: PortalContext, { hub }: PortalDeps, chosen: ToResolve[], form: FormValues) {
  const choices = resolutionsForAll(chosen, c.var.retailer.role)
  const suppliers = await partnerNames(hub.orm, c.var.retailer.retailerId)
  const isAgain = form.resolution !== undefined
  const kept = { show: filterIn(form), q: form.q ?? '', ...narrowingParameters(narrowingIn(name => form[name])) }
  const content = (
    <div class="stack">
      <PageHeader title={t.title} back={{ href: backTo(form), word: texts.invoices.title }} />
      <Notice tone={choices.length > 0 ? 'info' : 'warn'} title={t.about(chosen.length)}>
        {choices.length > 0 ? null : <p>{t.noneFits}</p>}
        {chosen.length === mostTogether ? <p>{t.capped(mostTogether)}</p> : null}
      </Notice>
      <div class="columns">
        <ChosenTable chosen={chosen} suppliers={suppliers} />
        {choices.length > 0 ? (
          <form class="form" method="post" action="/accounting/resolutions" data-form="resolve-chosen">
            {Object.entries(kept).map(([name, value]) => (
              <Hidden name={name} value={value} />
            ))}
            {chosen.map(({ id }) => (
              <Hidden name={`chosen[${id}]`} value="on" />
            ))}
            <Input
              name="reason"
              label={texts.invoice.reason}
              value={form.reason}
              error={isAgain ? t.reasonMissing : undefined}
              autofocus
            />
            <Decisions choices={choices} />
          </form>
        ) : null}
      </div>
    </div>
  )
  return await page(c, { title: t.title, current: 'accounting-invoices', status: isAgain ? 422 : 200 }, content)
}

function Decisions({ choices }: { choices: InvoiceResolution[] }) {
  return (
    <ul class="plain stack-tight">
      {choices.map(resolution => (
        <li>
          <button
            type="submit"
            class={resolution === 'void' ? 'button button-bad' : 'button'}
            data-confirm={resolution === 'void' ? t.confirmVoid : undefined}
            name="resolution"
            value={resolution}
          >
            {resolutionWords[resolution].word}
          </button>
          <div class="small soft">{resolutionWords[resolution].hint}</div>
        </li>
      ))}
    </ul>
  )
}

function ChosenTable({ chosen, suppliers }: { chosen: ToResolve[]; suppliers: ReadonlyMap<string, string> }) {
  const sums = Map.groupBy(chosen, one => one.currency)
  return (
    <Table
      label={texts.invoices.title}
      rows={chosen.slice(0, mostListed)}
      columns={[
        { heading: 'Number', cell: row => <a href={`${list}/${row.id}`}>{row.number}</a> },
        { heading: 'Supplier', cell: row => suppliers.get(row.partnershipId) ?? '' },
        { heading: 'Total', number: true, cell: row => <Money amount={row.total} currency={row.currency} /> },
      ]}
      foot={[...sums].map(([currency, some]) => (
        <tr>
          <th scope="row" colspan={2}>
            Total
            {chosen.length > mostListed ? <span class="small soft"> {t.more(chosen.length - mostListed)}</span> : null}
          </th>
          <td class="number">
            <Money amount={some.reduce((sum, one) => sum.plus(one.total), new Big(0)).toFixed(2)} currency={currency} />
          </td>
        </tr>
      ))}
    />
  )
}
