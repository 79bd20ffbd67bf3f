import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import {
  memberships,
  partnerships,
  type RetailerRole,
  retailers,
  type SupplierRole,
  users,
} from '../../db/schema/index.ts'
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

/** A transport takes no more addresses in one mail. */
const mostRecipients = 50

/** The way to people of the retailer or of one of its suppliers, or why there is none. */
export async function mailRoute(
  orm: Orm,
  box: SecretBox,
  about: { retailerId: string; partnershipId: string | null; audience: 'retailer' | 'supplier' },
): Promise<MailRoute | string> {
  const { retailerId, partnershipId, audience } = about
  const partner = partnershipId ? await activeChannel(orm, box, retailerId, partnershipId) : undefined
  const mailbox = partner?.transport === 'email' ? z.array(z.string()).safeParse(partner.transportSettings.to).data : []
  const people = audience === 'retailer' ? await staffOf(orm, retailerId) : await contactsOf(orm, about)
  const addresses = audience === 'retailer' ? people : [...(mailbox ?? []), ...people]
  const to = [...new Set(addresses)].slice(0, mostRecipients)
  if (to.length === 0) return 'Nobody has a mail address.'
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

const staffRoles: RetailerRole[] = ['admin', 'operations']
const contactRoles: SupplierRole[] = ['owner', 'orders']

/** Whoever may work there and has not chosen to be left alone. */
const wantsMail = () => [eq(memberships.mailed, true), isNull(memberships.disabledAt), isNull(users.disabledAt)]

async function staffOf(orm: Orm, retailerId: string): Promise<string[]> {
  const rows = await orm
    .selectDistinct({ email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.retailerId, retailerId), inArray(memberships.role, staffRoles), ...wantsMail()))
    .orderBy(users.email)
  return rows.map(row => row.email)
}

async function contactsOf(
  orm: Orm,
  { retailerId, partnershipId }: { retailerId: string; partnershipId: string | null },
): Promise<string[]> {
  if (!partnershipId) return []
  const [partnership] = await orm
    .select({ supplierId: partnerships.supplierId })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  if (!partnership) return []
  const rows = await orm
    .selectDistinct({ email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(eq(memberships.supplierId, partnership.supplierId), inArray(memberships.role, contactRoles), ...wantsMail()),
    )
    .orderBy(users.email)
  return rows.map(row => row.email)
}
