import { and, eq, lte, sql } from 'drizzle-orm'
import { rowsOf } from '../../db/connection.ts'
import { documents, feedRows, feedRuns, partnerships, sources } from '../../db/schema/index.ts'
import { lockKey, recordEvent, type Work } from '../../db/work.ts'
import type { ProductCatalog } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { type FeedSettings, feedSettingsOf } from '../inventory/feed-settings.ts'
import { itemsChanged } from '../inventory/items-changed.ts'
import { applied, businessIssue, duplicate, type Outcome, rejected } from '../outcome.ts'
import { faultyReasons, faultyRows, keepFaultyRows } from './faulty-rows.ts'
import { type CatalogRun, holdBack, settleRun, tooManyGone, unnamed } from './hold-back.ts'
import { matchOffers } from './match-offers.ts'
import { askForProducts } from './new-products/settings.ts'
import { keepRejectedProducts, rejectedProductIssues } from './rejected-products.ts'
import { stageProducts } from './stage-products.ts'

export interface ApplyCatalog {
  retailerId: string
  partnershipId: string
  catalog: ProductCatalog
  /** The document that it came in: the same again is a duplicate. */
  documentId?: string
  /** Where it is known. */
  fileName?: string
  /** What was wrong with rows of its file that became no product, each with its row. */
  leftOut?: readonly Issue[]
}

/**
 * Applies a supplier's product feed, by whatever way it came, in set-based steps: its items become offers or change them, are matched with the
 * retailer's catalogue, and those of a full feed that are not named are discontinued, unless the partnership keeps them. What a delta leaves
 * unsaid stays. A GTIN that cannot be right is kept as it came for a person to mend.
 */
export async function applyCatalog(work: Work, command: ApplyCatalog): Promise<Outcome> {
  const { retailerId, partnershipId, catalog, documentId = null } = command
  if (catalog.products.length === 0)
    return rejected(businessIssue('no-lines', 'The feed names no product.', 'products'))
  const [found] = await work.tx
    .select({ sourceId: sources.id, settings: partnerships.settings })
    .from(sources)
    .innerJoin(
      partnerships,
      and(eq(partnerships.retailerId, sources.retailerId), eq(partnerships.id, sources.partnershipId)),
    )
    .where(and(eq(sources.retailerId, retailerId), eq(sources.partnershipId, partnershipId)))
  if (!found) return rejected(businessIssue('unknown-source', 'This partner is no source of goods.', 'supplier'))
  await lockKey(work.tx, `inventory:${found.sourceId}`)
  const run = { retailerId, feedRunId: work.newId(), sourceId: found.sourceId, currency: catalog.currency }
  const faulty = faultyRows(command.leftOut ?? [])
  const before = documentId ? await runOf(work, retailerId, documentId) : undefined
  if (before) return duplicate(before)
  await work.tx.insert(feedRuns).values({
    retailerId,
    id: run.feedRunId,
    sourceId: run.sourceId,
    documentId,
    kind: 'product',
    scope: catalog.scope,
    status: 'received',
    rowsRead: catalog.products.length + faulty.length,
    fileName: command.fileName ?? null,
    startedAt: work.now,
  })
  await stageProducts(work, catalog.products)
  await keepFaultyRows(work, run, catalog.products.length, faulty)
  const { counts: _, ...outcome } = await finish(work, run, command, feedSettingsOf(found.settings))
  return outcome
}

/**
 * Lets a product feed take effect that was held back, read again from its document. The caller has locked its run and its source.
 */
export async function releaseCatalog(
  work: Work,
  { run, partnershipId, settings }: { run: HeldCatalog; partnershipId: string; settings: Record<string, unknown> },
): Promise<CatalogCounts> {
  const { retailerId, documentId } = run
  const [found] = await work.tx
    .select({ content: documents.content })
    .from(documents)
    .where(and(eq(documents.retailerId, retailerId), eq(documents.id, documentId!)))
  const catalog = found?.content as ProductCatalog
  await stageProducts(work, catalog.products)
  const staged = { retailerId, feedRunId: run.id, sourceId: run.sourceId, currency: catalog.currency }
  const ofProducts = lte(feedRows.position, catalog.products.length)
  await work.tx
    .delete(feedRows)
    .where(and(eq(feedRows.retailerId, retailerId), eq(feedRows.feedRunId, run.id), ofProducts))
  const command = { retailerId, partnershipId, catalog, documentId: documentId! }
  const { counts } = await finish(work, staged, command, feedSettingsOf(settings), true)
  return counts ?? { changed: 0, ended: 0 }
}

