import './reflect-metadata.ts'

import * as x509 from '@peculiar/x509'
import type { CertificateUse } from '../../db/schema/index.ts'

/** The key to make: RSA by its size in bits, or an elliptic curve. */
export type KeyKind = { keySize: 2048 | 3072 | 4096 } | { curve: 'P-256' | 'P-384' | 'P-521' }

/** What to put into a certificate. */
export type CertificateOptions = KeyKind & {
  commonName: string
  organization?: string
  /** ISO 3166-1 alpha-2. */
  country?: string
  validFrom: Date
  validTo: Date
  /** Positive and unique for its issuer, hex, at most 40 digits. */
  serial: string
  /** What its key usage allows; signing and encryption where nothing is said. */
  uses?: readonly CertificateUse[]
}

/** A private key (PKCS#8) and its certificate, both PEM. */
export interface CreatedCertificate {
  privateKey: string
  certificate: string
}

function algorithmOf(kind: KeyKind) {
  return 'curve' in kind
    ? { name: 'ECDSA', namedCurve: kind.curve, hash: 'SHA-256' }
    : {
        name: 'RSASSA-PKCS1-v1_5',
        hash: 'SHA-256',
        publicExponent: new Uint8Array([1, 0, 1]),
        modulusLength: kind.keySize,
      }
}

/** Values are typed, since the package reads plain ones as text with quotes and escapes of its own. */
function nameOf({
  commonName,
  organization,
  country,
}: Pick<CertificateOptions, 'commonName' | 'organization' | 'country'>) {
  const parts: x509.JsonNameParams = [
    ...(country ? [{ C: [{ printableString: country }] }] : []),
    ...(organization ? [{ O: [{ utf8String: organization }] }] : []),
    { CN: [{ utf8String: commonName }] },
  ]
  return new x509.Name(parts)
}

async function makeKeys(kind: KeyKind): Promise<CryptoKeyPair> {
  const algorithm = algorithmOf(kind)
  return (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as CryptoKeyPair
}

async function privatePem(key: CryptoKey): Promise<string> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', key)
  return `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`
}

/**
 * What the key is for, which older stations insist on seeing (RFC 5280 §4.2.1.3): signing, and unwrapping keys where it is RSA; for TLS also
 * the extended key usage of a client.
 */
function usageExtensions(kind: KeyKind, uses: readonly CertificateUse[] = ['sign', 'encrypt']): x509.Extension[] {
  const signs = uses.includes('sign') || uses.includes('tls-client')
  const unwraps = uses.includes('encrypt') && 'keySize' in kind
  const { digitalSignature, keyEncipherment } = x509.KeyUsageFlags
  return [
    new x509.KeyUsagesExtension((signs ? digitalSignature : 0) | (unwraps ? keyEncipherment : 0)),
    ...(uses.includes('tls-client') ? [new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth])] : []),
  ]
}

/** Makes a key and a self-signed certificate of version 3. */
export async function createCertificate(options: CertificateOptions): Promise<CreatedCertificate> {
  if (!/^(?!0+$)[0-9a-f]{1,40}$/i.test(options.serial)) throw new RangeError('a serial is 1 to 40 hex digits, not zero')
  const keys = await makeKeys(options)
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: options.serial,
    name: nameOf(options),
    notBefore: options.validFrom,
    notAfter: options.validTo,
    signingAlgorithm: algorithmOf(options),
    keys,
    extensions: [
      ...usageExtensions(options, options.uses),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { privateKey: await privatePem(keys.privateKey), certificate: `${certificate.toString('pem')}\n` }
}

/** Makes a key and a certificate request (PKCS#10, PEM) for an authority to sign. */
export async function createRequest(
  options: KeyKind & Pick<CertificateOptions, 'commonName' | 'organization' | 'country' | 'uses'>,
): Promise<{ privateKey: string; request: string }> {
  const keys = await makeKeys(options)
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: nameOf(options),
    keys,
    signingAlgorithm: algorithmOf(options),
    extensions: usageExtensions(options, options.uses),
  })
  return { privateKey: await privatePem(keys.privateKey), request: `${request.toString('pem')}\n` }
}
