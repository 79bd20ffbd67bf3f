import { sql } from 'drizzle-orm'
import { rowsOf } from '../../../db/connection.ts'
import type { HubDatabase, JobHandler } from '../../../db/hub-database.ts'
import type { JobName } from '../../../db/jobs.ts'
import { secretBox } from '../../../partners/secrets.ts'
import { jobHandlers } from '../../jobs/registry.ts'
import { keepForFetching } from '../../transports/in-place/send.ts'

/** More jobs than this follow from nothing that tests do: one of them asks for itself again and again. */
const mostJobs = 20_000

/**
 * Runs all jobs that are due, and those that follow from them, one after the other in this process. Deliveries all succeed; what is to be fetched waits for that, and what is
 * to start later, such as a batch that others may still join, stays.
 */
export async function runJobs(hub: HubDatabase, more: { allowPrivateAddresses?: boolean } = {}): Promise<void> {
  const handlers = jobHandlers({
    ...more,
    hub,
    box: secretBox('a secret for tests only'),
    deliver: async (message, channel) =>
      channel.transport === 'rest'
        ? await keepForFetching(message)
        : { ok: true, confirmed: true, reference: message.fileName },
    deliverReceipt: async () => undefined,
  })
  for (let ran = 0; ran < mostJobs; ran++) {
    const [job] = await rowsOf<{ id: string; name: JobName; data: never }>(
      hub.orm,
      sql`update jobs.job set state = 'completed' where id = (
        select id from jobs.job where state = 'created' and start_after <= now() order by created_on, id limit 1) returning id, name, data`,
    )
    if (!job) return
    await (handlers[job.name] as JobHandler<JobName>)(job.data)
  }
  throw new Error(`${mostJobs} jobs have run, and there are more.`)
}
