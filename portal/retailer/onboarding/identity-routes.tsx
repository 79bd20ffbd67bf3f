import { eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { ApplicationError } from '../../../db/application-error.ts'
import { retailers } from '../../../db/schema/index.ts'
import { changePartner } from '../../../partners/onboarding/change-partner.ts'
import { createPartner } from '../../../partners/onboarding/create-partner.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { type FormValues, formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { PageHeader } from '../../ui/parts.tsx'
import { idParam } from '../../ui/request.ts'
import { loadPartner } from '../partners-query.ts'
import { readTerms, TermsFields, termsValues } from './identity-form.tsx'
import { texts as t } from './texts.ts'

const path = '/retailer/partners'

/** A new partner, and the name and terms of those that are there. */
export function identityRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  const operate = needs('operate')
  app.get('/new', operate, c => showNew(c, deps))
  app.post('/', operate, c => takeNew(c, deps))
  app.get('/:id/identity', operate, c => showTerms(c, deps))
  app.post('/:id/identity', operate, c => takeTerms(c, deps))
  return app
}

interface Given {
  values: FormValues
  errors: Record<string, string>
}

async function showNew(c: PortalContext, { hub }: PortalDeps, given?: Given) {
  const { retailerId } = c.var.retailer
  const [own] = await hub.orm
    .select({ currency: retailers.currency })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
  const { values, errors } = given ?? { values: { currency: own?.currency ?? 'USD', netDays: '30' }, errors: {} }
  const props = { action: path, button: t.create, values, errors }
  return await page(
    c,
    { title: t.addTitle, current: 'partners', status: given ? 422 : 200 },
    <>
      <PageHeader back={{ href: path, word: 'Partners' }} title={t.addTitle} about={t.addAbout} />
      <TermsForm {...props} />
    </>,
  )
}

async function takeNew(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const values = await formValues(c)
  const read = readTerms(values)
  if (!read.ok) return await showNew(c, deps, { values, errors: read.errors })
  try {
    const made = await deps.hub.work(actorOf(c.var.viewer), work => createPartner(work, { retailerId, ...read.terms }))
    leaveFlash(c, 'good', t.created)
    return c.redirect(`${path}/${made.partnershipId}`, 303)
  } catch (error) {
    return await showNew(c, deps, { values, errors: fieldsOf(error) })
  }
}

async function showTerms(c: PortalContext, { hub }: PortalDeps, given?: Given) {
  const id = idParam(c)
  const loaded = await loadPartner(hub.orm, c.var.retailer.retailerId, id)
  const { values, errors } = given ?? { values: termsValues(loaded), errors: {} }
  return await page(
    c,
    { title: t.terms, current: 'partners', status: given ? 422 : 200 },
    <>
      <PageHeader back={{ href: `${path}/${id}`, word: loaded.supplier.name }} title={t.terms} />
      <TermsForm action={`${path}/${id}/identity`} button={t.save} values={values} errors={errors} />
    </>,
  )
}

async function takeTerms(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const partnershipId = idParam(c)
  await loadPartner(deps.hub.orm, retailerId, partnershipId)
  const values = await formValues(c)
  const read = readTerms(values)
  if (!read.ok) return await showTerms(c, deps, { values, errors: read.errors })
  try {
    const command = { retailerId, partnershipId, ...read.terms }
    await deps.hub.work(actorOf(c.var.viewer), work => changePartner(work, command))
  } catch (error) {
    return await showTerms(c, deps, { values, errors: fieldsOf(error) })
  }
  leaveFlash(c, 'good', t.saved)
  return c.redirect(`${path}/${partnershipId}`, 303)
}

/** What a command says of fields; anything else goes on its way. */
function fieldsOf(error: unknown): Record<string, string> {
  if (error instanceof ApplicationError && Object.keys(error.fields).length > 0) return error.fields
  throw error
}

function TermsForm(props: Given & { action: string; button: string }) {
  return (
    <form class="form" method="post" action={props.action} data-form="identity">
      <TermsFields {...props} />
      <div class="row form-actions">
        <button type="submit" class="button button-primary">
          {props.button}
        </button>
      </div>
    </form>
  )
}
