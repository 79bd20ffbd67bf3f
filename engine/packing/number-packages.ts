import { and, eq, isNull } from 'drizzle-orm'
import { containerPrefixes, shipments } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { ShipNotice } from '../../translators/documents/index.ts'
import { takeSsccs } from './container-prefix.ts'

/**
 * Gives an SSCC to every package of a ship notice that has none, from the supplier's own prefix, in the transaction that stores the shipment. A notice whose number
 * was told before stays as it is, so that sending it twice uses up no numbers; so does one of a supplier without a prefix.
 */
export async function numberPackages(
  work: Work,
  command: { retailerId: string; sourceId: string; supplierId: string; notice: ShipNotice },
): Promise<ShipNotice> {
  const { retailerId, sourceId, supplierId, notice } = command
  const without = notice.packages.filter(one => one.sscc === undefined).length
  if (without === 0 || !(await lockPrefix(work, supplierId))) return notice
  const told = await work.tx.$count(
    shipments,
    and(
      eq(shipments.retailerId, retailerId),
      eq(shipments.sourceId, sourceId),
      eq(shipments.number, notice.number),
      isNull(shipments.takenBackAt),
    ),
  )
  if (told > 0) return notice
  const numbers = (await takeSsccs(work, supplierId, without))!
  const packages = notice.packages.map(one => (one.sscc === undefined ? { ...one, sscc: numbers.shift()! } : one))
  return { ...notice, packages }
}

/** Whoever ships the same thing at the same time waits here, and sees then that it was told. */
async function lockPrefix(work: Work, supplierId: string): Promise<boolean> {
  const rows = await work.tx
    .select({ prefix: containerPrefixes.prefix })
    .from(containerPrefixes)
    .where(and(eq(containerPrefixes.supplierId, supplierId), containerPrefixes.active))
    .for('update')
  return rows.length > 0
}
