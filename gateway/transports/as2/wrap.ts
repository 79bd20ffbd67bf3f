import type { Content } from '../contract.ts'
import { digestsOf, joined, memory, type Source, sourceOf } from './bytes/source.ts'
import type { Certificate, KeyPair } from './cms/certificate.ts'
import { compress } from './cms/compressed-data.ts'
import { encrypt } from './cms/enveloped-data.ts'
import type { Digest } from './cms/oids.ts'
import { signDetached } from './cms/signed-data.ts'
import { formatDisposition } from './file-name.ts'
import { formatMicalg } from './headers.ts'
import { encodeBase64, headerBlock } from './mime.ts'
import type { As2Settings } from './settings.ts'

/** One file of a message. */
export interface Part {
  bytes: Uint8Array | Content
  contentType: string
  fileName: string
}

/** A document to send, with others beside it where there are (RFC 6362). */
export interface Payload extends Part {
  /** What the boundary between several files is made of: the same at every attempt, since the MIC covers it. */
  id: string
  attachments?: readonly Part[]
}

/** The keys that wrapping needs, chosen for this moment. */
export interface WrappingKeys {
  own: KeyPair
  partner: Certificate
}

/** How a message is protected: the part of the settings that decides it. */
export type Protecting = Pick<
  As2Settings,
  | 'signature'
  | 'signatureScheme'
  | 'signedAttributes'
  | 'algorithmProtection'
  | 'embedCertificate'
  | 'micalgSpelling'
  | 'encryption'
  | 'keyTransport'
  | 'gcmTag'
  | 'compression'
  | 'unsignedHeaders'
  | 'leadingBlankLine'
>

/** A MIME entity being built: its headers stay apart until the layer around it is known, since the outermost ones go into HTTP. */
export interface Built {
  headers: Record<string, string>
  body: Source
}

/** A message ready for HTTP, and what its receipt has to vouch for. */
export interface Wrapped extends Built {
  /**
   * What the MIC covers, by the table of RFC 4130 §7.3.1 and RFC 5402 §4; for unsigned messages followed by what some stations
   * take instead (the content without its headers, or with them).
   */
  micInputs: readonly Source[]
  /** Digests of the first one that were computed on the way. */
  known: Partial<Record<Digest, Buffer>>
}

/** The whole entity: header lines, blank line, body. */
export const entityOf = ({ headers, body }: Built): Source => joined(memory(headerBlock(headers)), body)

const binary = { 'Content-Transfer-Encoding': 'binary' }

function plainEntity(payload: Payload): Built {
  const { attachments = [], id } = payload
  return attachments.length === 0 ? partEntity(payload) : related([payload, ...attachments], id)
}

function partEntity({ contentType, fileName, bytes }: Part): Built {
  return {
    headers: { 'Content-Type': contentType, ...binary, 'Content-Disposition': formatDisposition(fileName) },
    body: sourceOf(bytes),
  }
}

/** Several files as one multipart/related, the root first (RFC 6362 §3, RFC 2387). */
function related(parts: readonly Part[], id: string): Built {
  const boundary = boundaryOf('parts', id)
  const pieces = parts.flatMap((part, at) => [
    memory(Buffer.from(`${at === 0 ? '' : '\r\n'}--${boundary}\r\n`, 'latin1')),
    entityOf(partEntity(part)),
  ])
  return {
    headers: {
      'Content-Type': `multipart/related; type="${parts[0]?.contentType}"; boundary="${boundary}"`,
      ...binary,
    },
    body: joined(...pieces, memory(Buffer.from(`\r\n--${boundary}--\r\n`, 'latin1'))),
  }
}

/** A boundary out of a message's id. */
export function boundaryOf(word: string, id: string): string {
  return `${word}-${id.replace(/[^A-Za-z0-9-]/g, '').slice(0, 50)}`
}

async function compressed(inner: Built): Promise<Built> {
  return {
    headers: {
      'Content-Type': 'application/pkcs7-mime; smime-type=compressed-data; name="smime.p7z"',
      ...binary,
      'Content-Disposition': 'attachment; filename="smime.p7z"',
    },
    body: await compress(entityOf(inner)),
  }
}

function encrypted(inner: Built, settings: Protecting, partner: Certificate, content = entityOf(inner)): Built {
  if (settings.encryption === 'none') return inner
  const apart = settings.encryption.endsWith('-gcm') && settings.gcmTag === 'apart'
  const type = apart ? 'authEnveloped-data' : 'enveloped-data'
  return {
    headers: {
      'Content-Type': `application/pkcs7-mime; smime-type=${type}; name="smime.p7m"`,
      ...binary,
      'Content-Disposition': 'attachment; filename="smime.p7m"',
    },
    body: encrypt(content, partner, settings.encryption, settings),
  }
}

