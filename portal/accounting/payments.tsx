import { and, asc, desc, eq, lt, sql } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { invoices, partnerships, paymentMethods, payments, suppliers } from '../../db/schema/index.ts'
import { loadRemittance } from '../../engine/invoices/payments/load-remittance.ts'
import { recordPayment } from '../../engine/invoices/payments/record.ts'
import { remittanceStatement } from '../../engine/invoices/payments/statement.ts'
import { businessDate } from '../../translators/documents/index.ts'
import { renderPdf } from '../../translators/pdf/index.ts'
import { may } from '../auth/abilities.ts'
import { needs } from '../auth/guard.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { idIn, idParam, onePage, pageSize } from '../ui/request.ts'
import { dayIn } from '../ui/time.tsx'
import { PaymentsPage } from './payments-page.tsx'
import { texts } from './texts.ts'

const t = texts.payments
const path = '/accounting/payments'

/** Payments to suppliers: what can be paid, what was, and the statement of each. */
export function paymentRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showPayments(c, deps))
  app.post('/', needs('decide-accounts'), c => takePayment(c, deps))
  app.get('/:id/statement', c => sendStatement(c, deps))
  return app
}

/** Payments that were made, newest first: one page of them, those older than `after`. */
async function listPayments(orm: Orm, retailerId: string, after: string | undefined) {
  const rows = await orm
    .select({ id: payments.id, payment: payments, supplier: suppliers.name })
    .from(payments)
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, payments.retailerId), eq(partnerships.id, payments.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(payments.retailerId, retailerId), after ? lt(payments.id, after) : undefined))
    .orderBy(desc(payments.id))
    .limit(pageSize + 1)
  return onePage(rows)
}

/** Invoices that wait to be paid, supplier by supplier, the soonest due first: one page of them, those behind `after`. */
async function listUnpaid(orm: Orm, retailerId: string, after: string | undefined) {
  const place = sql`(${suppliers.name}, ${invoices.dueDate}, ${invoices.id})`
  const last = after
    ? sql`${place} > (select supplier.name, invoice.due_date, invoice.id from ${invoices} as invoice
        join ${partnerships} as partnership
          on partnership.retailer_id = invoice.retailer_id and partnership.id = invoice.partnership_id
        join ${suppliers} as supplier on supplier.id = partnership.supplier_id
        where invoice.retailer_id = ${retailerId} and invoice.id = ${after})`
    : undefined
  const rows = await orm
    .select({ id: invoices.id, invoice: invoices, supplier: suppliers.name })
    .from(invoices)
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, invoices.retailerId), eq(partnerships.id, invoices.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(invoices.retailerId, retailerId), eq(invoices.status, 'exported'), last))
    .orderBy(asc(suppliers.name), asc(invoices.dueDate), asc(invoices.id))
    .limit(pageSize + 1)
  return onePage(rows)
}

export type ListedPayment = Awaited<ReturnType<typeof listPayments>>['rows'][number]
export type UnpaidInvoice = Awaited<ReturnType<typeof listUnpaid>>['rows'][number]

async function showPayments(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const [paidBefore, unpaidAfter] = [idIn(c.req.query('paid')), idIn(c.req.query('unpaid'))]
  const props = {
    made: await listPayments(hub.orm, retailerId, paidBefore),
    unpaid: await listUnpaid(hub.orm, retailerId, unpaidAfter),
    isFirst: { made: paidBefore === undefined, unpaid: unpaidAfter === undefined },
    today: dayIn(c.var.viewer.timeZone, hub.now()),
    mayDecide: may(role, 'decide-accounts'),
  }
  return page(c, { title: t.title, current: 'payments' }, <PaymentsPage {...props} />)
}

async function takePayment(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const values = await formValues(c)
  const partnershipId = idIn(values.partnership)
  const paidOn = businessDate.safeParse(values.paidOn).data
  const method = paymentMethods.find(known => known === values.method)
  if (!partnershipId || !paidOn || !method) throw new ApplicationError('invalid-input', t.incomplete)
  const invoiceIds = Object.keys(values).flatMap(name => idIn(/^pay\[(.+)\]$/.exec(name)?.[1]) ?? [])
  const command = { retailerId, partnershipId, invoiceIds, paidOn, method, reference: values.reference ?? '' }
  await hub.work(actorOf(c.var.viewer), work => recordPayment(work, command))
  leaveFlash(c, 'good', t.done)
  return c.redirect(path, 303)
}

async function sendStatement(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const remittance = await loadRemittance(hub.orm, retailerId, idParam(c))
  const bytes = await renderPdf(remittanceStatement(remittance, `${remittance.paidOn}T00:00:00Z`))
  return c.body(new Uint8Array(bytes), 200, {
    'Content-Type': 'application/pdf',
    'Content-Disposition': `attachment; filename="remittance-${remittance.number}.pdf"`,
  })
}
