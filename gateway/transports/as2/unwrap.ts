import { createHash } from 'node:crypto'
import { decoded } from './bytes/decode.ts'
import { splitMultipart } from './bytes/multipart.ts'
import { collect, digestOf, type Source } from './bytes/source.ts'
import { type Certificate, isCurrent, type KeyPair } from './cms/certificate.ts'
import { decompress } from './cms/compressed-data.ts'
import { type Digest, oids } from './cms/oids.ts'
import { decrypt } from './cms/open-envelope.ts'
import type { CmsReason, CmsResult } from './cms/problem.ts'
import { peekContentType } from './cms/scan.ts'
import { readEnclosing, readSignedData, type SignedData, type Variant, verifySignedData } from './cms/verify.ts'
import type { Disposition } from './disposition.ts'
import { type Document, documentsOf } from './documents.ts'
import { parseMicalg } from './headers.ts'
import { type Entity, headerOf, mediaTypeOf, type Parameterized, readEntity } from './mime.ts'
import { cmsBody, compressedInBody, firstBoundary, isCms, unboxed } from './shapes.ts'
import { canonicalHeaders, signedVariants } from './variants.ts'

/** What reading needs: our keys, the partner's certificates, and how generous to be. */
export interface UnwrapOptions {
  keys: readonly KeyPair[]
  partner: readonly { certificate: Certificate }[]
  maxBytes: number
  now: Date
  expiredCertificates: 'refuse' | 'accept'
  /** MD5 signatures are refused unless the partnership is set to MD5. */
  allowMd5: boolean
  /** The MIC algorithm for a message without signature: the one asked for, else SHA-1 (RFC 4130 §7.4.3). */
  micalg: Digest
  /** The MIC of what is compressed and nothing else leaves the headers out, as some stations have it. */
  bareCompressedMic?: boolean
  /** Shown every layer before it is opened, the document last: for people who look into a message. */
  onLayer?: (entity: Entity) => void | Promise<void>
}

/** The message integrity check as it goes into the receipt. */
export interface Mic {
  digest: Digest
  value: Buffer
}

/** How a message turned out to be protected; of an unreadable one, as far as it was opened. */
export interface Protection {
  signature?: { digest: Digest; certificate: Certificate; signingTime?: Date; variant: string }
  encryption?: { cipher: string; certificate: Certificate }
  compression?: 'before-signing' | 'after-signing'
}

/** Why a message could not be opened: those dispositions of a receipt that unwrapping can bring about. */
type UnwrapFailure = Extract<
  Disposition,
  | 'decryption-failed'
  | 'authentication-failed'
  | 'integrity-check-failed'
  | 'decompression-failed'
  | 'unexpected-processing-error'
>

export type Unwrapped =
  | {
      ok: true
      documents: Document[]
      mic: Mic
      protection: Protection
      warnings: string[]
      /** The layer that bears the signature, as it came: what proves later who sent the documents. */
      signed?: Entity
    }
  | { ok: false; failure: UnwrapFailure; detail: string; mic?: Mic; protection: Protection }

interface State {
  options: UnwrapOptions
  protection: Protection
  warnings: string[]
  mic?: Mic
  compressed: boolean
  signed?: Entity
}

type Step = { next: Entity } | { failure: UnwrapFailure; detail: string }

const maxLayers = 8

/**
 * Opens a message layer by layer. `outer` is the HTTP request's headers and body; its `raw` is the body alone, which is what the MIC
 * of an unprotected message covers. Nothing that did not verify is ever given out as a document.
 */
export async function unwrap(outer: Entity, options: UnwrapOptions): Promise<Unwrapped> {
  const state: State = { options, protection: {}, warnings: [], compressed: false }
  let entity = outer
  for (let layer = 0; layer < maxLayers; layer++) {
    await options.onLayer?.(entity)
    const step = (await openLayer(entity, state)) ?? (entity === outer ? await openBody(outer) : undefined)
    if (step === undefined) return await finish(entity, entity === outer, state)
    if ('failure' in step)
      return { ok: false, ...step, ...(state.mic && { mic: state.mic }), protection: state.protection }
    entity = step.next
  }
  const detail = `more than ${maxLayers} layers`
  return { ok: false, failure: 'unexpected-processing-error', detail, protection: state.protection }
}

async function finish(entity: Entity, outermost: boolean, state: State): Promise<Unwrapped> {
  const { protection, warnings, options, signed } = state
  const mic =
    state.mic ?? (await micOf(outermost ? entity.raw : await coveredWithoutSignature(entity, state), options.micalg))
  const read = await documentsOf(entity)
  if (!read.ok) return { ok: false, failure: 'unexpected-processing-error', detail: read.detail, mic, protection }
  return { ok: true, documents: read.documents, mic, protection, warnings, ...(signed && { signed }) }
}

async function coveredWithoutSignature(entity: Entity, { protection, options }: State): Promise<Source> {
  if (protection.encryption || !options.bareCompressedMic) return await canonicalHeaders(entity)
  return await decoded(entity.body, headerOf(entity.headers, 'content-transfer-encoding'))
}

async function openBody(outer: Entity): Promise<Step | undefined> {
  const next = await compressedInBody(outer)
  return next && { next }
}

const micOf = async (covered: Source, digest: Digest): Promise<Mic> => ({
  digest,
  value: await digestOf(covered, digest),
})

