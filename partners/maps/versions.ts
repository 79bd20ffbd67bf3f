import { desc } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { partnerMaps } from '../../db/schema/index.ts'
import { type MapChange, mapChanges } from './changes.ts'
import { type MapOf, mapRow, rowsOfMap } from './map-row.ts'

/** Every version of a map, the newest first: what it says, and who did what to it, when and why. */
export async function mapVersions(orm: Orm, map: MapOf): Promise<(typeof partnerMaps.$inferSelect)[]> {
  return await orm.select().from(partnerMaps).where(rowsOfMap(map)).orderBy(desc(partnerMaps.version))
}

/** What one version has otherwise than another, by their ids, in words. Throws `not-found`. */
export async function changesBetween(
  orm: Orm,
  retailerId: string,
  olderId: string,
  newerId: string,
): Promise<MapChange[]> {
  const [older, newer] = [await mapRow(orm, retailerId, olderId), await mapRow(orm, retailerId, newerId)]
  return mapChanges(older.overlay, newer.overlay)
}
