import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { partnerships, retailers, sources, suppliers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { deadlinePolicyOf } from '../../engine/deadlines/policy.ts'
import { invoicePolicyOf } from '../../engine/invoices/policy.ts'
import { answerSettings } from '../../engine/purchase-orders/answer-limits.ts'
import {
  changeTradingTerms,
  type TradingSection,
  tradingSections,
} from '../../engine/purchase-orders/change-trading-terms.ts'
import { shipViaOf } from '../../engine/shipments/carrier.ts'
import { calendarOf } from '../../partners/calendars/calendar.ts'
import { changePartner } from '../../partners/onboarding/change-partner.ts'
import { createPartner } from '../../partners/onboarding/create-partner.ts'
import { lockPartnership } from '../../partners/onboarding/lock-partnership.ts'
import { currency, positiveDecimal } from '../../translators/documents/index.ts'
import { retailerRead, retailerWrite, revised } from './endpoint.ts'
import { defined, found, idParams } from './fields.ts'
import { contentRevision, refuseChanged } from './revisions.ts'

const tag = 'Partners'

const name = z.string().trim().min(1, 'Give a name.').max(120)
const vendorNumber = z.string().trim().min(1).max(60)
const postalCode = z.string().trim().min(1).max(12)
const priority = z.int().min(1).max(9999).describe('Lower is preferred when routing goes by priority.')
const orderFee = positiveDecimal.describe('What the supplier charges for each order.')

const settingsSchema = z
  .object({
    id: z.uuid().describe('Of the partner.'),
    name: z.string(),
    vendorNumber: z.string().nullable(),
    currency: z.string(),
    postalCode: z.string().nullable(),
    priority: z.int(),
    orderFee: z.string(),
    terms: tradingSections.terms,
    tolerances: tradingSections.tolerances,
    calendar: tradingSections.calendar.describe('Without `timeZone`: in the retailer’s.'),
    deadlines: tradingSections.deadlines,
    answers: tradingSections.answers,
    backorders: tradingSections.backorders,
    shipVia: tradingSections.shipVia,
    invoicing: tradingSections.invoicing,
  })
  .meta({ id: 'PartnerSettings', description: 'What is agreed with a partner; what nobody has set shows its default.' })

const settingsChange = z
  .strictObject({
    name,
    vendorNumber: vendorNumber.nullable(),
    currency,
    postalCode: postalCode.nullable(),
    priority,
    orderFee,
    ...tradingSections,
    terms: tradingSections.terms,
  })
  .partial()
  .meta({ id: 'PartnerSettingsChange' })
type SettingsChange = z.output<typeof settingsChange>

/** What is agreed with one partner. Throws `not-found`. */
async function settingsOf(orm: Orm, retailerId: string, id: string) {
  const [row] = await orm
    .select({ partnership: partnerships, supplier: suppliers.name, source: sources, timeZone: retailers.timeZone })
    .from(partnerships)
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .innerJoin(retailers, eq(retailers.id, partnerships.retailerId))
    .leftJoin(sources, and(eq(sources.retailerId, partnerships.retailerId), eq(sources.partnershipId, partnerships.id)))
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, id)))
  const { partnership, supplier, source, timeZone } = found(row, 'partner')
  const { settings, tolerances, vendorNumber } = partnership
  const { workingDays, holidays, cutOff, timeZone: own } = calendarOf(settings, timeZone)
  const answers = answerSettings.safeParse(settings.answers ?? {})
  return {
    ...{ id, name: source?.name ?? supplier, vendorNumber, currency: partnership.currency, tolerances },
    postalCode: source?.postalCode ?? null,
    priority: source?.priority ?? 100,
    orderFee: source?.orderFee ?? '0',
    terms: partnership.terms,
    calendar: {
      ...(own !== timeZone && { timeZone: own }),
      ...{ workingDays: [...workingDays], holidays: [...holidays].sort(), cutOff },
    },
    deadlines: deadlinePolicyOf(settings),
    answers: answers.success ? answers.data : answerSettings.parse({}),
    backorders: tradingSections.backorders.safeParse(settings.backorders ?? {}).data ?? {},
    shipVia: shipViaOf(settings),
    invoicing: invoicePolicyOf(settings),
  }
}

