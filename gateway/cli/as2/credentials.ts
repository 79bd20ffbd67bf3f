import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Certificate, type KeyPair, readCertificate } from '../../transports/as2/cms/certificate.ts'
import { CannotRun } from '../command.ts'

/** The certificates in files: DER, or PEM with any number of them. Throws {@link CannotRun} at a file that holds none. */
export function certificatesIn(files: readonly string[]): Certificate[] {
  return files.flatMap(file => {
    const bytes = contentOf(file)
    const blocks = bytes.toString('latin1').match(/-----BEGIN (?:X509 |TRUSTED )?CERTIFICATE-----[^-]+-----END[^\n]+/g)
    try {
      return (blocks ?? [bytes]).map(readCertificate)
    } catch (error) {
      throw new CannotRun(`${file} holds no certificate that can be read: ${reasonOf(error)}.`)
    }
  })
}

/** Private keys with the certificates that partners know them by. Throws {@link CannotRun} at a key whose certificate is not there. */
export function keyPairsOf(
  keyFiles: readonly string[],
  certificates: readonly Certificate[],
  passphrase?: string,
): KeyPair[] {
  return keyFiles.map(file => {
    const privateKey = privateKeyIn(file, passphrase)
    const publicKey = createPublicKey(privateKey)
    const certificate = certificates.find(one => one.publicKey.equals(publicKey))
    if (!certificate) throw new CannotRun(`${file}: no --certificate given belongs to this key.`)
    return { privateKey, certificate }
  })
}

function privateKeyIn(file: string, passphrase: string | undefined): KeyObject {
  const key = contentOf(file)
  try {
    if (key.includes('-----BEGIN')) return createPrivateKey({ key, ...(passphrase ? { passphrase } : {}) })
    return createPrivateKey({ key, format: 'der', type: 'pkcs8', ...(passphrase ? { passphrase } : {}) })
  } catch (error) {
    throw new CannotRun(`${file} holds no private key that can be read: ${reasonOf(error)}.`)
  }
}

function contentOf(file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new CannotRun(`${file} cannot be read: ${reasonOf(error)}.`)
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
