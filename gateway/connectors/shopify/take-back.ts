import { z } from 'zod'
import type { Answer } from '../contract.ts'
import { type Ask, errorsText, type Operation, refused, userErrors } from './client.ts'

const standing = z.object({ fulfillment: z.object({ status: z.string() }).nullish() })
const standingOperation: Operation<z.infer<typeof standing>> = {
  query: `query FulfillmentStatus($id: ID!) { fulfillment(id: $id) { status } }`,
  data: standing,
}

const cancelled = z.object({
  fulfillmentCancel: z.object({ fulfillment: z.object({ status: z.string() }).nullish(), userErrors }),
})
const cancelOperation: Operation<z.infer<typeof cancelled>> = {
  query: `mutation CancelFulfillment($id: ID!) {
    fulfillmentCancel(id: $id) { fulfillment { status } userErrors { field message } }
  }`,
  data: cancelled,
}

/** Cancels fulfillments by `fulfillmentCancel`: what they held waits to be shipped again. Those that are cancelled already, or gone, are passed over. */
export async function takeBackPackage(ask: Ask, ids: readonly string[]): Promise<Answer> {
  for (const id of ids) {
    const now = await ask(standingOperation, { id })
    if (!now.ok) return now
    const status = now.data.fulfillment?.status
    if (status === undefined || status === 'CANCELLED') continue
    const answer = await ask(cancelOperation, { id })
    if (!answer.ok) return answer
    const { userErrors: errors } = answer.data.fulfillmentCancel
    if (errors.length > 0) return refused(errorsText(errors))
  }
  return { ok: true }
}
