import { and, eq, isNull, ne, type SQL } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import {
  type invitations,
  memberships,
  partnerships,
  type RetailerRole,
  retailerRoles,
  type SupplierRole,
  supplierRoles,
  users,
} from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'

/** Where people work: one retailer or one supplier. */
export type Place = { retailerId: string } | { supplierId: string }

/** The roles at a place, the one that manages its people first. */
export function rolesAt(place: Place): readonly (RetailerRole | SupplierRole)[] {
  return 'retailerId' in place ? retailerRoles : supplierRoles
}

/** Rows of a table with both sides that belong to this place. */
export function belongsTo(table: typeof memberships | typeof invitations, place: Place): SQL {
  return 'retailerId' in place ? eq(table.retailerId, place.retailerId) : eq(table.supplierId, place.supplierId)
}

/** Changes of who works at a place go one after the other, so that two cannot each remove the other's last manager. */
export async function lockPlace(work: Work, place: Place): Promise<void> {
  await lockKey(work.tx, `people:${'retailerId' in place ? place.retailerId : place.supplierId}`)
}

/** Whether somebody else than `leaving` can manage the people of this place. */
export async function otherManager(work: Work, place: Place, leaving: string): Promise<boolean> {
  const [manages] = rolesAt(place)
  const others = await work.tx
    .select({ id: memberships.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        belongsTo(memberships, place),
        eq(memberships.role, manages!),
        ne(memberships.id, leaving),
        isNull(memberships.disabledAt),
        isNull(users.disabledAt),
      ),
    )
    .limit(1)
  return others.length > 0
}

/** Throws `wrong-state` where nobody else could manage the people of this place: its only administrator or owner stays. */
export async function keepOneManager(work: Work, place: Place, leaving: string): Promise<void> {
  if (await otherManager(work, place, leaving)) return
  const who = 'retailerId' in place ? 'administrator' : 'owner'
  throw new ApplicationError('wrong-state', `This is the only ${who}. Give somebody else that role first.`)
}

/** The retailers whose audit logs a place's people stand in: the retailer itself, or everybody that the supplier trades with. */
export async function auditedBy(work: Work, place: Place): Promise<string[]> {
  if ('retailerId' in place) return [place.retailerId]
  const trades = await work.tx
    .selectDistinct({ retailerId: partnerships.retailerId })
    .from(partnerships)
    .where(and(eq(partnerships.supplierId, place.supplierId), ne(partnerships.status, 'ended')))
  return trades.map(trade => trade.retailerId)
}

/** Writes a change of a place's people to the audit logs of those whom it concerns. */
export async function recordAtPlace(
  work: Work,
  place: Place,
  change: { action: string; subject: string; before?: unknown; after?: unknown },
): Promise<void> {
  for (const retailerId of await auditedBy(work, place)) await recordChange(work, { retailerId, ...change })
}
