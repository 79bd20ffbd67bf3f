import type { Issue } from '../../translators/issue.ts'

/** Everything that a file can be in place of a certificate, and what to do then. */
const problems = {
  empty: 'The file is empty. Choose the certificate file again, or ask for it once more.',
  'too-large': 'The file is over 1 MB, and a certificate has a few kilobytes. Choose the certificate alone.',
  'no-certificate': 'There is no certificate in this file. Expected is a .cer, .crt, .pem, .p7b, .p12 or .pfx file.',
  damaged:
    'The file is damaged or was cut short. Ask for it once more, sent as an attachment and not as text in a mail.',
  'private-key-instead':
    'This is a private key without its certificate. Never pass a private key on: the certificate (.cer, .crt, .pem) is what partners exchange.',
  'request-instead':
    'This is a certificate request (CSR). It goes to an authority, which answers with the certificate; import that one.',
  'revocation-list-instead': 'This is a revocation list (CRL), not a certificate. Ask for the certificate file.',
  'public-key-instead':
    'This is a bare public key. Ask for the certificate that holds it, a file that begins with BEGIN CERTIFICATE.',
  'ssh-key': 'This is an SSH key, which SFTP uses. AS2 needs an X.509 certificate (.cer, .crt, .pem).',
  'pgp-key': 'This is a PGP key. AS2 needs an X.509 certificate (.cer, .crt, .pem).',
  'java-keystore':
    'This is a Java keystore. Convert it: keytool -importkeystore -srckeystore FILE -destkeystore new.p12 -deststoretype pkcs12',
  archive: 'This is a ZIP archive. Unpack it, and choose the certificate inside.',
  document: 'This is a document or web page, not a certificate. Ask for the file itself.',
  'password-needed': 'The file is protected by a password. Enter the one that its maker gave.',
  'wrong-password': 'The password does not open this file. Check capitals and keyboard layout, or ask for it again.',
  'unsupported-encryption':
    'The file is encrypted in a way that this hub does not read. Export it again with AES-256 (or 3DES) and SHA-256.',
} as const satisfies Record<string, string>

export type FileProblem = keyof typeof problems

/** The issue for a file that cannot be taken. `detail` is added for those who look closer. */
export function fileIssue(code: FileProblem, detail = ''): Issue {
  return {
    severity: 'error',
    code,
    message: detail ? `${problems[code]} (${detail})` : problems[code],
    at: { path: code === 'password-needed' || code === 'wrong-password' ? 'password' : 'file' },
  }
}
