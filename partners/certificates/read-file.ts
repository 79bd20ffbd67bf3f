import { createPrivateKey, type KeyObject } from 'node:crypto'
import { ids, readBer } from '../../translators/asn1/ber.ts'
import { Asn1Problem } from '../../translators/asn1/problem.ts'
import type { Issue } from '../../translators/issue.ts'
import { type CertificateDetails, describeCertificate } from './describe-certificate.ts'
import { type FileProblem, fileIssue } from './file-problems.ts'
import { pemBlocks } from './pem.ts'
import { certificatesInPkcs7, isPkcs7 } from './pkcs7.ts'
import { isPkcs12, openPkcs12 } from './pkcs12.ts'
import { UnsupportedEncryption } from './pkcs12-encryption.ts'
import { recogniseOther } from './recognise-other.ts'

/** What a certificate file holds, in the order in which it stood there. */
export interface CertificateFile {
  certificates: CertificateDetails[]
  privateKeys: KeyObject[]
}

/** A file that could be read, or what is wrong with it and what to do. */
export type ReadCertificateFile = { ok: true; file: CertificateFile } | { ok: false; issue: Issue }

/** A chain with its keys is a few kilobytes; a whole store of authorities stays under this. */
const mostBytes = 1024 * 1024

/** Ends the reading of a file from its depth; caught in {@link readCertificateFile}. */
class Unreadable extends Error {
  readonly problem: FileProblem
  constructor(problem: FileProblem, detail = '') {
    super(detail)
    this.problem = problem
  }
}

/**
 * Reads a certificate file in whatever form it was sent: PEM (one or many, keys among them), DER, PKCS#7 (P7B) and PKCS#12 (P12, PFX), the
 * last three also as bare base64. Never throws for what is in the file: the issue names what it is instead, and what to do.
 * @param password of a PKCS#12 file or an encrypted key; the empty password is tried where none is given
 */
export function readCertificateFile(bytes: Uint8Array, password = ''): ReadCertificateFile {
  try {
    const file = read(bytes, password)
    return file.certificates.length > 0 ? { ok: true, file } : { ok: false, issue: fileIssue(emptyBecause(file)) }
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, issue: fileIssue(error.problem, error.message) }
    if (error instanceof UnsupportedEncryption)
      return { ok: false, issue: fileIssue('unsupported-encryption', error.message) }
    if (error instanceof Asn1Problem) return { ok: false, issue: fileIssue('damaged', error.message) }
    throw error
  }
}

function emptyBecause({ privateKeys }: CertificateFile): FileProblem {
  return privateKeys.length > 0 ? 'private-key-instead' : 'no-certificate'
}

function read(bytes: Uint8Array, password: string): CertificateFile {
  if (bytes.length === 0) throw new Unreadable('empty')
  if (bytes.length > mostBytes) throw new Unreadable('too-large')
  // Notepad's "Unicode" is UTF-16 with a byte order mark.
  const wide = bytes[0] === 0xff && bytes[1] === 0xfe
  const text = Buffer.from(bytes).toString(wide ? 'utf16le' : 'latin1')
  if (text.includes('-----BEGIN')) return readPem(text, password)
  const other = recogniseOther(text)
  if (other) throw new Unreadable(other)
  const bare = text.replace(/^\u00ef\u00bb\u00bf/, '').replace(/\s+/g, '')
  const base64 = bare.startsWith('MI') && /^[A-Za-z0-9+/]+=*$/.test(bare)
  return readDer(base64 ? Buffer.from(bare, 'base64') : bytes, password)
}

function readPem(text: string, password: string): CertificateFile {
  const file: CertificateFile = { certificates: [], privateKeys: [] }
  const others: FileProblem[] = []
  for (const block of pemBlocks(text)) {
    if (/PRIVATE KEY$/.test(block.label)) file.privateKeys.push(readKey(block.text, password))
    else if (/CERTIFICATE$|PKCS ?#?7|^CMS$|^CERTIFICATE CHAIN$/.test(block.label)) {
      const { certificates } = readDer(block.der, password)
      file.certificates.push(...certificates)
    } else others.push(recogniseOther(`-----BEGIN ${block.label}`) ?? 'no-certificate')
  }
  const [instead] = others
  if (file.certificates.length === 0 && file.privateKeys.length === 0 && instead) throw new Unreadable(instead)
  return file
}

/** A private key in PEM form or PKCS#8 DER, opened by the password where it is encrypted. */
function readKey(key: string | Buffer, password: string): KeyObject {
  const encrypted = typeof key === 'string' && /ENCRYPTED/.test(key)
  if (typeof key === 'string' && key.includes('OPENSSH')) throw new Unreadable('ssh-key')
  try {
    return typeof key === 'string'
      ? createPrivateKey({ key, passphrase: password })
      : createPrivateKey({ key, format: 'der', type: 'pkcs8' })
  } catch (error) {
    if (encrypted) throw new Unreadable(password === '' ? 'password-needed' : 'wrong-password')
    throw new Unreadable('damaged', error instanceof Error ? error.message : '')
  }
}

function readDer(der: Uint8Array, password: string): CertificateFile {
  if (der[0] !== 0x30) throw new Unreadable('no-certificate')
  const { value } = readBer(der)
  const certificate = describeCertificate(value.raw)
  if (certificate) return { certificates: [certificate], privateKeys: [] }
  if (isPkcs7(value)) return { certificates: described(certificatesInPkcs7(value)), privateKeys: [] }
  if (!isPkcs12(value)) throw new Unreadable(isKey(value) ? 'private-key-instead' : 'no-certificate')
  const opened = openPkcs12(value, password)
  if (!opened.opened) throw new Unreadable(password === '' ? 'password-needed' : 'wrong-password')
  const { certificates, privateKeys } = opened.content
  return { certificates: described(certificates), privateKeys: privateKeys.map(key => readKey(key, password)) }
}

function described(ders: Buffer[]): CertificateDetails[] {
  return ders.map(der => {
    const details = describeCertificate(der)
    if (!details) throw new Unreadable('damaged', 'one of its certificates cannot be read')
    return details
  })
}

/** PKCS#1, SEC 1 and PKCS#8 keys all begin with a version, and then hold no certificate (RFC 5208, RFC 8017 A.1.2, RFC 5915). */
function isKey({ children }: { children: { id: number }[] }): boolean {
  const [version, next] = children
  return (
    version?.id === ids.integer && (next?.id === ids.integer || next?.id === ids.octetString || children.length >= 3)
  )
}
