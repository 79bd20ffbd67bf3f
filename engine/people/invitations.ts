import { and, eq, gt, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import {
  invitations,
  memberships,
  partnerships,
  type RetailerRole,
  retailers,
  type SupplierRole,
  users,
} from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { emailField, readInput } from '../../partners/people/fields.ts'
import { countAttempt } from './attempts.ts'
import { belongsTo, lockPlace, type Place, recordAtPlace, rolesAt } from './place.ts'
import { newToken } from './token.ts'

/** An invitation's link is good for so long from its last sending. */
export const invitationHours = 7 * 24

/** More invitations than anybody writes by hand: a place that is taken over must not send mail without end. */
const mostAtOnce = 50

/** An invitation that was made or renewed, and how its link gets to the person. */
export interface Invited {
  invitationId: string
  email: string
  /** The link, where the retailer has no mail server: shown once, to be handed over. Otherwise a job makes another and mails it. */
  token?: string
}

/**
 * Invites somebody to work at a place. An earlier invitation of the same address there is replaced. Throws `invalid-input` for a wrong field and `conflict`
 * for somebody who works there already.
 * @param viaRetailerId whose mail server sends the link
 * @param publicUrl the hub's address, with which the link begins
 * @param byHand gives the link to whoever invites, also where mail could be sent
 */
export async function invite(
  work: Work,
  command: {
    place: Place
    viaRetailerId: string
    email: string
    role: string
    publicUrl: string
    byHand?: boolean
  },
): Promise<Invited> {
  const { place, viaRetailerId, publicUrl, byHand } = command
  const { email, role } = readInput(newInvitation(place), command)
  await lockPlace(work, place)
  await refuseMembers(work, place, email)
  const open = and(belongsTo(invitations, place), eq(invitations.email, email), ...stillOpen())
  await work.tx.update(invitations).set({ withdrawnAt: work.now, hash: null }).where(open)
  const invitationId = work.newId()
  await work.tx.insert(invitations).values({
    ...{ id: invitationId, email, ...place, role, viaRetailerId },
    invitedBy: work.actor,
    createdAt: work.now,
    expiresAt: work.now,
  })
  await recordAtPlace(work, place, { action: 'person.invited', subject: invitationId, after: { person: email, role } })
  return await sendLink(work, { invitationId, email, place, viaRetailerId, publicUrl, ...(byHand && { byHand }) })
}

/**
 * Invites the first owner of a supplier on behalf of a retailer. Only while the supplier trades with nobody else and has no people: whoever
 * becomes its owner sees all its trade, which is no other retailer's to give away. Throws `not-allowed` otherwise.
 */
export async function inviteFirstOwner(
  work: Work,
  command: { retailerId: string; partnershipId: string; email: string; publicUrl: string },
): Promise<Invited> {
  const { retailerId, partnershipId, email, publicUrl } = command
  const [partnership] = await work.tx
    .select({ supplierId: partnerships.supplierId })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  if (!partnership) throw new ApplicationError('not-found', 'There is no such partner.')
  const place = { supplierId: partnership.supplierId }
  const people = await work.tx.select().from(memberships).where(belongsTo(memberships, place)).limit(1)
  const trades = await work.tx.select().from(partnerships).where(eq(partnerships.supplierId, partnership.supplierId))
  if (people.length > 0 || trades.some(trade => trade.retailerId !== retailerId))
    throw new ApplicationError('not-allowed', 'This supplier’s own people invite others: ask its owner.')
  return await invite(work, { place, viaRetailerId: retailerId, email, role: 'owner', publicUrl })
}

/** Sends an open invitation again, with a new link: the one before it is dead. Throws `not-found` for one that is not open at this place. */
export async function inviteAgain(
  work: Work,
  command: { place: Place; invitationId: string; publicUrl: string },
): Promise<Invited> {
  const { place, invitationId, publicUrl } = command
  await lockPlace(work, place)
  const { email, viaRetailerId } = await openInvitation(work, place, invitationId)
  await refuseMembers(work, place, email)
  await recordAtPlace(work, place, { action: 'person.invited-again', subject: invitationId, after: { person: email } })
  return await sendLink(work, { invitationId, email, place, viaRetailerId, publicUrl })
}

/** Takes an invitation back: its link is dead at once. Throws `not-found` for one that is not open at this place. */
export async function withdrawInvitation(work: Work, command: { place: Place; invitationId: string }): Promise<void> {
  const { place, invitationId } = command
  await lockPlace(work, place)
  const { email } = await openInvitation(work, place, invitationId)
  await work.tx.update(invitations).set({ withdrawnAt: work.now, hash: null }).where(eq(invitations.id, invitationId))
  await recordAtPlace(work, place, {
    action: 'person.invitation-withdrawn',
    subject: invitationId,
    before: { person: email },
  })
}

/** Makes the newest link of an open invitation; nothing when it is not open any more. Any link before it is dead. */
export async function newInvitationLink(
  work: Work,
  invitationId: string,
  by: 'mail' | 'hand',
): Promise<string | undefined> {
  const { token, hash } = newToken()
  const expiresAt = new Date(work.now.getTime() + invitationHours * 3_600_000)
  const [made] = await work.tx
    .update(invitations)
    .set({ hash, expiresAt, byMail: by === 'mail', sentAt: work.now, failure: null })
    .where(and(eq(invitations.id, invitationId), ...stillOpen()))
    .returning({ id: invitations.id })
  return made && token
}

async function sendLink(
  work: Work,
  about: {
    invitationId: string
    email: string
    place: Place
    viaRetailerId: string
    publicUrl: string
    byHand?: boolean
  },
): Promise<Invited> {
  const { invitationId, email, place, viaRetailerId, publicUrl } = about
  const key = `invite:${'retailerId' in place ? place.retailerId : place.supplierId}`
  if (!(await countAttempt(work, [{ key, most: mostAtOnce }])))
    throw new ApplicationError('too-many-requests', 'That were many invitations. Wait 15 minutes, then go on.')
  const [via] = await work.tx
    .select({ settings: retailers.settings })
    .from(retailers)
    .where(eq(retailers.id, viaRetailerId))
  if (via?.settings.mail && !about.byHand) {
    const expiresAt = new Date(work.now.getTime() + invitationHours * 3_600_000)
    // Until the job has made the new link there is none.
    const waiting = { hash: null, sentAt: null, failure: null, expiresAt }
    await work.tx.update(invitations).set(waiting).where(eq(invitations.id, invitationId))
    await work.enqueue('send-invitation', { retailerId: viaRetailerId, invitationId, publicUrl })
    return { invitationId, email }
  }
  return { invitationId, email, token: (await newInvitationLink(work, invitationId, 'hand'))! }
}

const newInvitation = (place: Place) =>
  z.object({
    email: emailField,
    role: z.enum(rolesAt(place) as [RetailerRole | SupplierRole, ...(RetailerRole | SupplierRole)[]], {
      error: 'Choose a role.',
    }),
  })

const stillOpen = () => [isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt)]

async function refuseMembers(work: Work, place: Place, email: string): Promise<void> {
  const [member] = await work.tx
    .select({ id: memberships.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(belongsTo(memberships, place), eq(users.email, email)))
  if (!member) return
  throw new ApplicationError('conflict', `${email} works here already.`, { email: 'This person works here already.' })
}

async function openInvitation(work: Work, place: Place, invitationId: string) {
  const [invitation] = await work.tx
    .select()
    .from(invitations)
    .where(and(eq(invitations.id, invitationId), belongsTo(invitations, place), ...stillOpen()))
  if (invitation) return invitation
  throw new ApplicationError('not-found', 'There is no such invitation.')
}

/** What makes an invitation's link good at this moment. */
export const goodLink = (hash: string, now: Date) =>
  and(eq(invitations.hash, hash), gt(invitations.expiresAt, now), ...stillOpen())
