import { z } from 'zod'

/**
 * What a partner expects of the documents themselves, held by `policyIssues` before one is sent and after one is read. What concerns
 * deadlines, schedules and money lost is agreed with the partnership and not part of a set's map.
 */
export const policyRules = z.strictObject({
  answers: z
    .strictObject({
      /** When an answer is sent at all. */
      send: z.enum(['always', 'rejections', 'never']).optional(),
      /** An order is filled whole or rejected whole. */
      allOrNothing: z.boolean().optional(),
      /** Every line of the order is answered. */
      everyLine: z.boolean().optional(),
      /** A line has one answer, not several parts. */
      oneAnswerPerLine: z.boolean().optional(),
      /** What a line may not be answered. */
      forbid: z
        .array(z.enum(['accepted', 'accepted-with-changes', 'backordered', 'rejected', 'substituted', 'on-hold']))
        .optional(),
      /** A rejected line says why. */
      reasons: z.boolean().optional(),
    })
    .optional(),
  shipments: z
    .strictObject({
      oneOrder: z.boolean().optional(),
      onePackage: z.boolean().optional(),
      /** Every package has one, or one or the other. */
      packageNumber: z.enum(['sscc', 'tracking', 'either', 'both']).optional(),
    })
    .optional(),
  invoices: z
    .strictObject({
      /** An invoice is about one order. */
      oneOrder: z.boolean().optional(),
      /** The total is the sum of the lines, charges, allowances and taxes, give or take so much. */
      totalWithin: z
        .string()
        .regex(/^\d+(\.\d+)?$/, 'expected an amount such as 0.01')
        .optional(),
      /** A line of no price is refused. */
      noFreeLines: z.boolean().optional(),
      creditMemos: z.enum(['allowed', 'refused']).optional(),
    })
    .optional(),
  stock: z
    .strictObject({
      scope: z.enum(['full', 'delta']).optional(),
      /** Quantity above which it is written as this, so that stock is not told exactly. */
      cap: z.string().regex(/^\d+$/).optional(),
      /** An item that is discontinued has none. */
      discontinuedIsZero: z.boolean().optional(),
    })
    .optional(),
  /** Fields that together name a document: the second of the same is a duplicate. */
  duplicateKey: z.array(z.string().min(1)).min(1).optional(),
})
export type PolicyRules = z.infer<typeof policyRules>
