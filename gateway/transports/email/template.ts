import { z } from 'zod'
import type { PurchaseOrder } from '../../../translators/documents/index.ts'

/** What a template may name, and nothing else: values are put in as text, so that a template can neither compute nor reach for anything. */
export const placeholders = [
  'number',
  'numbers',
  'count',
  'date',
  'shipBy',
  'customerOrder',
  'buyer',
  'supplier',
  'fileName',
] as const
export type Placeholder = (typeof placeholders)[number]

const placeholder = /\{(\w*)\}/g
const known: ReadonlySet<string> = new Set(placeholders)

/** One text with `{placeholders}`; one that is not known is refused, since a partner would read it as it stands. */
const templateText = (longest: number) =>
  z
    .string()
    .max(longest)
    .refine(
      text => Array.from(text.matchAll(placeholder)).every(match => known.has(match[1] ?? '')),
      `expected only these placeholders: ${placeholders.map(name => `{${name}}`).join(', ')}`,
    )

/** A supplier's own words for the mails that carry its orders. */
export const mailTemplate = z.object({
  subject: templateText(200)
    .regex(/^[^\r\n]*$/, 'expected one line')
    .optional(),
  /** Paragraphs, parted by an empty line. They stand above the orders. */
  text: templateText(5000).optional(),
})
export type MailTemplate = z.infer<typeof mailTemplate>

/** The values of the placeholders for a mail that carries these orders. */
export function templateValues(orders: readonly PurchaseOrder[], fileName: string): Record<Placeholder, string> {
  const first = orders[0]
  return {
    number: first?.number ?? '',
    numbers: orders.map(order => order.number).join(', '),
    count: String(orders.length),
    date: first?.date ?? '',
    shipBy: first?.shipNotAfter ?? '',
    customerOrder: first?.customerOrderNumber ?? '',
    buyer: first?.buyer?.name ?? '',
    supplier: first?.supplier?.name ?? '',
    fileName,
  }
}

/** The text with its placeholders filled in, once: what a value holds is not looked at again. */
export function fill(template: string, values: Record<Placeholder, string>): string {
  return template.replaceAll(placeholder, (written, name: string) =>
    known.has(name) ? values[name as Placeholder] : written,
  )
}
