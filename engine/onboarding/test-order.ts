import { and, asc, count, eq, like } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { documents, offers, type partnerships, products, retailers, sources } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../../partners/audit.ts'
import { businessDateIn, daysAfter } from '../../partners/calendars/business-date.ts'
import { channelFacts } from '../../partners/channels/channel.ts'
import { isUnderTest, underTest } from '../../partners/channels/usage.ts'
import { lockPartnership } from '../../partners/onboarding/lock-partnership.ts'
import {
  type BusinessDocument,
  orderNumberIn,
  type PurchaseOrder,
  purchaseOrder,
} from '../../translators/documents/index.ts'
import { queueDocument } from '../documents/queue.ts'

/** Whose test is meant. */
export interface Whose {
  retailerId: string
  partnershipId: string
}

/** What the number of every test order begins with. No real order is ever named so. */
const prefix = 'TEST-'

/** The key under which a test order is queued: only test orders have it. */
const keyOf = (partnershipId: string, number: string) => `test-order:${partnershipId}:${number}`

/** The beginning of the keys of all test orders of a partner. */
export const testOrderKeys = (partnershipId: string) => keyOf(partnershipId, '')

/**
 * Sends a partner an order that means nothing: as X12 it is marked T (ISA15), and in any format its number says TEST. Nothing is reserved and nobody is
 * billed. Throws `wrong-state` once the partner is live, and where it has no channel by which documents are sent.
 */
export async function sendTestOrder(work: Work, whose: Whose): Promise<{ number: string }> {
  const { retailerId, partnershipId } = whose
  const partnership = await lockPartnership(work, whose)
  if (!underTest.has(partnership.status))
    throw new ApplicationError('wrong-state', 'Test orders are for partners that are not live yet.')
  const channel = await channelFacts(work.tx, retailerId, partnershipId)
  if (!channel) throw new ApplicationError('wrong-state', 'Set up the channel first.')
  const [sent] = await work.tx
    .select({ count: count() })
    .from(documents)
    .where(
      and(
        eq(documents.retailerId, retailerId),
        eq(documents.partnershipId, partnershipId),
        like(documents.key, `${testOrderKeys(partnershipId)}%`),
      ),
    )
  const number = `${prefix}${partnershipId.slice(-4).toUpperCase()}-${sent!.count + 1}`
  const content = await testOrder(work, partnership, number)
  await queueDocument(work, { retailerId, partnershipId, key: keyOf(partnershipId, number), content })
  await recordChange(work, { retailerId, action: 'partner.test-order-sent', subject: partnershipId, after: { number } })
  return { number }
}

async function testOrder(
  work: Work,
  { retailerId, id, currency, vendorNumber }: typeof partnerships.$inferSelect,
  number: string,
): Promise<PurchaseOrder> {
  const [retailer] = await work.tx
    .select({ name: retailers.name, timeZone: retailers.timeZone })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
  const date = businessDateIn(retailer!.timeZone, work.now)
  return purchaseOrder.parse({
    ...{ kind: 'purchase-order', number, date, currency, customerOrderNumber: `${number}-C` },
    buyer: { name: retailer!.name },
    ...(vendorNumber && { supplier: { code: vendorNumber, codeBy: 'buyer' } }),
    shipTo: sampleCustomer,
    shipNotAfter: daysAfter(date, 3),
    notes: ['This is a test. Do not ship.'],
    lines: await testLines(work.tx, retailerId, id),
  } satisfies Partial<PurchaseOrder>)
}

/** An address that exists and belongs to nobody in particular, so that address checks pass. */
const sampleCustomer = {
  name: 'Test Customer',
  address1: '350 Fifth Avenue',
  city: 'New York',
  state: 'NY',
  postalCode: '10118',
  country: 'US',
}

/** Two items that the partner sells; before anything is known of its stock, two of which it can only say that it does not know them. */
async function testLines(orm: Orm, retailerId: string, partnershipId: string): Promise<PurchaseOrder['lines']> {
  const sold = await orm
    .select({ offer: offers, sku: products.sku, title: products.title })
    .from(offers)
    .innerJoin(sources, and(eq(sources.retailerId, offers.retailerId), eq(sources.id, offers.sourceId)))
    .innerJoin(products, and(eq(products.retailerId, offers.retailerId), eq(products.id, offers.productId)))
    .where(and(eq(offers.retailerId, retailerId), eq(sources.partnershipId, partnershipId)))
    .orderBy(asc(offers.id))
    .limit(2)
  const lines = sold.map(({ offer, sku, title }) => ({
    ids: { buyer: sku, supplier: offer.supplierSku },
    ...(title && { description: title.slice(0, 80) }),
    unit: offer.unit,
    unitPrice: offer.cost ?? '10',
  }))
  const sample = (letter: string) => ({
    ids: { buyer: `TEST-SKU-${letter}`, supplier: `TEST-ITEM-${letter}` },
    description: `Test item ${letter}`,
    unit: 'EA',
    unitPrice: '10',
  })
  const chosen = lines.length > 0 ? lines : [sample('A'), sample('B')]
  return chosen.map((line, index) => ({ ...line, lineNumber: String(index + 1), quantity: String(index + 2) }))
}

/**
 * Whether a document that came from a partner is only a test: read, answered and shown, never applied.
 * @param marked whether it was sent as a test (ISA15 = T)
 */
export async function isTest(
  orm: Orm,
  { retailerId, partnershipId }: Whose,
  document: BusinessDocument | undefined,
  marked: boolean,
): Promise<boolean> {
  // What a partner under test says of our interchanges has to count: whether it can read them is what is being tested.
  if (document?.kind === 'functional-acknowledgment')
    return marked && !(await isUnderTest(orm, retailerId, partnershipId))
  if (marked) return true
  const number = document && orderNumberIn(document)
  if (!number?.startsWith(prefix)) return false
  const [found] = await orm
    .select({ id: documents.id })
    .from(documents)
    .where(and(eq(documents.retailerId, retailerId), eq(documents.key, keyOf(partnershipId, number))))
  return found !== undefined
}
