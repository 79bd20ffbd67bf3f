import { and, desc, eq, isNotNull, isNull } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../db/connection.ts'
import { exceptionKinds, exceptions } from '../../db/schema/index.ts'
import { assignException, colleagueByEmail } from '../../engine/exceptions/assign.ts'
import { commentOnException } from '../../engine/exceptions/comment.ts'
import { orderResolutions } from '../../engine/exceptions/resolutions.ts'
import { settleException } from '../../engine/exceptions/settle.ts'
import { businessDate } from '../../translators/documents/index.ts'
import { json, retailerRead, retailerWrite } from './endpoint.ts'
import { exceptionBody, exceptionSchema } from './exceptions-present.ts'
import { found, idParams } from './fields.ts'
import { matching, partnerFilter } from './filters.ts'
import { listOf, olderThan, oneMore, pageOf, pageQuery } from './pages.ts'

const tag = 'Exceptions'

const listExceptions = retailerRead({
  path: '/exceptions',
  scope: 'exceptions:read',
  tag,
  summary: 'List what a person has to look at, newest first',
  query: pageQuery.extend({
    state: z.enum(['open', 'settled']).optional(),
    kind: z.enum(exceptionKinds).optional(),
    partnershipId: partnerFilter,
    orderId: z.uuid().optional(),
    purchaseOrderId: z.uuid().optional(),
    invoiceId: z.uuid().optional(),
  }),
  answers: { 200: { description: 'A page of exceptions.', schema: listOf(exceptionSchema) } },
  async run({ orm, tenant: { retailerId }, query }) {
    const { resolvedAt } = exceptions
    const rows = await orm
      .select()
      .from(exceptions)
      .where(
        and(
          eq(exceptions.retailerId, retailerId),
          query.state && (query.state === 'open' ? isNull(resolvedAt) : isNotNull(resolvedAt)),
          matching(exceptions.kind, query.kind),
          matching(exceptions.partnershipId, query.partnershipId),
          matching(exceptions.orderId, query.orderId),
          matching(exceptions.purchaseOrderId, query.purchaseOrderId),
          matching(exceptions.invoiceId, query.invoiceId),
          olderThan(exceptions.id, query.cursor),
        ),
      )
      .orderBy(desc(exceptions.id))
      .limit(oneMore(query))
    return json(200, pageOf(rows.map(exceptionBody), query))
  },
})

const getException = retailerRead({
  path: '/exceptions/{id}',
  scope: 'exceptions:read',
  tag,
  summary: 'One exception',
  params: idParams,
  answers: { 200: { description: 'The exception.', schema: exceptionSchema } },
  async run({ orm, tenant: { retailerId }, params }) {
    return json(200, await exceptionOf(orm, retailerId, params.id))
  },
})

const assign = retailerWrite({
  method: 'post',
  path: '/exceptions/{id}/assign',
  scope: 'exceptions:write',
  tag,
  summary: 'Say who sees to an open exception',
  params: idParams,
  body: z
    .strictObject({
      userId: z.uuid().nullable().optional().describe('Somebody who works at the retailer; null for nobody.'),
      email: z
        .email()
        .optional()
        .describe('The same by the address with which they sign in, where the id is not known.'),
    })
    .refine(({ userId, email }) => (userId === undefined) !== (email === undefined), {
      path: ['userId'],
      message: 'say who, by userId or by email',
    })
    .meta({ id: 'ExceptionAssignment' }),
  example: { userId: null },
  answers: { 200: { description: 'The exception.', schema: exceptionSchema } },
  async run({ work, tenant: { retailerId }, params: { id }, body: { userId = null, email } }) {
    const to = email === undefined ? userId : await colleagueByEmail(work, retailerId, email)
    await assignException(work, { retailerId, exceptionId: id, userId: to })
    return json(200, await exceptionOf(work.tx, retailerId, id))
  },
})

const comment = retailerWrite({
  method: 'post',
  path: '/exceptions/{id}/comments',
  scope: 'exceptions:write',
  tag,
  summary: 'Comment on an exception',
  description:
    'For the retailer’s own people: it stands in the history of the invoice or order that the exception is about.',
  params: idParams,
  body: z.strictObject({ comment: z.string().trim().min(1).max(2000) }).meta({ id: 'ExceptionComment' }),
  example: { comment: 'They promised a corrected invoice by Friday.' },
  answers: { 200: { description: 'The exception.', schema: exceptionSchema } },
  async run({ work, tenant: { retailerId }, params: { id }, body }) {
    await commentOnException(work, { retailerId, exceptionId: id, comment: body.comment })
    return json(200, await exceptionOf(work.tx, retailerId, id))
  },
})

const settle = retailerWrite({
  method: 'post',
  path: '/exceptions/{id}/resolution',
  scope: 'exceptions:write',
  tag,
  summary: 'Settle an exception',
  description:
    'By one of its `resolutions` where it has some, else by a note of what was done. What is about an invoice is decided by a person on the invoice’s page.',
  params: idParams,
  body: z
    .strictObject({
      note: z
        .string()
        .trim()
        .min(1)
        .max(2000)
        .describe('Why, or what was done. Told the supplier where a document leaves.'),
      resolution: z.enum(orderResolutions).optional(),
      shipDate: businessDate.optional().describe('With `extend`: the day by which the order is to ship now.'),
    })
    .meta({ id: 'ExceptionResolution' }),
  example: { note: 'Settled on the phone.' },
  answers: { 200: { description: 'The exception, settled.', schema: exceptionSchema } },
  async run({ work, tenant: { retailerId }, params: { id }, body }) {
    await settleException(work, { retailerId, exceptionId: id, ...body })
    return json(200, await exceptionOf(work.tx, retailerId, id))
  },
})

async function exceptionOf(orm: Orm, retailerId: string, id: string) {
  const [row] = await orm
    .select()
    .from(exceptions)
    .where(and(eq(exceptions.retailerId, retailerId), eq(exceptions.id, id)))
  return exceptionBody(found(row, 'exception'))
}

export const exceptionEndpoints = [listExceptions, getException, assign, comment, settle]
