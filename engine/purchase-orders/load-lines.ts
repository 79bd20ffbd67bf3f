import { and, eq, inArray } from 'drizzle-orm'
import { products, purchaseOrderLines } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { NamedLine } from './find-lines.ts'

/** A purchase order line as stored, with all that its item is known by. */
export type LoadedLine = typeof purchaseOrderLines.$inferSelect & NamedLine

/** The lines of purchase orders, in the order in which they were written. */
export async function loadLines(work: Work, retailerId: string, purchaseOrderIds: string[]): Promise<LoadedLine[]> {
  const rows = await work.tx
    .select({ line: purchaseOrderLines, product: products })
    .from(purchaseOrderLines)
    .innerJoin(
      products,
      and(eq(products.retailerId, purchaseOrderLines.retailerId), eq(products.id, purchaseOrderLines.productId)),
    )
    .where(
      and(eq(purchaseOrderLines.retailerId, retailerId), inArray(purchaseOrderLines.purchaseOrderId, purchaseOrderIds)),
    )
    .orderBy(purchaseOrderLines.purchaseOrderId, purchaseOrderLines.id)
  return rows.map(({ line, product: { upc, ean, gtin, manufacturerPart } }) => ({
    ...line,
    gtins: [upc, ean, gtin].flatMap(digits => digits ?? []),
    manufacturerPart,
  }))
}
