import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { invitations, memberships, retailers, suppliers, users } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { addMembership, type NewMembership } from '../../partners/people/create-user.ts'
import { nameField, passwordField, readInput } from '../../partners/people/fields.ts'
import { hashPassword } from '../../partners/people/passwords.ts'
import { forgetCredentials } from './credentials.ts'
import { goodLink } from './invitations.ts'
import { belongsTo, lockPlace, type Place, recordAtPlace } from './place.ts'
import { tokenHash } from './token.ts'

/** What an invitation's link leads to. */
export interface OpenInvitation {
  id: string
  email: string
  role: (typeof invitations.$inferSelect)['role']
  /** The retailer's or supplier's name. */
  placeName: string
  place: Place
  byMail: boolean
  /** The account that the invitation is for, where there is one that its owner has shown to be theirs. */
  userId: string | undefined
}

/** The invitation that a link belongs to, or nothing: used, withdrawn, replaced, ended and unknown links are told apart to nobody. */
export async function findInvitation(orm: Orm, token: string, now: Date): Promise<OpenInvitation | undefined> {
  const [found] = await orm
    .select({ invitation: invitations, retailer: retailers.name, supplier: suppliers.name, user: users })
    .from(invitations)
    .leftJoin(retailers, eq(retailers.id, invitations.retailerId))
    .leftJoin(suppliers, eq(suppliers.id, invitations.supplierId))
    .leftJoin(users, eq(users.email, invitations.email))
    .where(goodLink(tokenHash(token), now))
  if (!found) return undefined
  const { id, email, role, retailerId, supplierId, byMail } = found.invitation
  const place = retailerId ? { retailerId } : { supplierId: supplierId! }
  // A link that went by mail proves whose the address is; an account that nobody ever proved is then begun anew by its owner.
  const known = found.user && (found.user.emailVerifiedAt !== null || !byMail)
  const placeName = (found.retailer ?? found.supplier)!
  return { id, email, role, place, placeName, byMail, userId: known ? found.user!.id : undefined }
}

const newPerson = z.object({ name: nameField, password: passwordField })

/**
 * Takes an invitation up, once. Somebody new gives a name and a password; somebody with an account gives neither, gets the role beside those
 * they have, and signs in as always. An account whose owner never proved the address (made by a link that was handed over, or by a program) passes to whoever
 * holds the mailed link: its old password, sessions and second factor end.
 * Throws `not-found` when the link is not good (any more) and `invalid-input` for a wrong field.
 * @returns the person, and whether the account was begun by this
 */
export async function acceptInvitation(
  work: Work,
  command: { token: string; name?: string; password?: string },
): Promise<{ userId: string; begun: boolean }> {
  const found = await findInvitation(work.tx, command.token, work.now)
  if (!found) throw new ApplicationError('not-found', 'This link does not work any more. Ask for a new invitation.')
  const person = found.userId ? undefined : readInput(newPerson, command)
  await lockPlace(work, found.place)
  const [taken] = await work.tx
    .update(invitations)
    .set({ acceptedAt: work.now, hash: null })
    .where(goodLink(tokenHash(command.token), work.now))
    .returning({ id: invitations.id })
  if (!taken) throw new ApplicationError('not-found', 'This link does not work any more. Ask for a new invitation.')
  const userId = found.userId ?? (await beginAccount(work, found, person!))
  const { place, role, email } = found
  await addMembership(work, { userId, membership: { ...place, role } as NewMembership })
  await work.tx
    .update(memberships)
    .set({ disabledAt: null })
    .where(and(eq(memberships.userId, userId), belongsTo(memberships, place)))
  if (found.byMail) await work.tx.update(users).set({ emailVerifiedAt: work.now }).where(eq(users.id, userId))
  await recordAtPlace(work, place, { action: 'person.joined', subject: userId, after: { person: email, role } })
  return { userId, begun: person !== undefined }
}

async function beginAccount(
  work: Work,
  { email }: OpenInvitation,
  { name, password }: z.infer<typeof newPerson>,
): Promise<string> {
  const passwordHash = await hashPassword(password)
  const [account] = await work.tx
    .insert(users)
    .values({ id: work.newId(), email, name, passwordHash, createdAt: work.now })
    .onConflictDoUpdate({ target: users.email, set: { name, passwordHash } })
    .returning({ id: users.id })
  await forgetCredentials(work, account!.id)
  return account!.id
}
