import { contextOf, factsOf } from '../../engine/maps/context.ts'
import { type ChannelFacts, channelFacts } from '../../partners/channels/channel.ts'
import { findPartner } from '../../partners/identities.ts'
import type { Issue } from '../../translators/issue.ts'
import { type Interchange, type Overlay, readX12, reviewDocument } from '../../translators/x12/index.ts'
import type { Format, FoundDocument, FoundPart, ReadContext } from './format.ts'
import { DuplicateFinder } from './x12-duplicates.ts'
import { overlaysBySet } from './x12-map.ts'
import { partOf } from './x12-part.ts'
import { renderX12 } from './x12-render.ts'

/** X12: `ISA`, perhaps after a byte order mark, blank lines and lines that a network put before it. */
const opening = /^(?:\xef\xbb\xbf)?\s*ISA[^A-Za-z0-9]|[\r\n]ISA([^A-Za-z0-9\s])\w\w\1/

export const x12Format: Format = {
  recognises: bytes => opening.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1')),

  async read(bytes, context) {
    const first = readX12(bytes)
    const parts: FoundPart[] = []
    for (const [index, interchange] of first.interchanges.entries()) {
      const channel = await channelOf(interchange, context)
      parts.push(
        channel
          ? await readAsAgreed(bytes, index, interchange, channel, context)
          : await partOf(interchange, undefined, context),
      )
    }
    return { parts, issues: first.issues }
  },

  render: renderX12,
}

/** The partner's channel by the names on the envelope, who must be the one that the transport knows, if it knows one. */
async function channelOf(interchange: Interchange, context: ReadContext): Promise<ChannelFacts | undefined> {
  const own = `${interchange.receiverQualifier}:${interchange.receiver}`
  const sender = `${interchange.senderQualifier}:${interchange.sender}`
  const found = await findPartner(context.work.tx, 'x12', own, sender)
  if (!found?.partnershipId || found.retailerId !== context.retailerId) return undefined
  if (context.partnershipId && context.partnershipId !== found.partnershipId) return undefined
  return await channelFacts(context.work.tx, context.retailerId, found.partnershipId)
}

/** A partner with maps or leniencies of its own is read by them; most have none, and are not read twice. */
async function readAsAgreed(
  bytes: Uint8Array,
  index: number,
  interchange: Interchange,
  channel: ChannelFacts,
  context: ReadContext,
): Promise<FoundPart> {
  const overlays = await overlaysBySet(context.work, channel)
  const { severities = {}, characterSet, release } = channel.settings.x12 ?? {}
  if (overlays.size === 0 && Object.keys(severities).length === 0 && !characterSet && !release)
    return await partOf(interchange, channel, context)
  const facts = await factsOf(context.work.tx, channel)
  const again = readX12(bytes, {
    overlay: (_sender, _receiver, set) => overlays.get(set),
    overlayContext: { facts },
    validation: { severities, ...(characterSet && { characterSet }), ...(release && { release }) },
  })
  const part = await partOf(again.interchanges[index] ?? interchange, channel, context)
  const duplicates = new DuplicateFinder(context.work.tx, channel)
  for (const document of part.documents) {
    document.issues = [...document.issues, ...(await review(document, overlays, channel, facts, context, duplicates))]
  }
  return part
}

/**
 * What the partner's map has against a document that reads well: its tests, what should have come back, its policy. The 997 speaks of
 * the syntax and has accepted it; this keeps it from being applied.
 */
async function review(
  document: FoundDocument,
  overlays: ReadonlyMap<string, Overlay>,
  channel: ChannelFacts,
  facts: Record<string, string>,
  { work }: ReadContext,
  duplicates: DuplicateFinder,
): Promise<Issue[]> {
  const overlay = overlays.get(document.set ?? '')
  if (!document.content || !overlay) return []
  const issues = await reviewDocument(
    document.content,
    overlay,
    await contextOf(work.tx, channel, facts, document.content),
  )
  return [...issues, ...(await duplicates.find(document.content, overlay))]
}
