import { and, asc, desc, eq, isNull, notInArray, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import {
  authenticators,
  invitations,
  memberships,
  partnerships,
  retailers,
  sessions,
  suppliers,
  users,
} from '../../db/schema/index.ts'
import { belongsTo, type Place } from '../../engine/people/place.ts'

/** Who works at a place, by name. */
export async function listPeople(orm: Orm, place: Place, membershipId?: string) {
  return await orm
    .select({
      id: memberships.id,
      userId: users.id,
      name: users.name,
      email: users.email,
      role: memberships.role,
      since: memberships.createdAt,
      disabledAt: memberships.disabledAt,
      secondFactor: sql<boolean>`${authenticators.confirmedAt} is not null`,
      lastSeenAt: sql<
        string | null
      >`(select max(${sessions.lastSeenAt}) from ${sessions} where ${sessions.userId} = ${users.id})`,
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .leftJoin(authenticators, eq(authenticators.userId, users.id))
    .where(and(belongsTo(memberships, place), membershipId ? eq(memberships.id, membershipId) : undefined))
    .orderBy(asc(users.name), asc(users.id))
}
export type Person = Awaited<ReturnType<typeof listPeople>>[number]

/** The invitations of a place that nobody has taken up yet, newest first. */
export async function listInvitations(orm: Orm, place: Place) {
  return await orm
    .select()
    .from(invitations)
    .where(and(belongsTo(invitations, place), isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt)))
    .orderBy(desc(invitations.id))
}
export type OpenInvitation = Awaited<ReturnType<typeof listInvitations>>[number]

/** A retailer's suppliers that trade with nobody else and have no people: those whose first owner the retailer may invite. */
export async function listWithoutPeople(orm: Orm, retailerId: string) {
  const withPeople = orm
    .select({ id: sql`${memberships.supplierId}` })
    .from(memberships)
    .where(sql`${memberships.supplierId} is not null`)
  const elsewhere = orm
    .select({ id: partnerships.supplierId })
    .from(partnerships)
    .where(sql`${partnerships.retailerId} <> ${retailerId}`)
  const invited = sql<
    string | null
  >`(select max(${invitations.email}) from ${invitations} where ${invitations.supplierId} = ${suppliers.id}
    and ${invitations.acceptedAt} is null and ${invitations.withdrawnAt} is null)`
  return await orm
    .select({ partnershipId: partnerships.id, name: suppliers.name, invited })
    .from(partnerships)
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(
      and(
        eq(partnerships.retailerId, retailerId),
        notInArray(partnerships.supplierId, withPeople),
        notInArray(partnerships.supplierId, elsewhere),
      ),
    )
    .orderBy(asc(suppliers.name))
}
export type WithoutPeople = Awaited<ReturnType<typeof listWithoutPeople>>[number]

/** What names a retailer in addresses. */
export async function retailerSlug(orm: Orm, retailerId: string): Promise<string> {
  const [row] = await orm.select({ slug: retailers.slug }).from(retailers).where(eq(retailers.id, retailerId))
  return row!.slug
}
