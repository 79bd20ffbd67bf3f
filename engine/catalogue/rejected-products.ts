import { sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import type { Work } from '../../db/work.ts'
import type { Issue } from '../../translators/issue.ts'
import { rejectionWords } from '../inventory/rejection-words.ts'
import { businessIssue } from '../outcome.ts'

/** So many products are told one by one. */
const told = 50

/** Keeps the staged products that cannot be taken with their run, with the reasons. */
export async function keepRejectedProducts(
  work: Work,
  { retailerId, feedRunId }: { retailerId: string; feedRunId: string },
): Promise<void> {
  await work.tx.execute(sql`
    insert into feed_rows (retailer_id, feed_run_id, position, supplier_sku, sku, upc, unit, unit_cost, discontinued, reason)
    select ${retailerId}::uuid, ${feedRunId}::uuid, position, supplier_sku, sku, coalesce(gtin, damaged_gtin), unit, cost, discontinued, reason
    from staged_products where reason is not null`)
}

/** Warnings of what is amiss in the staged products: those that cannot be taken, and GTINs that wait for a person. */
export async function rejectedProductIssues(work: Work, rejected: number): Promise<Issue[]> {
  const rows = await rowsOf<{ position: number; item: string | null; reason: string | null; damaged: string | null }>(
    work.tx,
    sql`select position, coalesce(supplier_sku, description) as item, reason, damaged_gtin as damaged from staged_products
      where reason is not null or damaged_gtin is not null order by position limit ${told}`,
  )
  const issues = rows.map(({ position, item, reason, damaged }) => {
    const path = `products[${position - 1}]`
    const name = item ?? 'A product without a name'
    if (reason) return warning(reason, `${name} ${rejectionWords[reason] ?? reason}.`, path, name)
    const message = `${name}: the GTIN “${damaged}” cannot be right; it waits for a person to mend it.`
    return warning('damaged-gtin', message, `${path}.ids`, damaged ?? undefined)
  })
  const more = rejected - rows.filter(row => row.reason).length
  return more > 0 ? [...issues, warning('more-rejected', `${more} more products were left out.`, 'products')] : issues
}

function warning(code: string, message: string, path: string, value?: string): Issue {
  return { ...businessIssue(code, message, path, value), severity: 'warning' }
}
