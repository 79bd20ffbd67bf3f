import { eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { memberships, type RetailerRole, retailers, type SupplierRole, suppliers } from '../../db/schema/index.ts'

/** Where a person works: at one retailer or at one supplier. */
export type Membership =
  | { id: string; side: 'retailer'; role: RetailerRole; retailerId: string; name: string }
  | { id: string; side: 'supplier'; role: SupplierRole; supplierId: string; name: string }

/** Who is signed in, and as what. */
export interface Viewer {
  userId: string
  email: string
  name: string
  /** IANA name of the zone in which times are shown. */
  timeZone: string
  sessionId: string
  memberships: Membership[]
  /** The one in use; absent until a person with several has chosen. */
  membership: Membership | undefined
}

/** Where a person works, in the order in which they joined. */
export async function membershipsOf(orm: Orm, userId: string): Promise<Membership[]> {
  const rows = await orm
    .select({
      id: memberships.id,
      role: memberships.role,
      retailerId: memberships.retailerId,
      retailer: retailers.name,
      supplierId: memberships.supplierId,
      supplier: suppliers.name,
    })
    .from(memberships)
    .leftJoin(retailers, eq(retailers.id, memberships.retailerId))
    .leftJoin(suppliers, eq(suppliers.id, memberships.supplierId))
    .where(eq(memberships.userId, userId))
    .orderBy(memberships.id)
  return rows.map(({ id, role, retailerId, retailer, supplierId, supplier }) =>
    retailerId
      ? { id, side: 'retailer', role: role as RetailerRole, retailerId, name: retailer! }
      : { id, side: 'supplier', role: role as SupplierRole, supplierId: supplierId!, name: supplier! },
  )
}

/** How the viewer stands in histories. */
export function actorOf(viewer: Viewer): string {
  return `user:${viewer.email}`
}
