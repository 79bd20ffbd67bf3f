import Big from 'big.js'
import { shippableOf } from '../../engine/purchase-orders/line.ts'
import { checkTracking } from '../../engine/shipments/tracking.ts'
import { businessDate, type ShipmentPackage, type ShipNotice } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import type { ShippedRow } from '../shared/shipments/of-order.ts'
import { type FormValues, groupFields } from '../ui/form-data.ts'
import { quantityOf } from './answer-document.ts'
import { scacOf } from './carriers.ts'
import type { LoadedLine } from './order-query.ts'
import { sortIssues } from './submit.ts'
import { texts } from './texts.ts'

/** A purchase order as it is shipped, by a supplier or from the retailer's own warehouse. */
export interface ShippableOrder {
  order: { number: string }
  lines: readonly ShippableLine[]
}

/** One line of it; what was billed of it is no matter here. */
export type ShippableLine = Omit<LoadedLine, 'billed'>

/** What of a line can go out. */
export function shippable(line: ShippableLine): Big {
  return shippableOf(line)
}

/** A ship notice made of a form, or what is wrong with the form. `packageKeys`: which form package each package is. */
export type MadeShipment = { notice: ShipNotice; packageKeys: string[] } | { errors: Record<string, string> }

/**
 * The ship notice that the form says: `shippedOn`, `carrier`, `scac`, `service`, `number`, `estimatedDelivery`, and for each package
 * `packages[KEY][tracking]`, `packages[KEY][sscc]` and `packages[KEY][quantity-LINE]`. Packages without quantities are left out.
 * @param defaults the shipment's number where the form gives none, and the supplier's day
 */
export function shipmentFrom(
  values: FormValues,
  order: ShippableOrder,
  defaults: { number: string; today: string },
): MadeShipment {
  const errors: Record<string, string> = {}
  const text = (name: string) => values[name]?.trim() || undefined
  const packages: ShipmentPackage[] = []
  const packageKeys: string[] = []
  for (const [key, fields] of groupFields(values, 'packages')) {
    const lines = packageLines(fields, key, order, errors)
    if (lines.length === 0) continue
    const [trackingNumber, sscc] = [fields.tracking?.trim(), ssccIn(fields.sscc)]
    packages.push({ ...(trackingNumber ? { trackingNumber } : {}), ...(sscc ? { sscc } : {}), lines })
    packageKeys.push(key)
  }
  if (values.over !== 'on') refuseTooMany(packages, packageKeys, order, errors)
  for (const name of ['shippedOn', 'estimatedDelivery']) {
    const date = text(name)
    if (date && !businessDate.safeParse(date).success) errors[name] = 'Enter a date such as 2026-12-31.'
  }
  if (packages.length === 0) errors.packages ??= texts.ship.noQuantity
  if (Object.keys(errors).length > 0) return { errors }
  const carrier = carrierOf(text('carrier'), text('scac'), text('service'))
  const notice: ShipNotice = {
    kind: 'ship-notice',
    purpose: 'original',
    number: text('number') ?? defaults.number,
    date: defaults.today,
    shippedOn: text('shippedOn') ?? defaults.today,
    ...(text('estimatedDelivery') ? { estimatedDelivery: text('estimatedDelivery')! } : {}),
    ...(carrier ? { carrier } : {}),
    packages,
  }
  return { notice, packageKeys }
}

/**
 * The shipment that a form sends of an order: numbered after those that were `told` when the form was shown, where the form gives no number. The same form sent twice, by
 * a second click or by going back, is the same shipment, whether or not anything is left to ship. What somebody else has shipped since is asked about first.
 * @param today the day of whoever ships
 */
export function nextShipment(
  values: FormValues,
  order: ShippableOrder,
  before: readonly ShippedRow[],
  today: string,
): MadeShipment {
  const now = toldOf(before)
  const seen = /^\d{1,6}$/.test(values.told ?? '') ? Math.min(Number(values.told), now) : now
  const number = values.number?.trim() || `${order.order.number}-S${seen + 1}`
  const isKnown = before.some(row => row.number === number)
  const made = shipmentFrom(isKnown ? { ...values, over: 'on' } : values, order, { number, today })
  if (values.number?.trim() || seen === now || 'errors' in made || isTold(made.notice, before)) return made
  return { errors: { packages: texts.ship.meanwhile(before.at(-1)!.number) } }
}

/** How many shipments of an order were told; the form carries it as `told`. */
export function toldOf(rows: readonly Pick<ShippedRow, 'shipmentId'>[]): number {
  return new Set(rows.map(row => row.shipmentId)).size
}

