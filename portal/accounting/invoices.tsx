import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import { approveInvoice } from '../../engine/invoices/approve.ts'
import { billBackEnds, closeBillBack } from '../../engine/invoices/close-bill-back.ts'
import { commentOnInvoice } from '../../engine/invoices/comment.ts'
import { type InvoiceResolution, invoiceResolutions } from '../../engine/invoices/resolutions.ts'
import { resolveInvoice } from '../../engine/invoices/resolve.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { viewsOf } from '../lists/views.ts'
import { partnerNames } from '../retailer/partner-names.ts'
import { csvStream, rowsAtOnce } from '../shared/csv-stream.ts'
import { loadShipments } from '../shared/shipments/of-order.ts'
import { leaveFlash } from '../ui/flash.ts'
import { type FormValues, formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { idIn, idParam, listQuery } from '../ui/request.ts'
import { InvoicePage } from './invoice-page.tsx'
import { invoicesFile } from './invoices-file.ts'
import { InvoicesPage } from './invoices-page.tsx'
import { countInvoices, invoiceFilters, listInvoices, loadInvoice } from './invoices-query.ts'
import { narrowingIn } from './questions-query.ts'
import { texts } from './texts.ts'

const t = texts.invoices
const path = '/accounting/invoices'

/** The invoices, and what the accountant decides about one. */
export function invoiceRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showInvoices(c, deps))
  app.get('/file', c => sendInvoices(c, deps))
  app.get('/:id', c => showInvoice(c, deps))
  app.post('/:id/approval', needs('decide-accounts'), c => takeApproval(c, deps))
  app.post('/:id/resolution', needs('question-accounts'), c => takeResolution(c, deps))
  app.post('/:id/bill-back', needs('decide-accounts'), c => takeBillBackEnd(c, deps))
  app.post('/:id/comments', needs('question-accounts'), c => takeComment(c, deps))
  return app
}

async function showInvoices(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const { userId } = c.var.viewer
  const query = queryIn(c)
  const props = {
    query,
    userId,
    views: await viewsOf(hub.orm, { retailerId, userId }, 'invoices'),
    counts: await countInvoices(hub.orm, retailerId),
    ...(await listInvoices(hub.orm, retailerId, query)),
    partners: query.partnershipId ? await partnerNames(hub.orm, retailerId) : new Map<string, string>(),
    mayDecide: may(role, 'decide-accounts'),
    mayQuestion: may(role, 'question-accounts'),
  }
  return page(c, { title: t.title, current: 'accounting-invoices' }, <InvoicesPage {...props} />)
}

const queryIn = (c: PortalContext) => ({
  ...listQuery(c, invoiceFilters, 'all', 'all'),
  ...narrowingIn(name => c.req.query(name)),
})

async function sendInvoices(c: PortalContext, { hub }: PortalDeps): Promise<Response> {
  const { retailerId } = c.var.retailer
  const query = queryIn(c)
  return await csvStream(c, 'invoices', invoicesFile, async (after?: string) => {
    const { rows, older } = await listInvoices(hub.orm, retailerId, { ...query, after }, rowsAtOnce)
    return { rows, next: older }
  })
}

async function showInvoice(
  c: PortalContext,
  { hub }: PortalDeps,
  form: { values: FormValues; errors: Record<string, string> } = { values: {}, errors: {} },
) {
  const { retailerId, role } = c.var.retailer
  const loaded = await loadInvoice(hub.orm, retailerId, idParam(c))
  const props = {
    ...loaded,
    shipments: loaded.order ? await loadShipments(hub.orm, retailerId, loaded.order.id) : [],
    partners: await partnerNames(hub.orm, retailerId),
    mayDecide: may(role, 'decide-accounts'),
    mayComment: may(role, 'question-accounts'),
    role,
    packages: c.req.query('packages'),
    ...form,
  }
  const status = Object.keys(form.errors).length > 0 ? 422 : 200
  return page(c, { title: loaded.invoice.number, current: 'accounting-invoices', status }, <InvoicePage {...props} />)
}

async function takeApproval(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const invoiceId = idParam(c)
  const command = { retailerId, invoiceId, authority: role }
  const approval = await hub.work(actorOf(c.var.viewer), work => approveInvoice(work, command))
  leaveFlash(c, 'good', approval === 'signed' ? texts.invoice.signed : texts.invoice.approved)
  return c.redirect(`${path}/${invoiceId}`, 303)
}

async function takeResolution(c: PortalContext, deps: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const invoiceId = idParam(c)
  await loadInvoice(deps.hub.orm, retailerId, invoiceId)
  const values = await formValues(c)
  const resolution = invoiceResolutions.find((known): known is InvoiceResolution => known === values.resolution)
  if (!resolution) throw new ApplicationError('invalid-input', 'Choose one of the decisions.')
  const reason = values.reason ?? ''
  try {
    const inFull = Object.keys(values).flatMap(name => idIn(/^full\[(.+)\]$/.exec(name)?.[1]) ?? [])
    const command = { retailerId, invoiceId, resolution, reason, authority: role, inFull }
    const outcome = await deps.hub.work(actorOf(c.var.viewer), work => resolveInvoice(work, command))
    leaveFlash(c, 'good', outcome === 'signed' ? texts.invoice.signed : texts.invoice.done)
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return showInvoice(c, deps, { values, errors: error.fields })
  }
  return c.redirect(`${path}/${invoiceId}`, 303)
}

async function takeBillBackEnd(c: PortalContext, deps: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const invoiceId = idParam(c)
  await loadInvoice(deps.hub.orm, retailerId, invoiceId)
  const values = await formValues(c)
  const claimId = idIn(values.claimId)
  const end = billBackEnds.find(known => known === values.end)
  if (!claimId || !end) throw new ApplicationError('invalid-input', 'Choose a claim, and how it ends.')
  try {
    const command = { retailerId, invoiceId, claimId, end, reason: values.claimReason ?? '', authority: role }
    await deps.hub.work(actorOf(c.var.viewer), work => closeBillBack(work, command))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return showInvoice(c, deps, { values, errors: error.fields })
  }
  leaveFlash(c, 'good', texts.billBack.done)
  return c.redirect(`${path}/${invoiceId}`, 303)
}

async function takeComment(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const invoiceId = idParam(c)
  const values = await formValues(c)
  try {
    const command = { retailerId, invoiceId, comment: values.comment ?? '' }
    await deps.hub.work(actorOf(c.var.viewer), work => commentOnInvoice(work, command))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return showInvoice(c, deps, { values, errors: error.fields })
  }
  return c.redirect(`${path}/${invoiceId}`, 303)
}
