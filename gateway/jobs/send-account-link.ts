import { findLinkRecipient, type LinkPurpose, linkMinutes, newAccountToken } from '../../engine/people/account-links.ts'
import { passwordResetMail, signInMail } from '../../engine/people/mails.ts'
import { sendAccountMail } from './account-mail.ts'
import type { JobContext } from './context.ts'

const links = {
  'password-reset': { path: 'password-resets', mail: passwordResetMail },
  'sign-in': { path: 'sign-in/links', mail: signInMail },
}

/**
 * Makes a link that resets a password or signs in and mails it, where there is somebody to whom it may go: the link stands nowhere but in the mail. Whoever asked is
 * told the same either way. The first of the person's retailers whose mail server takes it sends it.
 */
export async function sendAccountLink(
  context: Pick<JobContext, 'hub' | 'box' | 'deliver'>,
  { email, purpose, publicUrl }: { email: string; purpose: LinkPurpose; publicUrl: string },
): Promise<void> {
  const { hub } = context
  const recipient = await findLinkRecipient(hub.orm, email, purpose)
  if (!recipient || recipient.retailerIds.length === 0) return
  const { userId, retailerIds } = recipient
  const token = await hub.work('system', work => newAccountToken(work, { userId, purpose }))
  const link = new URL(`/${links[purpose].path}/${token}`, publicUrl).href
  const mail = links[purpose].mail({ link, minutes: linkMinutes[purpose] })
  for (const retailerId of retailerIds) {
    const refusal = await sendAccountMail(context, retailerId, { id: hub.newId(), to: email, mail })
    if (!refusal) return
  }
}
