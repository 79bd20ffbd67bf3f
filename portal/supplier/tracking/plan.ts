import Big from 'big.js'
import { shippableOf } from '../../../engine/purchase-orders/line.ts'
import { checkTracking } from '../../../engine/shipments/tracking.ts'
import { businessDate, positiveDecimal, type ShipmentPackage } from '../../../translators/documents/index.ts'
import type { Printable } from '../../print/order-prints.ts'
import { scacOf } from '../carriers.ts'
import type { RowField, TrackingRow } from './read-rows.ts'
import { texts } from './texts.ts'

const t = texts.errors

/** An order to ship and its packages, made of the rows whose places (from 0) are `rows`. */
export interface PlannedShipment {
  order: Printable
  rows: number[]
  shippedOn: string
  carrier: { name?: string; scac?: string } | undefined
  packages: ShipmentPackage[]
}

/** What the rows come to. An order with a wrong row is not shipped in part: it waits until the row is mended or taken out. */
export interface TrackingPlan {
  shipments: PlannedShipment[]
  /** By row and field. */
  errors: Map<number, Partial<Record<RowField, string>>>
  /** What to say of a row that is right: the carrier that was found, or what is doubtful. */
  remarks: Map<number, { text: string; doubtful: boolean }>
}

/**
 * Makes shipments of rows. Rows of one order are one shipment; those with the same tracking number are one package.
 * @param today `YYYY-MM-DD`, where a row gives no ship date
 */
export function planTracking(rows: readonly TrackingRow[], orders: readonly Printable[], today: string): TrackingPlan {
  const plan: TrackingPlan = { shipments: [], errors: new Map(), remarks: new Map() }
  const byOrder = Map.groupBy(
    rows.map((row, place) => ({ row, place })),
    ({ row }) => row.order.toUpperCase(),
  )
  for (const [number, its] of byOrder) {
    const order = orders.find(one => one.order.number.toUpperCase() === number)
    for (const { row, place } of its) {
      const wrong = faultsOf(row, order)
      if (Object.keys(wrong).length > 0) plan.errors.set(place, wrong)
      else plan.remarks.set(place, remarkOn(row))
    }
    if (order && its.every(({ place }) => !plan.errors.has(place))) planOrder(plan, order, its, today)
  }
  return plan
}

type Placed = { row: TrackingRow; place: number }

function faultsOf(row: TrackingRow, order: Printable | undefined): Partial<Record<RowField, string>> {
  const wrong: Partial<Record<RowField, string>> = {}
  if (row.order === '') wrong.order = t.noOrder
  else if (!order) wrong.order = t.unknownOrder
  else if (order.lines.every(line => shippableOf(line).lte(0))) wrong.order = t.nothingLeft
  if (row.tracking === '') wrong.tracking = t.noTracking
  if (/^\d([.,]\d+)?E\+\d+$/i.test(row.tracking)) wrong.tracking = t.rounded
  if (row.shippedOn !== '' && !businessDate.safeParse(row.shippedOn).success) wrong.shippedOn = t.badDate
  if (row.item !== '' && order && linesCalled(order, row.item).length === 0) wrong.item = t.unknownItem
  if (row.item === '' && row.quantity !== '') wrong.item = t.noItem
  const isQuantity = positiveDecimal.safeParse(row.quantity).success && new Big(row.quantity).gt(0)
  if (row.quantity !== '' && !isQuantity) wrong.quantity = t.badQuantity
  return wrong
}

function linesCalled({ lines }: Printable, item: string) {
  const called = item.toUpperCase()
  return lines.filter(line => [line.supplierSku, line.sku].some(name => name.toUpperCase() === called))
}

function remarkOn({ tracking, carrier }: TrackingRow): { text: string; doubtful: boolean } {
  const named = carrier === '' ? undefined : carrierOf(carrier)
  const checked = checkTracking(tracking, named)
  if (checked.valid === false) {
    const whose = carrier || checked.carrier?.name
    return { text: `${tracking} ${texts.doubtful} ${whose}`, doubtful: true }
  }
  if (!named && !checked.carrier) return { text: texts.noCarrier, doubtful: true }
  return { text: [texts.fine, checked.carrier?.name].filter(Boolean).join(', '), doubtful: false }
}

/** What people write for a carrier: its name, or its code. */
function carrierOf(text: string): { name?: string; scac?: string } {
  const scac = scacOf(text)
  if (scac) return { name: text, scac }
  return /^[A-Z]{2,4}$/.test(text) ? { scac: text } : { name: text }
}

function planOrder(plan: TrackingPlan, order: Printable, its: Placed[], today: string): void {
  const fail = (place: number, field: RowField, message: string) =>
    plan.errors.set(place, { ...plan.errors.get(place), [field]: message })
  const [first] = its as [Placed]
  for (const { row, place } of its) {
    if (row.item === '' && its.length > 1) fail(place, 'item', t.mixed)
    if (row.shippedOn !== first.row.shippedOn) fail(place, 'shippedOn', t.otherDate)
    if (row.carrier !== first.row.carrier) fail(place, 'carrier', t.otherDate)
  }
  const packages = packagesOf(order, its, fail)
  const rows = its.map(({ place }) => place)
  if (rows.some(place => plan.errors.has(place))) {
    for (const place of rows) plan.remarks.delete(place)
    return
  }
  const carrier = first.row.carrier === '' ? undefined : carrierOf(first.row.carrier)
  plan.shipments.push({ order, rows, shippedOn: first.row.shippedOn || today, carrier, packages })
}

function packagesOf(order: Printable, its: Placed[], fail: (place: number, field: RowField, message: string) => void) {
  const left = new Map(order.lines.map(line => [line.lineNumber, shippableOf(line)]))
  const packages = new Map<string, ShipmentPackage>()
  const pack = (tracking: string, line: Printable['lines'][number], quantity: Big) => {
    if (quantity.lte(0)) return
    left.set(line.lineNumber, left.get(line.lineNumber)!.minus(quantity))
    const into = packages.get(tracking) ?? { trackingNumber: tracking, lines: [] }
    packages.set(tracking, into)
    into.lines.push({
      purchaseOrderNumber: order.order.number,
      lineNumber: line.lineNumber,
      ids: { supplier: line.supplierSku },
      quantity: quantity.toFixed(),
      unit: line.unit,
    })
  }
  for (const { row, place } of its) {
    const lines = row.item === '' ? order.lines : linesCalled(order, row.item)
    const room = lines.reduce((sum, line) => sum.plus(left.get(line.lineNumber)!), new Big(0))
    let wanted = row.quantity === '' ? room : new Big(row.quantity)
    if (wanted.gt(room) || room.lte(0)) fail(place, 'quantity', `${t.tooMuch} ${room.toFixed()}`)
    for (const line of lines) {
      const rest = left.get(line.lineNumber)!
      const part = wanted.lt(rest) ? wanted : rest
      pack(row.tracking, line, part)
      wanted = wanted.minus(part)
    }
  }
  return [...packages.values()]
}
