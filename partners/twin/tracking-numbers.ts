import { fedexCheckDigit, upsCheckDigit, withGs1CheckDigit } from '../../translators/check-digits.ts'
import type { Carrier, PurchaseOrder } from '../../translators/documents/index.ts'
import type { TwinCarrier, TwinSupplier } from './behaviour.ts'
import { derivedDigits } from './derived-numbers.ts'

const carriers: Record<TwinCarrier, { scac: string; name: string; service: string }> = {
  ups: { scac: 'UPSN', name: 'UPS', service: 'CG' },
  fedex: { scac: 'FDEG', name: 'FedEx', service: 'CG' },
  usps: { scac: 'USPS', name: 'United States Postal Service', service: 'Ground Advantage' },
}

/** Who carries an order's packages: the carrier that the order asks for where the twin knows it, else the supplier's own. */
export function carrierFor(order: PurchaseOrder, supplier: TwinSupplier): { name: TwinCarrier; carrier: Carrier } {
  const asked = (Object.keys(carriers) as TwinCarrier[]).find(name => carriers[name].scac === order.carrier?.scac)
  const name = asked ?? supplier.carrier
  const service = (asked && order.carrier?.service) || carriers[name].service
  return { name, carrier: { ...carriers[name], service } }
}

/**
 * The tracking number of an order's `index`th package, in the carrier's own form and with its check digit: UPS `1Z` with service 03, FedEx
 * with 12 digits, USPS IMpb with 22.
 */
export function trackingNumber(
  carrier: TwinCarrier,
  supplier: TwinSupplier,
  orderNumber: string,
  index: number,
): string {
  const account = (length: number) => derivedDigits(`account ${supplier.code} ${supplier.name}`, 0, length)
  const seed = `package ${supplier.code} ${orderNumber}`
  if (carrier === 'ups') {
    // A shipper number has six characters, often letters among the digits.
    const body = `${account(2)}X${account(5).slice(2)}03${derivedDigits(seed, index, 7)}`
    return `1Z${body}${upsCheckDigit(body)}`
  }
  if (carrier === 'fedex') {
    const body = `7${derivedDigits(seed, index, 10)}`
    return body + fedexCheckDigit(body)
  }
  // 94 = domestic, 001 = service type, mailer id of nine digits that begins with 9, serial of seven.
  return withGs1CheckDigit(`940019${account(8)}${derivedDigits(seed, index, 7)}`)
}
