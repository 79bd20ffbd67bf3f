import { eq } from 'drizzle-orm'
import { retailers } from '../../db/schema/index.ts'
import type { AccountMail } from '../../engine/people/mails.ts'
import type { Channel } from '../../partners/channels/channel.ts'
import { deliveryFailures } from '../transports/contract.ts'
import type { JobContext } from './context.ts'
import { ownSettings } from './retailer-mail.ts'

/**
 * Mails words to one person by a retailer's own server. A failure that may pass is thrown, so that the job is tried again.
 * @param id of the mail: its Message-ID follows from it
 * @returns why it could not be sent, or nothing when the server has it
 */
export async function sendAccountMail(
  { hub, box, deliver }: Pick<JobContext, 'hub' | 'box' | 'deliver'>,
  retailerId: string,
  { id, to, mail }: { id: string; to: string; mail: AccountMail },
): Promise<string | undefined> {
  const settings = await ownSettings(hub.orm, box, retailerId)
  if (!settings) return 'The retailer has no mail server set up.'
  const [retailer] = await hub.orm.select({ name: retailers.name }).from(retailers).where(eq(retailers.id, retailerId))
  const common = { id, retailerId, partnershipId: '' }
  const channel: Channel = {
    ...common,
    transport: 'email',
    format: 'form',
    version: null,
    settings: { transport: {} },
    transportSettings: { ...settings, to: [to], cc: [] },
  }
  const subject = `${mail.subject} (${retailer!.name})`
  const nothing = { fileName: '', contentType: 'text/plain', bytes: new Uint8Array() }
  const delivery = await deliver({ ...common, ...nothing, subject, text: mail.text }, channel)
  if (delivery.ok) return undefined
  const { code, detail } = delivery.failure
  const words = `${deliveryFailures[code].says} ${detail}`.trim()
  if (deliveryFailures[code].retry) throw new Error(words)
  return words
}
