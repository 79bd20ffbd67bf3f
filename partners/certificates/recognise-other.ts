import type { FileProblem } from './file-problems.ts'

/** What people send in place of a certificate, by how it begins. */
const others: [RegExp, FileProblem][] = [
  [/^-----BEGIN (NEW )?CERTIFICATE REQUEST/, 'request-instead'],
  [/^-----BEGIN X509 CRL/, 'revocation-list-instead'],
  [/^-----BEGIN (OPENSSH |SSH2? )/, 'ssh-key'],
  [/^---- BEGIN SSH2/, 'ssh-key'],
  [/^(ssh-(rsa|ed25519|dss)|ecdsa-sha2-)/, 'ssh-key'],
  [/^-----BEGIN PGP/, 'pgp-key'],
  [/^-----BEGIN (RSA )?PUBLIC KEY/, 'public-key-instead'],
  [/^\xfe\xed\xfe\xed|^\xce\xce\xce\xce/, 'java-keystore'],
  [/^PK\x03\x04/, 'archive'],
  [/^%PDF/, 'document'],
  [/^(\xef\xbb\xbf)?\s*</, 'document'],
]

/** Names a file that is known and is no certificate. `text` is the file's beginning, one character for each octet. */
export function recogniseOther(text: string): FileProblem | undefined {
  return others.find(([pattern]) => pattern.test(text))?.[1]
}
