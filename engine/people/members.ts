import { and, eq, ne } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { memberships, sessions, users } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { endSessions, forgetSecondFactor } from './credentials.ts'
import { belongsTo, keepOneManager, lockPlace, type Place, recordAtPlace, rolesAt } from './place.ts'

/** One person at one place. */
export interface Member {
  place: Place
  membershipId: string
}

/** Gives a person another role at a place. Throws `not-found`, `invalid-input` for no role of this place, and `wrong-state` for its only administrator or owner. */
export async function changeRole(work: Work, command: Member & { role: string }): Promise<void> {
  const { place, membershipId } = command
  const role = rolesAt(place).find(known => known === command.role)
  if (!role) throw new ApplicationError('invalid-input', 'There is no such role here.', { role: 'Choose a role.' })
  const { member, email } = await lockMember(work, command)
  if (member.role === role) return
  if (member.role === rolesAt(place)[0]) await keepOneManager(work, place, membershipId)
  await work.tx.update(memberships).set({ role }).where(eq(memberships.id, membershipId))
  const [before, after] = [member.role, role].map(given => ({ person: email, role: given }))
  await recordAtPlace(work, place, { action: 'person.role-changed', subject: member.userId, before, after })
}

/** Keeps a person from working at a place, at once, until it is undone. Throws `not-found`, and `wrong-state` for its only administrator or owner. */
export async function disableMember(work: Work, command: Member): Promise<void> {
  const { place, membershipId } = command
  const { member, email } = await lockMember(work, command)
  if (member.disabledAt) return
  if (member.role === rolesAt(place)[0]) await keepOneManager(work, place, membershipId)
  await work.tx.update(memberships).set({ disabledAt: work.now }).where(eq(memberships.id, membershipId))
  await leavePlace(work, membershipId)
  await recordAtPlace(work, place, { action: 'person.disabled', subject: member.userId, after: { person: email } })
}

/** Lets a person work at a place again. Throws `not-found`. */
export async function enableMember(work: Work, command: Member): Promise<void> {
  const { place, membershipId } = command
  const { member, email } = await lockMember(work, command)
  if (!member.disabledAt) return
  await work.tx.update(memberships).set({ disabledAt: null }).where(eq(memberships.id, membershipId))
  await recordAtPlace(work, place, { action: 'person.enabled', subject: member.userId, after: { person: email } })
}

/** Takes a person's role at a place away. The account stays, for other places. Throws `not-found`, and `wrong-state` for the only administrator or owner. */
export async function removeMember(work: Work, command: Member): Promise<void> {
  const { place, membershipId } = command
  const { member, email } = await lockMember(work, command)
  if (member.role === rolesAt(place)[0]) await keepOneManager(work, place, membershipId)
  await work.tx.delete(memberships).where(eq(memberships.id, membershipId))
  await leavePlace(work, membershipId)
  const before = { person: email, role: member.role }
  await recordAtPlace(work, place, { action: 'person.removed', subject: member.userId, before })
}

/**
 * Takes the second factor of somebody away who has lost it, and signs them out everywhere. Throws `not-found`, and `not-allowed` for
 * oneself and for people who also work elsewhere: what protects other places is not this one's to take away.
 */
export async function resetSecondFactor(work: Work, command: Member): Promise<void> {
  const { member, email } = await lockMember(work, command)
  if (work.actor === `user:${email}`)
    throw new ApplicationError('not-allowed', 'Turn your own second factor off under Security.')
  const elsewhere = await work.tx
    .select({ id: memberships.id })
    .from(memberships)
    .where(and(eq(memberships.userId, member.userId), ne(memberships.id, member.id)))
    .limit(1)
  if (elsewhere.length > 0)
    throw new ApplicationError('not-allowed', 'This person also works elsewhere, so only their recovery codes help.')
  if (!(await forgetSecondFactor(work, member.userId))) return
  await endSessions(work, member.userId)
  const after = { person: email }
  await recordAtPlace(work, command.place, { action: 'second-factor.reset', subject: member.userId, after })
}

/** Whoever works at the place at this moment has to choose another. */
async function leavePlace(work: Work, membershipId: string): Promise<void> {
  await work.tx.update(sessions).set({ membershipId: null }).where(eq(sessions.membershipId, membershipId))
}

async function lockMember(work: Work, { place, membershipId }: Member) {
  await lockPlace(work, place)
  const [found] = await work.tx
    .select({ member: memberships, email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.id, membershipId), belongsTo(memberships, place)))
  if (found) return found
  throw new ApplicationError('not-found', 'There is no such person here.')
}
