import { sql } from 'drizzle-orm'
import { numberSeries } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'

/**
 * Takes the next `count` numbers of a retailer's series and returns the first. Without gaps, since the transaction that uses them takes them: others
 * wait for its end, so this stands as late in a command as it can.
 */
export async function nextNumbers(work: Work, retailerId: string, series: string, count: number): Promise<number> {
  const [row] = await work.tx
    .insert(numberSeries)
    .values({ retailerId, series, last: count })
    .onConflictDoUpdate({
      target: [numberSeries.retailerId, numberSeries.series],
      set: { last: sql`${numberSeries.last} + ${count}` },
    })
    .returning({ last: numberSeries.last })
  return row!.last - count + 1
}

/** `PO-000042`. */
export function purchaseOrderNumber(serial: number): string {
  return `PO-${String(serial).padStart(6, '0')}`
}
