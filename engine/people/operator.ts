import { eq, inArray, like, or } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import {
  authenticators,
  memberships,
  retailers,
  sessions,
  signInAttempts,
  suppliers,
  users,
} from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { addMembership } from '../../partners/people/create-user.ts'
import { newAccountToken } from './account-links.ts'
import { endSessions, forgetSecondFactor } from './credentials.ts'
import { recordForPerson } from './record-for-person.ts'

/** Somebody with an account, as the operator of the installation sees them. */
export interface AccountSummary {
  email: string
  name: string
  places: { place: string; side: 'retailer' | 'supplier'; role: string; isDisabled: boolean }[]
  hasSecondFactor: boolean
  sessions: number
  isLocked: boolean
}

/** Everybody who has an account here, by address; nothing secret. */
export async function listAccounts(orm: Orm, now: Date): Promise<AccountSummary[]> {
  const people = await orm.select().from(users).orderBy(users.email)
  const places = await orm
    .select({ member: memberships, retailer: retailers.slug, supplier: suppliers.slug })
    .from(memberships)
    .leftJoin(retailers, eq(retailers.id, memberships.retailerId))
    .leftJoin(suppliers, eq(suppliers.id, memberships.supplierId))
    .orderBy(memberships.id)
  const factors = await orm
    .select({ userId: authenticators.userId, confirmedAt: authenticators.confirmedAt })
    .from(authenticators)
  const open = await orm.select({ userId: sessions.userId, expiresAt: sessions.expiresAt }).from(sessions)
  return people.map(({ id, email, name, disabledAt }) => ({
    email,
    name,
    places: places
      .filter(({ member }) => member.userId === id)
      .map(({ member, retailer, supplier }) => ({
        place: (retailer ?? supplier)!,
        side: retailer ? ('retailer' as const) : ('supplier' as const),
        role: member.role,
        isDisabled: member.disabledAt !== null,
      })),
    hasSecondFactor: factors.some(factor => factor.userId === id && factor.confirmedAt),
    sessions: open.filter(session => session.userId === id && session.expiresAt > now).length,
    isLocked: disabledAt !== null,
  }))
}

/** The account with an address. Throws `not-found`. */
export async function accountOf(work: Work, email: string) {
  const [user] = await work.tx.select().from(users).where(eq(users.email, email.trim().toLowerCase())).for('update')
  if (user) return user
  throw new ApplicationError('not-found', `Nobody has an account with the address ${email.trim()}.`)
}

/** Keeps somebody out of the whole installation, and signs them out everywhere. Returns whether anything changed. */
export async function lockAccount(work: Work, email: string): Promise<boolean> {
  const user = await accountOf(work, email)
  if (user.disabledAt) return false
  await work.tx.update(users).set({ disabledAt: work.now }).where(eq(users.id, user.id))
  await endSessions(work, user.id)
  await recordForPerson(work, user.id, 'account.locked')
  return true
}

/** Lets somebody in again, whether they were locked by a person or by too many guesses. Returns whether anything changed. */
export async function unlockAccount(work: Work, email: string): Promise<boolean> {
  const user = await accountOf(work, email)
  await work.tx.update(users).set({ disabledAt: null }).where(eq(users.id, user.id))
  const forgotten = await work.tx
    .delete(signInAttempts)
    .where(
      or(
        inArray(signInAttempts.key, [`email:${user.email}`, `code:${user.id}`, `password:${user.id}`]),
        like(signInAttempts.key, `link:%:${user.email.replaceAll(/[\\%_]/g, '\\$&')}`),
      ),
    )
    .returning({ id: signInAttempts.id })
  if (!user.disabledAt && forgotten.length === 0) return false
  await recordForPerson(work, user.id, 'account.unlocked')
  return true
}

/** Takes somebody's second factor and recovery codes away, and signs them out everywhere. Returns whether there was one. */
export async function resetAccountFactor(work: Work, email: string): Promise<boolean> {
  const user = await accountOf(work, email)
  if (!(await forgetSecondFactor(work, user.id))) return false
  await endSessions(work, user.id)
  await recordForPerson(work, user.id, 'second-factor.reset')
  return true
}

/** Signs somebody out everywhere. Returns in how many browsers. */
export async function signOutEverywhere(work: Work, email: string): Promise<number> {
  const user = await accountOf(work, email)
  const ended = await endSessions(work, user.id)
  if (ended > 0) await recordForPerson(work, user.id, 'sessions.ended', { details: { sessions: ended } })
  return ended
}

/** Makes somebody an administrator of a retailer, whatever they were there before. Throws `not-found`. */
export async function makeAdministrator(work: Work, email: string, retailerId: string): Promise<void> {
  const user = await accountOf(work, email)
  await addMembership(work, { userId: user.id, membership: { retailerId, role: 'admin' } })
  const ofUser = eq(memberships.userId, user.id)
  const held = await work.tx.select().from(memberships).where(ofUser)
  const here = held.find(member => member.retailerId === retailerId)!
  await work.tx.update(memberships).set({ disabledAt: null }).where(eq(memberships.id, here.id))
  await recordForPerson(work, user.id, 'person.made-administrator')
}

/** The token of a link by which somebody chooses a new password: for the operator to hand over where no mail can leave. */
export async function passwordToken(work: Work, email: string): Promise<string> {
  const user = await accountOf(work, email)
  const token = await newAccountToken(work, { userId: user.id, purpose: 'password-reset' })
  await recordForPerson(work, user.id, 'password.link-made')
  return token
}
