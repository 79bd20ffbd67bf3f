import { and, asc, eq } from 'drizzle-orm'
import { documents, exceptions, messages } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { Issue } from '../../translators/issue.ts'
import { reportProblems } from './report-problems.ts'

type Document = Pick<typeof documents.$inferSelect, 'retailerId' | 'messageId' | 'setNumber' | 'settledAt'>

/** Doors at which whoever sends is told at once. */
const toldAtTheDoor: ReadonlySet<string> = new Set(['rest', 'portal'])

/**
 * Tells a partner whose file read well that something in it could not be applied, such as an invoice for an order that nobody placed: once all of the file is settled, in one
 * report. Not for X12, which has the 824 for that.
 * @param document one that was settled just now; nothing is told where it had been settled before
 */
export async function tellOfRefused(work: Work, { retailerId, messageId, setNumber, settledAt }: Document) {
  if (!messageId || setNumber || settledAt) return
  const own = and(eq(messages.retailerId, retailerId), eq(messages.id, messageId))
  // Two documents that settle at the same time wait here for each other, so that the last one sees what became of all.
  const [message] = await work.tx.select().from(messages).where(own).for('update')
  if (!message?.partnershipId || message.direction !== 'in' || toldAtTheDoor.has(message.transport)) return
  const all = await work.tx
    .select({
      kind: documents.kind,
      number: documents.number,
      status: documents.status,
      issues: documents.issues,
      notApplied: exceptions.id,
    })
    .from(documents)
    .leftJoin(
      exceptions,
      and(
        eq(exceptions.retailerId, documents.retailerId),
        eq(exceptions.messageId, documents.messageId),
        eq(exceptions.documentId, documents.id),
        eq(exceptions.kind, 'not-applied'),
      ),
    )
    .where(and(eq(documents.retailerId, retailerId), eq(documents.messageId, messageId)))
    .orderBy(asc(documents.position))
  if (all.some(({ status }) => status === 'received')) return
  // What could not even be read was told when it was read.
  const refused = all.filter(({ status, notApplied }) => status === 'rejected' && notApplied !== null)
  const errors = refused.flatMap(({ kind, number, issues }) =>
    (issues as Issue[])
      .filter(({ severity }) => severity === 'error')
      .map(issue => ({ ...issue, message: `${named(kind)} ${number}: ${issue.message}` })),
  )
  if (errors.length > 0) await reportProblems(work, message, message.partnershipId, errors)
}

const named = (kind: string) => `${kind[0]?.toUpperCase() ?? ''}${kind.slice(1).replaceAll('-', ' ')}`
