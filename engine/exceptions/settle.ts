import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { exceptions } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { businessDate } from '../../translators/documents/index.ts'
import { decideException } from './decide.ts'
import { resolveException } from './raise.ts'
import { type OrderResolution, orderResolutionsFor } from './resolutions.ts'

export interface SettleException {
  retailerId: string
  exceptionId: string
  /** Why, or what was done: kept in the history. */
  note: string
  /** For those that leave a choice (`orderResolutionsFor`). */
  resolution?: OrderResolution | undefined
  /** With `extend`: the day by which the order is to ship now. */
  shipDate?: string | undefined
}

const alreadySettled = 'It is resolved already.'

/**
 * Settles an exception by hand: by a decision where its kind leaves a choice, else by a note of what was done. Throws `not-found`, `wrong-state` for what is settled
 * already, is decided on its invoice, or cannot be resolved so, and `invalid-input` naming the field.
 */
export async function settleException(work: Work, command: SettleException): Promise<void> {
  const { retailerId, exceptionId } = command
  const [exception] = await work.tx
    .select()
    .from(exceptions)
    .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.id, exceptionId)))
  if (!exception) throw new ApplicationError('not-found', 'There is no such exception.')
  if (exception.invoiceId)
    throw new ApplicationError(
      'wrong-state',
      'This exception is about an invoice and is decided on the invoice’s page.',
    )
  const note = command.note.trim()
  if (!note) throw missing('note', 'Say what was done, so that others know.')
  if (exception.resolvedAt) throw new ApplicationError('wrong-state', alreadySettled)
  if (orderResolutionsFor(exception).length === 0) {
    // Somebody else may have closed it since it was read.
    if (!(await resolveException(work, retailerId, exception.key, note)))
      throw new ApplicationError('wrong-state', alreadySettled)
    return
  }
  const { resolution, shipDate } = command
  if (!resolution) throw missing('resolution', 'Choose what shall happen.')
  const day = businessDate.safeParse(shipDate)
  if (resolution === 'extend' && !day.success) throw missing('shipDate', 'Say by which day the order is to ship now.')
  const given = resolution === 'extend' && day.success ? { shipDate: day.data } : {}
  await decideException(work, { retailerId, exceptionId, resolution, note, ...given })
}

function missing(field: string, message: string): ApplicationError {
  return new ApplicationError('invalid-input', message, { [field]: message })
}
