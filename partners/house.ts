import { retailers } from '../db/schema/index.ts'
import type { Work } from '../db/work.ts'

/** The retailer that stands for the installation itself. It keeps messages for which no partner could be found. */
export const houseRetailerId = '00000000-0000-0000-0000-000000000000'

/** Makes sure that the installation's own row is there. */
export async function ensureHouse(work: Work): Promise<void> {
  await work.tx
    .insert(retailers)
    .values({ id: houseRetailerId, slug: 'installation', name: 'This installation', createdAt: work.now })
    .onConflictDoNothing()
}
