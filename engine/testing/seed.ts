import type { HubDatabase } from '../../db/hub-database.ts'
import {
  type AgreedTerms,
  channels,
  offers,
  partnerships,
  products,
  retailers,
  sources,
  stock,
  suppliers,
  type Tolerances,
} from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { withGs1CheckDigit } from '../../translators/check-digits.ts'

/** One item that a source sells. The product comes into being with the first offer of its SKU. */
interface SeedOffer {
  sku: string
  /** The source's own number; made from its name and the SKU where it is left out. */
  supplierSku?: string
  cost: string
  stock?: string
  unit?: string
  packSize?: number
  leadDays?: number
  currency?: string
}

interface SeedSource {
  name: string
  offers: SeedOffer[]
  /** What the source charges for each order. */
  fee?: string
  priority?: number
}

interface SeedSupplier extends SeedSource {
  tolerances?: Tolerances
  terms?: AgreedTerms
  settings?: Record<string, unknown>
}

export interface Seed {
  suppliers: SeedSupplier[]
  warehouse?: SeedSource
  timeZone?: string
}

/** The ids of what was seeded, by the names that the seed used. */
export interface Seeded {
  retailerId: string
  suppliers: Record<string, { supplierId: string; partnershipId: string; sourceId: string }>
  warehouseId?: string
  /** By SKU. */
  products: Record<string, string>
  /** By `source name/sku`. */
  offers: Record<string, string>
}

/** A retailer with live partnerships (on the portal), products, offers and stock: what tests of the engine start from. */
export async function seedRetailer(hub: HubDatabase, seed: Seed): Promise<Seeded> {
  return await hub.work('system', async work => {
    const retailerId = work.newId()
    const slug = `retailer-${retailerId}`
    await work.tx
      .insert(retailers)
      .values({ id: retailerId, slug, name: 'Harbor & Pine', timeZone: seed.timeZone ?? 'UTC', createdAt: work.now })
    const seeded: Seeded = { retailerId, suppliers: {}, products: {}, offers: {} }
    for (const supplier of seed.suppliers) await addSupplier(work, seeded, supplier)
    if (seed.warehouse) {
      seeded.warehouseId = await addSource(work, seeded, seed.warehouse, undefined)
    }
    return seeded
  })
}

async function addSupplier(work: Work, seeded: Seeded, supplier: SeedSupplier): Promise<void> {
  const { retailerId } = seeded
  const [supplierId, partnershipId] = [work.newId(), work.newId()]
  const createdAt = work.now
  await work.tx
    .insert(suppliers)
    .values({ id: supplierId, slug: `supplier-${supplierId}`, name: supplier.name, createdAt })
  await work.tx.insert(partnerships).values({
    retailerId,
    id: partnershipId,
    supplierId,
    status: 'live',
    currency: 'USD',
    terms: supplier.terms ?? { netDays: 30 },
    tolerances: supplier.tolerances ?? {},
    settings: supplier.settings ?? {},
    createdAt,
  })
  await work.tx
    .insert(channels)
    .values({ retailerId, id: work.newId(), partnershipId, transport: 'portal', format: 'form', createdAt })
  const sourceId = await addSource(work, seeded, supplier, partnershipId)
  seeded.suppliers[supplier.name] = { supplierId, partnershipId, sourceId }
}

async function addSource(
  work: Work,
  seeded: Seeded,
  source: SeedSource,
  partnershipId: string | undefined,
): Promise<string> {
  const sourceId = work.newId()
  await work.tx.insert(sources).values({
    retailerId: seeded.retailerId,
    id: sourceId,
    kind: partnershipId ? 'supplier' : 'warehouse',
    partnershipId,
    name: source.name,
    priority: source.priority ?? 100,
    orderFee: source.fee ?? '0',
    createdAt: work.now,
  })
  for (const offer of source.offers) await addOffer(work, seeded, source, sourceId, offer)
  return sourceId
}

async function addOffer(
  work: Work,
  seeded: Seeded,
  source: SeedSource,
  sourceId: string,
  offer: SeedOffer,
): Promise<void> {
  const { retailerId } = seeded
  const offerId = work.newId()
  seeded.products[offer.sku] ??= await addProduct(work, seeded, offer.sku)
  const { sku, cost, unit, packSize, leadDays } = offer
  await work.tx.insert(offers).values({
    retailerId,
    id: offerId,
    sourceId,
    productId: seeded.products[sku]!,
    supplierSku: offer.supplierSku ?? `${source.name.slice(0, 2).toUpperCase()}-${sku}`,
    cost,
    currency: offer.currency ?? 'USD',
    unit,
    packSize,
    leadDays,
    createdAt: work.now,
    updatedAt: work.now,
  })
  seeded.offers[`${source.name}/${sku}`] = offerId
  if (offer.stock !== undefined) {
    await work.tx.insert(stock).values({ retailerId, offerId, quantity: offer.stock, reportedAt: work.now })
  }
}

/** UPCs are counted from 952000000010: GS1's range for demonstrations. */
async function addProduct(work: Work, seeded: Seeded, sku: string): Promise<string> {
  const id = work.newId()
  const serial = String(Object.keys(seeded.products).length + 1).padStart(4, '0')
  await work.tx.insert(products).values({
    retailerId: seeded.retailerId,
    id,
    sku,
    title: `Product ${sku}`,
    upc: withGs1CheckDigit(`9520000${serial}`),
    retailPrice: '50',
    createdAt: work.now,
    updatedAt: work.now,
  })
  return id
}
