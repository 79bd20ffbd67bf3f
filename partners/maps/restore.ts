import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import { addDraft, lockMap, mapRow } from './map-row.ts'

/** Begins a draft with what an older version says: publishing it puts that back into use. Throws `not-found`, `conflict`. */
export async function restoreVersion(
  work: Work,
  command: { retailerId: string; id: string },
): Promise<{ id: string; version: number }> {
  const row = await mapRow(work.tx, command.retailerId, command.id)
  await lockMap(work, row)
  const draft = await addDraft(work, row, row.overlay, row.version)
  await recordChange(work, {
    ...{ retailerId: row.retailerId, action: 'map.restored', subject: draft.id },
    after: { format: row.format, documentKind: row.documentKind, version: draft.version, restored: row.version },
  })
  return draft
}
