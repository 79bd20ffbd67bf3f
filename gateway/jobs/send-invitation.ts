import { and, eq, isNull } from 'drizzle-orm'
import { invitations, retailers, suppliers } from '../../db/schema/index.ts'
import { invitationHours, newInvitationLink } from '../../engine/people/invitations.ts'
import { invitationMail } from '../../engine/people/mails.ts'
import { sendAccountMail } from './account-mail.ts'
import type { JobContext } from './context.ts'

/**
 * Makes the link of an invitation and mails it: the link stands nowhere but in the mail. One that was withdrawn or taken up meanwhile is left alone;
 * what keeps the mail from leaving is kept with the invitation, for whoever invited.
 */
export async function sendInvitation(
  context: Pick<JobContext, 'hub' | 'box' | 'deliver'>,
  job: { retailerId: string; invitationId: string; publicUrl: string },
): Promise<void> {
  const { hub } = context
  const thisOne = eq(invitations.id, job.invitationId)
  const [found] = await hub.orm
    .select({ invitation: invitations, retailer: retailers.name, supplier: suppliers.name })
    .from(invitations)
    .leftJoin(retailers, eq(retailers.id, invitations.retailerId))
    .leftJoin(suppliers, eq(suppliers.id, invitations.supplierId))
    .where(and(thisOne, isNull(invitations.acceptedAt), isNull(invitations.withdrawnAt)))
  if (!found) return
  const token = await hub.work('system', work => newInvitationLink(work, job.invitationId, 'mail'))
  if (!token) return
  const mail = invitationMail({
    place: (found.retailer ?? found.supplier)!,
    invitedBy: found.invitation.invitedBy.replace(/^user:/, ''),
    link: new URL(`/invitations/${token}`, job.publicUrl).href,
    hours: invitationHours,
  })
  const keep = (failure: string | null) =>
    hub.work('system', work => work.tx.update(invitations).set({ failure, sentAt: work.now }).where(thisOne))
  try {
    await keep(
      (await sendAccountMail(context, job.retailerId, { id: hub.newId(), to: found.invitation.email, mail })) ?? null,
    )
  } catch (error) {
    await keep((error as Error).message)
    throw error
  }
}
