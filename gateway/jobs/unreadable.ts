import { notATable } from '../../translators/csv/index.ts'
import type { Issue } from '../../translators/issue.ts'

/** The content types of CMS that hide what they hold (RFC 5652, section 6.1, and RFC 5083), as DER writes them. */
const enveloped = ['06092a864886f70d010703', '060b2a864886f70d0109100117']

/**
 * What says that a file was encrypted by its sender, with PGP or S/MIME, and what to do about that: the hub has no key for it. It stays in the journal as it came.
 */
export function encrypted(bytes: Uint8Array): Issue | undefined {
  const by = isPgp(bytes) ? 'PGP' : isEnveloped(bytes) ? 'S/MIME' : undefined
  if (!by) return undefined
  return {
    severity: 'error',
    code: 'encrypted',
    message: `The file is encrypted with ${by}, and the hub cannot open it. Ask the sender to send it again without: SFTP, FTPS, HTTPS and mail by TLS encrypt on the way, and AS2 encrypts the message itself.`,
    at: {},
    expected: 'a file that is not encrypted',
  }
}

/** By its first octet, the packet that an encrypted message begins with: where its version stands, and which there are (RFC 9580, sections 4.2, 5.1 and 5.3). */
const framing: Record<number, { place: number; versions: number[] }> = {
  // A session key for somebody, with a length of one octet or two, and in the new framing.
  132: { place: 2, versions: [3] },
  133: { place: 3, versions: [3] },
  193: { place: 2, versions: [3, 6] },
  // A session key by a password.
  140: { place: 2, versions: [4] },
  195: { place: 2, versions: [4, 6] },
}

/** Armoured text, or such a packet. */
function isPgp(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 200))
  if (/^(\xef\xbb\xbf)?\s*-----BEGIN PGP MESSAGE-----/.test(head.toString('latin1'))) return true
  const at = framing[head[0] ?? 0]
  return at?.versions.includes(head[at.place] ?? 0) === true
}

function isEnveloped(bytes: Uint8Array): boolean {
  if (bytes[0] !== 0x30) return false
  const head = Buffer.from(bytes.subarray(0, 24)).toString('hex')
  return enveloped.some(oid => head.includes(oid))
}

/** What says that a file is in no format that the hub reads. */
export function unknownFormat(bytes: Uint8Array): Issue {
  const other = notATable(bytes)
  if (other) return other
  return {
    severity: 'error',
    code: 'unknown-format',
    message:
      bytes.length === 0
        ? 'The message is empty.'
        : 'The message is neither X12 (it does not begin with ISA) nor CSV, XLSX, JSON or PDF.',
    at: { offset: 0 },
    value: printable(bytes.subarray(0, 40)),
    expected: 'X12, CSV, XLSX, JSON or PDF',
  }
}

/** The first bytes as a person can read them: what is no letter or sign stands as a dot. */
function printable(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replace(/[^\x20-\x7e]/g, '.')
}
