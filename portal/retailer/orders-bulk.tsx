import { ApplicationError } from '../../db/application-error.ts'
import type { Work } from '../../db/work.ts'
import { cancelOrder } from '../../engine/orders/cancel.ts'
import { holdOrder } from '../../engine/orders/hold.ts'
import { releaseOrder } from '../../engine/orders/release.ts'
import type { PortalContext, PortalDeps } from '../deps.ts'
import { chosenIn, runBulk } from '../lists/bulk.tsx'
import { Hidden, Input } from '../ui/fields.tsx'
import { type FormValues, formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { Notice, PageHeader } from '../ui/parts.tsx'
import { texts } from './texts.ts'

const t = texts.ordersBulk
const path = '/retailer/orders'

/** What can be done to several orders: `asks` for a reason, on a page of its own, where it changes more than a click may. */
const actions = {
  release: { ...t.release, asks: false, run: releaseOrder },
  hold: { ...t.hold, asks: true, run: holdOrder },
  cancel: { ...t.cancel, asks: true, run: cancelOrder },
} as const

/** Takes the form below the list of orders. Throws `invalid-input` for an action that there is not. */
export async function takeOrdersBulk(c: PortalContext, deps: PortalDeps): Promise<Response> {
  const form = await formValues(c)
  const action = (Object.keys(actions) as (keyof typeof actions)[]).find(name => name === form.action)
  if (!action) throw new ApplicationError('invalid-input', t.unknown)
  const ids = chosenIn(form)
  const reason = form.reason?.trim() ?? ''
  if (actions[action].asks && !reason && ids.length > 0) return await askReason(c, action, ids, form)
  const { retailerId } = c.var.retailer
  const { title, done, run } = actions[action]
  return await runBulk(c, deps, {
    ids,
    back: `${path}?${new URLSearchParams(form.query ?? '')}`,
    title,
    current: 'orders',
    done,
    run: (work: Work, orderId) => run(work, { retailerId, orderId, reason }),
  })
}

async function askReason(c: PortalContext, action: 'hold' | 'cancel' | 'release', ids: string[], form: FormValues) {
  const { title, hint, button } = actions[action]
  const content = (
    <div class="stack">
      <PageHeader
        title={title}
        back={{ href: `${path}?${new URLSearchParams(form.query ?? '')}`, word: texts.orders.title }}
      />
      <Notice tone={action === 'cancel' ? 'warn' : 'info'} title={t.about(ids.length)}>
        <p>{hint}</p>
      </Notice>
      <form class="form search-all" method="post" action={`${path}/bulk`}>
        <Hidden name="action" value={action} />
        <Hidden name="query" value={form.query ?? ''} />
        {ids.map(id => (
          <Hidden name={`chosen[${id}]`} value="on" />
        ))}
        <Input name="reason" label={t.reason} required autofocus />
        <button type="submit" class={action === 'cancel' ? 'button button-bad' : 'button button-primary'}>
          {button}
        </button>
      </form>
    </div>
  )
  return await page(c, { title, current: 'orders' }, content)
}
