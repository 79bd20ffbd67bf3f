import { storableText } from '../../db/schema/columns.ts'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../../engine/exceptions/raise.ts'
import { applied, type Outcome } from '../../engine/outcome.ts'
import type { TextMessage } from '../../translators/documents/index.ts'

/** The console shows so much of a text at once; the document holds all of it. */
const shownCharacters = 2000

/** Puts a partner's words (864) before people: nothing else can be done with them. */
export async function applyTextMessage(
  work: Work,
  command: { retailerId: string; partnershipId: string; documentId: string; text: TextMessage },
): Promise<Outcome> {
  const { retailerId, partnershipId, documentId, text } = command
  const whole = text.messages
    .map(message => [message.subject, ...message.lines].filter(Boolean).join('\n'))
    .join('\n\n')
  const subject = text.subject ?? text.messages[0]?.subject
  await raiseException(work, {
    retailerId,
    kind: 'partner-message',
    key: `partner-message:${documentId}`,
    partnershipId,
    documentId,
    summary: storableText(subject && !whole.startsWith(subject) ? `${subject}\n${whole}` : whole).slice(
      0,
      shownCharacters,
    ),
  })
  return applied(documentId)
}
