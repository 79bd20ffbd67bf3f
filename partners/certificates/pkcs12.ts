import { type Ber, dotted, expectId, ids, octets, readBer, toDer } from '../../translators/asn1/ber.ts'
import { oids } from './object-ids.ts'
import { decryptWithPassword, macHolds, smallInteger } from './pkcs12-encryption.ts'

/** What a PKCS#12 file holds, DER: certificates, and private keys as PKCS#8. */
export interface Pkcs12Content {
  certificates: Buffer[]
  privateKeys: Buffer[]
}

/** The content, or that the password does not open it (`undefined` inside `content`). */
export type OpenedPkcs12 = { opened: true; content: Pkcs12Content } | { opened: false }

/** Whether a value is a PFX (RFC 7292 §4): version 3, then a ContentInfo, then perhaps a MAC. */
export function isPkcs12({ children: [version, content] }: Ber): boolean {
  return version?.id === ids.integer && smallNumber(version) === 3 && content?.children[0]?.id === ids.oid
}

const smallNumber = ({ content }: Ber) => (content.length === 1 ? content[0] : undefined)

/**
 * Opens a PKCS#12 file (P12, PFX; RFC 7292) that a password protects. The MAC is checked before anything is decrypted. Throws
 * `UnsupportedEncryption` for an encryption that is not known, and `Asn1Problem` for what is no such file.
 */
export function openPkcs12(pfx: Ber, password: string): OpenedPkcs12 {
  const [version, authSafe, macData] = pfx.children
  smallInteger(version)
  const content = octets(dataIn(authSafe))
  if (macData && !macHolds(macData, content, password)) return { opened: false }
  const found: Pkcs12Content = { certificates: [], privateKeys: [] }
  for (const safe of expectId(readBer(content).value, ids.sequence, 'safes').children) {
    const bags = bagsOf(safe, password)
    if (!bags || !collect(bags, password, found)) return { opened: false }
  }
  return { opened: true, content: found }
}

/** The OCTET STRING of a ContentInfo of type data. */
function dataIn(info: Ber | undefined): Ber {
  const [type, wrapped] = expectId(info, ids.sequence, 'a content').children
  if (dotted(type) !== oids.data)
    return expectId(undefined, ids.octetString, 'a file protected by a password, not by a key')
  return expectId(wrapped?.children[0], ids.octetString, 'the content')
}

/** The SafeContents of one safe, decrypted where it is encrypted. Undefined: wrong password. */
function bagsOf(safe: Ber, password: string): Ber | undefined {
  const type = dotted(safe.children[0])
  if (type !== oids.encryptedData) return readBer(octets(dataIn(safe))).value
  const [, encrypted] = expectId(safe.children[1]?.children[0], ids.sequence, 'encrypted data').children
  const [, algorithm, ciphertext] = expectId(encrypted, ids.sequence, 'an encrypted content').children
  const plain = decryptWithPassword(
    expectId(algorithm, ids.sequence, 'an encryption'),
    implicitOctets(ciphertext),
    password,
  )
  return plain && readBer(plain).value
}

/** `[0] IMPLICIT OCTET STRING`, in one piece or in segments. */
function implicitOctets(value: Ber | undefined): Buffer {
  return octets(expectId(value, ids.context(0), 'encrypted octets'))
}

/** Adds what the bags hold. False: a key could not be opened with the password. */
function collect(bags: Ber, password: string, found: Pkcs12Content): boolean {
  for (const { children } of expectId(bags, ids.sequence, 'bags').children) {
    const value = children[1]?.children[0]
    if (!value) continue
    switch (dotted(children[0])) {
      case oids.keyBag:
        found.privateKeys.push(toDer(value))
        break
      case oids.shroudedKeyBag: {
        const [algorithm, ciphertext] = value.children
        const encrypted = octets(expectId(ciphertext, ids.octetString, 'an encrypted key'))
        const key = decryptWithPassword(expectId(algorithm, ids.sequence, 'an encryption'), encrypted, password)
        if (!key) return false
        found.privateKeys.push(toDer(readBer(key).value))
        break
      }
      case oids.certBag:
        if (dotted(value.children[0]) === oids.x509Certificate)
          found.certificates.push(octets(expectId(value.children[1]?.children[0], ids.octetString, 'a certificate')))
        break
      case oids.safeContentsBag:
        if (!collect(value, password, found)) return false
        break
      default:
    }
  }
  return true
}
