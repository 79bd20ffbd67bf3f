import { Hono } from 'hono'
import { z } from 'zod'
import { ApplicationError } from '../../../db/application-error.ts'
import { loadOnboarding } from '../../../engine/onboarding/load.ts'
import { movePartnership, type PartnershipMove, partnershipMoves } from '../../../engine/onboarding/move.ts'
import { sendTestOrder } from '../../../engine/onboarding/test-order.ts'
import { underTest } from '../../../partners/channels/usage.ts'
import { addContact, addNote, contact, removeContact } from '../../../partners/onboarding/profile.ts'
import { expectAnswers, testedKinds } from '../../../partners/onboarding/progress.ts'
import { may } from '../../auth/abilities.ts'
import { needs } from '../../auth/guard.ts'
import { actorOf } from '../../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { leaveFlash } from '../../ui/flash.ts'
import { formValues } from '../../ui/form-data.ts'
import { page } from '../../ui/page.tsx'
import { idIn, idParam } from '../../ui/request.ts'
import { loadPartner } from '../partners-query.ts'
import { problemsOfChannel } from './channel-check.ts'
import { TestsPage } from './tests-page.tsx'
import { moveWords, texts as t } from './texts.ts'

/** Shows a partner's page again, with what was wrong with what was asked of it. */
export type ShowPartner = (c: PortalContext, errors: Record<string, string>) => Promise<Response>

/** Taking a partner from testing to live and on, and what is known of it besides. */
export function onboardingRoutes(deps: PortalDeps, show: ShowPartner): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  const operate = needs('operate')
  app.get('/:id/tests', c => showTests(c, deps))
  app.post('/:id/tests', operate, c => takeTestOrder(c, deps))
  app.post('/:id/tests/expected', operate, c => takeExpected(c, deps))
  app.post('/:id/status', operate, c => takeMove(c, deps, show))
  app.post('/:id/contacts', operate, c => takeContact(c, deps, show))
  app.post('/:id/contacts/removal', operate, c => takeContactRemoval(c, deps))
  app.post('/:id/notes', operate, c => takeNote(c, deps, show))
  return app
}

const placeOf = (id: string) => `/retailer/partners/${id}`

/** Whose page this is. Throws `not-found` for a partner of somebody else. */
async function whoseOf(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const partnershipId = idParam(c)
  const loaded = await loadPartner(hub.orm, retailerId, partnershipId)
  return { whose: { retailerId, partnershipId }, loaded }
}

async function showTests(c: PortalContext, deps: PortalDeps) {
  const { whose, loaded } = await whoseOf(c, deps)
  const onboarding = await loadOnboarding(deps.hub.orm, whose, deps.hub.now(), problemsOfChannel(deps))
  const { partnership, supplier } = loaded
  const open = underTest.has(partnership.status) && may(c.var.retailer.role, 'operate')
  const props = { partner: { id: partnership.id, name: supplier.name }, onboarding, open }
  return await page(c, { title: t.tests, current: 'partners' }, <TestsPage {...props} />)
}

async function takeTestOrder(c: PortalContext, deps: PortalDeps) {
  const { whose } = await whoseOf(c, deps)
  const { number } = await deps.hub.work(actorOf(c.var.viewer), work => sendTestOrder(work, whose))
  leaveFlash(c, 'good', t.sent(number))
  return c.redirect(`${placeOf(whose.partnershipId)}/tests`, 303)
}

async function takeExpected(c: PortalContext, deps: PortalDeps) {
  const { whose } = await whoseOf(c, deps)
  const values = await formValues(c)
  const expected = testedKinds.filter(kind => values[kind] === 'on')
  await deps.hub.work(actorOf(c.var.viewer), work => expectAnswers(work, { ...whose, expected }))
  leaveFlash(c, 'good', t.expectedSaved)
  return c.redirect(`${placeOf(whose.partnershipId)}/tests`, 303)
}

const moveForm = z.object({ move: z.enum(Object.keys(partnershipMoves) as [PartnershipMove, ...PartnershipMove[]]) })

async function takeMove(c: PortalContext, deps: PortalDeps, show: ShowPartner) {
  const { whose } = await whoseOf(c, deps)
  const values = await formValues(c)
  const parsed = moveForm.safeParse(values)
  if (!parsed.success) throw new ApplicationError('invalid-input', 'Choose what is to be done.')
  const { move } = parsed.data
  const reason = (values[`reason-${move}`] ?? '').slice(0, 500)
  const mayOverride = may(c.var.retailer.role, 'manage-people')
  try {
    await deps.hub.work(actorOf(c.var.viewer), work =>
      movePartnership(work, { ...whose, move, reason, mayOverride }, problemsOfChannel(deps)),
    )
  } catch (error) {
    return await show(c, { [move]: fieldsOf(error).reason ?? '' })
  }
  leaveFlash(c, 'good', moveWords[move].done)
  return c.redirect(placeOf(whose.partnershipId), 303)
}

async function takeContact(c: PortalContext, deps: PortalDeps, show: ShowPartner) {
  const { whose } = await whoseOf(c, deps)
  const values = await formValues(c)
  const parsed = contact.safeParse(values)
  if (!parsed.success) {
    const issues = parsed.error.issues.map(({ path, message }): [string, string] => [String(path[0]), message])
    return await show(c, Object.fromEntries(issues.map(([name, says]) => [name, worded(name, says)])))
  }
  await deps.hub.work(actorOf(c.var.viewer), work => addContact(work, { ...whose, added: parsed.data }))
  leaveFlash(c, 'good', t.saved)
  return c.redirect(placeOf(whose.partnershipId), 303)
}

/** Of a choice of shapes, or of nothing at all, zod says only that it does not fit. */
const worded = (name: string, says: string) =>
  !says.startsWith('Invalid input')
    ? says
    : name === 'email'
      ? 'Enter an address such as ann@example.com.'
      : 'Enter a name.'

async function takeContactRemoval(c: PortalContext, deps: PortalDeps) {
  const { whose } = await whoseOf(c, deps)
  const id = idIn((await formValues(c)).contact)
  if (!id) throw new ApplicationError('invalid-input', 'Say which contact.', { id: 'Say which contact.' })
  await deps.hub.work(actorOf(c.var.viewer), work => removeContact(work, { ...whose, id }))
  leaveFlash(c, 'good', t.saved)
  return c.redirect(placeOf(whose.partnershipId), 303)
}

async function takeNote(c: PortalContext, deps: PortalDeps, show: ShowPartner) {
  const { whose } = await whoseOf(c, deps)
  const values = await formValues(c)
  try {
    await deps.hub.work(actorOf(c.var.viewer), work => addNote(work, { ...whose, text: values.note ?? '' }))
  } catch (error) {
    return await show(c, fieldsOf(error))
  }
  leaveFlash(c, 'good', t.saved)
  return c.redirect(placeOf(whose.partnershipId), 303)
}

function fieldsOf(error: unknown): Record<string, string> {
  if (error instanceof ApplicationError && Object.keys(error.fields).length > 0) return error.fields
  throw error
}
