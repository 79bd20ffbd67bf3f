import { digestMail } from '../../engine/notices/digest-mail.ts'
import { loadDigest, settleDigest } from '../../engine/notices/digests.ts'
import { sendAccountMail } from './account-mail.ts'
import type { JobContext } from './context.ts'

/**
 * Sends one person what has gathered for the day. Killed in between, it is sent again under the same Message-ID, of the same notices. A failure that may pass
 * is thrown, to be tried again.
 */
export async function sendDigest(
  context: Pick<JobContext, 'hub' | 'box' | 'deliver'>,
  job: { retailerId: string; membershipId: string; leasedUntil: string },
): Promise<void> {
  const { hub } = context
  const digest = await loadDigest(hub.orm, job)
  const id = `${job.membershipId}-${Date.parse(job.leasedUntil).toString(36)}`
  const failure = digest
    ? await sendAccountMail(context, job.retailerId, { id, to: digest.to, mail: digestMail(digest.notices) })
    : 'This person does not work here any more.'
  await hub.work('system', work => settleDigest(work, job, failure))
}
