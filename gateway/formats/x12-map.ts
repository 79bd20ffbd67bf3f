import type { Work } from '../../db/work.ts'
import type { ChannelFacts } from '../../partners/channels/channel.ts'
import { publishedMaps } from '../../partners/maps/published.ts'
import type { DocumentKind } from '../../translators/documents/index.ts'
import { type Overlay, overlaySchema } from '../../translators/x12/index.ts'

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
