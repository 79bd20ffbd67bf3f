import { and, eq, gt } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { accountTokens, memberships, partnerships, retailers, users } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { countAttempt } from './attempts.ts'
import { securityOf } from './security-settings.ts'
import { newToken, tokenHash } from './token.ts'

/** What a mailed link is for. */
export type LinkPurpose = 'password-reset' | 'sign-in'

/** How long links and half-finished sign-ins are good, in minutes. */
export const linkMinutes = { 'password-reset': 60, 'sign-in': 15, 'second-step': 10 } as const

/** So many links may be asked for within 15 minutes, for one e-mail address and from one address of the network. */
const limits = { email: 3, address: 30 }

/**
 * Asks for a link to be mailed to whoever has this address. Known and unknown addresses are treated alike here, job and all: only the job
 * looks whether there is somebody. Asking too often is forgotten without a word for one e-mail address.
 * Throws `too-many-requests` for an address of the network that asks for too many.
 */
export async function askForLink(
  work: Work,
  command: { email: string; purpose: LinkPurpose; address: string; publicUrl: string },
): Promise<void> {
  const { purpose, publicUrl } = command
  const email = command.email.trim().toLowerCase().slice(0, 254)
  if (!(await countAttempt(work, [{ key: `links-from:${command.address.slice(0, 60)}`, most: limits.address }])))
    throw new ApplicationError('too-many-requests', 'That were many links. Wait 15 minutes, then try again.')
  if (!(await countAttempt(work, [{ key: `link:${purpose}:${email}`, most: limits.email }]))) return
  await work.enqueue('send-account-link', { email, purpose, publicUrl })
}

/** Whom a link may be sent to, and by the mail server of which retailers, most fitting first. */
export interface LinkRecipient {
  userId: string
  retailerIds: string[]
}

/** The person with this address, if a link of this kind may be sent to them: links that sign in only where every retailer allows it. */
export async function findLinkRecipient(
  orm: Orm,
  email: string,
  purpose: LinkPurpose,
): Promise<LinkRecipient | undefined> {
  const [user] = await orm.select().from(users).where(eq(users.email, email))
  if (!user || user.disabledAt) return undefined
  const reached = await retailersOf(orm, user.id)
  const allowed = purpose === 'password-reset' || reached.every(retailer => securityOf(retailer.settings).signInByLink)
  if (reached.length === 0 || !allowed) return undefined
  const withMail = reached.filter(retailer => retailer.settings.mail)
  return { userId: user.id, retailerIds: withMail.map(retailer => retailer.id) }
}

async function retailersOf(orm: Orm, userId: string) {
  const columns = { id: retailers.id, settings: retailers.settings }
  const staff = await orm
    .select(columns)
    .from(memberships)
    .innerJoin(retailers, eq(retailers.id, memberships.retailerId))
    .where(eq(memberships.userId, userId))
  const served = await orm
    .select(columns)
    .from(memberships)
    .innerJoin(partnerships, eq(partnerships.supplierId, memberships.supplierId))
    .innerJoin(retailers, eq(retailers.id, partnerships.retailerId))
    .where(eq(memberships.userId, userId))
  return [...staff, ...served]
}

/** Makes a token for a person. Earlier ones for the same purpose are dead, but for second steps: a person may sign in at two places at once. */
export async function newAccountToken(
  work: Work,
  command: { userId: string; purpose: LinkPurpose | 'second-step'; onlyRetailerId?: string | null },
): Promise<string> {
  const { userId, purpose, onlyRetailerId = null } = command
  if (purpose !== 'second-step')
    await work.tx.delete(accountTokens).where(and(eq(accountTokens.userId, userId), eq(accountTokens.purpose, purpose)))
  const { token, hash } = newToken()
  const expiresAt = new Date(work.now.getTime() + linkMinutes[purpose] * 60_000)
  await work.tx.insert(accountTokens).values({ hash, userId, purpose, onlyRetailerId, expiresAt, createdAt: work.now })
  return token
}

type FoundToken = Pick<typeof accountTokens.$inferSelect, 'userId' | 'onlyRetailerId'>

const good = (token: string, purpose: LinkPurpose | 'second-step', now: Date) =>
  and(eq(accountTokens.hash, tokenHash(token)), eq(accountTokens.purpose, purpose), gt(accountTokens.expiresAt, now))

/** Whose a token is while it is good; looking does not use it, since mail scanners follow links. */
export async function findAccountToken(
  orm: Orm,
  token: string,
  purpose: LinkPurpose | 'second-step',
  now: Date,
): Promise<FoundToken | undefined> {
  const [found] = await orm
    .select()
    .from(accountTokens)
    .where(good(token, purpose, now))
  return found
}

/** Uses a token up and says whose it was; nothing when it was not good (any more), or somebody else was faster. */
export async function takeAccountToken(
  work: Work,
  token: string,
  purpose: LinkPurpose | 'second-step',
): Promise<FoundToken | undefined> {
  const [taken] = await work.tx
    .delete(accountTokens)
    .where(good(token, purpose, work.now))
    .returning()
  return taken
}
