import { and, asc, desc, eq } from 'drizzle-orm'
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
import { idIn, idParam } from '../ui/request.ts'
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

async function listPayments(orm: Orm, retailerId: string) {
  return await orm
    .select({ payment: payments, supplier: suppliers.name })
    .from(payments)
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, payments.retailerId), eq(partnerships.id, payments.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(eq(payments.retailerId, retailerId))
    .orderBy(desc(payments.id))
    .limit(200)
}

async function listUnpaid(orm: Orm, retailerId: string) {
  return await orm
    .select({ invoice: invoices, supplier: suppliers.name })
    .from(invoices)
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, invoices.retailerId), eq(partnerships.id, invoices.partnershipId)),
    )
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(and(eq(invoices.retailerId, retailerId), eq(invoices.status, 'exported')))
    .orderBy(asc(suppliers.name), asc(invoices.dueDate), asc(invoices.id))
    .limit(1000)
}

export type ListedPayment = Awaited<ReturnType<typeof listPayments>>[number]
export type UnpaidInvoice = Awaited<ReturnType<typeof listUnpaid>>[number]

async function showPayments(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId, role } = c.var.retailer
  const props = {
    made: await listPayments(hub.orm, retailerId),
    unpaid: await listUnpaid(hub.orm, retailerId),
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
