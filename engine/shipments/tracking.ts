import { amazon, dhl, fedex, getTracking, ontrac, type TrackingCourier, ups, usps } from 'ts-tracking-number'
import type { Carrier } from '../../translators/documents/index.ts'

/** A carrier whose numbers can be checked: how partners name it (SCAC and name begin so), and how we do. */
interface KnownCarrier {
  courier: TrackingCourier
  scac: string
  name: string
  scacs: RegExp
  names: RegExp
}

const carriers: readonly KnownCarrier[] = [
  { courier: ups, scac: 'UPSN', name: 'UPS', scacs: /^UPS/, names: /^UPS|UNITED PARCEL/ },
  { courier: fedex, scac: 'FDEG', name: 'FedEx', scacs: /^(FD|FX|FEDX)/, names: /FED ?EX|FEDERAL EXPRESS/ },
  { courier: usps, scac: 'USPS', name: 'USPS', scacs: /^USP[SO]/, names: /USPS|POSTAL SERVICE/ },
  { courier: dhl, scac: 'DHLC', name: 'DHL', scacs: /^(DHL|AIRB)/, names: /^DHL/ },
  { courier: ontrac, scac: 'EMSY', name: 'OnTrac', scacs: /^(EMSY|ONTR)/, names: /^ONTRAC/ },
  { courier: amazon, scac: 'AMZL', name: 'Amazon Logistics', scacs: /^AMZ/, names: /^AMAZON/ },
]

/** What is known of a tracking number. */
export interface Tracking {
  /** Whether it has the carrier's form and check digit; null where the carrier is unknown or not one that we can check. */
  valid: boolean | null
  /** The carrier, inferred from the number where the supplier did not name one. */
  carrier?: { scac: string; name: string }
}

/** Checks a tracking number against its carrier's form and check digit, and infers the carrier when none is named. */
export function checkTracking(trackingNumber: string, carrier: Carrier | undefined): Tracking {
  const number = trackingNumber.replaceAll(/[\s-]/g, '').toUpperCase()
  const named = carrier?.scac !== undefined || carrier?.name !== undefined
  if (named) {
    const known = knownCarrierOf(carrier)
    return { valid: known ? getTracking(number, [known.courier]) !== undefined : null }
  }
  const inferred = carriers.find(one => getTracking(number, [one.courier]) !== undefined)
  if (inferred) return { valid: true, carrier: { scac: inferred.scac, name: inferred.name } }
  // Nobody else's numbers begin so: with another check digit it is a UPS number mistyped.
  return /^1Z[0-9A-Z]{16}$/.test(number) ? { valid: false, carrier: { scac: 'UPSN', name: 'UPS' } } : { valid: null }
}

/** The carrier that a SCAC or a name means, if its numbers can be checked. */
export function knownCarrierOf(carrier: Carrier): { courier: TrackingCourier; scac: string; name: string } | undefined {
  return carriers.find(one => isNamed(one, carrier))
}

function isNamed(known: KnownCarrier, { scac, name }: Carrier): boolean {
  if (scac !== undefined && known.scacs.test(scac.toUpperCase())) return true
  return name !== undefined && known.names.test(name.toUpperCase())
}
