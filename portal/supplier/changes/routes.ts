import { Hono } from 'hono'
import { answerChange } from '../../../engine/purchase-orders/answer-change.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
import { loadOrder } from '../order-query.ts'
import { baseOf, withWarnings } from '../order-routes.tsx'
import { texts } from './texts.ts'

/** Answers to changes that the retailer asks for. */
export function changeRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/:number/change-answers', needs('answer'), c => take(c, deps))
  return app
}

async function take(c: PortalContext, { hub }: PortalDeps) {
  const values = await formValues(c)
  const { retailerId } = c.var.supplier
  const { order } = await loadOrder(hub.orm, c.var.supplier, c.req.param('number')!)
  const sequence = /^\d{1,6}$/.test(values.sequence ?? '') ? Number(values.sequence) : 0
  const outcome = values.outcome === 'accepted' ? 'accepted' : 'refused'
  const note = values.note?.trim().slice(0, 264)
  const answered = await hub.work(actorOf(c.var.viewer), work =>
    answerChange(work, {
      retailerId,
      purchaseOrderId: order.id,
      sequence,
      answeredBy: 'supplier',
      answer: { outcome, ...(note && { note }) },
    }),
  )
  const said = { applied: texts[outcome], duplicate: texts.before, rejected: '' }[answered.result]
  const tone = { applied: 'good', duplicate: 'info', rejected: 'bad' } as const
  leaveFlash(c, tone[answered.result], withWarnings(said, answered.issues).trim())
  return c.redirect(`${baseOf(c)}/purchase-orders/${encodeURIComponent(order.number)}`, 303)
}
