import type { Kept, ReceivedMessage } from '../contract.ts'
import type { ReceivedName } from './headers.ts'
import type { As2Attachment, As2Request, As2Station } from './ports.ts'
import { httpHeader } from './request.ts'
import type { Protection, Unwrapped } from './unwrap.ts'

interface Origin {
  request: Pick<As2Request, 'headers' | 'remoteAddress'>
  from: ReceivedName
  to: ReceivedName
  messageId: string | undefined
  wireId: string
}

/** The message as the journal takes it: its first document, with the others beside it. `bytes`: of the documents, in their order. */
export function receivedMessage(
  station: As2Station,
  origin: Origin,
  opened: Extract<Unwrapped, { ok: true }>,
  bytes: readonly (Uint8Array | Kept)[],
): { message: ReceivedMessage<Uint8Array | Kept>; attachments: As2Attachment[] } {
  const files = opened.documents.map(({ contentType, fileName }, at) => ({
    bytes: bytes[at]!,
    contentType,
    fileName: fileName ?? `as2-message${at === 0 ? '' : `-${at + 1}`}${extensions[contentType] ?? '.dat'}`,
  }))
  const [first, ...attachments] = files
  if (!first) throw new RangeError('an opened message has at least one document')
  const original = opened.documents[0]?.originalFileName
  const message: ReceivedMessage<Uint8Array | Kept> = {
    retailerId: station.retailerId,
    partnershipId: station.partnershipId,
    transport: 'as2',
    wireId: origin.wireId,
    ...first,
    evidence: {
      ...describeMessage(origin),
      ...describeProtection(opened.protection),
      mic: `${opened.mic.value.toString('base64')}, ${opened.mic.digest}`,
      ...(original !== undefined && original !== first.fileName && { originalFileName: original.slice(0, 1000) }),
      ...(opened.warnings.length > 0 && { warnings: opened.warnings.join('; ') }),
    },
  }
  return { message, attachments }
}

const extensions: Record<string, string> = {
  'application/edi-x12': '.edi',
  'application/edifact': '.edi',
  'application/xml': '.xml',
  'text/xml': '.xml',
  'text/csv': '.csv',
  'application/json': '.json',
  'text/plain': '.txt',
}

/** Who sent it and from where, as the headers say. */
export function describeMessage({ request, from, to, messageId }: Origin): Record<string, string> {
  const optional = (name: string, header: string) => {
    const value = httpHeader(request.headers, header)
    return value === undefined ? {} : { [name]: value.slice(0, 500) }
  }
  return {
    as2From: from.name,
    as2To: to.name,
    ...(messageId !== undefined && { messageId }),
    remoteAddress: request.remoteAddress,
    ...optional('subject', 'subject'),
    ...optional('userAgent', 'user-agent'),
    ...optional('sentAt', 'date'),
  }
}

/** Under which certificates a message was signed and encrypted, and how. */
function describeProtection({ signature, encryption, compression }: Protection): Record<string, string> {
  return {
    ...(signature && {
      signedBy: signature.certificate.fingerprint,
      signatureDigest: signature.digest,
      ...(signature.signingTime && { signedAt: signature.signingTime.toISOString() }),
    }),
    ...(encryption && { encryptedFor: encryption.certificate.fingerprint, cipher: encryption.cipher }),
    ...(compression && { compression }),
  }
}
