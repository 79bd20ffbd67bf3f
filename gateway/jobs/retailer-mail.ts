import { eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { retailers } from '../../db/schema/index.ts'
import { activeChannel, type Channel } from '../../partners/channels/channel.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import { emailSettings } from '../transports/email/settings.ts'

/**
 * How a retailer's own mail leaves: its `settings.mail`. As in a partner's mail channel, but to nobody in particular; `secrets` is JSON with `password` and `dkim`,
 * sealed with the installation's key.
 */
export const retailerMail = emailSettings
  .omit({ to: true, cc: true, password: true, dkim: true })
  .extend({ secrets: z.string().optional() })

/** Who is told, and by which way. */
export interface MailRoute {
  channel: Channel
  to: string[]
}

/** Why a mail goes nowhere where nobody wants it. */
export const nobody = 'Nobody has a mail address.'

/** A transport takes no more addresses in one mail. */
const mostRecipients = 50

/** The way to people of the retailer or of one of its suppliers, and to the mailbox that a supplier trades by; or why there is none. */
export async function mailRoute(
  orm: Orm,
  box: SecretBox,
  about: { retailerId: string; partnershipId: string | null; audience: 'retailer' | 'supplier' },
  people: readonly string[],
): Promise<MailRoute | string> {
  const { retailerId, partnershipId, audience } = about
  const partner = partnershipId ? await activeChannel(orm, box, retailerId, partnershipId) : undefined
  const mailbox = partner?.transport === 'email' ? z.array(z.string()).safeParse(partner.transportSettings.to).data : []
  const addresses = audience === 'retailer' ? people : [...(mailbox ?? []), ...people]
  const to = [...new Set(addresses)].slice(0, mostRecipients)
  if (to.length === 0) return nobody
  const settings =
    (await ownSettings(orm, box, retailerId)) ?? (audience === 'supplier' ? partnerSettings(partner) : undefined)
  if (!settings) return 'The retailer has no mail server set up.'
  const transportSettings = { ...settings, to, cc: [] }
  const channel: Channel = {
    retailerId,
    id: partner?.id ?? retailerId,
    partnershipId: partnershipId ?? '',
    transport: 'email',
    format: 'form',
    version: null,
    settings: { ...partner?.settings, transport: {} },
    transportSettings,
  }
  return { channel, to }
}

/** How a retailer's own mail leaves, its secrets opened; nothing where it has no mail server set up. */
export async function ownSettings(
  orm: Orm,
  box: SecretBox,
  retailerId: string,
): Promise<Record<string, unknown> | undefined> {
  const [retailer] = await orm
    .select({ settings: retailers.settings })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
  const parsed = retailerMail.safeParse(retailer?.settings.mail)
  if (!parsed.success) return undefined
  const { secrets, ...settings } = parsed.data
  return { ...settings, ...(secrets && (JSON.parse(box.open(secrets)) as Record<string, unknown>)) }
}

/** A partner that trades by mail can be told by the same mail server. */
function partnerSettings(partner: Channel | undefined): Record<string, unknown> | undefined {
  return partner?.transport === 'email' ? partner.transportSettings : undefined
}
