import type { documents } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { queueDocument } from '../../engine/documents/queue.ts'
import { channelFacts } from '../../partners/channels/channel.ts'
import type { ApplicationError, BusinessDocument } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { transactionSetFor } from '../../translators/x12/index.ts'

/**
 * Tells a partner that wants it, by an 824, that a document which reads well could not be applied, and why. A 997 has accepted it
 * before: that speaks of the syntax alone.
 */
export async function adviseRejection(
  work: Work,
  document: typeof documents.$inferSelect,
  issues: readonly Issue[],
): Promise<void> {
  const { retailerId, partnershipId, kind, number, groupNumber, setNumber } = document
  if (!partnershipId || !setNumber || neverAnswered.has(kind)) return
  const channel = await channelFacts(work.tx, retailerId, partnershipId)
  if (!channel?.settings.x12?.answers.application) return
  const today = work.now.toISOString().slice(0, 10)
  await queueDocument(work, {
    retailerId,
    partnershipId,
    key: `application-advice:${document.id}`,
    content: {
      kind: 'application-advice',
      number: document.id.slice(-12),
      date: today,
      answers: [
        {
          status: 'rejected',
          level: 'document',
          reference: { type: referenceTypes[kind] ?? 'ZZ', value: number || setNumber },
          set: transactionSetFor(kind as BusinessDocument['kind']).set,
          ...(groupNumber ? { groupControlNumber: groupNumber } : {}),
          setControlNumber: setNumber.padStart(4, '0'),
          errors: issues.filter(issue => issue.severity === 'error').map(errorOf),
        },
      ],
    },
  })
}

/** Answers are not answered. */
const neverAnswered: ReadonlySet<string> = new Set(['functional-acknowledgment', 'application-advice', 'text-message'])

/** By which number a document is known (X12 128). */
const referenceTypes: Readonly<Record<string, string>> = {
  'purchase-order-acknowledgment': 'PO',
  'purchase-order-change-acknowledgment': 'PO',
  'ship-notice': 'SI',
  invoice: 'IV',
}

function errorOf(issue: Issue): ApplicationError {
  return {
    code: conditionOf(issue.code),
    text: issue.message.slice(0, 1000),
    ...(issue.value ? { value: issue.value.slice(0, 99) } : {}),
  }
}

/** X12 647, Application Error Condition Code: 006 duplicate, 007 missing data, 010 total out of balance, 011 not matching, 024 other. */
function conditionOf(code: string): string {
  if (code.startsWith('duplicate') || code.startsWith('already')) return '006'
  if (code.startsWith('missing')) return '007'
  if (code.includes('foot') || code.includes('total')) return '010'
  if (code.startsWith('unknown') || code.includes('mismatch') || code.startsWith('wrong')) return '011'
  return '024'
}