/** Signs an entity into multipart/signed (RFC 1847). `at` is the signing time; the boundary must be fresh. */
export async function signEntity(
  inner: Built,
  key: KeyPair,
  settings: Protecting & { signature: Digest },
  { boundary, at }: { boundary: string; at: Date },
): Promise<{ signed: Built; content: Source; digest: Buffer }> {
  const content = entityOf(inner)
  const { signature, digest } = await signDetached(content, key, {
    digest: settings.signature,
    scheme: settings.signatureScheme,
    attributes: settings.signedAttributes,
    algorithmProtection: settings.algorithmProtection,
    embedCertificate: settings.embedCertificate,
    at,
  })
  const signatureHeaders = headerBlock({
    'Content-Type': 'application/pkcs7-signature; name="smime.p7s"',
    'Content-Transfer-Encoding': 'base64',
    'Content-Disposition': 'attachment; filename="smime.p7s"',
  })
  const line = (text: string) => Buffer.from(text, 'latin1')
  const micalg = formatMicalg(settings.signature, settings.micalgSpelling)
  const signed = {
    headers: {
      'Content-Type': `multipart/signed; protocol="application/pkcs7-signature"; micalg=${micalg}; boundary="${boundary}"`,
    },
    body: joined(
      memory(line(`--${boundary}\r\n`)),
      content,
      memory(line(`\r\n--${boundary}\r\n`), signatureHeaders, encodeBase64(signature), line(`\r\n--${boundary}--\r\n`)),
    ),
  }
  return { signed, content, digest }
}

/**
 * Wraps a document as the settings say: compress, sign, encrypt, in the order set. What the MIC covers depends on the document
 * and the settings alone, so that every attempt to send it has the same one.
 */
export async function wrap(
  payload: Payload,
  settings: Protecting,
  keys: WrappingKeys,
  making: { boundary: string; at: Date },
): Promise<Wrapped> {
  const plain = plainEntity(payload)
  const { signature } = settings
  if (signature === 'none') {
    const squeezed = settings.compression === 'none' ? plain : await compressed(plain)
    const content = isBare(payload, settings) ? plain.body : entityOf(squeezed)
    const micInputs = unsignedMicInputs(plain, settings)
    return { ...encrypted(squeezed, settings, keys.partner, content), micInputs, known: {} }
  }
  const inner = settings.compression === 'before-signing' ? await compressed(plain) : plain
  const { signed, content, digest } = await signEntity(inner, keys.own, { ...settings, signature }, making)
  const squeezed =
    settings.compression === 'after-signing' ? await compressed(signed) : afterBlankLine(signed, settings)
  return { ...encrypted(squeezed, settings, keys.partner), micInputs: [content], known: { [signature]: digest } }
}

/** The document alone is encrypted. */
const isBare = ({ attachments = [] }: Payload, { unsignedHeaders, compression }: Protecting) =>
  !unsignedHeaders && compression === 'none' && attachments.length === 0

function afterBlankLine({ headers, body }: Built, { leadingBlankLine, encryption }: Protecting): Built {
  return leadingBlankLine && encryption === 'none'
    ? { headers, body: joined(memory(Buffer.from('\r\n')), body) }
    : { headers, body }
}

function unsignedMicInputs(plain: Built, settings: Protecting): Source[] {
  const whole = entityOf(plain)
  const protectedSomehow = settings.compression !== 'none' || settings.encryption !== 'none'
  return protectedSomehow ? [whole, plain.body] : [plain.body, whole]
}

/** What the MIC of this document covers under these settings, without signing or encrypting it again. */
export async function micInputsOf(payload: Payload, settings: Protecting): Promise<readonly Source[]> {
  const plain = plainEntity(payload)
  if (settings.signature === 'none') return unsignedMicInputs(plain, settings)
  return [entityOf(settings.compression === 'before-signing' ? await compressed(plain) : plain)]
}

/** The MICs that a receipt for this message may show, by each of these digests; what it covers is read once, if at all. */
export async function micsOf<D extends Digest>(
  { micInputs, known }: Pick<Wrapped, 'micInputs' | 'known'>,
  digests: readonly D[],
): Promise<Record<D, Buffer[]>> {
  const mics = Object.fromEntries(digests.map(digest => [digest, [] as Buffer[]])) as Record<D, Buffer[]>
  for (const [at, input] of micInputs.entries()) {
    const unknown = at === 0 ? digests.filter(digest => !known[digest]) : digests
    const computed: Partial<Record<D, Buffer>> = unknown.length > 0 ? await digestsOf(input, unknown) : {}
    for (const digest of digests) mics[digest].push(computed[digest] ?? known[digest]!)
  }
  return mics
}
