import { z } from 'zod'
import { currency, documentNumber, lineNumber, positiveDecimal } from '../../translators/documents/index.ts'

const text = (max: number) => z.string().trim().min(1).max(max)
const moreThanZero = positiveDecimal.refine(value => /[1-9]/.test(value), 'expected more than zero')

/** Where a customer wants the goods. `country` is ISO 3166-1 alpha-2. */
export const orderAddress = z.object({
  name: text(120),
  address1: text(110),
  address2: text(110).optional(),
  city: text(60),
  state: text(30).optional(),
  postalCode: text(15),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'expected a country code such as US')
    .describe('ISO 3166-1 alpha-2.'),
  phone: text(60).optional(),
})

const newOrderLine = z.object({
  lineNumber: lineNumber.optional().describe('The shop’s own; counted from 1 where it is left out.'),
  sku: text(80).describe('The retailer’s SKU, as the catalogue has it.'),
  quantity: moreThanZero,
  unitPrice: positiveDecimal.describe('What the customer pays per unit, in the order’s currency.'),
})

/** A customer's order as a shop gives it: the body of `POST /api/v1/orders`. Sizes are those of the documents that carry it on. */
export const newOrder = z
  .object({
    number: documentNumber.describe('The shop’s own number, given once on each channel.'),
    channel: text(40).default('web').describe('The sales channel.'),
    placedAt: z.iso
      .datetime({ offset: true })
      .optional()
      .describe('When the customer ordered; now, where it is left out.'),
    currency,
    customer: z.object({ name: text(120), email: z.email().max(120).optional(), phone: text(60).optional() }),
    shipTo: orderAddress,
    lines: z.array(newOrderLine).min(1).max(500),
    shippingPrice: positiveDecimal
      .default('0')
      .describe('What the customer pays for shipping, in the order’s currency.'),
    notes: z
      .union([text(264), z.array(text(264)).max(10)])
      .optional()
      .describe('For the suppliers: one, or several.'),
  })
  .refine(order => areDifferent(order.lines.map(lineNumberOf)), {
    message: 'two lines have the same number',
    path: ['lines'],
  })
export type NewOrder = z.infer<typeof newOrder>
/** The same before defaults are filled in: what a caller writes. */
export type NewOrderInput = z.input<typeof newOrder>

/** A line's number: the shop's, or its place counted from 1. */
export function lineNumberOf(line: { lineNumber?: string | undefined }, index: number): string {
  return line.lineNumber ?? String(index + 1)
}

function areDifferent(values: string[]): boolean {
  return new Set(values).size === values.length
}
