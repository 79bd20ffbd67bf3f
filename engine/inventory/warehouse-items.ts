import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { offers, products, retailers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { unlessZero } from '../catalogue/known-amount.ts'
import { isAnyText } from '../records.ts'

/** A line about an item of a warehouse. `unitCost` is a decimal in the retailer's currency. */
interface ItemLine {
  sku: string
  unitCost?: string | undefined
}

/**
 * Gives a warehouse of the retailer's own the products that it has not had yet, each with what a unit costs. Throws `invalid-input` for a SKU that the
 * catalogue does not have, and where a new item comes without its cost.
 */
export async function addWarehouseItems(
  work: Work,
  { retailerId, sourceId, lines }: { retailerId: string; sourceId: string; lines: readonly ItemLine[] },
): Promise<void> {
  const skus = [...new Set(lines.map(({ sku }) => sku))]
  const known = await work.tx
    .select({ sku: products.sku, productId: products.id, offerId: offers.id })
    .from(products)
    .leftJoin(
      offers,
      and(eq(offers.retailerId, retailerId), eq(offers.sourceId, sourceId), eq(offers.productId, products.id)),
    )
    .where(and(eq(products.retailerId, retailerId), isAnyText(products.sku, skus)))
  const bySku = new Map(known.map(product => [product.sku, product]))
  const made = new Map<string, { productId: string; cost: string }>()
  const wrong: Record<string, string> = {}
  for (const [at, line] of lines.entries()) {
    const { sku } = line
    const unitCost = unlessZero(line.unitCost)
    const product = bySku.get(sku)
    if (!product) wrong[`lines[${at}].sku`] = `The catalogue has no SKU ${sku}.`
    else if (product.offerId || made.has(sku)) continue
    else if (unitCost === undefined)
      wrong[`lines[${at}].unitCost`] = `The warehouse has not had ${sku} before: say what a unit costs.`
    else made.set(sku, { productId: product.productId, cost: unitCost })
  }
  const [first] = Object.values(wrong)
  if (first !== undefined) throw new ApplicationError('invalid-input', first, wrong)
  await insertItems(work, retailerId, sourceId, made)
}

async function insertItems(
  work: Work,
  retailerId: string,
  sourceId: string,
  made: ReadonlyMap<string, { productId: string; cost: string }>,
): Promise<void> {
  if (made.size === 0) return
  const [house] = await work.tx
    .select({ currency: retailers.currency })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
  const common = { retailerId, sourceId, currency: house!.currency, createdAt: work.now, updatedAt: work.now }
  const rows = [...made].map(([sku, item]) => ({ ...common, ...item, id: work.newId(), supplierSku: sku }))
  await work.tx.insert(offers).values(rows)
}
