import {
  businessDate,
  type ShipmentPackage,
  type ShipNotice,
  shipNotice,
} from '../../../translators/documents/index.ts'
import type { LoadedShipment } from '../../print/shipment-query.ts'
import { type FormValues, groupFields } from '../../ui/form-data.ts'
import { quantityOf } from '../answer-document.ts'
import { scacOf } from '../carriers.ts'
import { texts } from './texts.ts'

/** The notice by which a shipment was told; where no document was kept, what is known of it. */
export function noticeOf({ shipment, packages, contents }: LoadedShipment, document: unknown): ShipNotice {
  const kept = shipNotice.safeParse(document)
  if (kept.success) return kept.data
  const { number, shippedOn, estimatedDelivery, billOfLading, scac, carrier, service } = shipment
  const named = { ...(scac && { scac }), ...(carrier && { name: carrier }), ...(service && { service }) }
  return {
    ...{ kind: 'ship-notice', purpose: 'original', number, date: shippedOn, shippedOn },
    ...(estimatedDelivery && { estimatedDelivery }),
    ...(billOfLading && { billOfLading }),
    ...(Object.keys(named).length > 0 && { carrier: named }),
    packages: packages.map(({ id, sscc, trackingNumber, weight, weightUnit }) => ({
      ...(sscc && { sscc }),
      ...(trackingNumber && { trackingNumber }),
      ...(weight && { weight }),
      ...(weightUnit && { weightUnit }),
      lines: contents
        .filter(content => content.packageId === id)
        .map(({ order, line, quantity }) => ({
          ...{ purchaseOrderNumber: order.number, lineNumber: line.lineNumber, quantity, unit: line.unit },
          ids: { supplier: line.supplierSku },
        })),
    })),
  }
}

/** What the form of a correction holds at first: what was told. */
export function valuesOf({ carrier, shippedOn, packages }: ShipNotice): FormValues {
  const fields = packages.flatMap((one, index) => [
    [`packages[${index}][tracking]`, one.trackingNumber ?? ''],
    [`packages[${index}][sscc]`, one.sscc ?? ''],
    ...one.lines.map((line, at) => [`packages[${index}][line-${at}]`, line.quantity]),
  ])
  return { carrier: carrier?.name ?? carrier?.scac ?? '', shippedOn, ...Object.fromEntries(fields) }
}

/**
 * The replacement that a form says, all else being as it was told, packages that are not on it too; or what is wrong with the form.
 * @param settings whether quantities may change, and the supplier's day
 */
export function correctionOf(
  values: FormValues,
  told: ShipNotice,
  { mayChangeQuantities, today }: { mayChangeQuantities: boolean; today: string },
): { notice: ShipNotice } | { errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const given = groupFields(values, 'packages')
  const shippedOn = values.shippedOn?.trim() || told.shippedOn
  if (!businessDate.safeParse(shippedOn).success) errors.shippedOn = texts.wrongDate
  const packages = told.packages.map((one, index): ShipmentPackage => {
    if (!given.has(String(index))) return one
    const at = (field: string) => `packages[${index}][${field}]`
    const { trackingNumber: _tracking, sscc: _sscc, lines, ...rest } = one
    const [tracking, sscc] = [
      values[at('tracking')]?.trim(),
      values[at('sscc')]?.replace(/\D/g, '').replace(/^00(?=\d{18}$)/, ''),
    ]
    if (sscc && sscc.length !== 18) errors[at('sscc')] = texts.wrongSscc
    const kept = lines.flatMap((line, position) => {
      if (!mayChangeQuantities) return [line]
      const quantity = quantityOf(values, at(`line-${position}`), (field, message) => {
        errors[field] ??= message
      })
      return quantity.eq(0) ? [] : [{ ...line, quantity: quantity.toFixed() }]
    })
    return { ...rest, ...(tracking && { trackingNumber: tracking }), ...(sscc && { sscc }), lines: kept }
  })
  const full = packages.filter(one => one.lines.length > 0)
  if (full.length === 0) errors.packages ??= texts.nothingLeft
  if (Object.keys(errors).length > 0) return { errors }
  const { carrier: _carrier, ...same } = told
  const carrier = carrierIn(values.carrier?.trim() ?? '', told)
  return {
    notice: { ...same, ...(carrier && { carrier }), purpose: 'replacement', date: today, shippedOn, packages: full },
  }
}

/** Another carrier than was told leaves nothing of the one before; none at all lets the tracking number say it. */
function carrierIn(name: string, { carrier }: ShipNotice): ShipNotice['carrier'] {
  if (name === (carrier?.name ?? carrier?.scac ?? '')) return carrier
  const scac = scacOf(name)
  return name === '' ? undefined : { name, ...(scac && { scac }) }
}
