import { and, eq, isNull } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import {
  memberships,
  type NoticeWay,
  type NotificationKind,
  partnerships,
  retailers,
  users,
} from '../../db/schema/index.ts'
import { businessDateIn, daysAfter } from '../../partners/calendars/business-date.ts'
import { instantIn } from '../../partners/calendars/zoned-time.ts'
import { usualDigestHour, wayOf } from './choices.ts'

/** Somebody who wants to hear of something, and how. */
export interface Told {
  membershipId: string
  email: string
  way: Exclude<NoticeWay, 'none'>
  /** Hour of the person's own day at which the daily mail leaves. */
  digestHour: number
  timeZone: string
}

/** The people at a retailer, or at one of its suppliers, who want to hear of a kind of notice. */
export async function whoIsTold(
  orm: Orm,
  about: {
    retailerId: string
    partnershipId: string | null
    audience: 'retailer' | 'supplier'
    kind: NotificationKind
  },
): Promise<Told[]> {
  const { retailerId, partnershipId, audience, kind } = about
  const [retailer] = await orm
    .select({ timeZone: retailers.timeZone })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
  const place = audience === 'retailer' ? eq(memberships.retailerId, retailerId) : await suppliersPlace(orm, about)
  if (!place || (audience === 'supplier' && !partnershipId)) return []
  const rows = await orm
    .select({ member: memberships, email: users.email, timeZone: users.timeZone })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(place, isNull(memberships.disabledAt), isNull(users.disabledAt)))
    .orderBy(users.email)
  return rows.flatMap(({ member, email, timeZone }) => {
    const way = wayOf(audience, member.role, kind, member.notices)
    if (way === 'none') return []
    const digestHour = member.notices.digestHour ?? usualDigestHour
    return [{ membershipId: member.id, email, way, digestHour, timeZone: timeZone ?? retailer?.timeZone ?? 'UTC' }]
  })
}

async function suppliersPlace(
  orm: Orm,
  { retailerId, partnershipId }: { retailerId: string; partnershipId: string | null },
) {
  if (!partnershipId) return undefined
  const [partnership] = await orm
    .select({ supplierId: partnerships.supplierId })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  return partnership && eq(memberships.supplierId, partnership.supplierId)
}

/** When the daily mail of a person leaves next after something happened. */
export function nextDigest({ digestHour, timeZone }: Pick<Told, 'digestHour' | 'timeZone'>, after: Date): Date {
  const today = businessDateIn(timeZone, after)
  const time = `${String(digestHour).padStart(2, '0')}:00`
  const here = instantIn(timeZone, today, time)
  return here > after ? here : instantIn(timeZone, daysAfter(today, 1), time)
}
