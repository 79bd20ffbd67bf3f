import { and, eq } from 'drizzle-orm'
import { partnerMaps } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import { addDraft, lockMap, type MapOf, rowsOfMap } from './map-row.ts'
import { emptyMap } from './validate.ts'

/**
 * Begins a new version of a map: from `overlay` where it is given, else from the published version, else from nothing. There is one draft
 * at a time. Throws `not-found`, `conflict`.
 */
export async function createDraft(
  work: Work,
  command: MapOf & { overlay?: Record<string, unknown> },
): Promise<{ id: string; version: number }> {
  const { overlay, ...map } = command
  await lockMap(work, map)
  const [published] = await work.tx
    .select({ version: partnerMaps.version, overlay: partnerMaps.overlay })
    .from(partnerMaps)
    .where(and(rowsOfMap(map), eq(partnerMaps.status, 'published')))
  const content = overlay ?? published?.overlay ?? emptyMap(map.format, map.documentKind)
  const draft = await addDraft(work, map, content, overlay ? null : (published?.version ?? null))
  const { retailerId, format, documentKind } = map
  const after = { format, documentKind, version: draft.version }
  await recordChange(work, { retailerId, action: 'map.drafted', subject: draft.id, after })
  return draft
}
