import { sql } from 'drizzle-orm'
import { shipmentLines, shipmentPackages, shipments } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { isSscc } from '../../translators/check-digits.ts'
import type { Carrier, ShipNotice } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { businessIssue } from '../outcome.ts'
import type { Portion } from './allocate.ts'
import { checkTracking } from './tracking.ts'

/** A shipment to store: the notice as it was given, and what it came to. */
export interface NewShipment {
  retailerId: string
  sourceId: string
  notice: ShipNotice
  /** Who carries it, as far as is known. */
  carrier: Carrier | undefined
  documentId: string | undefined
  portions: readonly Portion<{ id: string }>[]
}

/** Stores a shipment with its packages and lines. Returns its id, or undefined when the source has used the number before. */
export async function storeShipment(work: Work, shipment: NewShipment): Promise<string | undefined> {
  const { retailerId, sourceId, notice, carrier, documentId, portions } = shipment
  const checked = notice.packages.map(({ trackingNumber }) =>
    trackingNumber === undefined ? undefined : checkTracking(trackingNumber, carrier),
  )
  const [stored] = await work.tx
    .insert(shipments)
    .values({
      retailerId,
      id: work.newId(),
      sourceId,
      number: notice.number,
      documentId: documentId ?? null,
      shippedOn: notice.shippedOn,
      estimatedDelivery: notice.estimatedDelivery ?? null,
      scac: carrier?.scac ?? null,
      carrier: carrier?.name ?? null,
      service: carrier?.service ?? carrier?.method ?? null,
      billOfLading: notice.billOfLading ?? null,
      shipFrom: notice.shipFrom ?? null,
      actor: work.actor,
      receivedAt: work.now,
    })
    .onConflictDoNothing({
      target: [shipments.retailerId, shipments.sourceId, shipments.number],
      where: sql`${shipments.takenBackAt} is null`,
    })
    .returning({ id: shipments.id })
  if (!stored) return undefined
  const packages = notice.packages.map((one, index) => {
    return {
      retailerId,
      id: work.newId(),
      shipmentId: stored.id,
      sequence: index + 1,
      sscc: one.sscc ?? null,
      ssccValid: one.sscc === undefined ? null : isSscc(one.sscc),
      trackingNumber: one.trackingNumber ?? null,
      trackingValid: checked[index]?.valid ?? null,
      weight: one.weight ?? null,
      weightUnit: one.weightUnit ?? null,
    }
  })
  await work.tx.insert(shipmentPackages).values(packages)
  await work.tx.insert(shipmentLines).values(
    portions.map(portion => ({
      retailerId,
      id: work.newId(),
      shipmentId: stored.id,
      packageId: packages[portion.package]!.id,
      purchaseOrderLineId: portion.line.id,
      quantity: portion.quantity.toFixed(),
      over: portion.over.toFixed(),
      substitute: portion.substitute ?? null,
    })),
  )
  return stored.id
}

/** What is doubtful about the packages' numbers: told, and stopping nothing. */
export function packageIssues(notice: ShipNotice, carrier: Carrier | undefined): Issue[] {
  return notice.packages.flatMap(({ sscc, trackingNumber }, index) => {
    const issues: Issue[] = []
    if (sscc && !isSscc(sscc)) {
      const message = `SSCC ${sscc} has a wrong check digit.`
      issues.push({ ...businessIssue('invalid-sscc', message, `packages[${index}].sscc`, sscc), severity: 'warning' })
    }
    if (trackingNumber && checkTracking(trackingNumber, carrier).valid === false) {
      const message = `${trackingNumber} is not a tracking number of ${carrier?.name ?? carrier?.scac}.`
      const path = `packages[${index}].trackingNumber`
      issues.push({ ...businessIssue('invalid-tracking-number', message, path, trackingNumber), severity: 'warning' })
    }
    return issues
  })
}
