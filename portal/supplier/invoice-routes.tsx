import { Hono } from 'hono'
import { needs } from '../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { type FormValues, formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { PageHeader } from '../ui/parts.tsx'
import { lineField } from './answer-document.ts'
import { invoiceFrom } from './invoice-document.ts'
import { InvoiceForm } from './invoice-form.tsx'
import { loadOrder } from './order-query.ts'
import { baseOf, todayOf, withWarnings } from './order-routes.tsx'
import { sortIssues, submit } from './submit.ts'
import { texts } from './texts.ts'

const t = texts.invoice

/** Turns what has shipped of a purchase order into an invoice. */
export function invoiceFormRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:number/invoices/new', needs('invoice'), c => showForm(c, deps, {}, {}))
  app.post('/:number/invoices', needs('invoice'), c => takeInvoice(c, deps))
  return app
}

async function showForm(c: PortalContext, deps: PortalDeps, values: FormValues, errors: Record<string, string>) {
  const order = await loadOrder(deps.hub.orm, c.var.supplier, c.req.param('number')!)
  const path = `${baseOf(c)}/purchase-orders/${encodeURIComponent(order.order.number)}`
  const title = `${t.title} ${order.order.number}`
  const form = { order, action: `${path}/invoices`, values, errors, today: todayOf(c, deps) }
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

async function takeInvoice(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const order = await loadOrder(deps.hub.orm, c.var.supplier, c.req.param('number')!)
  const made = invoiceFrom(values, order, todayOf(c, deps))
  if ('errors' in made) return showForm(c, deps, values, made.errors)
  const outcome = await submit(c, deps, made.document, order.order.id)
  if (outcome.result === 'rejected') {
    const { errors, general } = sortIssues(outcome.issues, path => fieldOf(path, made.lineKeys))
    return showForm(c, deps, values, general.length > 0 ? { ...errors, lines: general.join(' ') } : errors)
  }
  const repeated = outcome.result === 'duplicate'
  leaveFlash(c, repeated ? 'warn' : 'good', withWarnings(repeated ? t.doneBefore : t.done, outcome.issues))
  return c.redirect(`${baseOf(c)}/purchase-orders/${encodeURIComponent(order.order.number)}`, 303)
}

function fieldOf(path: string, lineKeys: string[]): string | undefined {
  if (['number', 'date', 'total'].includes(path)) return path
  return lineField(path, lineKeys, path.endsWith('unitPrice') ? 'unitPrice' : 'quantity')
}
