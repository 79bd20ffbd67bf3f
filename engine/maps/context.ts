import { and, desc, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { documents, partnerships } from '../../db/schema/index.ts'
import type { ChannelFacts } from '../../partners/channels/channel.ts'
import { underTest } from '../../partners/channels/usage.ts'
import { type BusinessDocument, orderNumberIn } from '../../translators/documents/index.ts'
import type { OverlayContext } from '../../translators/x12/index.ts'

/** What a map's conditions may ask of the trade: what the channel says, our vendor number, and whether this is a test. */
export async function factsOf(
  orm: Orm,
  channel: Pick<ChannelFacts, 'retailerId' | 'partnershipId' | 'settings'>,
): Promise<Record<string, string>> {
  const [partnership] = await orm
    .select({ vendorNumber: partnerships.vendorNumber, status: partnerships.status })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, channel.retailerId), eq(partnerships.id, channel.partnershipId)))
  const isTest = channel.settings.x12?.usage === 'T' || (partnership && underTest.has(partnership.status))
  return {
    environment: isTest ? 'test' : 'production',
    ...(partnership?.vendorNumber ? { vendorNumber: partnership.vendorNumber } : {}),
    ...channel.settings.x12?.facts,
  }
}

/** What a document is looked at beside: the facts, and the order that it speaks of as it was last sent to the partner. */
export async function contextOf(
  orm: Orm,
  channel: Pick<ChannelFacts, 'retailerId' | 'partnershipId'>,
  facts: Record<string, string>,
  document: BusinessDocument,
): Promise<OverlayContext> {
  const number = orderNumberIn(document)
  if (!number) return { facts }
  const [order] = await orm
    .select({ content: documents.content })
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, channel.retailerId),
        eq(documents.kind, 'purchase-order'),
        eq(documents.number, number),
        eq(documents.partnershipId, channel.partnershipId),
        eq(documents.direction, 'out'),
      ),
    )
    .orderBy(desc(documents.createdAt), desc(documents.id))
    .limit(1)
  return order ? { facts, source: order.content as BusinessDocument } : { facts }
}
