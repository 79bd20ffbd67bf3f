import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { memberships, openIdLinks, type RetailerRole, users } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { addMembership, createUser } from '../../partners/people/create-user.ts'
import { emailField, nameField } from '../../partners/people/fields.ts'
import { lockPlace, otherManager, recordAtPlace, rolesAt } from './place.ts'
import type { OpenIdSettings } from './security-settings.ts'

/** What a provider says of a person (OpenID Connect Core §5.1), already checked to come from it. */
export interface Claims {
  iss: string
  sub: string
  [name: string]: unknown
}

/** Who came by a provider, or why nobody was let in. */
export type ByProvider =
  | { result: 'known'; userId: string }
  | { result: 'unverified' | 'unknown' | 'elsewhere' | 'disabled' }

/**
 * Finds or makes the person whom a retailer's provider vouches for. Once linked, issuer and subject decide; before that, a verified e-mail address
 * links to somebody who already works at this retailer. Somebody new comes in where the settings give a role. An account that works only elsewhere is never taken over:
 * a provider speaks for its own retailer alone. A role that the provider names is given at every sign-in, but its last administrator stays one.
 */
export async function enterByProvider(
  work: Work,
  { retailerId, openId, claims }: { retailerId: string; openId: OpenIdSettings; claims: Claims },
): Promise<ByProvider> {
  await lockPlace(work, { retailerId })
  const { iss: issuer, sub: subject } = claims
  const named = roleFrom(openId, claims)
  const link = { retailerId, issuer, subject }
  const linked = await linkedUser(work, link)
  if (linked !== undefined) return await letIn(work, retailerId, linked, named)
  const email = emailField.safeParse(claims.email)
  if (!email.success || !verified.safeParse(claims.email_verified).success) return { result: 'unverified' }
  const [account] = await work.tx.select({ id: users.id }).from(users).where(eq(users.email, email.data))
  if (account && !(await memberOf(work, retailerId, account.id))) return { result: 'elsewhere' }
  const role = named ?? openId.defaultRole
  if (!account && !role) return { result: 'unknown' }
  const userId = account?.id ?? (await newPerson(work, retailerId, email.data, role!, claims))
  await work.tx.insert(openIdLinks).values({ ...link, userId, createdAt: work.now })
  const after = { person: email.data, issuer, subject }
  await recordAtPlace(work, { retailerId }, { action: 'person.linked', subject: userId, after })
  return await letIn(work, retailerId, userId, named)
}

/** Some providers write the boolean as text. */
const verified = z.union([z.literal(true), z.literal('true')])

/** The role that the first fitting value of the claim gives; a claim may be one text or a list of them. */
export function roleFrom({ roleClaim, rolesByClaim }: OpenIdSettings, claims: Claims): RetailerRole | undefined {
  if (!roleClaim) return undefined
  const held = [claims[roleClaim]].flat().filter(value => typeof value === 'string')
  return rolesByClaim.find(({ value }) => held.includes(value))?.role
}

async function linkedUser(work: Work, link: { retailerId: string; issuer: string; subject: string }) {
  const [found] = await work.tx
    .select({ userId: openIdLinks.userId })
    .from(openIdLinks)
    .where(
      and(
        eq(openIdLinks.retailerId, link.retailerId),
        eq(openIdLinks.issuer, link.issuer),
        eq(openIdLinks.subject, link.subject),
      ),
    )
  return found?.userId
}

async function memberOf(work: Work, retailerId: string, userId: string) {
  const [member] = await work.tx
    .select({ membership: memberships, disabledAt: users.disabledAt, email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.retailerId, retailerId), eq(memberships.userId, userId)))
  return member
}

async function newPerson(
  work: Work,
  retailerId: string,
  email: string,
  role: RetailerRole,
  claims: Claims,
): Promise<string> {
  const name = nameField.safeParse(claims.name)
  const person = { email, name: name.success ? name.data : email, memberships: [{ retailerId, role }] }
  const userId = await createUser(work, person)
  const after = { person: email, role, by: 'openid' }
  await recordAtPlace(work, { retailerId }, { action: 'person.joined', subject: userId, after })
  return userId
}

async function letIn(
  work: Work,
  retailerId: string,
  userId: string,
  named: RetailerRole | undefined,
): Promise<ByProvider> {
  const member = await memberOf(work, retailerId, userId)
  if (!member) {
    if (!named) return { result: 'unknown' }
    await addMembership(work, { userId, membership: { retailerId, role: named } })
    return { result: 'known', userId }
  }
  const { membership, disabledAt, email } = member
  if (membership.disabledAt || disabledAt) return { result: 'disabled' }
  if (named && named !== membership.role && !(await isLastManager(work, retailerId, membership))) {
    await work.tx.update(memberships).set({ role: named }).where(eq(memberships.id, membership.id))
    const [before, after] = [membership.role, named].map(role => ({ person: email, role, by: 'openid' }))
    await recordAtPlace(work, { retailerId }, { action: 'person.role-changed', subject: userId, before, after })
  }
  return { result: 'known', userId }
}

async function isLastManager(work: Work, retailerId: string, membership: { id: string; role: string }) {
  const place = { retailerId }
  return membership.role === rolesAt(place)[0] && !(await otherManager(work, place, membership.id))
}
