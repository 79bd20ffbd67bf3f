import type { Carrier, Party } from '../documents/index.ts'

/** What stands on the label of one package: who sends it to whom, what it is for, and its own number. */
export interface ShippingLabel {
  from: Party
  to: Party
  carrier?: Carrier
  trackingNumber?: string
  /** As the retailer numbered them; a package may hold goods of several. */
  purchaseOrderNumbers: string[]
  customerOrderNumber?: string
  shipmentNumber: string
  /** Place of the package in its shipment, from 1, and how many there are. */
  position: number
  count: number
  /** Pieces in the package, a decimal. */
  units: string
  /** Serial shipping container code, 18 digits (GS1 General Specifications 3.2). */
  sscc: string
}

/** What a label says of its carrier and purchase orders: words and values, in the order in which they are printed. */
export function labelFacts(label: ShippingLabel): [word: string, value: string][] {
  const { carrier, customerOrderNumber, trackingNumber } = label
  const via = [carrier?.name ?? carrier?.scac, carrier?.service].filter(Boolean).join(' ')
  return [
    ['Carrier', via],
    ['Tracking', trackingNumber ?? ''],
    ['PO', label.purchaseOrderNumbers.join(', ')],
    ['Order', customerOrderNumber ?? ''],
    ['Shipment', label.shipmentNumber],
    ['Package', `${label.position} of ${label.count}, ${label.units} units`],
  ].filter((fact): fact is [string, string] => fact[1] !== '')
}

/** The SSCC as people read it: the application identifier, the extension digit, and the rest in one piece (GS1 General Specifications 4.14). */
export function readableSscc(sscc: string): string {
  return `(00) ${sscc.slice(0, 1)} ${sscc.slice(1, 17)} ${sscc.slice(17)}`
}

/**
 * The ship-to postal code as a GS1 element string with application identifier 420 (one country's own codes): only for codes of digits within the
 * United States, which carriers scan.
 */
export function postalElement({ country, postalCode }: Party): string | undefined {
  const digits = postalCode?.replace(/\D/g, '')
  if ((country ?? 'US') !== 'US' || digits === undefined || !/^(\d{5}|\d{9})$/.test(digits)) return undefined
  return `(420)${digits}`
}
