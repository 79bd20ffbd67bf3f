import { and, eq } from 'drizzle-orm'
import { partnerships } from '../../db/schema/index.ts'
import { progressOf, recordConnectionTest, type TestedStep } from '../../partners/onboarding/progress.ts'
import { testChannel } from '../doors/connection.ts'
import type { JobContext } from './context.ts'

/** Tries a connection in the name of whoever asked, and keeps how it went. One that was given up meanwhile is left alone. */
export async function runConnectionTest(
  context: Pick<JobContext, 'hub' | 'box' | 'allowPrivateAddresses'>,
  job: { retailerId: string; partnershipId: string; testId: string },
): Promise<void> {
  const { hub, box, allowPrivateAddresses = false } = context
  const { retailerId, partnershipId, testId } = job
  const [row] = await hub.orm
    .select({ settings: partnerships.settings })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  const asked = row && progressOf(row.settings).testing
  if (asked?.id !== testId) return
  const test = await testChannel({ hub, box, allowPrivateAddresses }, job)
  const { passed, steps } = test ?? { passed: false, steps: [nothingToTry] }
  await hub.work(asked.by, work => recordConnectionTest(work, { ...job, passed, steps: steps.map(kept) }))
}

const nothingToTry: TestedStep = {
  title: 'Connection',
  outcome: 'failed',
  says: 'This partner has no connection that goes out from here.',
}

/** What a person reads of a step, without what its transport knows it by. */
function kept({ title, outcome, says, hostKey }: TestedStep): TestedStep {
  return { title, outcome, says, ...(hostKey !== undefined && { hostKey }) }
}
