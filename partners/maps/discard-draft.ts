import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { partnerMaps } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import { lockMap, mapRow } from './map-row.ts'

/** Throws a draft away; the audit log keeps what it said. Throws `not-found`, and `wrong-state` for what is no draft. */
export async function discardDraft(work: Work, command: { retailerId: string; id: string }): Promise<void> {
  const { retailerId, id } = command
  await lockMap(work, await mapRow(work.tx, retailerId, id))
  const row = await mapRow(work.tx, retailerId, id)
  if (row.status !== 'draft')
    throw new ApplicationError('wrong-state', `Version ${row.version} is ${row.status}, and stays.`)
  await work.tx.delete(partnerMaps).where(and(eq(partnerMaps.retailerId, retailerId), eq(partnerMaps.id, id)))
  const before = { version: row.version, overlay: row.overlay }
  await recordChange(work, { retailerId, action: 'map.discarded', subject: id, before })
}
