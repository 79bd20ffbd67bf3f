import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { partnerships, retailers } from '../../db/schema/index.ts'
import { changeDefaultTerms } from '../../engine/purchase-orders/change-default-terms.ts'
import { resetTradingTerms } from '../../engine/purchase-orders/change-trading-terms.ts'
import { defaultValuesOf, tradingSections } from '../../engine/purchase-orders/trading-sections.ts'
import { type DefaultSection, ownNames, sectionsWithDefaults } from '../../partners/terms/own-values.ts'
import { json, retailerRead, retailerWrite, revised } from './endpoint.ts'
import { found, idParams } from './fields.ts'
import { contentRevision, refuseChanged } from './revisions.ts'

const tag = 'Partners'
const { shipVia: _, ...sections } = tradingSections

const defaultsSchema = z
  .object({ ...sections, terms: sections.terms.optional().describe('Left out where none are set for all partners.') })
  .meta({ id: 'DefaultTerms', description: 'What holds for partners without terms of their own.' })

const ownSchema = z.object({ own: z.record(z.enum(sectionsWithDefaults), z.array(z.string())) }).meta({
  id: 'OwnTerms',
  description: 'Of each section, which values are the partner’s own; the others are the defaults.',
})

async function defaultsOf(orm: Orm, retailerId: string): Promise<z.output<typeof defaultsSchema>> {
  const [row] = await orm.select().from(retailers).where(eq(retailers.id, retailerId))
  const { settings } = found(row, 'retailer')
  const shown = sectionsWithDefaults.map(section => {
    const values = defaultValuesOf(settings, section)
    return [section, section === 'terms' ? values.terms : values] as const
  })
  return Object.fromEntries(shown) as z.output<typeof defaultsSchema>
}

async function ownOf(orm: Orm, retailerId: string, id: string): Promise<z.output<typeof ownSchema>> {
  const [row] = await orm
    .select()
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, id)))
  const partnership = found(row, 'partner')
  const named = sectionsWithDefaults.map(section => [section, [...ownNames(partnership, section)].sort()] as const)
  return { own: Object.fromEntries(named) as Record<DefaultSection, string[]> }
}

const readEndpoint = retailerRead({
  path: '/default-terms',
  scope: 'partners:read',
  tag,
  summary: 'Terms for all partners',
  answers: { 200: { description: 'What holds for partners without terms of their own.', schema: defaultsSchema } },
  run: ({ orm, tenant: { retailerId } }) => answerOf(orm, retailerId),
})

const changeEndpoint = retailerWrite({
  method: 'patch',
  path: '/default-terms',
  scope: 'partners:write',
  tag,
  summary: 'Change the terms for all partners',
  description:
    'What is given takes the place of that section as a whole, and holds at once for every partner that has no value of its own there.',
  body: z.strictObject(sections).partial().meta({ id: 'DefaultTermsChange' }),
  example: { terms: { netDays: 30 }, tolerances: { price: { share: '0.02' } } },
  answers: { 200: { description: 'As they are now.', schema: defaultsSchema } },
  revised: 'required',
  async run({ work, tenant: { retailerId }, body, seen }) {
    await work.tx.select({ id: retailers.id }).from(retailers).where(eq(retailers.id, retailerId)).for('update')
    refuseChanged(seen, contentRevision(await defaultsOf(work.tx, retailerId)))
    for (const section of sectionsWithDefaults) {
      const value = body[section]
      if (value !== undefined) await changeDefaultTerms(work, { retailerId, section, value })
    }
    return await answerOf(work.tx, retailerId)
  },
})

async function answerOf(orm: Orm, retailerId: string) {
  const shown = await defaultsOf(orm, retailerId)
  return revised(200, shown, contentRevision(shown))
}

const ownEndpoint = retailerRead({
  path: '/partners/{id}/own-terms',
  scope: 'partners:read',
  tag,
  summary: 'Which terms are a partner’s own',
  params: idParams,
  answers: { 200: { description: 'By section.', schema: ownSchema } },
  run: async ({ orm, tenant: { retailerId }, params }) => json(200, await ownOf(orm, retailerId, params.id)),
})

const resetEndpoint = retailerWrite({
  method: 'post',
  path: '/partners/{id}/own-terms/reset',
  scope: 'partners:write',
  tag,
  summary: 'Give a partner’s own terms back to the defaults',
  params: idParams,
  body: z
    .strictObject({
      section: z.enum(sectionsWithDefaults),
      name: z.string().max(60).optional().describe('Left out, all of the section.'),
    })
    .meta({ id: 'TermsReset' }),
  example: { section: 'tolerances', name: 'price' },
  answers: { 200: { description: 'What is the partner’s own now.', schema: ownSchema } },
  async run({ work, tenant: { retailerId }, params: { id }, body: { section, name } }) {
    const whose = { retailerId, partnershipId: id, section }
    await resetTradingTerms(work, { ...whose, ...(name !== undefined && { name }) })
    return json(200, await ownOf(work.tx, retailerId, id))
  },
})

/** Terms for all partners, and which are a partner's own. */
export const defaultTermsEndpoints = [readEndpoint, changeEndpoint, ownEndpoint, resetEndpoint]
