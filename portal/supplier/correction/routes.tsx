import Big from 'big.js'
import { and, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { documents } from '../../../db/schema/index.ts'
import { needs } from '../../auth/guard.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { loadShipment } from '../../print/shipment-query.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { baseOf, todayOf, withWarnings } from '../order-routes.tsx'
import { sortIssues, submit } from '../submit.ts'
import { correctionOf, noticeOf, valuesOf } from './corrected-notice.ts'
import { CorrectionForm } from './correction-form.tsx'
import { texts } from './texts.ts'

/** Corrects a shipment that was told: a replacement takes its place, and it stays to be seen. */
export function correctionRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/:id/correction', needs('ship'), c => showForm(c, deps))
  app.post('/:id/correction', needs('ship'), c => takeCorrection(c, deps))
  return app
}

/** The shipment with what was told of it. Quantities can change until some of it is invoiced. Throws `not-found`, and `wrong-state` once it was taken back. */
async function loadTold(c: PortalContext, { hub }: PortalDeps) {
  const scope = c.var.supplier
  const loaded = await loadShipment(hub.orm, scope, idParam(c))
  const { takenBackAt, documentId } = loaded.shipment
  if (takenBackAt) throw new ApplicationError('wrong-state', texts.takenBack)
  const [document] = documentId
    ? await hub.orm
        .select({ content: documents.content })
        .from(documents)
        .where(and(eq(documents.retailerId, scope.retailerId), eq(documents.id, documentId)))
    : []
  const mayChangeQuantities = loaded.contents.every(({ line }) => new Big(line.invoiced).eq(0))
  return { loaded, told: noticeOf(loaded, document?.content), mayChangeQuantities }
}

async function showForm(c: PortalContext, deps: PortalDeps, values?: FormValues, errors: Record<string, string> = {}) {
  const { loaded, told, mayChangeQuantities } = await loadTold(c, deps)
  const path = `${baseOf(c)}/shipments/${loaded.shipment.id}`
  const title = `${texts.title} ${loaded.shipment.number}`
  const form = {
    told,
    loaded,
    mayChangeQuantities,
    errors,
    values: { ...valuesOf(told), ...values },
    asked: c.req.query('packages'),
    action: `${path}/correction`,
  }
  return page(
    c,
    { title, current: 'purchase-orders', status: Object.keys(errors).length > 0 ? 422 : 200 },
    <>
      <PageHeader back={{ href: path, word: loaded.shipment.number }} title={title} about={texts.about} />
      <CorrectionForm {...form} />
    </>,
  )
}

async function takeCorrection(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const { loaded, told, mayChangeQuantities } = await loadTold(c, deps)
  const made = correctionOf(values, told, { mayChangeQuantities, today: todayOf(c, deps) })
  if ('errors' in made) return showForm(c, deps, values, made.errors)
  const orderIds = new Set(loaded.contents.map(content => content.order.id))
  const outcome = await submit(c, deps, made.notice, {
    purchaseOrderId: orderIds.size === 1 ? [...orderIds][0] : undefined,
  })
  if (outcome.result === 'rejected') {
    const { errors, general } = sortIssues(outcome.issues, path => {
      const [, index] = /^packages\[(\d+)\]\.trackingNumber/.exec(path) ?? []
      return index === undefined ? undefined : `packages[${index}][tracking]`
    })
    return showForm(c, deps, values, general.length > 0 ? { ...errors, packages: general.join(' ') } : errors)
  }
  const isSame = outcome.result === 'duplicate'
  leaveFlash(c, isSame ? 'info' : 'good', withWarnings(isSame ? texts.unchanged : texts.done, outcome.issues))
  return c.redirect(`${baseOf(c)}/shipments/${outcome.id}`, 303)
}
