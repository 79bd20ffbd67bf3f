import { z } from 'zod'

/**
 * A decimal number carried as text, e.g. `'12.50'`: never a binary float.
 * No exponent, no leading plus, no thousands separator; at most 18 digits before the point and 6 after it.
 */
export const decimal = z
  .string()
  .regex(/^-?\d{1,18}(\.\d{1,6})?$/, { error: ({ input }) => notDecimal(input) })
  .describe('A decimal number as text, such as "12.50"; at most six decimals.')

/** A decimal that is zero or more. */
export const positiveDecimal = z
  .string()
  .regex(/^\d{1,18}(\.\d{1,6})?$/, {
    error: ({ input }) =>
      `${input}`.startsWith('-') ? 'expected a decimal number of zero or more' : notDecimal(input, ' of zero or more'),
  })
  .describe('A decimal number of zero or more as text, such as "12.50"; at most six decimals.')

/** What is wrong with text that is no decimal of ours, though it may be one elsewhere. */
function notDecimal(input: unknown, of = ' such as 12.50'): string {
  const [, whole, fraction] = /^-?(\d+)(?:\.(\d+))?$/.exec(`${input}`) ?? []
  if (whole && whole.length > 18) return 'expected at most 18 digits before the point'
  if (fraction && fraction.length > 6) return 'expected at most 6 decimals'
  return `expected a decimal number${of}`
}

/**
 * Currencies whose smallest coin is not a hundredth (ISO 4217, minor unit 0, 3 or 4). Amounts are rounded to the hundredth here, which would be a wrong amount in these: so no
 * trade is done in them.
 */
const withoutHundredths = new Set(
  'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF BHD IQD JOD KWD LYD OMR TND CLF UYW'.split(' '),
)

/** ISO 4217 alphabetic code of a currency that has hundredths. */
export const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'expected a currency code such as USD')
  .refine(code => !withoutHundredths.has(code), {
    error: ({ input }) =>
      `expected a currency that has hundredths, since amounts are kept to two decimals: not ${input}`,
  })
  .describe(
    'ISO 4217: USD. Currencies without hundredths, such as JPY and KWD, are refused: amounts are kept to two decimals.',
  )

/** A calendar day without a time zone, `YYYY-MM-DD`, from the year 1 on: ISO 8601's year 0 is in no database. */
export const businessDate = z.iso
  .date()
  .refine(day => !day.startsWith('0000'), 'expected a day of the year 1 or later')
  .describe('A day, such as 2026-05-04.')

/** A moment, ISO 8601 in UTC. */
export const instant = z.iso.datetime()

const text = (max: number) => z.string().min(1).max(max)

/**
 * How one item is named by each side. At least one name is given. GTINs are digits as printed, any of the four lengths;
 * the check digit is verified where a catalogue is matched, not here.
 */
export const productIds = z
  .object({
    buyer: text(80).optional().describe('The retailer’s SKU (X12 235: SK, IN, BP, PI).'),
    supplier: text(80).optional().describe('The supplier’s SKU (X12 235: VN, VP, VC, VA).'),
    upc: z
      .string()
      .regex(/^\d{12}$/)
      .optional()
      .describe('GTIN-12 (X12 235: UP).'),
    ean: z
      .string()
      .regex(/^\d{13}$/)
      .optional()
      .describe('GTIN-13 (X12 235: EN).'),
    gtin: z
      .string()
      .regex(/^\d{14}$/)
      .optional()
      .describe('GTIN-14 (X12 235: UK).'),
    manufacturer: text(80).optional().describe('The manufacturer’s part number (X12 235: MG).'),
  })
  .refine(ids => Object.values(ids).some(Boolean), 'expected at least one product id')
export type ProductIds = z.infer<typeof productIds>

