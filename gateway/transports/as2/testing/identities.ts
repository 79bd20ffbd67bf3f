import {
  type CreatedCertificate,
  createCertificate,
  type KeyKind,
} from '../../../../partners/certificates/create-certificate.ts'
import { type As2Settings, type As2SettingsInput, as2Settings } from '../settings.ts'

/** When every test happens. */
export const testTime = new Date('2026-06-15T12:00:00Z')

/** A key and certificate, valid around the test time unless said otherwise. */
export function identity(
  commonName: string,
  kind: KeyKind = { keySize: 2048 },
  years: [number, number] = [2026, 2028],
) {
  return createCertificate({
    ...kind,
    commonName,
    serial: Buffer.from(commonName).toString('hex').slice(0, 40),
    validFrom: new Date(Date.UTC(years[0], 0, 1)),
    validTo: new Date(Date.UTC(years[1], 0, 1)),
  })
}

/** The settings of both sides of one partnership, each other's mirror. */
export interface Pair {
  sender: As2Settings
  receiver: As2Settings
}

/** Settings for two stations named SENDER and RECEIVER; what is given is put over both. */
export function pairOf(
  sender: CreatedCertificate,
  receiver: CreatedCertificate,
  over: Partial<As2SettingsInput> = {},
  url = 'http://127.0.0.1:1/',
): Pair {
  return {
    sender: as2Settings.parse({
      ourId: 'SENDER',
      partnerId: 'RECEIVER',
      url,
      keys: [sender],
      partnerCertificates: [receiver.certificate],
      ...over,
    }),
    receiver: as2Settings.parse({
      ourId: 'RECEIVER',
      partnerId: 'SENDER',
      keys: [receiver],
      partnerCertificates: [sender.certificate],
      ...over,
    }),
  }
}
