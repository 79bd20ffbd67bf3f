import { isDeepStrictEqual } from 'node:util'
import { and, eq } from 'drizzle-orm'
import { partnerMaps } from '../../../db/schema/index.ts'
import type { Work } from '../../../db/work.ts'
import { createDraft } from '../../../partners/maps/create-draft.ts'
import { publishMap } from '../../../partners/maps/publish.ts'
import type { CsvLayout } from '../../../translators/csv/index.ts'
import { keptLayout } from './open-upload.ts'

/**
 * Makes a layout the supplier's own, as a new version of its map, unless it is that already. While somebody works on a draft of the map the one in
 * use stays: returns whether the layout is the supplier's now.
 */
export async function keepLayout(
  work: Work,
  {
    retailerId,
    partnershipId,
    layout,
    fileName,
  }: {
    retailerId: string
    partnershipId: string
    layout: CsvLayout
    fileName: string
  },
): Promise<boolean> {
  const documentKind = layout.kind as 'inventory-advice' | 'product-catalog'
  const before = await keptLayout(work.tx, retailerId, partnershipId, documentKind)
  if (isDeepStrictEqual(before, layout)) return true
  const map = { retailerId, partnershipId, format: 'csv', documentKind } as const
  const [draft] = await work.tx
    .select({ id: partnerMaps.id })
    .from(partnerMaps)
    .where(
      and(
        eq(partnerMaps.retailerId, retailerId),
        eq(partnerMaps.partnershipId, partnershipId),
        eq(partnerMaps.format, 'csv'),
        eq(partnerMaps.documentKind, documentKind),
        eq(partnerMaps.status, 'draft'),
      ),
    )
  if (draft) return false
  const { id } = await createDraft(work, { ...map, overlay: { ...layout } })
  await publishMap(work, { retailerId, id, reason: `Columns matched on ${fileName}` })
  return true
}
