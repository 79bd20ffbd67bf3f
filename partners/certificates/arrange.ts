import { createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { type CertificateDetails, hasSigned, publicKeyHash } from './describe-certificate.ts'
import type { CertificateFile } from './read-file.ts'

/** One certificate of a file with what belongs to it. */
export interface ArrangedCertificate {
  certificate: CertificateDetails
  /** The authorities above it that came in the same file, its own issuer first, the root left out. */
  chain: CertificateDetails[]
  /** Its private key, where the file holds that too. */
  privateKey: KeyObject | undefined
}

/**
 * Finds in a file the certificates that somebody owns, as opposed to those of the authorities above them: those whose private key is there,
 * or else those that have signed no other of the file.
 */
export function arrange({ certificates, privateKeys }: CertificateFile): ArrangedCertificate[] {
  const once = [...new Map(certificates.map(one => [one.fingerprint, one])).values()]
  const parsed = new Map(once.map(one => [one, new X509Certificate(one.pem)]))
  const issued = (by: CertificateDetails, of: CertificateDetails) =>
    by !== of && hasSigned(parsed.get(by)!, parsed.get(of)!)
  const keys = new Map(privateKeys.map(key => [publicKeyHash(createPublicKey(key)), key]))
  const withKey = once.filter(one => keys.has(one.publicKeyHash))
  const owned = withKey.length > 0 ? withKey : once.filter(one => !once.some(other => issued(one, other)))
  return owned.map(certificate => ({
    certificate,
    chain: chainAbove(certificate, once, issued),
    privateKey: keys.get(certificate.publicKeyHash),
  }))
}

function chainAbove(
  leaf: CertificateDetails,
  among: CertificateDetails[],
  issued: (by: CertificateDetails, of: CertificateDetails) => boolean,
): CertificateDetails[] {
  const chain: CertificateDetails[] = []
  for (let at = leaf; chain.length < among.length; ) {
    const above = among.find(one => !chain.includes(one) && issued(one, at))
    if (!above || above.selfSigned) break
    chain.push(above)
    at = above
  }
  return chain
}
