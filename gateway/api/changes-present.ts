import { z } from 'zod'
import { changeStatuses } from '../../db/schema/index.ts'
import { plainWish } from '../../engine/purchase-orders/change.ts'
import type { LoadedChange } from '../../engine/purchase-orders/load-changes.ts'
import { businessDate, decimal, lineNumber, positiveDecimal } from '../../translators/documents/index.ts'
import { moment } from './fields.ts'

/** What is wanted of one line. */
export const wishSchema = z
  .strictObject({
    lineNumber,
    cancel: positiveDecimal.optional().describe('How much of it is not wanted any more, in the line’s unit.'),
    add: positiveDecimal
      .optional()
      .describe('How much more of it is wanted, in the line’s unit; all of it where the line is new.'),
    unitPrice: decimal
      .optional()
      .describe('The price that it should have; of a new line, the supplier’s price where it is left out.'),
    shipDate: businessDate.optional().describe('The day by which it should ship.'),
    sku: z
      .string()
      .min(1)
      .max(80)
      .optional()
      .describe('The item of a line to be added; its number is then one that the order does not have yet.'),
    retailPrice: decimal
      .optional()
      .describe(
        'What the customer pays for one of an added item; the price in its order or in the catalogue where it is left out.',
      ),
  })
  .meta({ id: 'ChangeWish', description: 'What is wanted of one line of a purchase order.' })

/** What the other side says to a change. */
export const changeAnswerSchema = z
  .strictObject({
    outcome: z.enum(['accepted', 'refused']).describe('Holds for every line that is not named.'),
    lines: z
      .array(
        z.strictObject({
          lineNumber,
          outcome: z.enum(['accepted', 'refused']),
          part: z
            .enum(['cancel', 'add', 'terms'])
            .optional()
            .describe(
              'Whether it is about the quantity taken away, the quantity added, or price and day; all where it is left out.',
            ),
          quantity: positiveDecimal
            .optional()
            .describe('How much of what is taken away or added is granted, where not all is.'),
          note: z.string().max(264).optional(),
        }),
      )
      .optional(),
    note: z.string().trim().max(264).optional(),
  })
  .meta({ id: 'ChangeAnswer', description: 'What the other side says to a change.' })

/** A change as its supplier sees it. */
export const suppliersChangeSchema = z
  .object({
    sequence: z.int().describe('Its number within the purchase order.'),
    kind: z.enum(['change', 'cancellation']),
    askedBy: z.enum(['retailer', 'supplier']),
    status: z.enum(changeStatuses),
    wishes: z.array(wishSchema),
    reason: z.string(),
    answer: changeAnswerSchema.nullable(),
    requestedAt: moment,
    answeredAt: moment.nullable(),
  })
  .meta({ id: 'SuppliersChange', description: 'A change or cancellation that one side asked for.' })

/** A change as the retailer sees it. */
export const changeSchema = suppliersChangeSchema
  .extend({
    afterwards: z.enum(['cancel', 'reroute']).describe('What becomes of the quantity that the supplier gives back.'),
  })
  .meta({ id: 'PurchaseOrderChange', description: 'A change or cancellation that one side asked for.' })

/** What either side sees of a change. */
export function presentSuppliersChange(change: LoadedChange) {
  const { sequence, kind, askedBy, status, request, answer, requestedAt, answeredAt } = change
  const { wishes, reason } = request
  return { sequence, kind, askedBy, status, wishes: wishes.map(plainWish), reason, answer, requestedAt, answeredAt }
}

/** The same with what the retailer does with the goods. */
export function presentChange(change: LoadedChange) {
  return { ...presentSuppliersChange(change), afterwards: change.request.afterwards }
}
