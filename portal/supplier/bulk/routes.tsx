import { Hono } from 'hono'
import { needs } from '../../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { showOutcome } from '../../lists/bulk.tsx'
import { type Cursor, readState } from '../../lists/list-state.ts'
import { csvStream } from '../../shared/csv-stream.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
import { answerable, answerFrom } from '../answer-document.ts'
import { loadOrder } from '../order-query.ts'
import { baseOf, todayOf } from '../order-routes.tsx'
import { supplierOrdersList } from '../orders-query.ts'
import { submit } from '../submit.ts'
import { texts } from '../texts.ts'
import { chosenOrders } from './chosen.ts'
import { orderRows, ordersFile } from './order-file.ts'

/** What is done with several purchase orders at once: accepted, or written to a file. */
export function bulkRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/purchase-orders.csv', c => sendFile(c, deps))
  app.post('/acceptances', needs('answer'), c => acceptChosen(c, deps))
  return app
}

/** What the list shows under its filter, all pages of it. */
function sendFile(c: PortalContext, deps: PortalDeps) {
  const query = { ...readState(c.req.query(), supplierOrdersList(baseOf(c))), today: todayOf(c, deps) }
  return csvStream(c, `purchase-orders-${query.filter}-${query.today}`, ordersFile, (after?: Cursor) =>
    orderRows(deps.hub.orm, c.var.supplier, { ...query, after }),
  )
}

/** Each order is answered by itself: one that cannot be accepted any more stops no other. */
async function acceptChosen(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const numbers = chosenOrders(values)
  const today = todayOf(c, deps)
  const refused: string[] = []
  let accepted = 0
  let answered = 0
  for (const number of numbers) {
    const order = await loadOrder(deps.hub.orm, c.var.supplier, number)
    const made = answerFrom({ answer: 'accept-all' }, order, today)
    if ('errors' in made || !order.lines.some(line => answerable(line).gt(0))) {
      answered++
      continue
    }
    const outcome = await submit(c, deps, made.document, { purchaseOrderId: order.order.id })
    if (outcome.result === 'rejected') refused.push(`${number}: ${outcome.issues[0]?.message ?? ''}`)
    else accepted++
  }
  if (numbers.length === 0) leaveFlash(c, 'warn', texts.orders.noneChosen)
  else {
    const said = [texts.orders.accepted(accepted), ...(answered > 0 ? [texts.orders.nothingOpen(answered)] : [])]
    if (refused.length > 0) {
      const back = `${baseOf(c)}/purchase-orders`
      const status = accepted > 0 ? 200 : 422
      return await showOutcome(c, {
        back,
        title: texts.orders.accept,
        current: 'purchase-orders',
        said,
        refused,
        status,
      })
    }
    leaveFlash(c, accepted === numbers.length ? 'good' : 'warn', said.join(' '))
  }
  return c.redirect(`${baseOf(c)}/purchase-orders`, 303)
}
