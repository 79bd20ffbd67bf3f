import { type PrintKind, prints } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

/** Notes that these orders were printed, so that they leave the print queue. Printed again, the last time counts. */
export async function markPrinted(
  work: Work,
  command: { retailerId: string; purchaseOrderIds: readonly string[]; kind: PrintKind },
): Promise<void> {
  const { retailerId, purchaseOrderIds, kind } = command
  if (purchaseOrderIds.length === 0) return
  const [printedAt, actor] = [work.now, work.actor]
  await work.tx
    .insert(prints)
    .values(purchaseOrderIds.map(purchaseOrderId => ({ retailerId, purchaseOrderId, kind, printedAt, actor })))
    .onConflictDoUpdate({
      target: [prints.retailerId, prints.purchaseOrderId, prints.kind],
      set: { printedAt, actor },
    })
}
