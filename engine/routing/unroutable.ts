import { and, eq, inArray, isNull } from 'drizzle-orm'
import { exceptions, type orders } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException, resolveException } from '../exceptions/raise.ts'
import type { Decision, UnplacedReason } from './decision.ts'

const saying: Record<UnplacedReason, string> = {
  'nobody-sells-it': 'nobody sells it',
  'held-by-rule': 'a routing rule holds it',
  'all-tried': 'every source has been tried',
  'out-of-stock': 'every source is out of stock',
  'all-excluded': 'every source is excluded',
  'not-enough-stock': 'there is not enough stock',
  'no-single-source': 'no single source has the whole order',
  'too-large': 'the quantity is too large',
  'none-can-take-it': 'no source can take it today',
}

/** Why an order is held, in one line for a person: `TENT-2P (2): every source is out of stock`. */
export function holdReasonOf(decision: Decision): string | null {
  const told = decision.explanation.flatMap(({ sku, unplaced }) =>
    unplaced ? [`${sku} (${unplaced.quantity}): ${unplaced.note ?? saying[unplaced.reason]}`] : [],
  )
  return told.length > 0 ? told.join('; ') : null
}

/** Puts an order that cannot be placed wholly before a person, once; takes it away when there is nothing left to place. */
export async function noteUnroutable(
  work: Work,
  order: typeof orders.$inferSelect,
  sequence: number,
  holdReason: string | null,
): Promise<void> {
  if (holdReason === null) return await settleUnroutable(work, order, 'placed')
  const summary = `Order ${order.number}: ${holdReason}`
  const open = await openKeys(work, order)
  // Stock that came and went leaves another reason.
  if (open.length > 0) return await renewSummary(work, order.retailerId, open, summary)
  await raiseException(work, {
    retailerId: order.retailerId,
    kind: 'unroutable',
    key: `unroutable:${order.id}:${sequence}`,
    orderId: order.id,
    summary,
  })
}

async function renewSummary(work: Work, retailerId: string, keys: string[], summary: string): Promise<void> {
  await work.tx
    .update(exceptions)
    .set({ summary })
    .where(and(eq(exceptions.retailerId, retailerId), inArray(exceptions.key, keys)))
}

/** Closes what is open about an order that could not be placed. */
export async function settleUnroutable(
  work: Work,
  order: typeof orders.$inferSelect,
  resolution: 'placed' | 'cancelled',
): Promise<void> {
  for (const key of await openKeys(work, order)) await resolveException(work, order.retailerId, key, resolution)
}

async function openKeys(work: Work, order: typeof orders.$inferSelect): Promise<string[]> {
  const open = await work.tx
    .select({ key: exceptions.key })
    .from(exceptions)
    .where(
      and(
        eq(exceptions.retailerId, order.retailerId),
        eq(exceptions.orderId, order.id),
        eq(exceptions.kind, 'unroutable'),
        isNull(exceptions.resolvedAt),
      ),
    )
  return open.map(({ key }) => key)
}
