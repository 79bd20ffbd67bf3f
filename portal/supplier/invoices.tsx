import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { answerClaim } from '../../engine/invoices/answer-claim.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { type Cursor, readState } from '../lists/list-state.ts'
import { viewsOf } from '../lists/views.ts'
import { answerPdf } from '../print/answer-pdf.ts'
import { csvStream, rowsAtOnce } from '../shared/csv-stream.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { idIn } from '../ui/request.ts'
import { InvoicePage } from './invoice-page.tsx'
import { invoicePdf } from './invoice-pdf.ts'
import { loadInvoice } from './invoice-query.ts'
import { invoicesFile } from './invoices-file.ts'
import { InvoicesList } from './invoices-list.tsx'
import { countAsked, listInvoices, supplierInvoicesList } from './invoices-query.ts'
import { baseOf, todayOf } from './order-routes.tsx'
import { texts } from './texts.ts'

/** A supplier's invoices and what became of them. */
export function invoicesRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showInvoices(c, deps))
  app.get('/file', c => sendFile(c, deps))
  app.get('/:id', c => showInvoice(c, deps))
  app.get('/:id/pdf', c => sendPdf(c, deps))
  app.post('/:id/answer', needs('invoice'), c => takeAnswer(c, deps))
  return app
}

const asked = (c: PortalContext) => readState(c.req.query(), supplierInvoicesList(baseOf(c)))

async function showInvoices(c: PortalContext, { hub: { orm } }: PortalDeps) {
  const scope = c.var.supplier
  const { userId } = c.var.viewer
  const state = asked(c)
  const [listed, counts, views] = await Promise.all([
    listInvoices(orm, scope, state),
    countAsked(orm, scope),
    viewsOf(orm, { retailerId: scope.retailerId, userId }, 'supplier-invoices'),
  ])
  const props = { base: baseOf(c), state, counts, views, userId, ...listed }
  return page(c, { title: texts.invoices.title, current: 'invoices' }, <InvoicesList {...props} />)
}

/** What the list shows under its filter, all pages of it. */
function sendFile(c: PortalContext, deps: PortalDeps) {
  const state = asked(c)
  const name = `invoices-${state.filter}-${todayOf(c, deps)}`
  return csvStream(c, name, invoicesFile, (after?: Cursor) =>
    listInvoices(deps.hub.orm, c.var.supplier, { ...state, after }, rowsAtOnce),
  )
}

async function showInvoice(c: PortalContext, { hub }: PortalDeps, errors: Record<string, string> = {}) {
  const loaded = await loadInvoice(hub.orm, c.var.supplier, idIn(c.req.param('id')))
  const mayAnswer = may(c.var.supplier.role, 'invoice')
  const props = { base: baseOf(c), ...loaded, mayAnswer, errors }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(c, { title: loaded.invoice.number, current: 'invoices', status }, <InvoicePage {...props} />)
}

async function sendPdf(c: PortalContext, { hub }: PortalDeps) {
  const loaded = await loadInvoice(hub.orm, c.var.supplier, idIn(c.req.param('id')))
  return answerPdf(c, invoicePdf(loaded, c.var.supplier), `${loaded.invoice.type}-${loaded.invoice.number}`)
}

async function takeAnswer(c: PortalContext, deps: PortalDeps) {
  const { retailerId, partnershipId } = c.var.supplier
  const { invoice } = await loadInvoice(deps.hub.orm, c.var.supplier, idIn(c.req.param('id')))
  const values = await formValues(c)
  const answer = { agrees: values.agrees === 'yes', answer: values.answer ?? '' }
  const command = { retailerId, partnershipId, invoiceId: invoice.id, ...answer }
  try {
    await deps.hub.work(actorOf(c.var.viewer), work => answerClaim(work, command))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return showInvoice(c, deps, error.fields)
  }
  leaveFlash(c, 'good', texts.invoices.answered)
  return c.redirect(`${baseOf(c)}/invoices/${invoice.id}`, 303)
}
