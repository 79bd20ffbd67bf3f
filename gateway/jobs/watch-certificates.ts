import { retailers } from '../../db/schema/index.ts'
import { watchCertificates } from '../../engine/certificates/watch.ts'
import type { JobContext } from './context.ts'

/** Tells every retailer of certificates that end soon, each in a transaction of its own. What fails for one keeps nothing from the others. */
export async function watchAllCertificates({ hub }: Pick<JobContext, 'hub'>): Promise<void> {
  const failures: unknown[] = []
  for (const { id } of await hub.orm.select({ id: retailers.id }).from(retailers)) {
    await hub.work('system', work => watchCertificates(work, id)).catch(error => failures.push(error))
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} retailers could not be told.`)
}
