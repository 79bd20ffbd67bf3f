import { and, desc, eq, inArray, sql } from 'drizzle-orm'
import { storableText } from '../../db/schema/columns.ts'
import { documents } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { addMessageEvent } from '../../engine/messages/timeline.ts'
import { applied, type Outcome } from '../../engine/outcome.ts'
import type { AdviceAnswer, ApplicationAdvice, ApplicationError } from '../../translators/documents/index.ts'
import { plainNumber } from '../../translators/x12/index.ts'

type StoredDocument = typeof documents.$inferSelect

interface AdviceCommand {
  retailerId: string
  partnershipId: string
  documentId: string
  advice: ApplicationAdvice
}

/** Answers after which nobody needs to look. */
const good: ReadonlySet<AdviceAnswer['status']> = new Set(['accepted'])

/**
 * What a partner's 824 says of documents that we sent: they read well, and were then taken or not. What was not taken whole is put before
 * people, with the partner's reasons; so is an answer to a document that we cannot find.
 */
export async function applyApplicationAdvice(work: Work, command: AdviceCommand): Promise<Outcome> {
  for (const [index, answer] of command.advice.answers.entries()) await applyAnswer(work, command, answer, index)
  return applied(command.documentId)
}

async function applyAnswer(work: Work, command: AdviceCommand, answer: AdviceAnswer, index: number): Promise<void> {
  const { retailerId, partnershipId, advice, documentId } = command
  const about = await findAnswered(work, command, answer)
  if (about?.messageId) {
    const detail = { status: answer.status, number: about.number, errors: answer.errors }
    await addMessageEvent(work, retailerId, about.messageId, 'application-answered', detail)
  }
  if (good.has(answer.status)) return
  if (about && answer.status === 'rejected' && answer.level === 'document') await refuse(work, about)
  const what = about
    ? `${about.kind.replaceAll('-', ' ')} ${about.number}`
    : `${answer.set ?? 'a document'} ${answer.reference.value}, which we cannot find among what we sent`
  await raiseException(work, {
    retailerId,
    kind: 'rejected-by-partner',
    key: `application-advice:${documentId}:${index}`,
    partnershipId,
    purchaseOrderId: about?.purchaseOrderId ?? null,
    messageId: about?.messageId ?? null,
    documentId: about?.id ?? documentId,
    expected: 'accepted',
    actual: answer.status,
    summary: storableText(
      `The partner’s 824 ${advice.number} says of ${what}: ${answer.status.replaceAll('-', ' ')}${reasons(answer.errors)}.`,
    ),
  })
}

/** By the control numbers where they are given, else by its number and kind; the latest, where it was sent more than once. */
async function findAnswered(
  work: Work,
  { retailerId, partnershipId }: AdviceCommand,
  answer: AdviceAnswer,
): Promise<StoredDocument | undefined> {
  const { groupControlNumber, setControlNumber, reference } = answer
  const ours = and(
    eq(documents.retailerId, retailerId),
    eq(documents.partnershipId, partnershipId),
    eq(documents.direction, 'out'),
    inArray(documents.status, ['rendered', 'acknowledged', 'refused']),
  )
  const named =
    groupControlNumber && setControlNumber
      ? and(
          eq(documents.groupNumber, plainNumber(groupControlNumber)),
          eq(documents.setNumber, plainNumber(setControlNumber)),
        )
      : undefined
  for (const which of [named, sql`${documents.number} = ${reference.value}`]) {
    if (!which) continue
    const [found] = await work.tx
      .select()
      .from(documents)
      .where(and(ours, which))
      .orderBy(desc(documents.createdAt), desc(documents.id))
      .limit(1)
      .for('update')
    if (found) return found
  }
  return undefined
}

async function refuse(work: Work, { retailerId, id }: StoredDocument): Promise<void> {
  await work.tx
    .update(documents)
    .set({ status: 'refused', settledAt: work.now })
    .where(and(eq(documents.retailerId, retailerId), eq(documents.id, id)))
}

function reasons(errors: readonly ApplicationError[]): string {
  const told = errors.map(error => {
    const place = error.segment
      ? ` at ${error.segment}${error.element ? String(error.element).padStart(2, '0') : ''}`
      : ''
    const value = error.value ? ` “${error.value}”` : ''
    return `${error.text ?? `code ${error.code}`}${place}${value}`
  })
  return told.length > 0
    ? `: ${told.slice(0, 5).join('; ')}${told.length > 5 ? ` and ${told.length - 5} more` : ''}`
    : ''
}
