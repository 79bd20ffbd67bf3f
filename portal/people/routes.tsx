import { Hono } from 'hono'
import { ApplicationError } from '../../db/application-error.ts'
import type { Work } from '../../db/work.ts'
import {
  type Invited,
  invite,
  inviteAgain,
  inviteFirstOwner,
  withdrawInvitation,
} from '../../engine/people/invitations.ts'
import {
  changeRole,
  disableMember,
  enableMember,
  type Member,
  removeMember,
  resetSecondFactor,
} from '../../engine/people/members.ts'
import type { Place } from '../../engine/people/place.ts'
import { needs } from '../auth/guard.ts'
import { actorOf } from '../auth/viewer.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../deps.ts'
import { leaveFlash } from '../ui/flash.ts'
import { type FormValues, formValues } from '../ui/form-data.ts'
import { page } from '../ui/page.tsx'
import { idIn, idParam } from '../ui/request.ts'
import { HandOverPage, PeoplePage, type PeoplePageProps } from './people-page.tsx'
import { PersonPage } from './person-page.tsx'
import { listInvitations, listPeople, listWithoutPeople } from './query.ts'
import { texts } from './texts.ts'

const t = texts.people

/** Which place's people these are, where their pages are, and whose mail server sends invitations. */
interface Here {
  place: Place
  path: string
  viaRetailerId: string
}

function hereOf(c: PortalContext): Here {
  const retailer = c.get('retailer')
  if (retailer) {
    const { retailerId } = retailer
    return { place: { retailerId }, path: '/retailer/people', viaRetailerId: retailerId }
  }
  const { supplierId, retailerId, slug } = c.var.supplier
  return { place: { supplierId }, path: `/supplier/${slug}/people`, viaRetailerId: retailerId }
}

/** The people of a retailer or supplier, for whoever manages them: the same pages on both sides. */
export function peopleRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  const manage = needs('manage-people')
  app.get('/', manage, c => showPeople(c, deps))
  app.post('/invitations', manage, c => takeInvite(c, deps))
  app.post('/invitations/:id/again', manage, c => takeAgain(c, deps))
  app.post('/invitations/:id/withdrawal', manage, c => takeWithdrawal(c, deps))
  app.get('/:id', manage, c => showPerson(c, deps))
  app.post('/:id/role', manage, c => takeRole(c, deps))
  app.post('/:id/disabling', manage, c => change(c, deps, disableMember, texts.person.disabled))
  app.post('/:id/enabling', manage, c => change(c, deps, enableMember, texts.person.enabled))
  app.post('/:id/removal', manage, c => change(c, deps, removeMember, texts.person.removed, 'list'))
  app.post('/:id/second-factor-reset', manage, c => change(c, deps, resetSecondFactor, texts.person.factorReset))
  return app
}

/** What only a retailer does: inviting the first owner of a supplier. */
export function firstOwnerRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.post('/first-owners', needs('manage-people'), c => takeFirstOwner(c, deps))
  return app
}

async function showPeople(c: PortalContext, { hub }: PortalDeps, given: Partial<PeoplePageProps> = {}) {
  const { place, path } = hereOf(c)
  const people = await listPeople(hub.orm, place)
  const invitations = await listInvitations(hub.orm, place)
  const withoutPeople = 'retailerId' in place ? await listWithoutPeople(hub.orm, place.retailerId) : []
  const common = { place, path, people, invitations, withoutPeople, me: c.var.viewer.userId, now: hub.now() }
  const status = given.errors || given.ownerErrors ? 422 : 200
  return await page(c, { title: t.title, current: 'people', status }, <PeoplePage {...common} {...given} />)
}

async function takeInvite(c: PortalContext, deps: PortalDeps) {
  const { place, viaRetailerId } = hereOf(c)
  const values = await formValues(c)
  const { email = '', role = '' } = values
  const command = { place, viaRetailerId, email, role, publicUrl: deps.publicUrl }
  return await sendOut(c, deps, values, work => invite(work, command))
}

async function takeFirstOwner(c: PortalContext, deps: PortalDeps) {
  const { retailerId } = c.var.retailer
  const values = await formValues(c)
  const partnershipId = idIn(values.partner)
  if (!partnershipId) return await showPeople(c, deps, { ownerErrors: { partner: t.chooseSupplier } })
  const command = { retailerId, partnershipId, email: values.email ?? '', publicUrl: deps.publicUrl }
  return await sendOut(c, deps, values, work => inviteFirstOwner(work, command), 'ownerErrors')
}

async function takeAgain(c: PortalContext, deps: PortalDeps) {
  const { place } = hereOf(c)
  const command = { place, invitationId: idParam(c), publicUrl: deps.publicUrl }
  return await sendOut(c, deps, {}, work => inviteAgain(work, command))
}

/** Does what invites somebody, and says so; where no mail can leave it shows the link, this once. */
async function sendOut(
  c: PortalContext,
  deps: PortalDeps,
  values: FormValues,
  run: (work: Work) => Promise<Invited>,
  errorsAs: 'errors' | 'ownerErrors' = 'errors',
) {
  const { path } = hereOf(c)
  try {
    const { token, email } = await deps.hub.work(actorOf(c.var.viewer), run)
    if (token === undefined) {
      leaveFlash(c, 'good', t.sent(email))
      return c.redirect(path, 303)
    }
    const link = new URL(`/invitations/${token}`, deps.publicUrl).href
    return await page(c, { title: t.handTitle, current: 'people' }, <HandOverPage {...{ link, email, path }} />)
  } catch (error) {
    if (!(error instanceof ApplicationError) || Object.keys(error.fields).length === 0) throw error
    return await showPeople(c, deps, { values, [errorsAs]: error.fields })
  }
}

async function takeWithdrawal(c: PortalContext, { hub }: PortalDeps) {
  const { place, path } = hereOf(c)
  const command = { place, invitationId: idParam(c) }
  await hub.work(actorOf(c.var.viewer), work => withdrawInvitation(work, command))
  leaveFlash(c, 'good', t.withdrawn)
  return c.redirect(path, 303)
}

async function showPerson(c: PortalContext, { hub }: PortalDeps) {
  const { place, path } = hereOf(c)
  const [person] = await listPeople(hub.orm, place, idParam(c))
  if (!person) throw new ApplicationError('not-found', 'There is no such person here.')
  const content = <PersonPage person={person} path={path} place={place} me={person.userId === c.var.viewer.userId} />
  return await page(c, { title: person.name, current: 'people' }, content)
}

async function takeRole(c: PortalContext, deps: PortalDeps) {
  const { role = '' } = await formValues(c)
  return await change(c, deps, (work, member) => changeRole(work, { ...member, role }), texts.person.roleChanged)
}

/** One change of one person here, and back to where it shows. */
async function change(
  c: PortalContext,
  { hub }: PortalDeps,
  run: (work: Work, member: Member) => Promise<void>,
  said: string,
  back: 'person' | 'list' = 'person',
) {
  const { place, path } = hereOf(c)
  const membershipId = idParam(c)
  const itself = await listPeople(hub.orm, place, membershipId)
  await hub.work(actorOf(c.var.viewer), work => run(work, { place, membershipId }))
  leaveFlash(c, 'good', said)
  // Whoever has just given up managing people cannot come back to these pages.
  const gaveUp = itself[0]?.userId === c.var.viewer.userId
  return c.redirect(gaveUp ? '/' : back === 'list' ? path : `${path}/${membershipId}`, 303)
}
