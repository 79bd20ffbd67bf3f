import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { answerChange } from '../../../engine/purchase-orders/answer-change.ts'
import { cancelPurchaseOrder } from '../../../engine/purchase-orders/cancel.ts'
import { loadChanges } from '../../../engine/purchase-orders/load-changes.ts'
import { requestChange } from '../../../engine/purchase-orders/request-change.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { changeAnswerFrom } from '../../shared/changes/answer-from.ts'
import { texts as shared } from '../../shared/changes/texts.ts'
import { wishesFrom } from '../../shared/changes/wishes-from.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { dayIn } from '../../ui/time.tsx'
import { showPurchaseOrder } from '../purchase-orders.tsx'
import { type LoadedPurchaseOrder, loadPurchaseOrder } from '../purchase-orders-query.ts'
import { namedLines } from './parts.tsx'
import { texts } from './texts.ts'

/** Changes and cancellations that the retailer asks for, and answers to what suppliers ask for. */
export function orderChangeRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/:number/changes', needs('operate'), c => takeChange(c, deps))
  app.post('/:number/change-answers', needs('operate'), c => takeAnswer(c, deps))
  return app
}

function loadNumbered(c: PortalContext, { hub }: PortalDeps) {
  return loadPurchaseOrder(hub.orm, c.var.retailer.retailerId, c.req.param('number')!)
}

async function takeChange(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const loaded = await loadNumbered(c, deps)
  const errors = await ask(c, deps, loaded, values)
  if (errors) return showPurchaseOrder(c, deps, { values, errors })
  leaveFlash(c, 'good', texts.asked)
  return back(c, loaded)
}

/** Asks for what the form says. Returns what is wrong with it, by field. */
async function ask(
  c: PortalContext,
  { hub }: PortalDeps,
  loaded: LoadedPurchaseOrder,
  values: FormValues,
): Promise<Record<string, string> | undefined> {
  const { id: purchaseOrderId, retailerId } = loaded.order
  const afterwards = values.afterwards === 'reroute' ? 'reroute' : 'cancel'
  const today = dayIn(c.var.viewer.timeZone, hub.now())
  const actor = actorOf(c.var.viewer)
  const reason = values.reason?.trim().slice(0, 264) ?? ''
  try {
    if (values.whole === 'yes') {
      if (reason === '') return { reason: shared.noReason }
      await hub.work(actor, work => cancelPurchaseOrder(work, { retailerId, purchaseOrderId, afterwards, reason }))
      return undefined
    }
    const asked = wishesFrom(values, namedLines(loaded), today)
    if ('errors' in asked) return asked.errors
    const command = { retailerId, purchaseOrderId, askedBy: 'retailer', afterwards, ...asked } as const
    await hub.work(actor, work => requestChange(work, command))
    return undefined
  } catch (error) {
    if (error instanceof ApplicationError && error.status !== 404) return { wishes: error.message }
    throw error
  }
}

async function takeAnswer(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const loaded = await loadNumbered(c, deps)
  const { id: purchaseOrderId, retailerId } = loaded.order
  const sequence = /^\d{1,6}$/.test(values.sequence ?? '') ? Number(values.sequence) : 0
  const changes = await loadChanges(deps.hub.orm, retailerId, [purchaseOrderId])
  const wishes = changes.find(change => change.sequence === sequence)?.request.wishes ?? []
  const answer = changeAnswerFrom(values, wishes)
  const { result, issues } = await deps.hub.work(actorOf(c.var.viewer), work =>
    answerChange(work, { retailerId, purchaseOrderId, sequence, answeredBy: 'retailer', answer }),
  )
  if (result === 'rejected') leaveFlash(c, 'bad', issues.map(issue => issue.message).join(' '))
  else if (result === 'duplicate') leaveFlash(c, 'info', shared.before)
  else leaveFlash(c, 'good', values.outcome === 'lines' ? shared.answered : shared[answer.outcome])
  return back(c, loaded)
}

function back(c: PortalContext, { order }: LoadedPurchaseOrder): Response {
  return c.redirect(`/retailer/purchase-orders/${encodeURIComponent(order.number)}`, 303)
}
