import { memory } from './bytes/source.ts'
import type { Certificate } from './cms/certificate.ts'
import { readEntity } from './mime.ts'
import { readReceipt } from './read-receipt.ts'

/** What a stored receipt proves, in words and for programs. */
export interface ReceiptProof {
  /** The receipt is positive and its signature holds under one of the certificates given. */
  proves: boolean
  lines: string[]
}

/**
 * Verifies a receipt that was kept as evidence (`Delivery.receipt`): its HTTP headers and body as they came. `at` is the moment for which
 * the certificate has to be valid, usually when the receipt arrived.
 */
export async function verifyStoredReceipt(
  stored: Uint8Array,
  certificates: readonly Certificate[],
  at: Date,
): Promise<ReceiptProof> {
  const { headers, body } = await readEntity(memory(stored))
  const read = await readReceipt(
    { headers: headers.filter(({ name }) => name.startsWith('content-')), body, raw: body },
    {
      keys: [],
      partner: certificates.map(certificate => ({ certificate })),
      maxBytes: 10 * 1024 * 1024,
      now: at,
      expiredCertificates: 'refuse',
      allowMd5: true,
      micalg: 'sha1',
    },
  )
  if (!read.ok) return { proves: false, lines: [`The receipt proves nothing: ${read.detail}.`] }
  const { outcome, disposition, mic, originalMessageId, signature } = read.receipt
  return {
    proves: outcome === 'positive' && signature !== undefined,
    lines: [
      `Message: ${originalMessageId ?? 'not named'}`,
      `Disposition: ${disposition} (${outcome})`,
      `MIC: ${mic ? `${mic.value.toString('base64')}, ${mic.algorithm}` : 'none'}`,
      signature
        ? `Signed by ${signature.certificate.subject.replaceAll('\n', ', ')}, ${signature.certificate.fingerprint}, with ${signature.digest}`
        : 'Not signed: it proves nothing to others.',
      ...(signature?.signingTime ? [`Signed at ${signature.signingTime.toISOString()} by its own word`] : []),
    ],
  }
}
