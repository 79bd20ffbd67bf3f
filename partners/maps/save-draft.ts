import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { partnerMaps } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { MapProblem } from '../../translators/x12/index.ts'
import { recordChange } from '../audit.ts'
import { type MapChange, mapChanges } from './changes.ts'
import { lockMap, mapRow, refuseOversized } from './map-row.ts'
import { mapProblems } from './validate.ts'

/**
 * Keeps what a person wrote, finished or not: what is wrong with it is answered in words and keeps it from being published. `seen` is the
 * draft's `changedAt` that the person began from: when somebody else saved in between it throws `conflict`. Throws `not-found`, and
 * `wrong-state` for a version that is no draft, `too-large`.
 */
export async function saveDraft(
  work: Work,
  command: { retailerId: string; id: string; overlay: Record<string, unknown>; seen?: Date },
): Promise<{ problems: MapProblem[]; changes: MapChange[]; changedAt: Date }> {
  const { retailerId, id, overlay, seen } = command
  refuseOversized(overlay)
  await lockMap(work, await mapRow(work.tx, retailerId, id))
  const row = await mapRow(work.tx, retailerId, id)
  if (row.status !== 'draft')
    throw new ApplicationError('wrong-state', `Version ${row.version} is ${row.status}: restore it to change it.`)
  if (seen && seen.getTime() !== row.changedAt.getTime())
    throw new ApplicationError('conflict', 'Somebody else changed this draft meanwhile: look at it again.')
  const changes = mapChanges(row.overlay, overlay)
  const problems = mapProblems(row.format, row.documentKind, overlay)
  if (changes.length === 0) return { problems, changes, changedAt: row.changedAt }
  await work.tx
    .update(partnerMaps)
    .set({ overlay, changedAt: work.now })
    .where(and(eq(partnerMaps.retailerId, retailerId), eq(partnerMaps.id, id)))
  const after = { version: row.version, changes: changes.map(change => change.words) }
  await recordChange(work, { retailerId, action: 'map.changed', subject: id, after })
  return { problems, changes, changedAt: work.now }
}
