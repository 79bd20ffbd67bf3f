import { and, desc, eq } from 'drizzle-orm'
import { documents, partnerships } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { ChannelFacts } from '../../partners/channels/channel.ts'
import { publishedMaps } from '../../partners/maps/published.ts'
import type { BusinessDocument, DocumentKind } from '../../translators/documents/index.ts'
import { type Overlay, type OverlayContext, overlaySchema } from '../../translators/x12/index.ts'

/** The partner's maps in use, by the transaction set (ST01) that they are about. */
export async function overlaysBySet(work: Work, channel: ChannelFacts): Promise<Map<string, Overlay>> {
  const maps = await publishedMaps(work.tx, channel.retailerId, channel.partnershipId, 'x12')
  const overlays = [...maps.values()].map(value => overlaySchema.parse(value))
  return new Map(overlays.map(overlay => [overlay.set, overlay]))
}

/** The partner's map in use for a kind of document. */
export async function overlayFor(work: Work, channel: ChannelFacts, kind: DocumentKind): Promise<Overlay | undefined> {
  const maps = await publishedMaps(work.tx, channel.retailerId, channel.partnershipId, 'x12')
  const found = maps.get(kind)
  if (found) return overlaySchema.parse(found)
  const wants999 = kind === 'functional-acknowledgment' && channel.settings.x12?.answers.functional === '999'
  return wants999 ? overlaySchema.parse({ set: '999' }) : undefined
}

/** What a map's conditions may ask of the trade: what the channel says, our vendor number, and whether this is a test. */
export async function factsOf(work: Work, channel: ChannelFacts): Promise<Record<string, string>> {
  const [partnership] = await work.tx
    .select({ vendorNumber: partnerships.vendorNumber })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, channel.retailerId), eq(partnerships.id, channel.partnershipId)))
  return {
    environment: channel.settings.x12?.usage === 'T' ? 'test' : 'production',
    ...(partnership?.vendorNumber ? { vendorNumber: partnership.vendorNumber } : {}),
    ...channel.settings.x12?.facts,
  }
}

/** What a document is looked at beside: the facts, and the order that it speaks of as it was last sent to the partner. */
export async function contextOf(
  work: Work,
  channel: ChannelFacts,
  facts: Record<string, string>,
  document: BusinessDocument,
): Promise<OverlayContext> {
  const number = orderNumberIn(document)
  if (!number) return { facts }
  const [order] = await work.tx
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

function orderNumberIn(document: BusinessDocument): string | undefined {
  switch (document.kind) {
    case 'purchase-order-acknowledgment':
    case 'purchase-order-change':
    case 'purchase-order-change-acknowledgment':
      return document.purchaseOrderNumber
    case 'invoice':
      return document.purchaseOrderNumber ?? document.lines[0]?.purchaseOrderNumber
    case 'ship-notice':
      return document.packages[0]?.lines[0]?.purchaseOrderNumber
    default:
      return undefined
  }
}
