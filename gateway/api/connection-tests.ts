import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { partnerships } from '../../db/schema/index.ts'
import { isTried } from '../../engine/onboarding/load.ts'
import { channelFacts } from '../../partners/channels/channel.ts'
import { askForConnectionTest, progressOf } from '../../partners/onboarding/progress.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { found, idParams, moment } from './fields.ts'

const tag = 'Partners'

const testSchema = z
  .object({
    state: z
      .enum(['not-tried', 'running', 'passed', 'failed'])
      .describe('`not-tried`: never, or not since the channel changed.'),
    askedAt: moment.nullable().describe('Of a test that runs.'),
    testedAt: moment.nullable().describe('When the last one ended. While another runs its steps still stand here.'),
    testedBy: z.string().nullable(),
    steps: z
      .array(
        z.object({
          title: z.string(),
          outcome: z.enum(['passed', 'failed', 'skipped']),
          says: z.string().describe('What was seen and, where it failed, what to do about it.'),
          hostKey: z.string().optional().describe('The fingerprint that a server showed and nobody has confirmed yet.'),
        }),
      )
      .describe('In their order.'),
  })
  .meta({ id: 'ConnectionTest', description: 'How trying the connection to a partner went, as it is set up now.' })

async function presentTest(orm: Orm, retailerId: string, partnershipId: string) {
  const [row] = await orm
    .select({ settings: partnerships.settings })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  const { connection, testing } = progressOf(found(row, 'partner').settings)
  const ended = connection ? (connection.passed ? 'passed' : 'failed') : 'not-tried'
  return {
    state: testing ? ('running' as const) : (ended as 'passed' | 'failed' | 'not-tried'),
    askedAt: testing?.askedAt ?? null,
    testedAt: connection?.at ?? null,
    testedBy: connection?.by ?? null,
    steps: connection?.steps ?? [],
  }
}

export const connectionTestEndpoints = [
  retailerWrite({
    method: 'post',
    path: '/partners/{id}/connection-tests',
    scope: 'partners:write',
    tag,
    summary: 'Try the connection to a partner',
    description:
      'Over the channel as it is set up now: AS2 sends a small text and reads its receipt, SFTP and FTP sign in and list their folders, mail greets the server. It runs in the background; ask at `Location` until `state` is `passed` or `failed`. 409 where no connection goes out from here.',
    params: idParams,
    answers: { 202: { description: 'It runs; ask at `Location` how it went.', schema: testSchema } },
    async run({ work, tenant: { retailerId }, params: { id } }) {
      await presentTest(work.tx, retailerId, id)
      const channel = await channelFacts(work.tx, retailerId, id)
      if (!channel || !isTried(channel))
        throw new ApplicationError('wrong-state', 'This partner has no connection that goes out from here.')
      await askForConnectionTest(work, { retailerId, partnershipId: id })
      return json(202, await presentTest(work.tx, retailerId, id), `/partners/${id}/connection-tests/latest`)
    },
  }),
  retailerRead({
    path: '/partners/{id}/connection-tests/latest',
    scope: 'partners:read',
    tag,
    summary: 'How trying the connection to a partner went',
    description: 'Whoever asked for it, here or in the console. It is forgotten when the channel changes.',
    params: idParams,
    answers: { 200: { description: 'The last test, or the one that runs.', schema: testSchema } },
    async run({ orm, tenant: { retailerId }, params }) {
      return json(200, await presentTest(orm, retailerId, params.id))
    },
  }),
]
