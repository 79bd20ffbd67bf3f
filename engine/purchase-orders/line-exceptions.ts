import Big from 'big.js'
import { and, eq, inArray, isNull } from 'drizzle-orm'
import { type ExceptionKind, exceptions } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { raiseException } from '../exceptions/raise.ts'
import type { PurchaseOrderRow } from './lock.ts'

/** A line as people are told of it. */
export interface ToldLine {
  retailerId: string
  id: string
  lineNumber: string
  supplierSku: string
  unitCost: string
  unit: string
}

/** A difference between what stood and what a supplier said of one line. */
export interface LineDifference {
  kind: ExceptionKind
  /** The fact that says so: the same fact raises it once. */
  factId: string
  expected: string
  actual: string
  atStake: Big
  /** What follows `PO-000012 line 1 (NW-77): `. */
  words: string
}

/** Puts a difference before a person. What was open of its kind about the line is replaced: the supplier's last word counts. */
export async function raiseOnLine(
  work: Work,
  order: PurchaseOrderRow,
  line: ToldLine,
  { kind, factId, expected, actual, atStake, words }: LineDifference,
): Promise<void> {
  await settleOnLine(work, line, [kind], 'replaced')
  await raiseException(work, {
    retailerId: order.retailerId,
    kind,
    key: `${kind}:${factId}:${line.id}`,
    partnershipId: order.partnershipId,
    orderId: order.orderId,
    purchaseOrderId: order.id,
    purchaseOrderLineId: line.id,
    expected,
    actual,
    atStake: atStake.round(2, Big.roundHalfUp).toFixed(2),
    currency: order.currency,
    summary: `${order.number} line ${line.lineNumber} (${line.supplierSku}): ${words}`,
  })
}

/** Closes what is open of some kinds about a line. */
export async function settleOnLine(
  work: Work,
  { retailerId, id }: Pick<ToldLine, 'retailerId' | 'id'>,
  kinds: readonly ExceptionKind[],
  resolution: string,
): Promise<void> {
  await work.tx
    .update(exceptions)
    .set({ resolvedAt: work.now, resolution, resolvedBy: work.actor })
    .where(
      and(
        eq(exceptions.retailerId, retailerId),
        eq(exceptions.purchaseOrderLineId, id),
        inArray(exceptions.kind, [...kinds]),
        isNull(exceptions.resolvedAt),
      ),
    )
}
