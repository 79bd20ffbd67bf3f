import { and, eq } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { channels } from '../../../db/schema/index.ts'
import { findContainerPrefix } from '../../../engine/packing/container-prefix.ts'
import { listShipFrom } from '../../../engine/packing/ship-from.ts'
import { apiKeysOf } from '../../../partners/api-keys/find.ts'
import type { SupplierScope } from '../../auth/scopes.ts'

/** How a supplier is set up with one retailer: its channel, where it ships from, its prefix, its keys (newest first, without anything secret). */
export async function loadSetup(orm: Orm, scope: SupplierScope) {
  const { retailerId, partnershipId, supplierId } = scope
  const [channel] = await orm
    .select({ transport: channels.transport, format: channels.format, version: channels.version })
    .from(channels)
    .where(and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, partnershipId), channels.active))
  const keys = await apiKeysOf(orm, { supplierId })
  const [prefix, places] = [await findContainerPrefix(orm, supplierId), await listShipFrom(orm, supplierId)]
  return { channel, keys, prefix, places }
}

export type Setup = Awaited<ReturnType<typeof loadSetup>>