/** What a run did: rows that changed an item, and items that it ended. */
interface CatalogCounts {
  changed: number
  ended: number
}

type HeldCatalog = Pick<typeof feedRuns.$inferSelect, 'retailerId' | 'id' | 'sourceId' | 'documentId'>

async function runOf(work: Work, retailerId: string, documentId: string): Promise<string | undefined> {
  const [before] = await work.tx
    .select({ id: feedRuns.id })
    .from(feedRuns)
    .where(and(eq(feedRuns.retailerId, retailerId), eq(feedRuns.documentId, documentId)))
  return before?.id
}

async function finish(
  work: Work,
  run: CatalogRun,
  command: ApplyCatalog,
  settings: FeedSettings,
  released = false,
): Promise<Outcome & { counts?: CatalogCounts }> {
  const { catalog, partnershipId, documentId = null } = command
  const reasons = await judge(work, run)
  await keepRejectedProducts(work, run)
  const named = catalog.products.length
  const refused = sumOf(reasons)
  const issues = await rejectedProductIssues(work, refused)
  const faulty = await faultyReasons(work, run, named)
  for (const [reason, n] of Object.entries(faulty)) reasons[reason] = (reasons[reason] ?? 0) + n
  const [rowsRead, rowsRejected] = [named + sumOf(faulty), sumOf(reasons)]
  if (refused === named) {
    const first = issues[0] ? ` The first: ${issues[0].message}` : ''
    const words = `Not one of the ${named} products could be taken.${first}`
    const refusal = businessIssue('nothing-recognised', words, 'products')
    await settleRun(work, run, { status: 'failed', reasons, rowsRejected, finishedAt: work.now })
    return { ...rejected(refusal, ...issues), id: run.feedRunId }
  }
  const ending = catalog.scope === 'full' && settings.missing === 'zero'
  const suspicion = ending && !released ? await tooManyGone(work, run, settings) : undefined
  if (suspicion) return await holdBack(work, run, command, suspicion, { reasons, rowsRejected, issues })
  const changed = await upsert(work, run)
  const gone = ending ? await discontinueOthers(work, run) : 0
  const matched = (await matchBySku(work, run)) + (await matchOffers(work, run))
  const rowsUnchanged = rowsRead - rowsRejected - changed
  await settleRun(work, run, {
    status: 'applied',
    reasons,
    rowsRejected,
    rowsChanged: changed,
    rowsUnchanged,
    finishedAt: work.now,
  })
  const touched = sql`(select id from offers where retailer_id = ${run.retailerId} and source_id = ${run.sourceId}
    and updated_at = ${work.now.toISOString()}::timestamptz)`
  if (changed + gone + matched > 0) await itemsChanged(work, run.retailerId, touched)
  if (changed > 0) await askForProducts(work, run.retailerId, { sourceId: run.sourceId })
  const counts = { read: rowsRead, changed, discontinued: gone, matched, rejected: rowsRejected }
  const data = { feedRunId: run.feedRunId, sourceId: run.sourceId, scope: catalog.scope, ...counts }
  await recordEvent(work, run.retailerId, 'catalog.applied', { partnershipId, documentId }, data)
  return { ...applied(run.feedRunId, issues), counts: { changed, ended: gone } }
}

const sumOf = (counts: Record<string, number>) => Object.values(counts).reduce((sum, n) => sum + n, 0)

/** Marks the products that cannot be taken. Returns how many each reason has. */
async function judge(work: Work, run: CatalogRun): Promise<Record<string, number>> {
  await work.tx.execute(sql`
    update staged_products r set reason = case
      when r.supplier_sku is null then 'no-supplier-sku'
      when r.cost < 0 or r.msrp < 0 or r.map < 0 then 'negative-price'
      when o.id is null and r.cost is null then 'no-cost'
      when o.id is not null and r.cost is not null and o.currency <> ${run.currency} then 'other-currency' end
    from staged_products s
    left join offers o on o.retailer_id = ${run.retailerId} and o.source_id = ${run.sourceId} and o.supplier_sku = s.supplier_sku
    where s.position = r.position and r.reason is null`)
  const rows = await rowsOf<{ reason: string; n: number }>(
    work.tx,
    sql`select reason, count(*)::int as n from staged_products where reason is not null group by reason`,
  )
  return Object.fromEntries(rows.map(({ reason, n }) => [reason, n]))
}

