import Big from 'big.js'
import { and, desc, eq, inArray } from 'drizzle-orm'
import { purchaseOrderLines, shipmentLines, shipmentPackages, shipments } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import type { Carrier, ShipNotice } from '../../translators/documents/index.ts'
import type { Portion } from './allocate.ts'

type ShipmentRow = typeof shipments.$inferSelect

/** A part of a shipment that was told before: a quantity of one purchase order line, in its unit. */
export interface ToldLine {
  id: string
  lineId: string
  purchaseOrderId: string
  offerId: string
  quantity: string
}

/** A notice that its source gave before, with what it held. */
export interface ToldShipment extends ShipmentRow {
  lines: ToldLine[]
  packages: { sscc: string | null; trackingNumber: string | null }[]
}

/** What a source has told under a shipment number. */
export interface Told {
  /** What counts now. */
  standing: ToldShipment | undefined
  /** What counted before and was taken back, the latest first. */
  takenBack: ToldShipment[]
}

/** Reads every notice that a source gave under a number. */
export async function loadTold(
  work: Work,
  { retailerId, sourceId, number }: { retailerId: string; sourceId: string; number: string },
): Promise<Told> {
  const rows = await work.tx
    .select()
    .from(shipments)
    .where(and(eq(shipments.retailerId, retailerId), eq(shipments.sourceId, sourceId), eq(shipments.number, number)))
    .orderBy(desc(shipments.id))
  if (rows.length === 0) return { standing: undefined, takenBack: [] }
  const ids = rows.map(row => row.id)
  const lines = await loadLines(work, retailerId, ids)
  const packages = await work.tx
    .select({
      shipmentId: shipmentPackages.shipmentId,
      sscc: shipmentPackages.sscc,
      trackingNumber: shipmentPackages.trackingNumber,
    })
    .from(shipmentPackages)
    .where(and(eq(shipmentPackages.retailerId, retailerId), inArray(shipmentPackages.shipmentId, ids)))
  const told = rows.map(row => ({
    ...row,
    lines: lines.filter(line => line.shipmentId === row.id),
    packages: packages.filter(one => one.shipmentId === row.id),
  }))
  return {
    standing: told.find(one => one.takenBackAt === null),
    takenBack: told.filter(one => one.takenBackAt !== null),
  }
}

async function loadLines(work: Work, retailerId: string, shipmentIds: string[]) {
  return await work.tx
    .select({
      id: shipmentLines.id,
      shipmentId: shipmentLines.shipmentId,
      lineId: purchaseOrderLines.id,
      purchaseOrderId: purchaseOrderLines.purchaseOrderId,
      offerId: purchaseOrderLines.offerId,
      quantity: shipmentLines.quantity,
    })
    .from(shipmentLines)
    .innerJoin(
      purchaseOrderLines,
      and(
        eq(purchaseOrderLines.retailerId, shipmentLines.retailerId),
        eq(purchaseOrderLines.id, shipmentLines.purchaseOrderLineId),
      ),
    )
    .where(and(eq(shipmentLines.retailerId, retailerId), inArray(shipmentLines.shipmentId, shipmentIds)))
}

type Portions = readonly Portion<{ purchaseOrderId: string; offerId: string }>[]

/** Whether a notice holds the goods that were told before: by order and item, since which of two lines of an item they were put to depends on what was open. */
export function holdsSameGoods(before: ToldShipment, portions: Portions): boolean {
  const told = before.lines.map(line => ({ line, quantity: line.quantity }))
  return goodsOf(told) === goodsOf(portions)
}

/** Whether a notice says what was told before in everything that a correction could be about: goods, day, carrier and the packages' numbers. */
export function saysTheSame(
  before: ToldShipment,
  notice: ShipNotice,
  carrier: Carrier | undefined,
  portions: Portions,
): boolean {
  return (
    before.shippedOn === notice.shippedOn &&
    before.scac === (carrier?.scac ?? null) &&
    before.billOfLading === (notice.billOfLading ?? null) &&
    labelsOf(before.packages) === labelsOf(notice.packages) &&
    holdsSameGoods(before, portions)
  )
}

function labelsOf(
  packages: readonly { sscc?: string | null | undefined; trackingNumber?: string | null | undefined }[],
) {
  return packages
    .map(({ sscc, trackingNumber }) => `${sscc ?? ''}/${trackingNumber ?? ''}`)
    .sort()
    .join(' ')
}

function goodsOf(
  portions: readonly { line: { purchaseOrderId: string; offerId: string }; quantity: Big | string }[],
): string {
  const sums = new Map<string, Big>()
  for (const { line, quantity } of portions) {
    const key = `${line.purchaseOrderId}/${line.offerId}`
    sums.set(key, (sums.get(key) ?? new Big(0)).plus(quantity))
  }
  return [...sums]
    .map(([key, total]) => `${key}=${total.toFixed()}`)
    .sort()
    .join(' ')
}
