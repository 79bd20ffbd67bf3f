import { and, eq, isNull } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { exceptions, memberships, users } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'

export interface AssignException {
  retailerId: string
  exceptionId: string
  /** The person who sees to it from now on; `null` puts it back for anybody. */
  userId: string | null
}

/**
 * Says who sees to an open exception. Throws `not-found`, `wrong-state` where it is resolved, and `invalid-input` for somebody who does not work at the retailer. Who may
 * assign is the caller's to check.
 */
export async function assignException(work: Work, command: AssignException): Promise<void> {
  const { retailerId, exceptionId, userId } = command
  const which = and(eq(exceptions.retailerId, retailerId), eq(exceptions.id, exceptionId))
  const [exception] = await work.tx.select().from(exceptions).where(which).for('update')
  if (!exception) throw new ApplicationError('not-found', 'There is no such exception.')
  if (exception.resolvedAt) throw new ApplicationError('wrong-state', 'It is resolved already.')
  if (exception.assignedTo === userId) return
  const to = userId === null ? null : await colleague(work, retailerId, userId)
  await work.tx.update(exceptions).set({ assignedTo: userId }).where(which)
  const { orderId, purchaseOrderId, invoiceId, partnershipId, documentId } = exception
  const subject = { orderId, purchaseOrderId, invoiceId, partnershipId, documentId }
  await recordEvent(work, retailerId, 'exception.assigned', subject, { kind: exception.kind, to })
}

/** The id of a person who works at the retailer now, by the address with which they sign in. Throws `invalid-input`. */
export async function colleagueByEmail(work: Work, retailerId: string, email: string): Promise<string> {
  const [person] = await work.tx
    .select({ id: users.id })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(and(eq(memberships.retailerId, retailerId), eq(users.email, email.toLowerCase())))
  if (person) return person.id
  throw new ApplicationError('invalid-input', notColleague, { email: notColleague })
}

const notColleague = 'Choose somebody who works here.'

/** The address of a person who works at the retailer now. */
async function colleague(work: Work, retailerId: string, userId: string): Promise<string> {
  const [person] = await work.tx
    .select({ email: users.email })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(
      and(
        eq(memberships.retailerId, retailerId),
        eq(memberships.userId, userId),
        isNull(memberships.disabledAt),
        isNull(users.disabledAt),
      ),
    )
  if (person) return person.email
  throw new ApplicationError('invalid-input', notColleague, { userId: notColleague })
}
