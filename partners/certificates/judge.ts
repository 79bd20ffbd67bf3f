import type { CertificateOwner, CertificateUse } from '../../db/schema/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { type CertificateDetails, daysLeft } from './describe-certificate.ts'

/** The least size of an RSA key that is taken (NIST SP 800-131A: 2048). */
const leastBits = 2048
const endsSoonDays = 30

/** What a certificate is wanted for. */
export interface Purpose {
  owner: CertificateOwner
  uses: readonly CertificateUse[]
}

/**
 * What speaks against using a certificate for this. An error keeps it out, a warning is told. Nothing here asks whether its issuer is trusted:
 * AS2 partners trust the certificate that they exchanged, not who signed it.
 */
export function judgeCertificate(certificate: CertificateDetails, purpose: Purpose, now: Date): Issue[] {
  const whose = purpose.owner === 'own' ? 'own' : 'partner'
  return [
    ...judgeDates(certificate, now, whose),
    ...judgeKey(certificate),
    ...purpose.uses.flatMap(use => judgeUse(certificate, use)),
    ...judgeOrigin(certificate),
  ]
}

const day = (at: Date) => at.toISOString().slice(0, 10)

function issue(severity: Issue['severity'], code: string, message: string, path: string, value?: string): Issue {
  return { severity, code, message, at: { path }, ...(value === undefined ? {} : { value }) }
}

function judgeDates(certificate: CertificateDetails, now: Date, whose: CertificateOwner): Issue[] {
  const { validFrom, validTo } = certificate
  if (validTo <= now) {
    const next = whose === 'own' ? 'Create or import a current one.' : 'Ask the partner for its current one.'
    return [issue('error', 'expired', `This certificate ended on ${day(validTo)}. ${next}`, 'validTo', day(validTo))]
  }
  const left = daysLeft(certificate, now)
  return [
    ...(validFrom > now
      ? [issue('warning', 'not-yet-valid', `It is valid from ${day(validFrom)} on, and not used before.`, 'validFrom')]
      : []),
    ...(left < endsSoonDays
      ? [issue('warning', 'ends-soon', `It ends in ${left} days, on ${day(validTo)}.`, 'validTo', day(validTo))]
      : []),
  ]
}

function judgeKey({ key }: CertificateDetails): Issue[] {
  if (key.type === 'rsa' && key.bits < leastBits) {
    const message = `Its RSA key has ${key.bits} bits, and fewer than ${leastBits} can be broken. Ask for a certificate with a longer key.`
    return [issue('error', 'weak-key', message, 'key', String(key.bits))]
  }
  if (key.type !== 'other') return []
  const message = `AS2 uses RSA and elliptic-curve keys; this one is ${key.name}. Ask for a certificate with an RSA key.`
  return [issue('error', 'unsupported-key', message, 'key', key.name)]
}

function judgeUse(certificate: CertificateDetails, use: CertificateUse): Issue[] {
  const forbidden = (message: string) => [issue('error', 'key-usage', message, 'uses', use)]
  switch (use) {
    case 'sign':
      return certificate.maySign
        ? []
        : forbidden('Its key usage forbids signing. Take it for encryption alone, and another one for signatures.')
    case 'encrypt':
      if (certificate.key.type === 'ec')
        return forbidden(
          'Its key is elliptic, and AS2 content is encrypted for RSA keys. Take it for signatures alone, and an RSA one for encryption.',
        )
      return certificate.mayEncrypt
        ? []
        : forbidden('Its key usage forbids encryption. Take it for signatures alone, and another one for encryption.')
    case 'tls-client':
      return certificate.mayBeTlsClient
        ? []
        : forbidden('Its extended key usage does not include TLS client authentication.')
  }
}

function judgeOrigin({ weakSignature, authority, selfSigned }: CertificateDetails): Issue[] {
  return [
    ...(weakSignature
      ? [
          issue(
            'warning',
            'weak-signature',
            `It was signed with ${weakSignature}, which can be forged: compare the fingerprint by telephone, and ask for one signed with SHA-256.`,
            'signature',
            weakSignature,
          ),
        ]
      : []),
    ...(authority && !selfSigned
      ? [
          issue(
            'warning',
            'authority',
            'This is the certificate of an authority that signs others. Make sure that the partner itself uses it.',
            'subject',
          ),
        ]
      : []),
  ]
}
