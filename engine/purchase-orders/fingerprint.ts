import { createHash } from 'node:crypto'
import type { PurchaseOrderAcknowledgment } from '../../translators/documents/index.ts'
import type { PlannedLine } from './plan-answers.ts'

/**
 * SHA-256 (hex) of what an acknowledgment means: the same answer by another way, or in other spelling, is the same fact. Its date and the
 * supplier's order number belong to it, so that the same words said again on another day are said again.
 * @param after how many answers its sender knows of; the first says the same by every way
 */
export function fingerprintOf(
  { type, date, supplierOrderNumber }: PurchaseOrderAcknowledgment,
  planned: readonly PlannedLine<{ lineNumber: string }>[],
  after = 0,
): string {
  const lines = planned
    .map(({ line, answers, unitPrice }) => [
      line.lineNumber,
      unitPrice ?? null,
      answers
        .map(({ status, quantity, shipDate, reason, note }) =>
          JSON.stringify([status, quantity, shipDate, reason, note]),
        )
        .sort(),
    ])
    .sort((one, other) => (String(one[0]) < String(other[0]) ? -1 : 1))
  const hold = type === 'on-hold'
  return createHash('sha256')
    .update(JSON.stringify([hold, date, supplierOrderNumber, lines, ...(after > 0 ? [after] : [])]))
    .digest('hex')
}
