import { eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import {
  type AgreedTerms,
  type partnershipStatuses,
  partnerships,
  retailers,
  sources,
  suppliers,
  type Tolerances,
} from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import { startingWith } from '../terms/own-values.ts'

/** What two parties have agreed to, before anything is said of how messages travel. */
export interface AgreedPartnership {
  retailerId: string
  status: (typeof partnershipStatuses)[number]
  currency: string
  terms: AgreedTerms
  tolerances?: Tolerances
  vendorNumber?: string
  settings?: Record<string, unknown>
  /** Lower is preferred when routing goes by priority. */
  priority?: number
  /** What the supplier charges for each order. */
  orderFee?: string
  postalCode?: string
}

/** Makes the partnership and its source. Fails when the retailer has a source of that name. */
export async function addPartnership(
  work: Work,
  supplier: { id: string; name: string },
  agreed: AgreedPartnership,
): Promise<{ partnershipId: string; sourceId: string }> {
  const { retailerId, status, currency, terms, vendorNumber } = agreed
  const common = { retailerId, createdAt: work.now }
  const [partnershipId, sourceId] = [work.newId(), work.newId()]
  const [house] = await work.tx
    .select({ settings: retailers.settings })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
    .for('share')
  const given = { terms, tolerances: agreed.tolerances ?? {}, settings: agreed.settings ?? {} }
  await work.tx.insert(partnerships).values({
    ...{ ...common, id: partnershipId, supplierId: supplier.id, status, currency, vendorNumber },
    ...startingWith(given, house?.settings ?? {}),
  })
  await work.tx.insert(sources).values({
    ...{ ...common, id: sourceId, kind: 'supplier' as const, partnershipId, name: supplier.name },
    postalCode: agreed.postalCode,
    priority: agreed.priority ?? 100,
    orderFee: agreed.orderFee ?? '0',
  })
  return { partnershipId, sourceId }
}

/** A supplier that a person adds: its name, and what was agreed. */
export type NewPartner = Omit<AgreedPartnership, 'status' | 'settings' | 'tolerances'> & { name: string }

/**
 * Adds a supplier of the retailer's own, to be tested with. It is a new one even where another retailer trades with one of that name: whether two are the same is
 * for the supplier to say, not for whoever types its name. Fails with `conflict` when the retailer has a partner of that name.
 */
export async function createPartner(work: Work, partner: NewPartner): Promise<{ partnershipId: string }> {
  const { retailerId, name, ...agreed } = partner
  const supplier = { id: work.newId(), slug: await freeSlug(work, name), name }
  await refuseTakenName(work, retailerId, name)
  await work.tx.insert(suppliers).values({ ...supplier, createdAt: work.now })
  const made = await addPartnership(work, supplier, { ...agreed, retailerId, status: 'testing' })
  const after = { name, ...agreed }
  await recordChange(work, { retailerId, action: 'partner.added', subject: made.partnershipId, after })
  return { partnershipId: made.partnershipId }
}

/** Fails with `conflict` when a source of the retailer's, other than that of `exceptPartnershipId`, has the name. */
export async function refuseTakenName(
  work: Work,
  retailerId: string,
  name: string,
  exceptPartnershipId?: string,
): Promise<void> {
  await lockKey(work.tx, `source-names:${retailerId}`)
  const named = await work.tx
    .select({ name: sources.name, partnershipId: sources.partnershipId })
    .from(sources)
    .where(eq(sources.retailerId, retailerId))
  const taken = named.some(
    source =>
      source.name.toLowerCase() === name.toLowerCase() &&
      (exceptPartnershipId === undefined || source.partnershipId !== exceptPartnershipId),
  )
  if (taken) {
    const says = 'A partner or warehouse of yours has this name already.'
    throw new ApplicationError('conflict', says, { name: says })
  }
}

/** `Cascade Home Ltd.` → `cascade-home-ltd`, with a number behind it where that is taken. */
async function freeSlug(work: Work, name: string): Promise<string> {
  const letters = name.normalize('NFKD').replaceAll(/[^A-Za-z0-9]+/g, '-')
  const base =
    letters
      .toLowerCase()
      .replaceAll(/^-+|-+$/g, '')
      .slice(0, 40) || 'supplier'
  await lockKey(work.tx, `supplier-slug:${base}`)
  for (let number = 1; ; number++) {
    const slug = number === 1 ? base : `${base}-${number}`
    const [taken] = await work.tx.select({ id: suppliers.id }).from(suppliers).where(eq(suppliers.slug, slug))
    if (!taken) return slug
  }
}
