import { ownSettings } from '../jobs/retailer-mail.ts'
import { deliveryFailures } from '../transports/contract.ts'
import { sendEmail } from '../transports/email/send.ts'
import { emailSettings } from '../transports/email/settings.ts'
import type { ChannelTest } from './connection.ts'
import type { DoorContext } from './door.ts'
import { storedRefreshTokens } from './refresh-tokens.ts'

const words = 'This mail was sent to see whether your mail server takes what the hub sends. It does.\n'

/** Sends one mail to one address by the retailer's own mail server, and says how that went. */
export async function sendTestMail(
  { hub, box, allowPrivateAddresses }: Pick<DoorContext, 'hub' | 'box' | 'allowPrivateAddresses'>,
  retailerId: string,
  to: string,
): Promise<ChannelTest> {
  const own = await ownSettings(hub.orm, box, retailerId)
  const parsed = emailSettings.safeParse({ ...own, to: [to] })
  if (!parsed.success) {
    const says = own ? parsed.error.issues.map(issue => issue.message).join('; ') : 'No mail server is set up.'
    return { passed: false, steps: [{ title: 'Settings', outcome: 'failed', says }] }
  }
  const mail = {
    ...{ id: hub.newId(), retailerId, partnershipId: '', fileName: 'test.txt', contentType: 'text/plain' },
    ...{ subject: 'A test of your mail server', text: words, bytes: new Uint8Array() },
  }
  const sent = await sendEmail(mail, parsed.data, {
    now: hub.now,
    allowPrivateAddresses,
    refreshTokens: storedRefreshTokens({ hub, box }),
  })
  const says = sent.ok
    ? `Taken for ${to}: ${sent.reference}`
    : `${deliveryFailures[sent.failure.code].says} ${sent.failure.detail}`
  return { passed: sent.ok, steps: [{ title: 'Mail server', outcome: sent.ok ? 'passed' : 'failed', says }] }
}
