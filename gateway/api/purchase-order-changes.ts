import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Work } from '../../db/work.ts'
import { answerChange } from '../../engine/purchase-orders/answer-change.ts'
import { cancelPurchaseOrder } from '../../engine/purchase-orders/cancel.ts'
import type { ChangeLineAnswer, Wish } from '../../engine/purchase-orders/change.ts'
import { loadChanges } from '../../engine/purchase-orders/load-changes.ts'
import { requestChange } from '../../engine/purchase-orders/request-change.ts'
import { changeAnswerSchema, changeSchema, presentChange, wishSchema } from './changes-present.ts'
import { json, retailerWrite } from './endpoint.ts'
import { found, foundByNumber } from './fields.ts'
import { presentPurchaseOrder, purchaseOrderDetailSchema } from './purchase-orders-present.ts'

const tag = 'Purchase orders'

const afterwards = z
  .enum(['cancel', 'reroute'])
  .default('cancel')
  .describe('What becomes of the quantity: given up for good, or routed to another source.')
const reason = z.string().trim().min(1).max(264).describe('Told the supplier.')

const askForChange = retailerWrite({
  method: 'post',
  path: '/purchase-orders/{id}/changes',
  scope: 'purchase-orders:write',
  tag,
  summary: 'Ask a supplier to change a purchase order',
  description:
    'Leaves as a change (X12 860) by the partner’s channel. Nothing changes until the supplier agrees; one change of an order at a time.',
  params: foundByNumber('purchase-orders'),
  body: z
    .strictObject({ wishes: z.array(wishSchema).min(1), afterwards, reason })
    .meta({ id: 'NewPurchaseOrderChange', description: 'What is wanted, line by line.' }),
  example: { wishes: [{ lineNumber: '1', cancel: '1' }], reason: 'The customer wants fewer.' },
  answers: { 201: { description: 'The change, asked for.', schema: changeSchema } },
  async run({ work, tenant: { retailerId }, params: { id }, body }) {
    const wishes = body.wishes as Wish[]
    const { sequence } = await requestChange(work, {
      retailerId,
      purchaseOrderId: id,
      askedBy: 'retailer',
      wishes,
      afterwards: body.afterwards,
      reason: body.reason,
    })
    return json(201, await changeOf(work, retailerId, id, sequence), `/purchase-orders/${id}`)
  },
})

const answer = retailerWrite({
  method: 'post',
  path: '/purchase-orders/{id}/changes/{sequence}/answer',
  scope: 'purchase-orders:write',
  tag,
  summary: 'Answer a change that a supplier asks for',
  description: 'What is accepted takes effect as far as it has not shipped, and the supplier is told by a document.',
  params: foundByNumber('purchase-orders').extend({ sequence: z.coerce.number().int().min(1).max(1_000_000) }),
  body: changeAnswerSchema,
  example: { outcome: 'refused', note: 'The customer needs all of it.' },
  answers: { 200: { description: 'The change, answered.', schema: changeSchema } },
  async run({ work, tenant: { retailerId }, params: { id, sequence }, body }) {
    found(
      (await loadChanges(work.tx, retailerId, [id])).find(one => one.sequence === sequence),
      'change',
    )
    const { outcome, lines, note } = body
    const outcomeOf = await answerChange(work, {
      retailerId,
      purchaseOrderId: id,
      sequence,
      answeredBy: 'retailer',
      answer: { outcome, ...(lines && { lines: lines as ChangeLineAnswer[] }), ...(note && { note }) },
    })
    if (outcomeOf.result === 'rejected') {
      throw new ApplicationError('wrong-state', outcomeOf.issues.map(issue => issue.message).join(' '))
    }
    return json(200, await changeOf(work, retailerId, id, sequence))
  },
})

const cancel = retailerWrite({
  method: 'post',
  path: '/purchase-orders/{id}/cancel',
  scope: 'purchase-orders:write',
  tag,
  summary: 'Cancel what has not shipped of a purchase order',
  description: 'A supplier is asked; your own warehouse’s order is cancelled at once.',
  params: foundByNumber('purchase-orders'),
  body: z.strictObject({ afterwards, reason }).meta({ id: 'PurchaseOrderCancellation' }),
  example: { reason: 'The customer changed their mind.' },
  answers: { 200: { description: 'The purchase order.', schema: purchaseOrderDetailSchema } },
  async run({ work, tenant: { retailerId }, params: { id }, body }) {
    await cancelPurchaseOrder(work, { retailerId, purchaseOrderId: id, ...body })
    return json(200, await presentPurchaseOrder(work.tx, retailerId, id))
  },
})

async function changeOf(work: Work, retailerId: string, purchaseOrderId: string, sequence: number) {
  const changes = await loadChanges(work.tx, retailerId, [purchaseOrderId])
  return presentChange(
    found(
      changes.find(change => change.sequence === sequence),
      'change',
    ),
  )
}

export const purchaseOrderChangeEndpoints = [askForChange, answer, cancel]
