/** Carriers that dropshippers use, with their Standard Carrier Alpha Codes (NMFTA). */
export const carriers = [
  { name: 'UPS', scac: 'UPSN' },
  { name: 'FedEx', scac: 'FDEG' },
  { name: 'FedEx Express', scac: 'FDXE' },
  { name: 'USPS', scac: 'USPS' },
  { name: 'DHL Express', scac: 'DHLC' },
  { name: 'OnTrac', scac: 'EMSY' },
] as const

/** The code of a carrier known by this name. */
export function scacOf(name: string): string | undefined {
  return carriers.find(carrier => carrier.name.toLowerCase() === name.trim().toLowerCase())?.scac
}
