import { and, eq, max } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { partnerMaps, partnerships } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import type { DocumentKind } from '../../translators/documents/index.ts'
import { deepest, isDeeperThan } from '../../translators/x12/index.ts'
import { isDocumentKind, type MapFormat, mapFormats } from './validate.ts'

/** Which map: of a partnership, for one kind of document in one format. */
export interface MapOf {
  retailerId: string
  partnershipId: string
  format: MapFormat
  documentKind: DocumentKind
}

/** One version of a map as it is stored. */
export type MapRow = typeof partnerMaps.$inferSelect & { format: MapFormat; documentKind: DocumentKind }

/** One version by its id. Throws `not-found`. */
export async function mapRow(orm: Orm, retailerId: string, id: string): Promise<MapRow> {
  const [row] = await orm
    .select()
    .from(partnerMaps)
    .where(and(eq(partnerMaps.retailerId, retailerId), eq(partnerMaps.id, id)))
  if (!row || !isMapFormat(row.format) || !isDocumentKind(row.documentKind))
    throw new ApplicationError('not-found', 'There is no such map.')
  return { ...row, format: row.format, documentKind: row.documentKind }
}

function isMapFormat(format: string): format is MapFormat {
  return (mapFormats as readonly string[]).includes(format)
}

/** The rows of one map. */
export function rowsOfMap(map: MapOf) {
  return and(
    eq(partnerMaps.retailerId, map.retailerId),
    eq(partnerMaps.partnershipId, map.partnershipId),
    eq(partnerMaps.format, map.format),
    eq(partnerMaps.documentKind, map.documentKind),
  )
}

/** Lets one change of a map happen after the other. Throws `not-found` when the partnership is not the retailer's. */
export async function lockMap(work: Work, map: MapOf): Promise<void> {
  const [partnership] = await work.tx
    .select({ id: partnerships.id })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, map.retailerId), eq(partnerships.id, map.partnershipId)))
  if (!partnership) throw new ApplicationError('not-found', 'There is no such partnership.')
  await lockKey(work.tx, `map:${map.partnershipId}:${map.format}:${map.documentKind}`)
}

/** Largest map that is kept, in characters of JSON. */
const longest = 500_000

/** Keeps out what no map needs and the database should not hold, finished or not. Throws `too-large`. */
export function refuseOversized(overlay: Record<string, unknown>): void {
  if (isDeeperThan(deepest, overlay) || JSON.stringify(overlay).length > longest)
    throw new ApplicationError('too-large', `A map has at most ${longest} characters, nested at most ${deepest} deep.`)
}

/** Adds a draft with the next version number. Throws `conflict` when there is one already, `too-large`. */
export async function addDraft(
  work: Work,
  map: MapOf,
  overlay: Record<string, unknown>,
  basedOn: number | null,
): Promise<{ id: string; version: number }> {
  refuseOversized(overlay)
  const { retailerId, partnershipId, format, documentKind } = map
  const [draft] = await work.tx
    .select({ version: partnerMaps.version })
    .from(partnerMaps)
    .where(and(rowsOfMap(map), eq(partnerMaps.status, 'draft')))
  if (draft)
    throw new ApplicationError('conflict', `Version ${draft.version} is being worked on: publish or discard it first.`)
  const [last] = await work.tx
    .select({ version: max(partnerMaps.version) })
    .from(partnerMaps)
    .where(rowsOfMap(map))
  const [id, version] = [work.newId(), (last?.version ?? 0) + 1]
  await work.tx.insert(partnerMaps).values({
    ...{ retailerId, id, partnershipId, format, documentKind, version, status: 'draft', overlay, basedOn },
    ...{ createdBy: work.actor, createdAt: work.now, changedAt: work.now },
  })
  return { id, version }
}
