import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { confirmReview } from '../../../engine/invoices/review/confirm.ts'
import { refuseReview } from '../../../engine/invoices/review/refuse.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { allowPdfFrame, sendPdf } from '../../shared/pdf-file.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idIn, idParam } from '../../ui/request.ts'
import { invoiceFrom } from './form-invoice.ts'
import { othersOf, rowCount, valuesOf } from './form-names.ts'
import { ListPage } from './list-page.tsx'
import { listWaiting, loadReview } from './query.ts'
import { hasText, ReviewPage } from './review-page.tsx'
import { texts as t } from './texts.ts'

/** Invoices that came as PDF and wait for a person. */
export function reviewRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showList(c, deps))
  app.get('/:id', c => showReview(c, deps))
  app.get('/:id/file', c => sendFile(c, deps))
  app.post('/:id/confirmation', needs('decide-accounts'), c => takeConfirmation(c, deps))
  app.post('/:id/refusal', needs('decide-accounts'), c => takeRefusal(c, deps))
  return app
}

async function showList(c: PortalContext, { hub }: PortalDeps) {
  const after = idIn(c.req.query('after'))
  const listed = await listWaiting(hub.orm, c.var.retailer.retailerId, after)
  return page(c, { title: t.title, current: 'reviews' }, <ListPage {...listed} after={after} />)
}

async function showReview(
  c: PortalContext,
  { hub }: PortalDeps,
  form?: { values: FormValues; errors: Record<string, string> },
) {
  const { retailerId, role } = c.var.retailer
  const review = await loadReview(hub.orm, retailerId, idParam(c))
  const { values, errors } = form ?? { values: valuesOf(review.reading.draft), errors: {} }
  const status = Object.keys(errors).length > 0 ? 422 : 200
  // A scan is shown by the browser's own viewer, in a frame that holds nothing but our copy of the file.
  if (!hasText(review)) allowPdfFrame(c)
  const props = { review, values, errors, mayDecide: may(role, 'decide-accounts') }
  return page(
    c,
    { title: review.reading.draft.number ?? t.title, current: 'reviews', status },
    <ReviewPage {...props} />,
  )
}

async function sendFile(c: PortalContext, deps: PortalDeps) {
  const { blobId, size, fileName, id } = await loadReview(deps.hub.orm, c.var.retailer.retailerId, idParam(c))
  return sendPdf(c, deps, { blobId, size, name: fileName ?? `${id}.pdf` })
}

async function takeConfirmation(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const documentId = idParam(c)
  const { reading } = await loadReview(deps.hub.orm, retailerId, documentId)
  const values = await formValues(c)
  if (values.more) return showReview(c, deps, { values: withMoreRows(values, reading.draft), errors: {} })
  const read = invoiceFrom(values, reading.draft)
  if (!read.ok) return showReview(c, deps, { values, errors: read.errors })
  try {
    const command = { retailerId, documentId, invoice: read.invoice }
    const outcome = await deps.hub.work(actorOf(c.var.viewer), work => confirmReview(work, command))
    leaveFlash(
      c,
      outcome.result === 'duplicate' ? 'warn' : 'good',
      outcome.result === 'duplicate' ? t.repeated : t.confirmed,
    )
    return c.redirect(`/accounting/invoices/${outcome.id}`, 303)
  } catch (error) {
    return againWith(c, deps, values, error)
  }
}

async function takeRefusal(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const documentId = idParam(c)
  const { reading } = await loadReview(deps.hub.orm, retailerId, documentId)
  const { reason = '' } = await formValues(c)
  try {
    await deps.hub.work(actorOf(c.var.viewer), work => refuseReview(work, { retailerId, documentId, reason }))
  } catch (error) {
    return againWith(c, deps, { ...valuesOf(reading.draft), reason }, error)
  }
  leaveFlash(c, 'good', t.refused)
  return c.redirect('/accounting/reviews', 303)
}

/** Shows the form again with what is wrong; somebody else's decision is told and shown. */
function againWith(c: PortalContext, deps: PortalDeps, values: FormValues, error: unknown) {
  if (!(error instanceof ApplicationError)) throw error
  if (error.code === 'wrong-state') {
    leaveFlash(c, 'warn', t.decided)
    return c.redirect(`/accounting/reviews/${idParam(c)}`, 303)
  }
  if (error.code !== 'invalid-input') throw error
  return showReview(c, deps, { values, errors: { lines: error.message, ...error.fields } })
}

function withMoreRows(values: FormValues, draft: Parameters<typeof othersOf>[0]): FormValues {
  const more = (name: 'lines' | 'others', read: number) => String(rowCount(values, name, read) + 5)
  return {
    ...values,
    linesCount: more('lines', draft.lines.length),
    othersCount: more('others', othersOf(draft).length),
  }
}
