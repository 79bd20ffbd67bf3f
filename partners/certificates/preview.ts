import type { KeyObject } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { certificateRequests, certificates } from '../../db/schema/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { arrange } from './arrange.ts'
import type { CertificateDetails } from './describe-certificate.ts'
import { judgeCertificate, type Purpose } from './judge.ts'
import { readCertificateFile } from './read-file.ts'

/** One certificate of a file that somebody wants to import, and what speaks for and against it. */
export interface PreviewedCertificate {
  certificate: CertificateDetails
  chain: CertificateDetails[]
  privateKey: KeyObject | undefined
  issues: Issue[]
}

/** What an import would bring, or why the file cannot be read. */
export type ImportPreview = { ok: true; certificates: PreviewedCertificate[] } | { ok: false; issue: Issue }

/**
 * Looks at a certificate file before anything is kept of it.
 * @param waitingKeys hashes of the public keys whose private keys are here already ({@link keysHere})
 */
export function previewImport(
  file: { bytes: Uint8Array; password: string },
  purpose: Purpose,
  waitingKeys: ReadonlySet<string>,
  now: Date,
): ImportPreview {
  const read = readCertificateFile(file.bytes, file.password)
  if (!read.ok) return read
  const found = arrange(read.file).map(one => ({
    ...one,
    issues: [
      ...judgeCertificate(one.certificate, purpose, now),
      ...judgeKey(one.certificate, one.privateKey, purpose, waitingKeys),
    ],
  }))
  return { ok: true, certificates: found }
}

function judgeKey(
  certificate: CertificateDetails,
  privateKey: KeyObject | undefined,
  { owner }: Purpose,
  waitingKeys: ReadonlySet<string>,
): Issue[] {
  const error = (code: string, message: string): Issue[] => [{ severity: 'error', code, message, at: { path: 'file' } }]
  if (owner === 'partner' && privateKey)
    return error(
      'private-key-sent',
      'The file holds the partner’s private key, which nobody but the partner should have. Tell the partner to make a new key, and ask for its certificate alone.',
    )
  if (owner === 'own' && !privateKey && !waitingKeys.has(certificate.publicKeyHash))
    return error(
      'private-key-missing',
      'No private key of ours belongs to this certificate. Import it with its key (.p12 or .pfx), or create a request here and have that signed.',
    )
  return []
}

/** The public keys whose private keys a retailer has: of requests that wait for an answer, and of its own certificates. */
export async function keysHere(orm: Orm, retailerId: string): Promise<Set<string>> {
  const waiting = await orm
    .select({ hash: certificateRequests.publicKeyHash })
    .from(certificateRequests)
    .where(eq(certificateRequests.retailerId, retailerId))
  const own = await orm
    .select({ hash: certificates.publicKeyHash })
    .from(certificates)
    .where(and(eq(certificates.retailerId, retailerId), eq(certificates.owner, 'own')))
  return new Set([...waiting, ...own].map(row => row.hash))
}
