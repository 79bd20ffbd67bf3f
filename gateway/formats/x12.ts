import { interchanges } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { Channel } from '../../partners/channels/channel.ts'
import { takeControlNumbers } from '../../partners/control-numbers.ts'
import { findPartner } from '../../partners/identities.ts'
import { publishedMaps } from '../../partners/maps/published.ts'
import { type BusinessDocument, documentKinds, documentNumberOf } from '../../translators/documents/index.ts'
import { hasErrors, type Issue } from '../../translators/issue.ts'
import {
  functionalAcknowledgmentsOf,
  type Interchange,
  type Overlay,
  overlaySchema,
  readX12,
  transactionSetFor,
  writeX12,
} from '../../translators/x12/index.ts'
import {
  type Format,
  type FoundDocument,
  type FoundPart,
  NotRenderable,
  plainNumber,
  type ReadContext,
} from './format.ts'

/** X12: `ISA`, perhaps after a byte order mark and blank lines. */
const opening = /^(\xef\xbb\xbf)?\s*ISA[^A-Za-z0-9]/

export const x12Format: Format = {
  recognises: bytes => opening.test(Buffer.from(bytes.subarray(0, 200)).toString('latin1')),

  async read(bytes, context) {
    const first = readX12(bytes)
    const parts: FoundPart[] = []
    for (const [index, interchange] of first.interchanges.entries()) {
      const partnershipId = await partnerOf(interchange, context)
      const read = partnershipId
        ? await readAgainWithMaps(bytes, index, interchange, partnershipId, context)
        : interchange
      parts.push(await partOf(read, partnershipId, context))
    }
    return { parts, issues: first.issues }
  },

  async render(work, channel, document) {
    const envelope = await envelopeFor(work, channel)
    const written = writeX12([document], envelope, await overlayFor(work, channel, document.kind))
    const [set] = written.sets
    if (!set || hasErrors(written.issues)) throw new NotRenderable(written.issues)
    return {
      bytes: written.bytes,
      fileName: `${set.set}-${String(envelope.interchangeControlNumber).padStart(9, '0')}.edi`,
      contentType: 'application/edi-x12',
      issues: written.issues,
      numbers: {
        interchange: String(envelope.interchangeControlNumber),
        group: plainNumber(set.groupControlNumber),
        set: plainNumber(set.controlNumber),
        functionalId: set.functionalId,
      },
    }
  },
}

/** The partner by the names on the envelope, who must be the one that the transport knows, if it knows one. */
async function partnerOf(interchange: Interchange, context: ReadContext): Promise<string | undefined> {
  const own = `${interchange.receiverQualifier}:${interchange.receiver}`
  const sender = `${interchange.senderQualifier}:${interchange.sender}`
  const found = await findPartner(context.work.tx, 'x12', own, sender)
  if (!found?.partnershipId || found.retailerId !== context.retailerId) return undefined
  if (context.partnershipId && context.partnershipId !== found.partnershipId) return undefined
  return found.partnershipId
}

/** A partner with maps of its own is read by them; most have none, and are not read twice. */
async function readAgainWithMaps(
  bytes: Uint8Array,
  index: number,
  interchange: Interchange,
  partnershipId: string,
  context: ReadContext,
): Promise<Interchange> {
  const maps = await publishedMaps(context.work.tx, context.retailerId, partnershipId, 'x12')
  if (maps.size === 0) return interchange
  const overlays = new Map([...maps.values()].map(value => overlaySchema.parse(value)).map(found => [found.set, found]))
  return readX12(bytes, { overlay: (_sender, _receiver, set) => overlays.get(set) }).interchanges[index] ?? interchange
}

async function partOf(
  interchange: Interchange,
  partnershipId: string | undefined,
  context: ReadContext,
): Promise<FoundPart> {
  const documents = interchange.groups.flatMap(group =>
    group.sets.map((set): FoundDocument => {
      const kind = documentKinds.find(candidate => setIdOf(candidate) === set.id) ?? `x12-${set.id}`
      return {
        kind,
        number: set.document ? documentNumberOf(set.document) : '',
        ...(set.document ? { content: set.document } : {}),
        issues: [...group.issues, ...set.issues],
        interchangeNumber: plainNumber(interchange.controlNumber),
        groupNumber: plainNumber(group.controlNumber),
        setNumber: plainNumber(set.controlNumber),
        functionalId: group.functionalId,
      }
    }),
  )
  const issues = partnershipId ? interchange.issues : [...interchange.issues, unknownPartner(interchange)]
  const duplicate = partnershipId ? !(await firstTime(interchange, partnershipId, context)) : false
  const answers = partnershipId && !duplicate ? functionalAcknowledgmentsOf(interchange) : []
  return { partnershipId, documents, issues, answers, duplicate }
}

function setIdOf(kind: BusinessDocument['kind']): string {
  return transactionSetFor(kind).set
}

function unknownPartner(interchange: Interchange): Issue {
  const sender = `${interchange.senderQualifier}/${interchange.sender}`
  const receiver = `${interchange.receiverQualifier}/${interchange.receiver}`
  return {
    severity: 'error',
    code: 'unknown-partner',
    message: `Interchange ${interchange.controlNumber} is from ${sender} to ${receiver}, which is no partner on this channel. Check ISA05 to ISA08, or add the identity to the partnership.`,
    at: { interchange: interchange.controlNumber, segment: 'ISA', element: 6 },
    value: sender,
  }
}

/** Whether no other message brought this interchange. Number and time together name it, since numbers wrap around. */
async function firstTime(interchange: Interchange, partnershipId: string, context: ReadContext): Promise<boolean> {
  const { work, retailerId, messageId } = context
  const key = {
    retailerId,
    partnershipId,
    controlNumber: plainNumber(interchange.controlNumber),
    stamp: `${interchange.date}T${interchange.time}`,
  }
  const [row] = await work.tx
    .insert(interchanges)
    .values({ ...key, messageId })
    .onConflictDoUpdate({
      target: [interchanges.retailerId, interchanges.partnershipId, interchanges.controlNumber, interchanges.stamp],
      set: { controlNumber: key.controlNumber },
    })
    .returning({ messageId: interchanges.messageId })
  return row!.messageId === messageId
}

async function envelopeFor(work: Work, channel: Channel) {
  const names = channel.settings.x12
  if (!names) throw new NotRenderable([incomplete('the X12 names of both sides (ISA05 to ISA08)')])
  const { retailerId, partnershipId } = channel
  return {
    senderQualifier: names.own.qualifier,
    sender: names.own.id,
    receiverQualifier: names.partner.qualifier,
    receiver: names.partner.id,
    version: channel.version ?? '004010',
    usage: names.usage,
    interchangeControlNumber: await takeControlNumbers(work, retailerId, partnershipId, 'interchange'),
    groupControlNumber: await takeControlNumbers(work, retailerId, partnershipId, 'group'),
    firstSetControlNumber: 1,
    at: work.now.toISOString(),
  }
}

async function overlayFor(work: Work, channel: Channel, kind: BusinessDocument['kind']): Promise<Overlay | undefined> {
  const maps = await publishedMaps(work.tx, channel.retailerId, channel.partnershipId, 'x12')
  const found = maps.get(kind)
  return found ? overlaySchema.parse(found) : undefined
}

function incomplete(what: string): Issue {
  return { severity: 'error', code: 'settings-incomplete', message: `The channel lacks ${what}.`, at: {} }
}
