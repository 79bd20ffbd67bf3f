import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { channels, partnerships } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { DocumentKind } from '../../translators/documents/index.ts'
import { recordChange } from '../audit.ts'
import { fetchSchedule, nextLook } from '../feeds/schedule.ts'

/** What a retailer sends of its own accord: for each a supplier may say by which way. Answers always go by the channel on which they were asked for. */
export const deliverableKinds = [
  'purchase-order',
  'purchase-order-change',
  'remittance-advice',
] as const satisfies readonly DocumentKind[]
export type DeliverableKind = (typeof deliverableKinds)[number]

/** How a supplier wants to be reached beside what its channel says: `channels.settings.delivery`. */
export const deliverySettings = z.object({
  /** Whether the supplier may choose; otherwise the retailer does. */
  supplierMayChoose: z.boolean().default(false),
  /** These are only shown in the portal, whatever the channel. */
  inPortal: z.array(z.enum(deliverableKinds)).default([]),
  /** The others leave at these times of the day only; without it at once, or as the channel collects them. */
  times: fetchSchedule.options[1].optional(),
})
export type DeliverySettings = z.infer<typeof deliverySettings>

/** Whether a document of this kind is for the portal alone. */
export function isForPortal(delivery: DeliverySettings | undefined, kind: string): boolean {
  return delivery?.inPortal.some(one => one === kind) ?? false
}

/** When a document that was made at an instant may leave: at once where no times are set. */
export function leavesAt(delivery: DeliverySettings | undefined, kind: string, madeAt: Date): Date {
  const waits = delivery?.times && deliverableKinds.some(one => one === kind)
  return waits ? nextLook(delivery.times!, madeAt) : madeAt
}

/** How one supplier wants to be reached, and by which channel it can be beside the portal. Throws `not-found` for no partner of the retailer. */
export async function loadDelivery(
  orm: Orm,
  whose: { retailerId: string; partnershipId: string },
): Promise<{ delivery: DeliverySettings; transport: (typeof channels.$inferSelect)['transport'] | undefined }> {
  const row = await rowOf(orm, whose)
  if (!row) await mustBePartner(orm, whose)
  return { delivery: deliveryIn(row?.settings), transport: row?.transport }
}

export interface ChooseDelivery {
  retailerId: string
  partnershipId: string
  /** Who chooses: a supplier only where the retailer lets it, and never whether it may. */
  by: 'retailer' | 'supplier'
  choice: z.input<typeof deliverySettings>
}

/** Chooses how a supplier is reached. Throws `not-allowed` for a supplier that may not choose, and `wrong-state` where there is no channel to choose beside. */
export async function chooseDelivery(work: Work, command: ChooseDelivery): Promise<void> {
  const { retailerId, partnershipId, by } = command
  const row = await rowOf(work.tx, command)
  if (!row) await mustBePartner(work.tx, command)
  if (!row || row.transport === 'portal')
    throw new ApplicationError('wrong-state', 'All documents are in the portal: there is no other way to choose.')
  const before = deliveryIn(row.settings)
  if (by === 'supplier' && !before.supplierMayChoose)
    throw new ApplicationError('not-allowed', 'The retailer chooses how documents are delivered.')
  const choice = deliverySettings.parse(command.choice)
  const delivery = by === 'supplier' ? { ...choice, supplierMayChoose: true } : choice
  await work.tx
    .update(channels)
    .set({ settings: { ...row.settings, delivery } })
    .where(and(eq(channels.retailerId, retailerId), eq(channels.id, row.id)))
  await recordChange(work, { retailerId, action: 'delivery.chosen', subject: partnershipId, before, after: delivery })
}

function deliveryIn(settings: Record<string, unknown> | undefined): DeliverySettings {
  const parsed = deliverySettings.safeParse(settings?.delivery ?? {})
  return parsed.success ? parsed.data : deliverySettings.parse({})
}

async function rowOf(orm: Orm, { retailerId, partnershipId }: { retailerId: string; partnershipId: string }) {
  const [row] = await orm
    .select()
    .from(channels)
    .where(and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, partnershipId), channels.active))
  return row
}

async function mustBePartner(orm: Orm, { retailerId, partnershipId }: { retailerId: string; partnershipId: string }) {
  const [found] = await orm
    .select({ id: partnerships.id })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  if (!found) throw new ApplicationError('not-found', 'There is no such partner.')
}