/** A name and address. `country` is ISO 3166-1 alpha-2. */
export const party = z.object({
  name: text(120).optional(),
  code: text(80).optional().describe('The party’s number at whichever side `codeBy` says.'),
  codeBy: z.enum(['buyer', 'supplier', 'duns', 'gln']).optional(),
  address1: text(110).optional(),
  address2: text(110).optional(),
  city: text(60).optional(),
  state: text(30).optional(),
  postalCode: text(15).optional(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  phone: text(60).optional(),
  email: text(120).optional(),
  taxId: text(50).optional().describe('Number under which it pays taxes: EIN, VAT number (X12 128: TJ, EI, VX).'),
})
export type Party = z.infer<typeof party>

/** Anything numbered that travels with a document: department, customer order, vendor number … `type` is the trade's word, or the X12 128 code where there is no word. */
export const reference = z.object({ type: text(40), value: text(80), description: text(80).optional() })
export type Reference = z.infer<typeof reference>

/** An allowance lowers what is owed, a charge raises it (X12 SAC). `amount` is always positive, in the document's currency. */
export const allowanceOrCharge = z.object({
  kind: z.enum(['allowance', 'charge']),
  reason: text(40).describe('freight, handling, discount, tax, dropship-fee, or the X12 1300 code.'),
  amount: positiveDecimal,
  percent: positiveDecimal.optional(),
  rate: positiveDecimal
    .optional()
    .describe(
      'So much for each `unit`, of which there are `quantity`: given beside the amount that they come to (SAC08 to SAC10).',
    ),
  quantity: positiveDecimal.optional(),
  unit: text(3).optional(),
  handling: text(40)
    .optional()
    .describe(
      'How it is settled (SAC12): off-invoice, bill-back, credit, or the X12 331 code. What is billed back does not lower the invoice.',
    ),
  partnerCode: text(10).optional().describe('The partner’s own code beside the reason’s (SAC04).'),
  description: text(80).optional(),
})
export type AllowanceOrCharge = z.infer<typeof allowanceOrCharge>

export const tax = z.object({
  type: text(20),
  amount: positiveDecimal,
  percent: positiveDecimal.optional(),
  jurisdiction: text(30).optional(),
})
export type Tax = z.infer<typeof tax>

/**
 * Payment terms: the due date is `netDays` after the invoice date; paying within `discountDays` earns `discountPercent`. Both count from the end of the invoice's month
 * where `countedFrom` or `dueDayOfMonth` says so.
 */
export const terms = z.object({
  description: text(80).optional(),
  netDays: z.int().min(0).max(999).optional(),
  discountPercent: positiveDecimal.optional(),
  discountDays: z.int().min(0).max(999).optional(),
  netDueDate: businessDate.optional(),
  discountDueDate: businessDate.optional(),
  discountAmount: positiveDecimal.optional(),
  countedFrom: z.literal('end-of-month').optional().describe('Days count from the end of the month of the invoice.'),
  dueDayOfMonth: z.int().min(1).max(31).optional().describe('Due on this day of the month after the invoice.'),
})
export type Terms = z.infer<typeof terms>

/** Who ships and how. `scac` is the Standard Carrier Alpha Code; `service` the level in the trade's words, or a code of the partner's. */
export const carrier = z.object({
  scac: text(4).optional().describe('Standard Carrier Alpha Code: UPSN, FDEG.'),
  name: text(80).optional(),
  service: text(80).optional().describe('As the carrier calls it: Ground.'),
  method: text(80).optional(),
})
export type Carrier = z.infer<typeof carrier>

/** X12 355 / UN/ECE style unit of measure, e.g. `EA`, `CA`, `DZ`. */
export const unit = text(3).describe('Unit of measure: EA, CA, DZ (X12 355).')

/** A line's number within its document, kept as text since partners use `1`, `0001` and `10`. */
export const lineNumber = text(20).describe('Of the line within its document, as text: 1, 0001.')

/** The number of a document at whoever issued it. */
export const documentNumber = text(50)
