import { z } from 'zod'
import type { Carrier, ShipNotice } from '../../translators/documents/index.ts'
import { checkTracking, knownCarrierOf } from './tracking.ts'

const mapped = z.object({
  scac: z.string().min(2).max(4).optional(),
  name: z.string().min(1).max(80).optional(),
  service: z.string().min(1).max(80).optional(),
})

/** What a partner's own codes for carriers and services mean: a partnership's `settings.shipVia`, e.g. `{ "UPS-GND": { "scac": "UPSN", "service": "Ground" } }`. */
export const shipViaSettings = z.record(z.string().min(1).max(80), mapped)
export type ShipVia = z.infer<typeof shipViaSettings>

/** The partner's codes, in capitals. What is missing or wrong in the settings counts as not set. */
export function shipViaOf(settings: Record<string, unknown>): ShipVia {
  const parsed = shipViaSettings.safeParse(settings.shipVia ?? {})
  if (!parsed.success) return {}
  return Object.fromEntries(Object.entries(parsed.data).map(([code, meaning]) => [plain(code), meaning]))
}

/**
 * Who carries a shipment and how: as the notice says, with the partner's own codes in the trade's words, the SCAC of a carrier that is named by its name,
 * and the carrier told by the tracking numbers where the notice names none. Undefined where nothing is known.
 */
export function carrierOf(notice: Pick<ShipNotice, 'carrier' | 'packages'>, shipVia: ShipVia): Carrier | undefined {
  const said = translated(notice.carrier ?? {}, shipVia)
  if (said.scac !== undefined) return said
  if (said.name !== undefined) return withScac(said)
  const inferred = notice.packages
    .map(({ trackingNumber }) => (trackingNumber ? checkTracking(trackingNumber, undefined).carrier : undefined))
    .find(found => found !== undefined)
  const carrier = { ...said, ...inferred }
  return Object.keys(carrier).length > 0 ? carrier : undefined
}

/** The first of a carrier's words that the partner's codes know gives what it means; words of its own stay where the meaning has none. */
function translated(carrier: Carrier, shipVia: ShipVia): Carrier {
  const code = [carrier.service, carrier.method, carrier.name, carrier.scac].find(
    word => word !== undefined && Object.hasOwn(shipVia, plain(word)),
  )
  if (code === undefined) return carrier
  const { scac, name, service } = shipVia[plain(code)]!
  const kept = Object.fromEntries(Object.entries(carrier).filter(([, word]) => word !== code))
  return { ...kept, ...(scac && { scac }), ...(name && { name }), ...(service && { service }) }
}

function withScac(carrier: Carrier): Carrier {
  const known = knownCarrierOf(carrier)
  return known ? { ...carrier, scac: known.scac } : carrier
}

function plain(code: string): string {
  return code.trim().toUpperCase()
}
