import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { changeBrand, loadBrand } from '../../../engine/packing/brand.ts'
import { packingSlipsPdf } from '../../../translators/labels/index.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { answerPdf } from '../../print/answer-pdf.ts'
import { slipBrand } from '../../print/shipment-prints.ts'
import { Input, TextArea } from '../../ui/fields.tsx'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { texts } from './texts.ts'

const t = texts.brand
const path = '/retailer/packing-slips'

/** How the packing slips that suppliers print look. */
export function brandRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => show(c, deps))
  app.post('/', needs('operate'), c => take(c, deps))
  app.get('/example', c => sendExample(c, deps))
  return app
}

async function show(c: PortalContext, { hub }: PortalDeps, given?: FormValues, errors: Record<string, string> = {}) {
  const { retailerId, role } = c.var.retailer
  const brand: Record<string, string | undefined> = given ?? (await loadBrand(hub.orm, retailerId))
  const input = (name: string) => ({ name, value: brand[name], error: errors[name] })
  const status = Object.keys(errors).length > 0 ? 422 : 200
  return page(
    c,
    { title: t.title, current: 'packing-slips', status },
    <>
      <PageHeader
        title={t.title}
        about={t.about}
        action={
          <a class="button" href={`${path}/example`}>
            {t.preview}
          </a>
        }
      />
      <form class="form" method="post" action={path} data-form="packing-slip">
        <fieldset class="plain stack" disabled={!may(role, 'operate')}>
          <legend class="visually-hidden">{t.title}</legend>
          <div class="fields">
            <Input {...input('name')} label={t.name} hint={t.nameHint} />
            <Input {...input('accent')} label={t.accent} />
          </div>
          <TextArea {...input('about')} label={t.lines} hint={t.linesHint} />
          <TextArea {...input('thanks')} label={t.thanks} />
          <TextArea {...input('returns')} label={t.returns} />
          {may(role, 'operate') ? (
            <div class="form-actions">
              <button type="submit" class="button button-primary">
                {t.save}
              </button>
            </div>
          ) : null}
        </fieldset>
      </form>
    </>,
  )
}

async function take(c: PortalContext, deps: PortalDeps) {
  const values = await formValues(c)
  const { retailerId } = c.var.retailer
  const { name = '', accent = '', about = '', thanks = '', returns = '' } = values
  const brand = { name, accent, about, thanks, returns }
  try {
    await deps.hub.work(actorOf(c.var.viewer), work => changeBrand(work, { retailerId, brand }))
  } catch (error) {
    if (!(error instanceof ApplicationError) || error.code !== 'invalid-input') throw error
    return show(c, deps, values, error.fields)
  }
  leaveFlash(c, 'good', t.saved)
  return c.redirect(path, 303)
}

/** A slip of an order that nobody placed, to see how it looks. */
async function sendExample(c: PortalContext, { hub }: PortalDeps) {
  const brand = slipBrand(await loadBrand(hub.orm, c.var.retailer.retailerId))
  const now = hub.now().toISOString()
  const slip = {
    brand,
    purchaseOrderNumber: 'PO-000001',
    customerOrderNumber: 'W-1001',
    orderDate: now.slice(0, 10),
    shipTo: { name: 'Grace Hopper', address1: '1 Compiler Way', city: 'Arlington', state: 'VA', postalCode: '22201' },
    tracking: ['1Z999AA10123456784'],
    notes: [],
    lines: [{ item: 'MUG-01', description: 'Stoneware mug', quantity: '2', unit: 'EA', supplierSku: 'LP-77' }],
  }
  return answerPdf(c, packingSlipsPdf([slip], now), 'packing-slip-example')
}
