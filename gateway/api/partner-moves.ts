import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { partnershipStatuses, partnerships } from '../../db/schema/index.ts'
import { channelProblems } from '../../engine/onboarding/channel-problems.ts'
import { loadOnboarding } from '../../engine/onboarding/load.ts'
import { movePartnership, type PartnershipMove, partnershipMoves } from '../../engine/onboarding/move.ts'
import { sendTestOrder } from '../../engine/onboarding/test-order.ts'
import type { SecretBox } from '../../partners/secrets.ts'
import { checkTransport } from '../doors/channel-forms.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { found, idParams } from './fields.ts'

const tag = 'Partners'

const onboardingSchema = z
  .object({
    status: z.enum(partnershipStatuses),
    steps: z.array(z.record(z.string(), z.unknown())).describe('In their order, each with its state.'),
    testOrder: z.string().nullable().describe('How the last test order fared; null where none was sent.'),
  })
  .meta({ id: 'Onboarding', description: 'How far a partner has come on its way to live.' })

async function present(orm: Orm, box: SecretBox, whose: { retailerId: string; partnershipId: string }, now: Date) {
  const [row] = await orm
    .select({ status: partnerships.status })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, whose.retailerId), eq(partnerships.id, whose.partnershipId)))
  const { status } = found(row, 'partner')
  const { steps, test } = await loadOnboarding(orm, whose, now, channelProblems(box, checkTransport))
  return { status, steps: steps.map(step => ({ ...step })), testOrder: test?.order ?? null }
}

const moves = Object.keys(partnershipMoves) as [PartnershipMove, ...PartnershipMove[]]

export const partnerMoveEndpoints = [
  retailerRead({
    path: '/partners/{id}/onboarding',
    scope: 'partners:read',
    tag,
    summary: 'How far a partner has come',
    params: idParams,
    answers: { 200: { description: 'Each step, and what it lacks.', schema: onboardingSchema } },
    async run({ orm, box, now, tenant: { retailerId }, params }) {
      return json(200, await present(orm, box, { retailerId, partnershipId: params.id }, now))
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/partners/{id}/test-orders',
    scope: 'partners:write',
    tag,
    summary: 'Send a partner a test order',
    description:
      'It means nothing to anybody: nothing is reserved. 409 once the partner is live, or without a channel.',
    params: idParams,
    answers: { 202: { description: 'It is on its way.', schema: z.object({ number: z.string() }) } },
    async run({ work, tenant: { retailerId }, params }) {
      return json(202, await sendTestOrder(work, { retailerId, partnershipId: params.id }))
    },
  }),
  retailerWrite({
    method: 'post',
    path: '/partners/{id}/moves',
    scope: 'partners:write',
    tag,
    summary: 'Certify a partner, go live, pause, resume, test again or end',
    description:
      'To certify, every step has to be done: to go on all the same is for an administrator in the console. `pause`, `test-again` and `end` need a reason.',
    params: idParams,
    body: z
      .strictObject({ move: z.enum(moves), reason: z.string().trim().max(500).default('') })
      .meta({ id: 'PartnerMove' }),
    example: { move: 'pause', reason: 'Their warehouse moves this week.' },
    answers: { 200: { description: 'Where the partner stands now.', schema: onboardingSchema } },
    async run({ work, box, now, tenant: { retailerId }, params: { id }, body }) {
      const whose = { retailerId, partnershipId: id }
      await movePartnership(work, { ...whose, ...body, mayOverride: false }, channelProblems(box, checkTransport))
      return json(200, await present(work.tx, box, whose, now))
    },
  }),
]