async function answerOf<const Status extends 200 | 201>(status: Status, orm: Orm, retailerId: string, id: string) {
  const shown = await settingsOf(orm, retailerId, id)
  return revised(status, shown, contentRevision(shown), ...(status === 201 ? [`/partners/${id}/settings`] : []))
}

const identityFields = ['name', 'vendorNumber', 'currency', 'postalCode', 'priority', 'orderFee'] as const
const sections = Object.keys(tradingSections) as TradingSection[]

/** Names and costs change as one, and terms with them; every other section by itself. */
async function change(work: Work, retailerId: string, partnershipId: string, given: SettingsChange): Promise<void> {
  const whose = { retailerId, partnershipId }
  const before = await settingsOf(work.tx, retailerId, partnershipId)
  if (identityFields.some(field => given[field] !== undefined)) {
    const { vendorNumber: vendor, postalCode: postal, ...after } = { ...before, ...defined(given) }
    const { name, currency, terms, priority, orderFee } = after
    const optional = { ...(vendor && { vendorNumber: vendor }), ...(postal && { postalCode: postal }) }
    await changePartner(work, {
      ...{ ...whose, ...optional, name, currency, priority, orderFee },
      terms: agreedTerms(terms),
    })
  }
  for (const section of sections) {
    const value = given[section]
    if (value !== undefined) await changeTradingTerms(work, { ...whose, section, value })
  }
}

function agreedTerms({ netDays, discountDays, discountPercent }: z.output<typeof tradingSections.terms>) {
  return {
    netDays,
    ...(discountDays !== undefined && { discountDays }),
    ...(discountPercent !== undefined && { discountPercent }),
  }
}

const createEndpoint = retailerWrite({
  method: 'post',
  path: '/partners',
  scope: 'partners:write',
  tag,
  summary: 'Add a partner',
  description:
    'A supplier of the retailer’s own, to be tested with: set its channel, send a test order, then certify it and go live.',
  body: z
    .strictObject({
      name,
      currency,
      terms: tradingSections.terms,
      vendorNumber: vendorNumber.optional(),
      postalCode: postalCode.optional(),
      priority: priority.optional(),
      orderFee: orderFee.optional(),
    })
    .meta({ id: 'NewPartner' }),
  example: { name: 'Lakeside Outfitters', currency: 'USD', terms: { netDays: 30 }, vendorNumber: 'V-2041' },
  answers: {
    201: { description: 'Its settings, with its id.', schema: settingsSchema },
  },
  async run({ work, tenant: { retailerId }, body: { name, currency, terms, ...rest } }) {
    const { partnershipId } = await createPartner(work, {
      ...{ retailerId, name, currency, terms: agreedTerms(terms) },
      ...defined(rest),
    })
    return await answerOf(201, work.tx, retailerId, partnershipId)
  },
})

const readEndpoint = retailerRead({
  path: '/partners/{id}/settings',
  scope: 'partners:read',
  tag,
  summary: 'What is agreed with a partner',
  params: idParams,
  answers: { 200: { description: 'Names, costs, terms, calendar, deadlines and tolerances.', schema: settingsSchema } },
  run: ({ orm, tenant: { retailerId }, params }) => answerOf(200, orm, retailerId, params.id),
})

const changeEndpoint = retailerWrite({
  method: 'patch',
  path: '/partners/{id}/settings',
  scope: 'partners:write',
  tag,
  summary: 'Change what is agreed with a partner',
  description:
    'What is left out stays as it is. What is given takes the place of what was there: a section as a whole, and null takes a number or postal code away. It holds for whatever comes from now on.',
  params: idParams,
  revised: 'required',
  body: settingsChange,
  example: {
    vendorNumber: 'V-2042',
    terms: { netDays: 45 },
    calendar: { timeZone: 'America/Chicago', holidays: ['2026-12-25'], cutOff: '15:00' },
    tolerances: { price: { share: '0.02', amount: '1.00' } },
  },
  answers: { 200: { description: 'As it is now.', schema: settingsSchema } },
  async run({ work, tenant: { retailerId }, params: { id }, body, seen }) {
    await lockPartnership(work, { retailerId, partnershipId: id })
    refuseChanged(seen, contentRevision(await settingsOf(work.tx, retailerId, id)))
    await change(work, retailerId, id, body)
    return await answerOf(200, work.tx, retailerId, id)
  },
})

export const partnerSettingsEndpoints = [createEndpoint, readEndpoint, changeEndpoint]
