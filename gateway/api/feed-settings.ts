import { and, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { partnerships } from '../../db/schema/index.ts'
import { changeFeedSettings } from '../../engine/inventory/change-feed-settings.ts'
import { feedSettings, feedSettingsOf } from '../../engine/inventory/feed-settings.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { found, idParams } from './fields.ts'

const tag = 'Feeds'

const settingsSchema = feedSettings.meta({
  id: 'FeedSettings',
  description: 'How a partner’s stock and product feeds are taken, by whatever way they come. Shares are from 0 to 1.',
})

async function settingsOf(orm: Orm, retailerId: string, partnershipId: string) {
  const [row] = await orm
    .select({ settings: partnerships.settings })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  return feedSettingsOf(found(row, 'partner').settings)
}

export const feedSettingsEndpoints = [
  retailerRead({
    path: '/partners/{id}/feed-settings',
    scope: 'inventory:read',
    tag,
    summary: 'How a partner’s feeds are taken',
    params: idParams,
    answers: { 200: { description: 'The settings.', schema: settingsSchema } },
    async run({ orm, tenant: { retailerId }, params }) {
      return json(200, await settingsOf(orm, retailerId, params.id))
    },
  }),
  retailerWrite({
    method: 'put',
    path: '/partners/{id}/feed-settings',
    scope: 'inventory:write',
    tag,
    summary: 'Set how a partner’s feeds are taken',
    description:
      'What is left out is set to what holds where nothing was set. What is held back of its stock changes at once.',
    params: idParams,
    body: settingsSchema,
    example: {
      missing: 'keep',
      maxDropShare: 0.6,
      statusWords: { 'in stock': '10', low: '2' },
      buffers: { all: { units: '1' }, categories: { Lighting: { units: '2', share: 0.1 } } },
      staleAfterHours: 48,
      expireAfterHours: 168,
    },
    answers: { 200: { description: 'Set.', schema: settingsSchema } },
    async run({ work, tenant: { retailerId }, params: { id }, body }) {
      return json(200, await changeFeedSettings(work, { retailerId, partnershipId: id, feeds: body }))
    },
  }),
]
