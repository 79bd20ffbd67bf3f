import { ApplicationError } from '../../db/application-error.ts'
import type { Work } from '../../db/work.ts'
import { type OrderResolution, orderResolutionsFor } from '../../engine/exceptions/resolutions.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'
import { chosenIn, runBulk } from '../lists/bulk.tsx'
import { Hidden } from '../ui/fields.tsx'
import { type FormValues, formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { Notice, PageHeader } from '../ui/parts.tsx'
import { DecisionFields, takeDecision } from './exception-decision.tsx'
import { type LoadedException, loadExceptions } from './exceptions-query.ts'
import { texts } from './texts.ts'

const t = texts.exceptions
const path = '/retailer/exceptions'

/** The list that was left, with its filters. */
const listOf = (form: FormValues) => `${path}?${new URLSearchParams(form.query ?? '')}`

type ExceptionRow = LoadedException['exception']

/** Takes the form of the list, asks what shall happen to all that are chosen, and does it to each; those that cannot be decided so are named with the reason. */
export async function takeExceptionsBulk(c: PortalContext, deps: PortalDeps): Promise<Response> {
  const { retailerId } = c.var.retailer
  const form = await formValues(c)
  const chosen = await loadExceptions(deps.hub.orm, retailerId, chosenIn(form))
  if (chosen.length > 0 && !form.note?.trim()) return await askDecision(c, chosen, form)
  const byId = new Map(chosen.map(({ exception }) => [exception.id, exception]))
  return await runBulk(c, deps, {
    ids: [...byId.keys()],
    back: listOf(form),
    title: t.bulk.title,
    current: 'exceptions',
    done: t.bulk.done,
    run: (work, id) => decideNamed(work, byId.get(id)!, form),
  })
}

/** As `takeDecision`; what it refuses is told with the exception it is about. */
async function decideNamed(work: Work, exception: ExceptionRow, form: FormValues): Promise<void> {
  try {
    await takeDecision(work, exception, form)
  } catch (error) {
    if (!(error instanceof ApplicationError)) throw error
    throw new ApplicationError(error.code, `${exception.summary} ${error.message}`, error.fields)
  }
}

/** What may be decided about all of them; `undefined` where some ask for a decision and none fits all. */
function resolutionsForAll(chosen: LoadedException[]): OrderResolution[] | undefined {
  const each = chosen.map(({ exception }) => orderResolutionsFor(exception))
  const common = (each[0] ?? []).filter(one => each.every(allowed => allowed.includes(one)))
  const isOnlyNoted = each.every(allowed => allowed.length === 0)
  return common.length > 0 || isOnlyNoted ? common : undefined
}

async function askDecision(c: PortalContext, chosen: LoadedException[], form: FormValues) {
  const choices = resolutionsForAll(chosen)
  const isAgain = form.note !== undefined
  const content = (
    <div class="stack">
      <PageHeader title={t.bulk.title} back={{ href: listOf(form), word: t.title }} />
      <Notice tone={choices && !isAgain ? 'info' : 'warn'} title={t.bulk.about(chosen.length)}>
        {isAgain ? <p>{t.noteMissing}</p> : null}
        {choices ? null : <p>{t.bulk.noneFits}</p>}
        <ul>
          {chosen.map(({ exception }) => (
            <li>{exception.summary}</li>
          ))}
        </ul>
      </Notice>
      {choices ? (
        <form class="form card" method="post" action={`${path}/bulk`}>
          {chosen.map(({ exception }) => (
            <Hidden name={`chosen[${exception.id}]`} value="on" />
          ))}
          <Hidden name="query" value={form.query ?? ''} />
          <DecisionFields choices={choices} />
        </form>
      ) : null}
    </div>
  )
  return await page(c, { title: t.bulk.title, current: 'exceptions', status: isAgain ? 422 : 200 }, content)
}
