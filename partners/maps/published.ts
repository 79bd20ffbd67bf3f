import { and, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { type messageFormats, partnerMaps } from '../../db/schema/index.ts'

/** The published map of a partnership for each document kind in one format, by kind. */
export async function publishedMaps(
  orm: Orm,
  retailerId: string,
  partnershipId: string,
  format: (typeof messageFormats)[number],
): Promise<Map<string, Record<string, unknown>>> {
  const rows = await orm
    .select({ kind: partnerMaps.documentKind, overlay: partnerMaps.overlay })
    .from(partnerMaps)
    .where(
      and(
        eq(partnerMaps.retailerId, retailerId),
        eq(partnerMaps.partnershipId, partnershipId),
        eq(partnerMaps.format, format),
        eq(partnerMaps.status, 'published'),
      ),
    )
  return new Map(rows.map(row => [row.kind, row.overlay]))
}
