import { and, eq, isNull, sql } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { feedRuns, products } from '../../db/schema/index.ts'
import { recordEvent, type Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { markProducts } from '../listing/refresh/mark.ts'

/**
 * Takes a product out of the catalogue: it is sold no more and its listings end. Suppliers' items stay matched with it, so that no feed makes
 * it again. Throws `not-found`.
 */
export async function retireProduct(
  work: Work,
  { retailerId, sku }: { retailerId: string; sku: string },
): Promise<void> {
  await setRetired(work, { retailerId, sku }, true)
}

/** Takes a retired product back into the catalogue. Throws `not-found`. */
export async function restoreProduct(
  work: Work,
  { retailerId, sku }: { retailerId: string; sku: string },
): Promise<void> {
  await setRetired(work, { retailerId, sku }, false)
}

async function setRetired(work: Work, { retailerId, sku }: { retailerId: string; sku: string }, retired: boolean) {
  const [product] = await work.tx
    .select()
    .from(products)
    .where(and(eq(products.retailerId, retailerId), eq(products.sku, sku)))
    .for('update')
  if (!product) throw new ApplicationError('not-found', 'There is no such product.')
  if ((product.discontinuedAt !== null) === retired) return
  await work.tx
    .update(products)
    .set({ discontinuedAt: retired ? work.now : null, updatedAt: work.now })
    .where(and(eq(products.retailerId, retailerId), eq(products.id, product.id)))
  const action = retired ? 'product.retired' : 'product.restored'
  await recordChange(work, { retailerId, action, subject: product.id, after: { sku } })
  await markProducts(work, retailerId, sql`select ${product.id}::uuid as product_id`)
}

/**
 * Undoes what a feed's items became by themselves: the products made of them are retired. Orders that name them go on. Returns how many were
 * retired. Throws `not-found`.
 */
export async function retireMade(
  work: Work,
  { retailerId, feedRunId }: { retailerId: string; feedRunId: string },
): Promise<number> {
  const [run] = await work.tx
    .select({ id: feedRuns.id })
    .from(feedRuns)
    .where(and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.id, feedRunId)))
  if (!run) throw new ApplicationError('not-found', 'There is no such feed.')
  const rows = await work.tx
    .update(products)
    .set({ discontinuedAt: work.now, updatedAt: work.now })
    .where(
      and(eq(products.retailerId, retailerId), eq(products.madeFromRunId, feedRunId), isNull(products.discontinuedAt)),
    )
    .returning({ id: products.id })
  const retired = rows.length
  if (retired === 0) return 0
  const ids = JSON.stringify(rows.map(({ id }) => id))
  await markProducts(
    work,
    retailerId,
    sql`select value::uuid as product_id from jsonb_array_elements_text(${ids}::jsonb)`,
  )
  await recordEvent(work, retailerId, 'products.retired', {}, { feedRunId, retired })
  await recordChange(work, { retailerId, action: 'products.retired', subject: feedRunId, after: { retired } })
  return retired
}
