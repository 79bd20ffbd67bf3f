import { and, eq } from 'drizzle-orm'
import { documents } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { addMessageEvent } from '../../engine/messages/timeline.ts'
import { type InterchangeAcknowledgment, interchangeNote, plainNumber } from '../../translators/x12/index.ts'

/**
 * What a partner's TA1 says of an interchange that we sent. A refusal means that nothing in it was read: its documents are refused and
 * the message is put before people. An answer to an interchange that we never sent is put before people too.
 */
export async function applyInterchangeAcknowledgment(
  work: Work,
  command: { retailerId: string; partnershipId: string; messageId: string; answer: InterchangeAcknowledgment },
): Promise<void> {
  const { retailerId, partnershipId, answer } = command
  const number = plainNumber(answer.controlNumber)
  const inside = and(
    eq(documents.retailerId, retailerId),
    eq(documents.partnershipId, partnershipId),
    eq(documents.direction, 'out'),
    eq(documents.interchangeNumber, number),
  )
  const sent = await work.tx.select().from(documents).where(inside).for('update')
  const why = `${answer.code} ${interchangeNote(answer.code)}`
  const raise = (summary: string, messageId: string) =>
    raiseException(work, {
      retailerId,
      kind: 'rejected-by-partner',
      key: `interchange-refused:${command.messageId}:${number}`,
      partnershipId,
      messageId,
      expected: 'accepted',
      actual: why,
      summary,
    })
  const messageId = sent[0]?.messageId
  if (!messageId) {
    if (answer.status === 'rejected')
      await raise(
        `A TA1 refuses interchange ${answer.controlNumber} (${why}), which is none of ours.`,
        command.messageId,
      )
    return
  }
  await addMessageEvent(work, retailerId, messageId, 'interchange-answered', {
    status: answer.status,
    code: answer.code,
  })
  if (answer.status !== 'rejected') return
  for (const { id, status } of sent) {
    if (status !== 'rendered') continue
    await work.tx
      .update(documents)
      .set({ status: 'refused', settledAt: work.now })
      .where(and(eq(documents.retailerId, retailerId), eq(documents.id, id)))
  }
  const what = sent.map(document => `${document.kind.replaceAll('-', ' ')} ${document.number}`)
  const named = what.length > 3 ? `${what.length} documents` : what.join(', ')
  await raise(`The partner’s TA1 refuses interchange ${answer.controlNumber} with ${named}: ${why}.`, messageId)
}
