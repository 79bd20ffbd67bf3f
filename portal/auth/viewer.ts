import { and, eq, isNull } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { memberships, type RetailerRole, retailers, type SupplierRole, suppliers } from '../../db/schema/index.ts'
import { securityOf } from '../../engine/people/security-settings.ts'

/** Where a person works: at one retailer or at one supplier. */
export type Membership =
  | {
      id: string
      side: 'retailer'
      role: RetailerRole
      retailerId: string
      name: string
      /** Whether the retailer asks this role for a second factor. */
      needsSecondFactor: boolean
    }
  | { id: string; side: 'supplier'; role: SupplierRole; supplierId: string; name: string }

/** Who is signed in, and as what. */
export interface Viewer {
  userId: string
  email: string
  name: string
  /** IANA name of the zone in which times are shown. */
  timeZone: string
  sessionId: string
  /** Whether a second factor was given for this session. */
  secondFactor: boolean
  /** The only retailer that this session may work for: the one whose provider vouched for the person. */
  onlyRetailerId: string | null
  memberships: Membership[]
  /** The one in use; absent until a person with several has chosen. */
  membership: Membership | undefined
}

/**
 * Where a person may work, in the order in which they joined.
 * @param onlyRetailerId leaves out everything but this retailer
 */
export async function membershipsOf(
  orm: Orm,
  userId: string,
  onlyRetailerId: string | null = null,
): Promise<Membership[]> {
  const rows = await orm
    .select({
      id: memberships.id,
      role: memberships.role,
      retailerId: memberships.retailerId,
      retailer: retailers.name,
      settings: retailers.settings,
      supplierId: memberships.supplierId,
      supplier: suppliers.name,
    })
    .from(memberships)
    .leftJoin(retailers, eq(retailers.id, memberships.retailerId))
    .leftJoin(suppliers, eq(suppliers.id, memberships.supplierId))
    .where(
      and(
        eq(memberships.userId, userId),
        isNull(memberships.disabledAt),
        onlyRetailerId === null ? undefined : eq(memberships.retailerId, onlyRetailerId),
      ),
    )
    .orderBy(memberships.id)
  return rows.map(({ id, role, retailerId, retailer, settings, supplierId, supplier }) =>
    retailerId
      ? {
          ...{ id, side: 'retailer' as const, role: role as RetailerRole, retailerId, name: retailer! },
          needsSecondFactor: securityOf(settings ?? {}).secondFactorFor.includes(role),
        }
      : { id, side: 'supplier', role: role as SupplierRole, supplierId: supplierId!, name: supplier! },
  )
}

/** How the viewer stands in histories. */
export function actorOf(viewer: Viewer): string {
  return `user:${viewer.email}`
}
