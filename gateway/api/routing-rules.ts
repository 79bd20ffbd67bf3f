import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { createDraft, discardDraft, saveDraft } from '../../engine/routing/rule-sets/drafts.ts'
import { publishDraft, withdrawVersion } from '../../engine/routing/rule-sets/publish.ts'
import { listRuleSets, type RuleSet, revisionOf, ruleSetById, statesAt } from '../../engine/routing/rule-sets/row.ts'
import { type RoutingRules, routingRules, rule } from '../../engine/routing/rules.ts'
import { routingSettings } from '../../engine/routing/settings.ts'
import { json, nothing, retailerRead, retailerWrite, revised } from './endpoint.ts'
import { idParams, moment, momentFilter } from './fields.ts'

const tag = 'Routing'
const [reading, writing] = ['routing:read', 'routing:write'] as const

const ruleSchema = rule.meta({ id: 'RoutingRule', description: 'One rule: when it applies, and what it does.' })
const settingsSchema = routingSettings.meta({
  id: 'RoutingSettings',
  description: 'How candidates are ranked and how lines may be split.',
})

/** What a rule set says, as it is handed in; both parts may be left out. */
export const ruleSetContentSchema = z
  .object({ rules: routingRules.shape.rules.unwrap().optional(), settings: settingsSchema.optional() })
  .meta({ id: 'RoutingRulesContent' })

const ruleSetSchema = z
  .object({
    id: z.uuid(),
    version: z.int().describe('Routing decisions name it.'),
    state: z.enum(['draft', 'scheduled', 'in-effect', 'replaced', 'withdrawn']),
    effectiveFrom: moment.nullable().describe('From when on it takes effect; null for a draft.'),
    basedOn: z.int().nullable().describe('The version that it was begun from.'),
    rules: z.array(ruleSchema),
    settings: settingsSchema,
    createdBy: z.string().nullable(),
    createdAt: moment,
    publishedBy: z.string().nullable(),
    publishedAt: moment.nullable(),
    reason: z.string().nullable(),
  })
  .meta({ id: 'RoutingRules', description: 'One version of the retailer’s routing rules.' })

/** A rule set's content as handed in: what is left out is as where it begins. */
export function contentOf(
  body: z.output<typeof ruleSetContentSchema>,
  from: Pick<RoutingRules, 'rules' | 'settings'>,
): Pick<RoutingRules, 'rules' | 'settings'> {
  return { rules: body.rules ?? from.rules, settings: body.settings ?? from.settings }
}

function present(row: RuleSet, states: ReturnType<typeof statesAt>) {
  const { id, version, status, effectiveFrom, basedOn, rules, settings, reason } = row
  const { createdBy, createdAt, publishedBy, publishedAt } = row
  return {
    ...{ id, version, basedOn, rules, settings, createdBy, createdAt, publishedBy, publishedAt, reason },
    state: states.get(id)!,
    effectiveFrom: status === 'draft' ? null : effectiveFrom,
  }
}

async function presentOne(orm: Orm, retailerId: string, id: string, now: Date) {
  const row = await ruleSetById(orm, retailerId, id)
  const states = statesAt(await listRuleSets(orm, retailerId), now)
  return { body: present(row, states), revision: revisionOf(row) }
}

const answer = { description: 'The version; a draft’s ETag is for `If-Match`.', schema: ruleSetSchema }

export const routingRuleEndpoints = [
  retailerRead({
    path: '/routing-rules',
    scope: reading,
    tag,
    summary: 'All versions of the routing rules, newest first',
    answers: {
      200: { description: 'All versions.', schema: z.object({ data: z.array(ruleSetSchema), nextCursor: z.null() }) },
    },
    async run({ orm, tenant: { retailerId }, now }) {
      const versions = await listRuleSets(orm, retailerId)
      const states = statesAt(versions, now)
      return json(200, { data: versions.map(row => present(row, states)), nextCursor: null })
    },
  }),
  retailerRead({
    path: '/routing-rules/{id}',
    scope: reading,
    tag,
    summary: 'One version of the routing rules',
    params: idParams,
    answers: { 200: answer },
    async run({ orm, tenant: { retailerId }, params, now }) {
      const { body, revision } = await presentOne(orm, retailerId, params.id, now)
      return revised(200, body, revision)
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/routing-rules',
    scope: writing,
    tag,
    summary: 'Begin a new version',
    description: 'What is left out is as in the version in effect. There is one draft at a time.',
    body: ruleSetContentSchema,
    example: {
      rules: [
        {
          id: 'heavy-from-the-west',
          name: 'Heavy goods for the west come from the western warehouse',
          when: { states: ['OR', 'WA', 'CA'], weightFrom: '50', sourceTags: ['west'] },
          effect: { action: 'prefer', by: 10 },
        },
      ],
    },
    answers: { 201: { ...answer, description: 'The draft.' } },
    async run({ work, tenant: { retailerId }, body }) {
      const { id } = await createDraft(work, { retailerId })
      if (body.rules || body.settings) {
        const draft = await ruleSetById(work.tx, retailerId, id)
        await saveDraft(work, { retailerId, id, content: contentOf(body, draft) })
      }
      const { body: made, revision } = await presentOne(work.tx, retailerId, id, work.now)
      return revised(201, made, revision, `/routing-rules/${id}`)
    },
  }),
  retailerWrite({
    method: 'patch',
    path: '/routing-rules/{id}',
    scope: writing,
    tag,
    summary: 'Change a draft',
    params: idParams,
    body: ruleSetContentSchema,
    example: { rules: [] },
    revised: true,
    answers: { 200: answer },
    async run({ work, tenant: { retailerId }, params, body, seen }) {
      const draft = await ruleSetById(work.tx, retailerId, params.id)
      await saveDraft(work, { retailerId, id: params.id, content: contentOf(body, draft), seen })
      const { body: saved, revision } = await presentOne(work.tx, retailerId, params.id, work.now)
      return revised(200, saved, revision)
    },
  }),
  retailerWrite({
    method: 'delete',
    path: '/routing-rules/{id}',
    scope: writing,
    tag,
    summary: 'Discard a draft',
    params: idParams,
    answers: { 204: { description: 'It is gone.' } },
    async run({ work, tenant: { retailerId }, params }) {
      await discardDraft(work, { retailerId, ...params })
      return nothing()
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/routing-rules/{id}/publication',
    scope: writing,
    tag,
    summary: 'Put a draft into use',
    params: idParams,
    body: z.object({
      reason: z.string().min(3).max(500).describe('For whoever asks later why.'),
      effectiveFrom: momentFilter.optional().describe('From when on; at once where it is left out.'),
    }),
    example: { reason: 'The western warehouse opens.', effectiveFrom: '2099-01-04T08:00:00Z' },
    revised: true,
    answers: { 200: answer },
    async run({ work, tenant: { retailerId }, params: { id }, body, seen }) {
      const effectiveFrom = body.effectiveFrom === undefined ? undefined : new Date(body.effectiveFrom)
      await publishDraft(work, { retailerId, id, reason: body.reason, effectiveFrom, seen })
      const { body: published, revision } = await presentOne(work.tx, retailerId, id, work.now)
      return revised(200, published, revision)
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/routing-rules/{id}/withdrawal',
    scope: writing,
    tag,
    summary: 'Take a version back whose time has not come',
    params: idParams,
    answers: { 200: answer },
    async run({ work, tenant: { retailerId }, params: { id } }) {
      await withdrawVersion(work, { retailerId, id })
      const { body, revision } = await presentOne(work.tx, retailerId, id, work.now)
      return revised(200, body, revision)
    },
  }),
]
