import { and, eq, isNotNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import type { Orm } from '../../../db/connection.ts'
import { partnerships, retailers, sources, suppliers } from '../../../db/schema/index.ts'
import type { Work } from '../../../db/work.ts'
import { recordChange } from '../../../partners/audit.ts'

/**
 * What becomes of a supplier's items that no product is. `off`: they are matched where something fits, and otherwise of no interest; `propose`:
 * a person makes products of them; `list`: those that are complete become products by themselves, and are listed where listing rules say so.
 */
export const newProductModes = ['off', 'propose', 'list'] as const
const mode = z.enum(newProductModes)

/** The SKU of a new product: text with fields. What names the item has to be in it. */
const skuTemplate = z
  .string()
  .trim()
  .min(1)
  .max(120)
  .refine(text => /\{(supplierSku|gtin)\}/.test(text), 'write {supplierSku} or {gtin} in it')
  .refine(
    text => !/[{}]/.test(text.replaceAll(/\{(supplierSku|gtin|supplier)\}/g, '')),
    'expected {supplierSku}, {gtin} or {supplier}',
  )

/** A retailer's settings for new products: `settings.newProducts`. */
export const newProductSettings = z.object({
  mode: mode.default('propose'),
  sku: skuTemplate
    .default('{supplierSku}')
    .describe('Of `{supplierSku}`, `{gtin}`, `{supplier}` (its short name) and other text.'),
})
export type NewProductSettings = z.infer<typeof newProductSettings>

/** What a partnership says otherwise; null is as the retailer has it. */
export const newProductOverride = z.object({
  mode: mode.nullable().default(null),
  sku: skuTemplate.nullable().default(null),
})

/** The settings among a retailer's settings. What is missing or wrong in them counts as not set. */
export function newProductsOf(settings: Record<string, unknown>): NewProductSettings {
  const parsed = newProductSettings.safeParse(settings.newProducts ?? {})
  return parsed.success ? parsed.data : newProductSettings.parse({})
}

/** A retailer's settings for new products. */
export async function loadNewProducts(orm: Orm, retailerId: string): Promise<NewProductSettings> {
  const [row] = await orm.select({ settings: retailers.settings }).from(retailers).where(eq(retailers.id, retailerId))
  return newProductsOf(row?.settings ?? {})
}

/** Sets them. Where items are to become products by themselves, those that wait do at once. Returns what holds now. */
export async function changeNewProducts(
  work: Work,
  { retailerId, settings }: { retailerId: string; settings: NewProductSettings },
): Promise<NewProductSettings> {
  await work.tx.select({ id: retailers.id }).from(retailers).where(eq(retailers.id, retailerId)).for('update')
  const before = await loadNewProducts(work.tx, retailerId)
  await work.tx
    .update(retailers)
    .set({
      settings: sql`${retailers.settings} || jsonb_build_object('newProducts', ${JSON.stringify(settings)}::jsonb)`,
    })
    .where(eq(retailers.id, retailerId))
  await recordChange(work, {
    ...{ retailerId, action: 'new-products.changed', subject: retailerId },
    ...{ before, after: settings },
  })
  await askForProducts(work, retailerId)
  return settings
}

/** How a supplier's new items are taken: its partnership's word before the retailer's. */
export interface SourceOfNews extends NewProductSettings {
  sourceId: string
  /** Short name of the supplier, for SKUs. */
  supplier: string
}

/** The sources that are suppliers', each with what holds for its new items. */
export async function sourcesOfNews(orm: Orm, retailerId: string, sourceId?: string): Promise<SourceOfNews[]> {
  const [settings, rows] = [
    await loadNewProducts(orm, retailerId),
    await orm
      .select({ sourceId: sources.id, supplier: suppliers.slug, own: partnerships.settings })
      .from(sources)
      .innerJoin(
        partnerships,
        and(eq(partnerships.retailerId, sources.retailerId), eq(partnerships.id, sources.partnershipId)),
      )
      .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
      .where(
        and(
          eq(sources.retailerId, retailerId),
          isNotNull(sources.partnershipId),
          sourceId ? eq(sources.id, sourceId) : undefined,
        ),
      )
      .orderBy(sources.id),
  ]
  return rows.map(({ own, ...row }) => {
    const feeds = own.feeds as { newProducts?: unknown } | undefined
    const said = newProductOverride.safeParse(feeds?.newProducts ?? {})
    return { ...row, mode: said.data?.mode ?? settings.mode, sku: said.data?.sku ?? settings.sku }
  })
}

/** Has products made of what waits, where settings say that they are made by themselves. @param sourceId of one supplier alone */
export async function askForProducts(
  work: Work,
  retailerId: string,
  { sourceId, from }: { sourceId?: string; from?: Date } = {},
): Promise<void> {
  const willing = (await sourcesOfNews(work.tx, retailerId, sourceId)).some(({ mode: now }) => now === 'list')
  if (!willing) return
  const later = from && from > work.now ? { startAfter: from } : {}
  await work.enqueue('make-products', { retailerId, ...(sourceId && { sourceId }) }, later)
}
