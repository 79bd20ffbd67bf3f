import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { partnerMaps } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import { mapChanges } from './changes.ts'
import { lockMap, mapRow, rowsOfMap } from './map-row.ts'
import { mapProblems } from './validate.ts'

/**
 * Puts a draft into use: the version in use until now is retired in the same transaction. `reason` is for whoever asks later why. Throws
 * `not-found`, `wrong-state` for what is no draft, and `invalid-input` with the problems by their paths.
 */
export async function publishMap(
  work: Work,
  command: { retailerId: string; id: string; reason: string },
): Promise<{ version: number; retired?: number }> {
  const { retailerId, id } = command
  const reason = command.reason.trim()
  await lockMap(work, await mapRow(work.tx, retailerId, id))
  const row = await mapRow(work.tx, retailerId, id)
  if (row.status !== 'draft')
    throw new ApplicationError('wrong-state', `Version ${row.version} is ${row.status}, not a draft.`)
  if (!/^.{3,500}$/s.test(reason))
    throw new ApplicationError('invalid-input', 'Say why.', { reason: 'A reason of 3 to 500 characters is needed.' })
  const problems = mapProblems(row.format, row.documentKind, row.overlay)
  if (problems.length > 0) {
    const fields = Object.fromEntries(problems.map(({ path, message }) => [`overlay.${path}`, message]))
    throw new ApplicationError('invalid-input', `Version ${row.version} cannot be published: correct it first.`, fields)
  }
  const [former] = await work.tx
    .update(partnerMaps)
    .set({ status: 'retired', retiredAt: work.now })
    .where(and(rowsOfMap(row), eq(partnerMaps.status, 'published')))
    .returning({ version: partnerMaps.version, overlay: partnerMaps.overlay })
  await work.tx
    .update(partnerMaps)
    .set({ status: 'published', publishedBy: work.actor, publishedAt: work.now, reason })
    .where(and(eq(partnerMaps.retailerId, retailerId), eq(partnerMaps.id, id)))
  const changes = mapChanges(former?.overlay ?? {}, row.overlay).map(change => change.words)
  await recordChange(work, {
    ...{ retailerId, action: 'map.published', subject: id },
    before: former && { version: former.version },
    after: { format: row.format, documentKind: row.documentKind, version: row.version, reason, changes },
  })
  return { version: row.version, ...(former ? { retired: former.version } : {}) }
}
