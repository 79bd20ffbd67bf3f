import { sources } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { refuseTakenName } from '../../partners/onboarding/create-partner.ts'
import type { SourceSettings } from './set-source-terms.ts'

/** A warehouse of the retailer's own, and what routing is to go by about it. */
export type NewWarehouse = { retailerId: string; name: string } & Partial<SourceSettings>

/** Adds a warehouse of the retailer's own, without stock. Fails with `conflict` when a source of the retailer's has the name. */
export async function addWarehouse(
  work: Work,
  { retailerId, name, terms, ...settings }: NewWarehouse,
): Promise<string> {
  await refuseTakenName(work, retailerId, name)
  const id = work.newId()
  const row = { name, ...settings, ...(terms && { routing: { ...terms } }) }
  await work.tx.insert(sources).values({ retailerId, id, kind: 'warehouse', ...row, createdAt: work.now })
  await recordChange(work, { retailerId, action: 'warehouse.added', subject: id, after: row })
  return id
}
