import { z } from 'zod'
import type { NewPartner } from '../../../partners/onboarding/create-partner.ts'
import { Input } from '../../ui/fields.tsx'
import type { FormValues } from '../../ui/form-data.ts'
import type { LoadedPartner } from '../partners-query.ts'
import { texts } from './texts.ts'

const t = texts.fields

const whole = (least: number, most: number) =>
  z
    .string()
    .trim()
    .regex(/^\d{1,6}$/, 'Enter a whole number.')
    .transform(Number)
    .refine(number => number >= least && number <= most, `Enter a number from ${least} to ${most}.`)

const amount = z
  .string()
  .trim()
  .regex(/^\d{1,9}(\.\d{1,4})?$/, 'Enter an amount such as 2.50.')
const none = z.literal('').transform(() => undefined)

const form = z
  .object({
    name: z.string().trim().min(1, 'Enter a name.').max(120, 'Use at most 120 letters.'),
    vendorNumber: z.union([none, z.string().trim().max(60, 'Use at most 60 letters.')]).optional(),
    currency: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{3}$/, 'Enter three letters, such as USD.'),
    netDays: whole(0, 365),
    discountPercent: z.union([none, amount]).optional(),
    discountDays: z.union([none, whole(0, 365)]).optional(),
    postalCode: z.union([none, z.string().trim().max(12, 'Use at most 12 letters.')]).optional(),
    priority: z.union([none, whole(1, 9999)]).optional(),
    orderFee: z.union([none, amount]).optional(),
  })
  .refine(({ discountPercent, discountDays }) => (discountPercent === undefined) === (discountDays === undefined), {
    path: ['discountDays'],
    message: 'A discount needs both: how much, and within how many days.',
  })

type Terms = Omit<NewPartner, 'retailerId'>

/** Reads the form of a partner's name and terms, or says by field what is wrong. */
export function readTerms(
  values: FormValues,
): { ok: true; terms: Terms } | { ok: false; errors: Record<string, string> } {
  const parsed = form.safeParse(values)
  if (!parsed.success) {
    const errors: Record<string, string> = {}
    for (const { path, message } of parsed.error.issues) errors[String(path[0])] ??= wordsFor(message)
    return { ok: false, errors }
  }
  const { name, currency, netDays, discountPercent, discountDays, ...rest } = parsed.data
  const discount = discountPercent !== undefined && discountDays !== undefined ? { discountPercent, discountDays } : {}
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return { ok: true, terms: { name, currency, terms: { netDays, ...discount }, ...given } }
}

/** Of a choice of shapes zod says only that none fits. */
const wordsFor = (message: string) => (message === 'Invalid input' ? 'This is not a number or amount.' : message)

/** The form as it stands for a partner that is there. */
export function termsValues({ partnership, supplier, source }: LoadedPartner): FormValues {
  const { terms, currency, vendorNumber } = partnership
  return {
    ...{ name: source?.name ?? supplier.name, currency, vendorNumber: vendorNumber ?? '' },
    netDays: String(terms.netDays),
    discountPercent: terms.discountPercent ?? '',
    discountDays: terms.discountDays === undefined ? '' : String(terms.discountDays),
    postalCode: source?.postalCode ?? '',
    priority: source ? String(source.priority) : '',
    orderFee: source?.orderFee ?? '',
  }
}

/** The fields of a partner's name and terms. */
export function TermsFields({ values, errors }: { values: FormValues; errors: Record<string, string> }) {
  const field = (name: keyof typeof t) => ({ name, label: t[name], value: values[name], error: errors[name] })
  return (
    <div class="fields">
      <Input {...field('name')} required />
      <Input {...field('vendorNumber')} hint={t.vendorNumberHint} />
      <Input {...field('currency')} hint={t.currencyHint} required />
      <Input {...field('netDays')} inputmode="numeric" required />
      <Input {...field('discountPercent')} inputmode="decimal" />
      <Input {...field('discountDays')} inputmode="numeric" />
      <Input {...field('postalCode')} />
      <Input {...field('priority')} inputmode="numeric" hint={t.priorityHint} />
      <Input {...field('orderFee')} inputmode="decimal" />
    </div>
  )
}