/** Whether a shipment that stands under a notice's number holds the same goods in packages with the same tracking numbers. */
function isTold({ number, packages }: ShipNotice, before: readonly ShippedRow[]): boolean {
  const standing = before.filter(row => row.number === number && !row.takenBackAt)
  const told = standing.map(row => [row.sequence, row.trackingNumber, row.lineNumber, row.quantity] as const)
  const said = packages.flatMap(({ trackingNumber, lines }, index) =>
    lines.map(line => [index + 1, trackingNumber, line.lineNumber, line.quantity] as const),
  )
  const plain = (parts: readonly (readonly [number, string | null | undefined, string | undefined, string])[]) => {
    const sums = new Map<string, Big>()
    for (const [place, tracking, line, quantity] of parts) {
      const key = `${place} ${line} ${tracking?.replace(/\s/g, '').toUpperCase() ?? ''}`
      sums.set(key, (sums.get(key) ?? new Big(0)).plus(quantity))
    }
    return JSON.stringify([...sums].map(([key, sum]) => [key, sum.toFixed()]).sort())
  }
  return plain(told) === plain(said)
}

/** Why a shipment was refused, by the fields of its form; what concerns no field stands at its packages. */
export function refusalsOf(
  issues: readonly Issue[],
  { notice, packageKeys }: Extract<MadeShipment, { notice: unknown }>,
): Record<string, string> {
  const { errors, general } = sortIssues(issues, path => shipmentField(path, notice, packageKeys))
  return general.length > 0 ? { ...errors, packages: general.join(' ') } : errors
}

/** More than is to ship is a slip of the finger, unless somebody says that it has left: `over`. */
function refuseTooMany(
  packages: readonly ShipmentPackage[],
  packageKeys: readonly string[],
  order: ShippableOrder,
  errors: Record<string, string>,
): void {
  for (const line of order.lines) {
    let left = shippable(line)
    packages.forEach((one, index) => {
      const packed = one.lines.find(({ lineNumber }) => lineNumber === line.lineNumber)
      if (!packed) return
      left = left.minus(packed.quantity)
      if (left.lt(0)) errors[`packages[${packageKeys[index]}][quantity-${line.lineNumber}]`] ??= texts.ship.tooMany
    })
  }
}

/** The notice that takes a shipment back. @param today the supplier's day */
export function cancellationOf(number: string, today: string): ShipNotice {
  return { kind: 'ship-notice', purpose: 'cancellation', number, date: today, shippedOn: today, packages: [] }
}

/** The tracking numbers of a notice that names no carrier, where none of them is told to be any carrier's. */
export function unknownTracking({ carrier, packages }: ShipNotice): string[] {
  const numbers = packages.flatMap(({ trackingNumber }) => trackingNumber ?? [])
  if (carrier || numbers.some(number => checkTracking(number, undefined).carrier)) return []
  return [...new Set(numbers)]
}

/** An SSCC as it was typed, or as a scanner reads it: with its application identifier `00` in front. */
function ssccIn(text: string | undefined): string | undefined {
  return text?.replace(/\D/g, '').replace(/^00(?=\d{18}$)/, '')
}

function carrierOf(name: string | undefined, code: string | undefined, service: string | undefined) {
  const scac = code ?? (name && scacOf(name))
  if (!name && !scac && !service) return undefined
  return { ...(name ? { name } : {}), ...(scac ? { scac } : {}), ...(service ? { service } : {}) }
}

function packageLines(fields: FormValues, key: string, order: ShippableOrder, errors: Record<string, string>) {
  return order.lines.flatMap(line => {
    const quantity = quantityOf(fields, `quantity-${line.lineNumber}`, (field, message) => {
      errors[`packages[${key}][${field}]`] ??= message
    })
    if (quantity.eq(0)) return []
    return [
      {
        purchaseOrderNumber: order.order.number,
        lineNumber: line.lineNumber,
        ids: { supplier: line.supplierSku },
        quantity: quantity.toFixed(),
        unit: line.unit,
      },
    ]
  })
}

/** The form field that a place in a ship notice stands for. */
export function shipmentField(path: string, notice: ShipNotice, packageKeys: string[]): string | undefined {
  const [, index, rest] = /^packages\[(\d+)\](?:\.(.*))?$/.exec(path) ?? []
  if (index === undefined) return { shippedOn: 'shippedOn', number: 'number', 'carrier.scac': 'scac' }[path]
  const key = packageKeys[Number(index)]
  const [, line] = /^lines\[(\d+)\]/.exec(rest ?? '') ?? []
  if (line === undefined) return `packages[${key}][${rest === 'sscc' ? 'sscc' : 'tracking'}]`
  return `packages[${key}][quantity-${notice.packages[Number(index)]?.lines[Number(line)]?.lineNumber}]`
}
