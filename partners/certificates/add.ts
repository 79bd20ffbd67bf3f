import { createPrivateKey, createPublicKey } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { type CertificateOwner, type CertificateUse, certificateRequests, certificates } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import type { SecretBox } from '../secrets.ts'
import { type CertificateDetails, publicKeyHash } from './describe-certificate.ts'
import { judgeCertificate } from './judge.ts'

/** A certificate to keep. */
export interface NewCertificate {
  retailerId: string
  /** Null for the retailer's own that all its partnerships share. */
  partnershipId: string | null
  owner: CertificateOwner
  uses: readonly CertificateUse[]
  certificate: CertificateDetails
  /** The authorities above it, its own issuer first. */
  chain?: readonly CertificateDetails[]
  /** PKCS#8 PEM. An own certificate without one has to answer a request of ours, or renew a certificate of ours with the same key. */
  privateKey?: string
  /** From when we sign with it or encrypt for it; now, or its own beginning if that is later, where nothing is said. */
  useFrom?: Date
}

/**
 * Keeps a certificate of ours or of a partner, and takes it into use from its moment on. The key of an own one is sealed. Throws `invalid-input`
 * with the reason for each field, and `conflict` for one that is here already.
 */
export async function addCertificate(work: Work, box: SecretBox, command: NewCertificate): Promise<string> {
  const { certificate } = command
  const errors = judgeCertificate(certificate, command, work.now).filter(({ severity }) => severity === 'error')
  if (errors.length > 0) throw invalid(errors.map(({ at, message }) => [at.path ?? 'file', message]))
  if (command.uses.length === 0) throw invalid([['uses', 'Choose what the certificate is for.']])
  const privateKey = command.owner === 'own' ? await sealedKeyOf(work, box, command) : null
  if (command.owner === 'partner') await refuseOurs(work, command)
  const id = await insert(work, command, privateKey)
  if (!id) throw new ApplicationError('conflict', 'This certificate is here already.')
  const { retailerId, partnershipId, owner, uses } = command
  const { subject, serial, fingerprint, validFrom, validTo } = certificate
  await recordChange(work, {
    retailerId,
    action: 'certificate.added',
    subject: id,
    after: { owner, partnershipId, uses, subject, serial, fingerprint, validFrom, validTo },
  })
  return id
}

/** The same, leaving a certificate that is here already as it is. */
export async function ensureCertificate(work: Work, box: SecretBox, command: NewCertificate): Promise<void> {
  if (!(await known(work, command))) await addCertificate(work, box, command)
}

function invalid(fields: [string, string][]): ApplicationError {
  const [first] = fields
  return new ApplicationError('invalid-input', first![1], Object.fromEntries(fields.toReversed()))
}

async function known(work: Work, { retailerId, partnershipId, certificate }: NewCertificate): Promise<boolean> {
  const rows = await work.tx
    .select({ partnershipId: certificates.partnershipId })
    .from(certificates)
    .where(and(eq(certificates.retailerId, retailerId), eq(certificates.fingerprint, certificate.fingerprint)))
  return rows.some(row => row.partnershipId === partnershipId)
}

/** Taking our own certificate for a partner's would let anybody who has it speak for the partner: us. */
async function refuseOurs(work: Work, { retailerId, certificate }: NewCertificate): Promise<void> {
  const [ours] = await work.tx
    .select({ id: certificates.id })
    .from(certificates)
    .where(
      and(
        eq(certificates.retailerId, retailerId),
        eq(certificates.owner, 'own'),
        eq(certificates.fingerprint, certificate.fingerprint),
      ),
    )
  if (ours) throw invalid([['file', 'This is our own certificate. Ask the partner for the partner’s.']])
}

async function insert(work: Work, command: NewCertificate, privateKey: string | null): Promise<string | undefined> {
  const { retailerId, partnershipId, owner, uses, certificate, chain = [] } = command
  const hasBegun = certificate.validFrom <= work.now
  const [added] = await work.tx
    .insert(certificates)
    .values({
      id: work.newId(),
      retailerId,
      partnershipId,
      owner,
      uses: [...uses],
      pem: certificate.pem,
      chain: chain.map(({ pem }) => pem).join(''),
      privateKey,
      fingerprint: certificate.fingerprint,
      fingerprintSha1: certificate.fingerprintSha1,
      publicKeyHash: certificate.publicKeyHash,
      serial: certificate.serial,
      issuer: certificate.issuer,
      subject: certificate.subject,
      validFrom: certificate.validFrom,
      validTo: certificate.validTo,
      useFrom: command.useFrom ?? (hasBegun ? work.now : certificate.validFrom),
      createdAt: work.now,
    })
    .onConflictDoNothing()
    .returning({ id: certificates.id })
  return added?.id
}

async function sealedKeyOf(work: Work, box: SecretBox, command: NewCertificate): Promise<string> {
  const { privateKey, certificate } = command
  if (!privateKey) return await waitingKey(work, command)
  if (publicKeyHash(createPublicKey(createPrivateKey(privateKey))) !== certificate.publicKeyHash)
    throw invalid([['file', 'The private key does not belong to this certificate.']])
  return box.seal(privateKey)
}

/** The key of the request that this certificate answers, or of a certificate of ours that it renews. The request is done with then. */
async function waitingKey(work: Work, { retailerId, certificate }: NewCertificate): Promise<string> {
  const [answered] = await work.tx
    .delete(certificateRequests)
    .where(
      and(
        eq(certificateRequests.retailerId, retailerId),
        eq(certificateRequests.publicKeyHash, certificate.publicKeyHash),
      ),
    )
    .returning({ privateKey: certificateRequests.privateKey })
  if (answered) return answered.privateKey
  const [renewed] = await work.tx
    .select({ privateKey: certificates.privateKey })
    .from(certificates)
    .where(and(eq(certificates.retailerId, retailerId), eq(certificates.publicKeyHash, certificate.publicKeyHash)))
  if (renewed?.privateKey) return renewed.privateKey
  throw invalid([
    [
      'file',
      'No private key of ours belongs to this certificate. Import it with its key (.p12 or .pfx), or create a request here and have that signed.',
    ],
  ])
}
