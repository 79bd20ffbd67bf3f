import type { Work } from '../../db/work.ts'
import { type Channel, type ChannelFacts, channelFacts } from '../../partners/channels/channel.ts'
import { findPartner } from '../../partners/identities.ts'
import { publishedMaps } from '../../partners/maps/published.ts'
import type { BusinessDocument } from '../../translators/documents/index.ts'
import { hasErrors, type Issue } from '../../translators/issue.ts'
import {
  type Interchange,
  type Overlay,
  overlaySchema,
  readX12,
  type WrittenSet,
  writeX12,
} from '../../translators/x12/index.ts'
import { type Format, type FoundPart, plainNumber, type ReadContext, type Rendering } from './format.ts'
import { interchangeFileName, nextEnvelope } from './x12-envelope.ts'
import { partOf } from './x12-part.ts'

/** X12: `ISA`, perhaps after a byte order mark and blank lines. */
const opening = /^(\xef\xbb\xbf)?\s*ISA[^A-Za-z0-9]/

export const x12Format: Format = {
  recognises: bytes => opening.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1')),

  async read(bytes, context) {
    const first = readX12(bytes)
    const parts: FoundPart[] = []
    for (const [index, interchange] of first.interchanges.entries()) {
      const channel = await channelOf(interchange, context)
      const read = channel ? await readAsAgreed(bytes, index, interchange, channel, context) : interchange
      parts.push(await partOf(read, channel, context))
    }
    return { parts, issues: first.issues }
  },

  async render(work, channel, documents) {
    const kind = documents[0]!.kind
    const envelope = await nextEnvelope(work, channel)
    const { bytes, issues, sets } = writeX12(documents, envelope, await overlayFor(work, channel, kind))
    const of = (index: number) => issues.filter(issue => isAbout(issue, index, documents.length))
    return {
      bytes,
      fileName: interchangeFileName(sets[0]?.set ?? 'none', envelope),
      contentType: 'application/edi-x12',
      written: sets.map(set => ({
        index: set.document,
        issues: of(set.document),
        numbers: numbersOf(set, envelope.interchangeControlNumber),
      })),
      refused: documents.flatMap((_, index) =>
        sets.some(set => set.document === index) ? [] : [{ index, issues: of(index).filter(isError) }],
      ),
    } satisfies Rendering
  },
}

const isError = (issue: Issue) => hasErrors([issue])

/** The writer names the document in the path; what names none is about the interchange, and so about each of them. */
function isAbout(issue: Issue, index: number, count: number): boolean {
  const path = issue.at.path ?? ''
  return count === 1 || path.startsWith(`documents[${index}]`) || !path.startsWith('documents[')
}

function numbersOf(set: WrittenSet, interchange: number) {
  return {
    interchange: String(interchange),
    group: plainNumber(set.groupControlNumber),
    set: plainNumber(set.controlNumber),
    functionalId: set.functionalId,
  }
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
  { partnershipId, settings }: ChannelFacts,
  context: ReadContext,
): Promise<Interchange> {
  const maps = await publishedMaps(context.work.tx, context.retailerId, partnershipId, 'x12')
  const severities = settings.x12?.severities ?? {}
  if (maps.size === 0 && Object.keys(severities).length === 0) return interchange
  const overlays = new Map([...maps.values()].map(value => overlaySchema.parse(value)).map(found => [found.set, found]))
  const again = readX12(bytes, {
    overlay: (_sender, _receiver, set) => overlays.get(set),
    validation: { severities },
  })
  return again.interchanges[index] ?? interchange
}

async function overlayFor(work: Work, channel: Channel, kind: BusinessDocument['kind']): Promise<Overlay | undefined> {
  const maps = await publishedMaps(work.tx, channel.retailerId, channel.partnershipId, 'x12')
  const found = maps.get(kind)
  if (found) return overlaySchema.parse(found)
  const wants999 = kind === 'functional-acknowledgment' && channel.settings.x12?.answers.functional === '999'
  return wants999 ? overlaySchema.parse({ set: '999' }) : undefined
}
