import { spelledFingerprint } from '../../partners/certificates/describe-certificate.ts'

/** A certificate whose end is told, and the partner that it belongs to or is used with. */
export interface EndingCertificate {
  owner: 'own' | 'partner'
  subject: string
  serial: string
  fingerprint: string
  validTo: Date
  /** The supplier; undefined for our own that all partners share. */
  partner: string | undefined
  days: number
}

/** `ends in 14 days, on 2026-07-01`, or that it has ended. */
function endWords({ days, validTo }: EndingCertificate): string {
  const day = validTo.toISOString().slice(0, 10)
  if (days < 0) return `ended on ${day}`
  return days === 0 ? `ends within a day, on ${day}` : `ends in ${days} ${days === 1 ? 'day' : 'days'}, on ${day}`
}

/** What the retailer's people are told, and what they have to do. */
export function warningWords(certificate: EndingCertificate): string {
  const { owner, subject, partner } = certificate
  if (owner === 'partner')
    return `The certificate of ${partner} (${subject}) ${endWords(certificate)}. Ask for the next one and import it now: both can be in use side by side.`
  const whom = partner ?? 'all partners who have it'
  return `Our certificate (${subject}) ${endWords(certificate)}. Create the next one, hand it to ${whom}, and set from when it is used.`
}

/** What a supplier is told of its own certificate. */
export function supplierWords(certificate: EndingCertificate): string {
  return `Your certificate ${certificate.subject} (serial ${certificate.serial}) ${endWords(certificate)}. Please send us the next one before: we can take both side by side while you change over.`
}

/** The mail about one or several. */
export function warningMail(audience: 'retailer' | 'supplier', certificates: readonly EndingCertificate[]) {
  const [first] = certificates
  const what = certificates.length === 1 ? 'A certificate' : `${certificates.length} certificates`
  const words = audience === 'retailer' ? warningWords : supplierWords
  return {
    subject: certificates.length === 1 ? `${what} ${endWords(first!)}` : `${what} end soon`,
    body: certificates.map(words).join('\n\n'),
    rows: certificates.map(({ owner, subject, serial, fingerprint, validTo, partner, days }) => ({
      whose: owner === 'own' ? 'ours' : (partner ?? ''),
      subject,
      serial,
      'fingerprint (SHA-256)': spelledFingerprint(fingerprint),
      ends: validTo.toISOString(),
      'days left': String(days),
    })),
  }
}
