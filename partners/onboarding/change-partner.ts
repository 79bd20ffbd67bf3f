import { and, count, eq } from 'drizzle-orm'
import { partnerships, sources, suppliers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import { canonical, withSection } from '../terms/own-values.ts'
import { type NewPartner, refuseTakenName } from './create-partner.ts'
import { lockPartnership } from './lock-partnership.ts'

/** What is agreed with a partner, whole: what is left out is taken away. */
export type PartnerChange = NewPartner & { partnershipId: string }

/**
 * Changes a partner's name, numbers and terms. A supplier that trades with other retailers too keeps the name that it has there: what changes is how this
 * retailer's source is called. Throws `not-found`, `wrong-state` once ended, `conflict` for a name that is taken.
 */
export async function changePartner(work: Work, change: PartnerChange): Promise<void> {
  const { retailerId, partnershipId, name, currency, terms } = change
  const partnership = await lockPartnership(work, change)
  await refuseTakenName(work, retailerId, name, partnershipId)
  const its = and(eq(sources.retailerId, retailerId), eq(sources.partnershipId, partnershipId))
  const [source] = await work.tx.select().from(sources).where(its).for('update')
  const before = {
    ...{ name: source?.name, vendorNumber: partnership.vendorNumber, currency: partnership.currency },
    ...{ terms: partnership.terms, postalCode: source?.postalCode },
    ...{ priority: source?.priority, orderFee: source?.orderFee },
  }
  const vendorNumber = change.vendorNumber ?? null
  const isSame = canonical(partnership.terms) === canonical(terms)
  const agreed = isSame ? partnership : withSection(partnership, 'terms', { terms }, new Set(['terms']))
  await work.tx
    .update(partnerships)
    .set({ currency, terms: agreed.terms, settings: agreed.settings, vendorNumber })
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  const known = { name, postalCode: change.postalCode ?? null }
  const costs = { priority: change.priority ?? 100, orderFee: change.orderFee ?? '0' }
  await work.tx
    .update(sources)
    .set({ ...known, ...costs })
    .where(its)
  await renameSupplier(work, partnership.supplierId, name)
  const after = { vendorNumber, currency, terms, ...known, ...costs }
  await recordChange(work, { retailerId, action: 'partner.changed', subject: partnershipId, before, after })
}

/** Only while it is this retailer's alone. */
async function renameSupplier(work: Work, supplierId: string, name: string): Promise<void> {
  const [trades] = await work.tx
    .select({ count: count() })
    .from(partnerships)
    .where(eq(partnerships.supplierId, supplierId))
  if (trades?.count === 1) await work.tx.update(suppliers).set({ name }).where(eq(suppliers.id, supplierId))
}
