import { interchanges } from '../../db/schema/index.ts'
import type { ChannelFacts } from '../../partners/channels/channel.ts'
import { documentKinds, documentNumberOf } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import {
  functionalAcknowledgmentsOf,
  type Interchange,
  interchangeAcknowledgmentOf,
  plainNumber,
  transactionSetFor,
  writeInterchangeAcknowledgments,
} from '../../translators/x12/index.ts'
import type { FoundDocument, FoundPart, ReadContext, Reply } from './format.ts'
import { interchangeFileName, nextEnvelope } from './x12-envelope.ts'

/** What one interchange holds for its partner, and which answers it gets. Without a channel it is from nobody we know. */
export async function partOf(
  interchange: Interchange,
  channel: ChannelFacts | undefined,
  context: ReadContext,
): Promise<FoundPart> {
  const documents = interchange.groups.flatMap(group =>
    group.sets.map((set): FoundDocument => {
      const kind = documentKinds.find(candidate => transactionSetFor(candidate).set === set.id) ?? `x12-${set.id}`
      return {
        kind,
        number: set.document ? documentNumberOf(set.document) : '',
        ...(set.document ? { content: set.document } : {}),
        issues: [...group.issues, ...set.issues],
        set: set.id,
        interchangeNumber: plainNumber(interchange.controlNumber),
        groupNumber: plainNumber(group.controlNumber),
        setNumber: plainNumber(set.controlNumber),
        functionalId: group.functionalId,
      }
    }),
  )
  if (!channel) {
    const issues = [...interchange.issues, unknownPartner(interchange)]
    return { documents, issues, answers: [], duplicate: false }
  }
  const { partnershipId } = channel
  const duplicate = !(await firstTime(interchange, partnershipId, context))
  const wanted = channel.settings.x12?.answers.functional !== 'none' && !duplicate
  return {
    partnershipId,
    documents,
    issues: interchange.issues,
    answers: wanted ? functionalAcknowledgmentsOf(interchange) : [],
    replies: await interchangeReplies(interchange, channel, context, duplicate),
    transport: channel.transport,
    interchangeAnswers: interchange.acknowledgments,
    duplicate,
    test: interchange.usage !== 'P' && channel.settings.x12?.usage === 'P',
  }
}

/** X12 I18: duplicate interchange control number. */
const cameBefore = '025'

/**
 * The TA1, where the partner has asked for one (ISA14) or the channel says so; never to an interchange that itself carries only TA1s
 * (X12.5: an acknowledgment is not acknowledged).
 */
async function interchangeReplies(
  interchange: Interchange,
  channel: ChannelFacts,
  { work }: ReadContext,
  duplicate: boolean,
): Promise<Reply[]> {
  const when = channel.settings.x12?.answers.interchange ?? 'asked'
  if (when === 'never' || (interchange.groups.length === 0 && interchange.acknowledgments.length > 0)) return []
  const read = interchangeAcknowledgmentOf(interchange)
  const answer = duplicate ? { ...read, status: 'rejected' as const, code: cameBefore } : read
  const wanted =
    when === 'always' || (when === 'errors' ? answer.status !== 'accepted' : interchange.acknowledgmentRequested)
  if (!wanted) return []
  const envelope = { ...(await nextEnvelope(work, channel)), acknowledgmentRequested: false }
  const { bytes } = writeInterchangeAcknowledgments([answer], envelope)
  return [{ bytes, fileName: interchangeFileName('TA1', envelope), contentType: 'application/edi-x12' }]
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
