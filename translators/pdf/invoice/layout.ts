import { z } from 'zod'

const field = z.object({
  /** The label as the lists have it: small letters, no punctuation. Empty where the value stands alone. */
  label: z.string().max(80),
  /** Where the value stands as seen from the label; `at`: it stands alone at this place. */
  side: z.enum(['inside', 'right', 'below', 'at']),
  /** Of the label, or of the value that stands alone: in points from the page's top left corner. */
  x: z.number(),
  y: z.number(),
  /** Of a value that stands alone: its right edge, by which some are aligned. */
  right: z.number().optional(),
})
export type LayoutField = z.infer<typeof field>

/**
 * How one supplier's invoices lie on the page, learnt from one that a person has confirmed: which words stand beside a field and where, the columns of the
 * lines, and how numbers and dates are written.
 */
export const pdfLayout = z.object({
  version: z.literal(1),
  type: z.enum(['invoice', 'credit-memo']),
  decimalMark: z.enum(['.', ',']),
  dateOrder: z.enum(['month-first', 'day-first']).optional(),
  fields: z.object({
    number: field.optional(),
    date: field.optional(),
    purchaseOrderNumber: field.optional(),
    total: field.optional(),
  }),
  /** The words above the lines, each with its left edge. Empty where nothing stands there. */
  header: z.array(z.object({ text: z.string().max(80), x: z.number() })).max(40),
  /** Where the figures of the lines stand. */
  columns: z.array(
    z.object({ kind: z.enum(['quantity', 'price', 'amount', 'discount']), left: z.number(), right: z.number() }),
  ),
})
export type PdfLayout = z.infer<typeof pdfLayout>
