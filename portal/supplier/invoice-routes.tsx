import { Hono } from 'hono'
import { needs } from '../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { type FormValues, formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { PageHeader } from '../ui/parts.tsx'
import { idIn } from '../ui/request.ts'
import { lineField } from './answer-document.ts'
import { invoiceFrom } from './invoice-document.ts'
import { InvoiceForm } from './invoice-form.tsx'
import { agreedTerms, type Credited, loadCredited, valuesOfShipment } from './invoice-start.ts'
import { loadOrder } from './order-query.ts'
import { baseOf, todayOf, withWarnings } from './order-routes.tsx'
import { sortIssues, submit } from './submit.ts'
import { texts } from './texts.ts'

const t = texts.invoice

/** Turns what has shipped of a purchase order, or one shipment (`?shipment=`), into an invoice; and credits one (`?credits=`). */
export function invoiceFormRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:number/invoices/new', needs('invoice'), c => startForm(c, deps))
  app.post('/:number/invoices', needs('invoice'), c => takeInvoice(c, deps))
  return app
}

async function startForm(c: PortalContext, deps: PortalDeps) {
  const shipmentId = idIn(c.req.query('shipment'))
  const credits = c.req.query('credits')
  const asked = { ...(credits === undefined ? {} : { credits }) }
  if (!shipmentId || credits !== undefined) return showForm(c, deps, { values: asked })
  const order = await loadOrder(deps.hub.orm, c.var.supplier, c.req.param('number')!)
  return showForm(c, deps, { values: await valuesOfShipment(deps.hub.orm, order, shipmentId) })
}

interface Shown {
  values: FormValues
  errors?: Record<string, string>
  comesTo?: string
}

async function showForm(c: PortalContext, deps: PortalDeps, { values, errors = {}, comesTo }: Shown) {
  const { order, credited } = await loadSubject(c, deps, values)
  const path = `${baseOf(c)}/purchase-orders/${encodeURIComponent(order.order.number)}`
  const title = credited ? `${t.creditTitle} ${credited.number}` : `${t.title} ${order.order.number}`
  const agreed = await agreedTerms(deps.hub.orm, c.var.supplier)
  const today = todayOf(c, deps)
  const form = { order, action: `${path}/invoices`, values, errors, today, agreed, comesTo, credited }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(
    c,
    { title, current: 'purchase-orders', status },
    <>
      <PageHeader back={{ href: path, word: order.order.number }} title={title} />
      <InvoiceForm {...form} />
    </>,
  )
}

async function loadSubject(c: PortalContext, { hub }: PortalDeps, values: FormValues) {
  const order = await loadOrder(hub.orm, c.var.supplier, c.req.param('number')!)
  const { credits } = values
  const credited = credits === undefined ? undefined : await loadCredited(hub.orm, c.var.supplier, order, idIn(credits))
  return { order, credited }
}

async function takeInvoice(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const { order, credited } = await loadSubject(c, deps, values)
  const asksTotal = values.action === 'total'
  // Asked to be added up, a total that was filled in before is worked out anew.
  const given = asksTotal ? { ...values, total: '' } : values
  const made = invoiceFrom(given, order, todayOf(c, deps), credited)
  if (asksTotal) {
    if (!('errors' in made)) return showForm(c, deps, { values: given, comesTo: made.document.total })
    return showForm(c, deps, { values: given, errors: made.errors })
  }
  if ('errors' in made) return showForm(c, deps, { values, errors: made.errors })
  const outcome = await submit(c, deps, made.document, { purchaseOrderId: order.order.id })
  if (outcome.result === 'rejected') {
    const { errors, general } = sortIssues(outcome.issues, path => fieldOf(path, made.lineKeys))
    const all = general.length > 0 ? { ...errors, lines: general.join(' ') } : errors
    return showForm(c, deps, { values, errors: all })
  }
  const repeated = outcome.result === 'duplicate'
  leaveFlash(c, repeated ? 'warn' : 'good', withWarnings(wordsOf(repeated, credited), outcome.issues))
  return c.redirect(`${baseOf(c)}/purchase-orders/${encodeURIComponent(order.order.number)}`, 303)
}

function wordsOf(repeated: boolean, credited: Credited | undefined): string {
  if (repeated) return t.doneBefore
  return credited ? t.doneCredit : t.done
}

function fieldOf(path: string, lineKeys: string[]): string | undefined {
  if (['number', 'date', 'total'].includes(path)) return path
  return lineField(path, lineKeys, path.endsWith('unitPrice') ? 'unitPrice' : 'quantity')
}
