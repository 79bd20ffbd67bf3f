import { randomBytes } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { identities } from '../../db/schema/index.ts'
import { lockKey } from '../../db/work.ts'
import type { Channel } from '../../partners/channels/channel.ts'
import type { JobContext } from './context.ts'

/**
 * A mail channel with the address to which the partner's answers go, where its settings name none: `orders+<token>@` the hub's own domain, by which the mail
 * receiver knows the partnership. It is made once, with the first mail; without a domain that mail can reach there is none.
 */
export async function withReplyAddress({ hub, mailDomain }: JobContext, channel: Channel): Promise<Channel> {
  if (channel.transport !== 'email' || channel.transportSettings.replyTo) return channel
  const replyTo = (await addressOf(hub.orm, channel)) ?? (mailDomain && (await makeAddress(hub, channel, mailDomain)))
  return replyTo ? { ...channel, transportSettings: { ...channel.transportSettings, replyTo } } : channel
}

async function addressOf(orm: Orm, { retailerId, partnershipId }: Channel): Promise<string | undefined> {
  const [found] = await orm
    .select({ address: identities.own })
    .from(identities)
    .where(
      and(
        eq(identities.kind, 'mailbox'),
        eq(identities.retailerId, retailerId),
        eq(identities.partnershipId, partnershipId),
      ),
    )
    .orderBy(identities.id)
    .limit(1)
  return found?.address
}

async function makeAddress(hub: JobContext['hub'], channel: Channel, domain: string): Promise<string> {
  return await hub.work('system', async work => {
    const { retailerId, partnershipId } = channel
    await lockKey(work.tx, `reply-address:${partnershipId}`)
    const known = await addressOf(work.tx, channel)
    if (known) return known
    // Nobody may guess another partner's address: 80 bits.
    const address = `orders+${randomBytes(10).toString('hex')}@${domain.toLowerCase()}`
    const row = { id: work.newId(), kind: 'mailbox' as const, own: address, partner: '', createdAt: work.now }
    await work.tx.insert(identities).values({ ...row, retailerId, partnershipId })
    return address
  })
}