/** Opens one layer; undefined when there is none left. */
async function openLayer(entity: Entity, state: State): Promise<Step | undefined> {
  const media = mediaTypeOf(entity.headers)
  if (media.value === 'multipart/signed') return await openSigned(entity, media, state)
  if (!isCms(media.value)) return undefined
  const body = await cmsBody(entity)
  switch (await peekContentType(body)) {
    case oids.envelopedData:
    case oids.authEnvelopedData:
      return await openEncrypted(body, state)
    case oids.compressedData:
      return await openCompressed(body, state)
    case oids.signedData:
      return await openOpaque(entity, body, state)
    default:
      return { failure: unreadable(media), detail: 'the body is not the CMS structure that its content type announces' }
  }
}

function unreadable({ parameters }: Parameterized): UnwrapFailure {
  const type = parameters['smime-type']?.toLowerCase()
  if (type === 'compressed-data') return 'decompression-failed'
  return type === 'signed-data' ? 'authentication-failed' : 'decryption-failed'
}

async function openEncrypted(body: Source, state: State): Promise<Step> {
  const opened = await decrypt(body, state.options.keys)
  if (!opened.ok) return { failure: 'decryption-failed', detail: opened.detail }
  const { content, cipher, certificate } = opened.value
  if (certificate.refused)
    return { failure: 'decryption-failed', detail: `it is encrypted for our certificate that ${certificate.refused}` }
  state.protection.encryption ??= { cipher, certificate }
  return { next: await unboxed(await readEntity(content)) }
}

async function openCompressed(body: Source, state: State): Promise<Step> {
  if (state.compressed) return { failure: 'decompression-failed', detail: 'the message is compressed twice' }
  const expanded = await decompress(body, state.options.maxBytes)
  if (!expanded.ok) return { failure: 'decompression-failed', detail: expanded.detail }
  state.compressed = true
  state.protection.compression = state.protection.signature ? 'before-signing' : 'after-signing'
  return { next: await readEntity(expanded.value) }
}

async function openSigned(entity: Entity, media: Parameterized, state: State): Promise<Step> {
  const boundary = media.parameters.boundary ?? (await firstBoundary(entity.body))
  // The digest is announced, so that the content can be hashed while its end is looked for; what counts is what the signer names.
  const announced = parseMicalg(media.parameters.micalg ?? '') ?? 'sha256'
  const hash = createHash(announced)
  const split = await splitMultipart(entity.body, boundary, piece => void hash.update(piece))
  if (!split.ok) return { failure: 'unexpected-processing-error', detail: split.detail }
  const [content, ...others] = split.parts
  const signature = content && (await signatureAmong(others))
  if (!signature) return { failure: 'unexpected-processing-error', detail: 'the signed message has no signature' }
  const known = { [announced]: hash.digest() }
  const signed = readSignedData(await collect(await cmsBody(await readEntity(signature))))
  return await verified(entity, signed, signedVariants(content, known), content, state)
}

/** No signature is as large; what is larger is not read as one. */
const largestSignature = 4 * 1024 * 1024

/** The signature part of a multipart/signed: by its type, else the one after the content. */
export async function signatureAmong(parts: readonly Source[]): Promise<Source | undefined> {
  const candidates = parts.filter(({ size }) => size <= largestSignature)
  for (const part of candidates) {
    if (/pkcs7-signature/.test(mediaTypeOf((await readEntity(part)).headers).value)) return part
  }
  return candidates[0]
}

async function openOpaque(entity: Entity, body: Source, state: State): Promise<Step> {
  const read = await readEnclosing(body)
  const content = read.ok ? read.value.content : undefined
  if (!content)
    return { failure: 'authentication-failed', detail: read.ok ? 'the signed content is missing' : read.detail }
  return await verified(entity, read, [{ name: 'as sent', bytes: () => content }], content, state)
}

async function verified(
  entity: Entity,
  signed: CmsResult<SignedData>,
  variants: Variant[],
  content: Source,
  state: State,
): Promise<Step> {
  if (state.protection.signature)
    return { failure: 'unexpected-processing-error', detail: 'the message is signed twice' }
  if (!signed.ok) return { failure: 'authentication-failed', detail: `the signature cannot be read: ${signed.detail}` }
  const partner = state.options.partner.map(({ certificate }) => certificate)
  const result = await verifySignedData(signed.value, variants, partner)
  if (!result.ok) {
    state.mic = await micOf(content, signed.value.signers[0]?.digest ?? state.options.micalg)
    return { failure: failureOf(result.reason), detail: result.detail }
  }
  const { certificate, digest, mic, variant, signingTime } = result.value
  if (digest === 'md5' && !state.options.allowMd5) {
    return { failure: 'authentication-failed', detail: 'MD5 signatures are not agreed with this partner' }
  }
  if (certificate.refused)
    return { failure: 'authentication-failed', detail: `the certificate that signed it ${certificate.refused}` }
  const expiry = expiryOf(certificate, state.options)
  if (expiry && state.options.expiredCertificates === 'refuse')
    return { failure: 'authentication-failed', detail: expiry }
  if (expiry) state.warnings.push(expiry)
  if (variant !== 'as sent') state.warnings.push(`the signature holds for the content with ${variant}`)
  state.protection.signature = { digest, certificate, variant, ...(signingTime && { signingTime }) }
  state.mic = { digest, value: mic }
  state.signed = entity
  return { next: await readEntity(content) }
}

function failureOf(reason: CmsReason): UnwrapFailure {
  return reason === 'altered' ? 'integrity-check-failed' : 'authentication-failed'
}

function expiryOf(certificate: Certificate, { now }: UnwrapOptions): string | undefined {
  if (isCurrent(certificate, now)) return undefined
  const from = certificate.validFrom.toISOString().slice(0, 10)
  const to = certificate.validTo.toISOString().slice(0, 10)
  return `the partner’s certificate is valid from ${from} to ${to} only (${certificate.subject.replaceAll('\n', ', ')})`
}