async function discontinueOthers(work: Work, run: CatalogRun): Promise<number> {
  const rows = await rowsOf(
    work.tx,
    sql`update offers o set discontinued = true, updated_at = ${work.now.toISOString()}::timestamptz where ${unnamed(run)} returning 1`,
  )
  return rows.length
}

/** Brings items in and changes those that differ. Returns how many did. */
async function upsert(work: Work, run: CatalogRun): Promise<number> {
  const now = work.now.toISOString()
  const [row] = await rowsOf<{ n: number }>(
    work.tx,
    sql`with put as (
      insert into offers as o (retailer_id, id, source_id, supplier_sku, description, cost, currency, unit, lead_days, discontinued, gtin,
        damaged_gtin, brand, category, manufacturer_part, msrp, map, catalog, created_at, updated_at)
      select ${run.retailerId}::uuid, r.id, ${run.sourceId}::uuid, r.supplier_sku, r.description, coalesce(r.cost, b.cost), ${run.currency},
        coalesce(r.unit, b.unit, 'EA'), coalesce(r.lead_days, b.lead_days, 1), coalesce(r.discontinued, b.discontinued, false), r.gtin,
        r.damaged_gtin, r.brand, r.category, r.manufacturer_part, r.msrp, r.map, r.catalog, ${now}::timestamptz, ${now}::timestamptz
      from staged_products r
      left join offers b on b.retailer_id = ${run.retailerId} and b.source_id = ${run.sourceId} and b.supplier_sku = r.supplier_sku
      where r.reason is null order by r.supplier_sku
      on conflict (retailer_id, source_id, supplier_sku) do update set
        description = coalesce(excluded.description, o.description), cost = excluded.cost, unit = excluded.unit,
        lead_days = excluded.lead_days, discontinued = excluded.discontinued, gtin = coalesce(excluded.gtin, o.gtin),
        damaged_gtin = case when excluded.gtin is not null or o.gtin is not null then null else coalesce(excluded.damaged_gtin, o.damaged_gtin) end,
        brand = coalesce(excluded.brand, o.brand), category = coalesce(excluded.category, o.category),
        manufacturer_part = coalesce(excluded.manufacturer_part, o.manufacturer_part), msrp = coalesce(excluded.msrp, o.msrp),
        map = coalesce(excluded.map, o.map), catalog = o.catalog || excluded.catalog, updated_at = excluded.updated_at
      where (o.cost, o.unit, o.lead_days, o.discontinued, o.catalog)
          is distinct from (excluded.cost, excluded.unit, excluded.lead_days, excluded.discontinued, o.catalog || excluded.catalog)
        or coalesce(excluded.gtin, o.gtin) is distinct from o.gtin
        or (o.gtin is null and coalesce(excluded.damaged_gtin, o.damaged_gtin) is distinct from o.damaged_gtin)
        or (coalesce(excluded.brand, o.brand), coalesce(excluded.category, o.category), coalesce(excluded.manufacturer_part, o.manufacturer_part),
            coalesce(excluded.msrp, o.msrp), coalesce(excluded.map, o.map))
          is distinct from (o.brand, o.category, o.manufacturer_part, o.msrp, o.map)
      returning 1)
    select count(*)::int as n from put`,
  )
  return row!.n
}

/** The retailer's own SKU in the supplier's feed goes before every other name. */
async function matchBySku(work: Work, run: CatalogRun): Promise<number> {
  const rows = await rowsOf(
    work.tx,
    sql`update offers o set product_id = p.id, matched_by = 'sku', updated_at = ${work.now.toISOString()}::timestamptz
      from staged_products r join products p on p.retailer_id = ${run.retailerId} and p.sku = r.sku
      where r.reason is null and o.retailer_id = ${run.retailerId} and o.source_id = ${run.sourceId}
        and o.supplier_sku = r.supplier_sku and o.product_id is null and p.id <> all (o.refused_products)
      returning 1`,
  )
  return rows.length
}
