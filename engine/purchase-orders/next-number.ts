import { sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import { numberBlocks, numberSeries } from '../../db/schema/index.ts'
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

/** So many numbers are taken together where they need not follow each other. */
const blockSize = 20

/**
 * Takes `count` following numbers of a retailer's series and returns the first. None is given twice and none is lost, but they do not stand in the order
 * of their transactions where several run at once: in return nobody waits for another's end, except one in twenty.
 */
export async function anyNumbers(work: Work, retailerId: string, series: string, count: number): Promise<number> {
  const [taken] = await rowsOf<{ first: string }>(
    work.tx,
    sql`with free as (
      select last from ${numberBlocks}
      where retailer_id = ${retailerId} and series = ${series} and last - next + 1 >= ${count}
      order by next limit 1 for update skip locked)
    update ${numberBlocks} b set next = b.next + ${count} from free
    where b.retailer_id = ${retailerId} and b.series = ${series} and b.last = free.last
    returning b.next - ${count} as first`,
  )
  if (taken) return Number(taken.first)
  const size = Math.max(blockSize, count)
  const first = await nextNumbers(work, retailerId, series, size)
  // Only who holds the series comes here, so that no two remove the same block.
  await work.tx.execute(
    sql`delete from ${numberBlocks} where retailer_id = ${retailerId} and series = ${series} and next > last`,
  )
  if (size > count) {
    await work.tx.insert(numberBlocks).values({ retailerId, series, next: first + count, last: first + size - 1 })
  }
  return first
}

/** `PO-000042`. */
export function purchaseOrderNumber(serial: number): string {
  return `PO-${String(serial).padStart(6, '0')}`
}
