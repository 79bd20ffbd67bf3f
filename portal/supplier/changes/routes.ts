import { Hono } from 'hono'
import { answerChange } from '../../../engine/purchase-orders/answer-change.ts'
import type { Wish } from '../../../engine/purchase-orders/change.ts'
import { loadChanges } from '../../../engine/purchase-orders/load-changes.ts'
import type { AnsweredLine } from '../../../translators/documents/index.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { changeAnswerFrom } from '../../shared/changes/answer-from.ts'
import { texts as shared } from '../../shared/changes/texts.ts'
import { wishesFrom } from '../../shared/changes/wishes-from.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
import { loadOrder } from '../order-query.ts'
import { baseOf, showOrder, todayOf, withWarnings } from '../order-routes.tsx'
import { submit } from '../submit.ts'
import { namedLines } from './parts.tsx'
import { texts } from './texts.ts'

/** Answers to changes that the retailer asks for, and changes that the supplier asks for itself. */
export function changeRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/:number/change-answers', needs('answer'), c => takeAnswer(c, deps))
  app.post('/:number/changes', needs('answer'), c => takeRequest(c, deps))
  return app
}

async function takeAnswer(c: PortalContext, { hub }: PortalDeps) {
  const values = await formValues(c)
  const { retailerId } = c.var.supplier
  const { order } = await loadOrder(hub.orm, c.var.supplier, c.req.param('number')!)
  const sequence = /^\d{1,6}$/.test(values.sequence ?? '') ? Number(values.sequence) : 0
  const changes = await loadChanges(hub.orm, retailerId, [order.id])
  const wishes = changes.find(change => change.sequence === sequence)?.request.wishes ?? []
  const answer = changeAnswerFrom(values, wishes)
  const answered = await hub.work(actorOf(c.var.viewer), work =>
    answerChange(work, { retailerId, purchaseOrderId: order.id, sequence, answeredBy: 'supplier', answer }),
  )
  const done = values.outcome === 'lines' ? shared.answered : shared[answer.outcome]
  const said = { applied: done, duplicate: shared.before, rejected: '' }[answered.result]
  const tone = { applied: 'good', duplicate: 'info', rejected: 'bad' } as const
  leaveFlash(c, tone[answered.result], withWarnings(said, answered.issues).trim())
  return c.redirect(`${baseOf(c)}/purchase-orders/${encodeURIComponent(order.number)}`, 303)
}

async function takeRequest(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const order = await loadOrder(deps.hub.orm, c.var.supplier, c.req.param('number')!)
  const today = todayOf(c, deps)
  const asked = wishesFrom(values, namedLines(order), today)
  if ('errors' in asked) return showOrder(c, deps, { asking: { values, errors: asked.errors } })
  const { number, id } = order.order
  const outcome = await submit(
    c,
    deps,
    {
      kind: 'purchase-order-change-acknowledgment',
      purpose: 'request',
      type: 'detail',
      purchaseOrderNumber: number,
      date: today,
      notes: [asked.reason],
      lines: asked.wishes.flatMap(wish => askedLines(wish)),
    },
    { purchaseOrderId: id },
  )
  if (outcome.result === 'rejected') {
    const wishes = outcome.issues.map(issue => issue.message).join(' ')
    return showOrder(c, deps, { asking: { values, errors: { wishes } } })
  }
  const said = outcome.result === 'duplicate' ? texts.before : texts.asked
  leaveFlash(c, outcome.result === 'duplicate' ? 'info' : 'good', withWarnings(said, outcome.issues))
  return c.redirect(`${baseOf(c)}/purchase-orders/${encodeURIComponent(number)}`, 303)
}

/** A wish in the words of the document (X12 865): what is taken away, and the line's new terms. */
function askedLines({ lineNumber, cancel, unitPrice, shipDate }: Wish): AnsweredLine[] {
  const cancelled: AnsweredLine[] =
    cancel === undefined ? [] : [{ action: 'cancel', lineNumber, quantity: cancel, answers: [] }]
  if (unitPrice === undefined && shipDate === undefined) return cancelled
  const terms = { ...(unitPrice !== undefined && { unitPrice }), ...(shipDate !== undefined && { shipDate }) }
  return [...cancelled, { action: 'change', lineNumber, ...terms, answers: [] }]
}
