import { and, asc, desc, eq, isNull, lt } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { claims, exceptions, invoiceCharges, invoiceLines, invoices } from '../../db/schema/index.ts'
import { answerClaim } from '../../engine/invoices/answer-claim.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { idIn, onePage, pageSize } from '../ui/request.ts'
import { InvoicePage, InvoicesPage } from './invoices-pages.tsx'
import { baseOf } from './order-routes.tsx'
import { texts } from './texts.ts'

/** A supplier's invoices and what became of them. */
export function invoicesRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showInvoices(c, deps))
  app.get('/:id', c => showInvoice(c, deps))
  app.post('/:id/answer', needs('invoice'), c => takeAnswer(c, deps))
  return app
}

function ofSupplier({ retailerId, partnershipId }: SupplierScope) {
  return and(eq(invoices.retailerId, retailerId), eq(invoices.partnershipId, partnershipId))
}

async function showInvoices(c: PortalContext, { hub }: PortalDeps) {
  const after = idIn(c.req.query('after'))
  const rows = await hub.orm
    .select()
    .from(invoices)
    .where(and(ofSupplier(c.var.supplier), after ? lt(invoices.id, after) : undefined))
    .orderBy(desc(invoices.id))
    .limit(pageSize + 1)
  const props = { base: baseOf(c), ...onePage(rows), after }
  return page(c, { title: texts.invoices.title, current: 'invoices' }, <InvoicesPage {...props} />)
}

async function showInvoice(c: PortalContext, { hub }: PortalDeps, errors: Record<string, string> = {}) {
  const loaded = await loadInvoice(hub.orm, c.var.supplier, idIn(c.req.param('id')))
  const mayAnswer = may(c.var.supplier.role, 'invoice')
  const props = { base: baseOf(c), ...loaded, mayAnswer, errors }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(c, { title: loaded.invoice.number, current: 'invoices', status }, <InvoicePage {...props} />)
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

/** An invoice with its lines and charges, and what is in question. Throws `not-found` for another's. */
async function loadInvoice(orm: Orm, scope: SupplierScope, id: string | undefined) {
  const [invoice] = id
    ? await orm
        .select()
        .from(invoices)
        .where(and(ofSupplier(scope), eq(invoices.id, id)))
    : []
  if (!invoice) throw new ApplicationError('not-found', 'There is no such invoice.')
  const { retailerId } = scope
  const lines = await orm
    .select()
    .from(invoiceLines)
    .where(and(eq(invoiceLines.retailerId, retailerId), eq(invoiceLines.invoiceId, invoice.id)))
    .orderBy(asc(invoiceLines.position))
  const charges = await orm
    .select()
    .from(invoiceCharges)
    .where(and(eq(invoiceCharges.retailerId, retailerId), eq(invoiceCharges.invoiceId, invoice.id)))
    .orderBy(asc(invoiceCharges.id))
  const questions = await orm
    .select({ id: exceptions.id, summary: exceptions.summary, resolution: exceptions.resolution })
    .from(exceptions)
    .where(
      and(eq(exceptions.retailerId, retailerId), eq(exceptions.invoiceId, invoice.id), isNull(exceptions.resolvedAt)),
    )
    .orderBy(asc(exceptions.id))
  const asked = await orm
    .select()
    .from(claims)
    .where(and(eq(claims.retailerId, retailerId), eq(claims.invoiceId, invoice.id)))
    .orderBy(asc(claims.id))
  return { invoice, lines, charges, questions, claims: asked }
}

export type LoadedInvoice = Awaited<ReturnType<typeof loadInvoice>>
