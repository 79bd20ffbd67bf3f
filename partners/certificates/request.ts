import { createPrivateKey, createPublicKey } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import { type CertificateUse, certificateRequests } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { recordChange } from '../audit.ts'
import type { SecretBox } from '../secrets.ts'
import { publicKeyHash } from './describe-certificate.ts'

/** A request made with `createRequest`, to be kept until an authority has answered it. */
export interface NewRequest {
  retailerId: string
  partnershipId: string | null
  uses: readonly CertificateUse[]
  /** As people read it: `CN=…, O=…`. */
  subject: string
  /** PKCS#10, PEM. */
  request: string
  /** PKCS#8, PEM; sealed here. */
  privateKey: string
}

/** Keeps a request and its key. The certificate that answers it is added with `addCertificate`, which finds the key by itself. */
export async function keepRequest(work: Work, box: SecretBox, command: NewRequest): Promise<string> {
  const { retailerId, partnershipId, subject, request, uses } = command
  const id = work.newId()
  await work.tx.insert(certificateRequests).values({
    id,
    retailerId,
    partnershipId,
    uses: [...uses],
    subject,
    request,
    privateKey: box.seal(command.privateKey),
    publicKeyHash: publicKeyHash(createPublicKey(createPrivateKey(command.privateKey))),
    createdAt: work.now,
  })
  await recordChange(work, {
    retailerId,
    action: 'certificate-request.made',
    subject: id,
    after: { subject, uses, partnershipId },
  })
  return id
}

/** Gives a request up, and its key with it: an answer that comes later cannot be used. Throws `not-found`. */
export async function discardRequest(
  work: Work,
  { retailerId, id }: { retailerId: string; id: string },
): Promise<void> {
  const [gone] = await work.tx
    .delete(certificateRequests)
    .where(and(eq(certificateRequests.retailerId, retailerId), eq(certificateRequests.id, id)))
    .returning({ subject: certificateRequests.subject })
  if (!gone) throw new ApplicationError('not-found', 'There is no such request.')
  await recordChange(work, { retailerId, action: 'certificate-request.discarded', subject: id, before: gone })
}
