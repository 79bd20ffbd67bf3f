import { and, desc, eq, inArray, isNotNull, notInArray, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../../db/connection.ts'
import { partnerships, pdfLayouts, products, purchaseOrderLines, purchaseOrders } from '../../../db/schema/index.ts'
import { type Known, type KnownOrder, pdfLayout, possibleNumbers } from '../../../translators/pdf/invoice/index.ts'
import type { TextPage } from '../../../translators/pdf/text/index.ts'

/** Whose invoice is read, and when it came. */
export interface ReadBy {
  retailerId: string
  partnershipId: string
  /** YYYY-MM-DD */
  receivedOn: string
}

/** More numbers are on no invoice. */
const mostNumbers = 3000
/** Where an invoice names no order, so many of the open ones are compared with its lines. */
const mostOpen = 100

/** What the hub knows that helps to read these pages: the orders that they name, or else the supplier's open ones, and how its invoices look. */
export async function knownFor(
  orm: Orm,
  { retailerId, partnershipId, receivedOn }: ReadBy,
  pages: readonly TextPage[],
): Promise<Known> {
  const [partnership] = await orm
    .select({ currency: partnerships.currency })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  const kept = await orm
    .select({ layout: pdfLayouts.layout })
    .from(pdfLayouts)
    .where(and(eq(pdfLayouts.retailerId, retailerId), eq(pdfLayouts.partnershipId, partnershipId)))
  return {
    orders: await ordersFor(orm, { retailerId, partnershipId }, pages),
    currency: partnership!.currency,
    receivedOn,
    layouts: kept.map(({ layout }) => pdfLayout.parse(layout)),
  }
}

async function ordersFor(
  orm: Orm,
  { retailerId, partnershipId }: Pick<ReadBy, 'retailerId' | 'partnershipId'>,
  pages: readonly TextPage[],
): Promise<KnownOrder[]> {
  const own = and(eq(purchaseOrders.retailerId, retailerId), eq(purchaseOrders.partnershipId, partnershipId))
  const named = namedBy(pages)
  const found = named ? await loadOrders(orm, retailerId, and(own, named)!) : []
  if (found.length > 0) return found
  return await loadOrders(
    orm,
    retailerId,
    and(own, notInArray(purchaseOrders.status, ['created', 'closed', 'cancelled']))!,
  )
}

/** Orders whose number stands on the pages, however its letters and digits are parted. */
function namedBy(pages: readonly TextPage[]): SQL | undefined {
  const numbers = possibleNumbers(pages, mostNumbers)
  const plain = sql`upper(regexp_replace(${purchaseOrders.number}, '[^[:alnum:]]+', '', 'g'))`
  return numbers.length === 0 ? undefined : inArray(plain, numbers)
}

async function loadOrders(orm: Orm, retailerId: string, wanted: SQL): Promise<KnownOrder[]> {
  const orders = await orm
    .select({
      id: purchaseOrders.id,
      number: purchaseOrders.number,
      date: purchaseOrders.orderDate,
      currency: purchaseOrders.currency,
    })
    .from(purchaseOrders)
    .where(wanted)
    .orderBy(desc(purchaseOrders.id))
    .limit(mostOpen)
  if (orders.length === 0) return []
  const lines = await orm
    .select({
      orderId: purchaseOrderLines.purchaseOrderId,
      lineNumber: purchaseOrderLines.lineNumber,
      sku: purchaseOrderLines.sku,
      supplierSku: purchaseOrderLines.supplierSku,
      description: purchaseOrderLines.description,
      unit: purchaseOrderLines.unit,
      quantity: purchaseOrderLines.ordered,
      unitPrice: purchaseOrderLines.unitCost,
      upc: products.upc,
    })
    .from(purchaseOrderLines)
    .innerJoin(
      products,
      and(eq(products.retailerId, purchaseOrderLines.retailerId), eq(products.id, purchaseOrderLines.productId)),
    )
    .where(
      and(
        eq(purchaseOrderLines.retailerId, retailerId),
        inArray(
          purchaseOrderLines.purchaseOrderId,
          orders.map(({ id }) => id),
        ),
      ),
    )
    .orderBy(purchaseOrderLines.lineNumber)
  return orders.map(({ id, ...order }) => ({
    ...order,
    lines: lines
      .filter(line => line.orderId === id)
      .map(({ orderId: _, upc, ...line }) => ({ ...line, gtins: upc ? [upc] : [] })),
  }))
}

/** The only partnership of this retailer to which an order that stands on the pages was sent: who sent an unsigned invoice, as far as it says. */
export async function partnershipNamedOn(
  orm: Orm,
  retailerId: string,
  pages: readonly TextPage[],
): Promise<string | undefined> {
  const named = namedBy(pages)
  if (!named) return undefined
  const found = await orm
    .selectDistinct({ partnershipId: purchaseOrders.partnershipId })
    .from(purchaseOrders)
    .where(and(eq(purchaseOrders.retailerId, retailerId), isNotNull(purchaseOrders.partnershipId), named))
    .limit(2)
  return found.length === 1 ? found[0]!.partnershipId! : undefined
}
