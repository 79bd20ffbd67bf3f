import { createHash } from 'node:crypto'
import { peekContentType } from './cms/algorithm.ts'
import { type Certificate, isCurrent, type KeyPair } from './cms/certificate.ts'
import { decompress } from './cms/compressed-data.ts'
import { decrypt } from './cms/enveloped-data.ts'
import { type Digest, oids } from './cms/oids.ts'
import type { CmsReason } from './cms/problem.ts'
import { readSignedData, type Variant, verifySignedData } from './cms/verify.ts'
import type { Disposition } from './disposition.ts'
import { type Document, documentsOf } from './documents.ts'
import {
  decodeBody,
  type Entity,
  headerOf,
  looksBase64,
  mediaTypeOf,
  type Parameterized,
  parseEntity,
  splitMultipart,
} from './mime.ts'
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
  /** Shown every layer before it is opened, the document last: for people who look into a message. */
  onLayer?: (entity: Entity) => void
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
  | { ok: true; documents: Document[]; mic: Mic; protection: Protection; warnings: string[] }
  | { ok: false; failure: UnwrapFailure; detail: string; mic?: Mic; protection: Protection }

interface State {
  options: UnwrapOptions
  protection: Protection
  warnings: string[]
  mic?: Mic
  compressed: boolean
}

type Step = { next: Entity } | { failure: UnwrapFailure; detail: string }

const maxLayers = 8

/**
 * Opens a message layer by layer. `outer` is the HTTP request's headers and body; its `raw` is the body alone, which is what the MIC
 * of an unprotected message covers. Nothing that did not verify is ever given out as a document.
 */
export function unwrap(outer: Entity, options: UnwrapOptions): Unwrapped {
  const state: State = { options, protection: {}, warnings: [], compressed: false }
  let entity = outer
  for (let layer = 0; layer < maxLayers; layer++) {
    options.onLayer?.(entity)
    const step = openLayer(entity, state)
    if (step === undefined) return finish(entity, entity === outer, state)
    if ('failure' in step)
      return { ok: false, ...step, ...(state.mic && { mic: state.mic }), protection: state.protection }
    entity = step.next
  }
  const detail = `more than ${maxLayers} layers`
  return { ok: false, failure: 'unexpected-processing-error', detail, protection: state.protection }
}

function finish(entity: Entity, outermost: boolean, state: State): Unwrapped {
  const { protection, warnings, options } = state
  const covered = outermost ? entity.raw : canonicalHeaders(entity)
  const mic = state.mic ?? { digest: options.micalg, value: createHash(options.micalg).update(covered).digest() }
  const read = documentsOf(entity)
  if (!read.ok) return { ok: false, failure: 'unexpected-processing-error', detail: read.detail, mic, protection }
  return { ok: true, documents: read.documents, mic, protection, warnings }
}

/** Opens one layer; undefined when there is none left. */
function openLayer(entity: Entity, state: State): Step | undefined {
  const media = mediaTypeOf(entity.headers)
  if (media.value === 'multipart/signed') return openSigned(entity, media, state)
  if (!/^application\/(x-)?pkcs7-mime$/.test(media.value)) return undefined
  const body = cmsBody(entity)
  switch (peekContentType(body)) {
    case oids.envelopedData:
    case oids.authEnvelopedData:
      return openEncrypted(body, state)
    case oids.compressedData:
      return openCompressed(body, state)
    case oids.signedData:
      return openOpaque(body, state)
    default:
      return { failure: unreadable(media), detail: 'the body is not the CMS structure that its content type announces' }
  }
}

function unreadable({ parameters }: Parameterized): UnwrapFailure {
  const type = parameters['smime-type']?.toLowerCase()
  if (type === 'compressed-data') return 'decompression-failed'
  return type === 'signed-data' ? 'authentication-failed' : 'decryption-failed'
}

/** The octets of a CMS layer (the body of a part, DER or BER); base64 is decoded whatever the headers say of it. */
export function cmsBody(entity: Entity): Buffer {
  const body = decodeBody(entity.body, headerOf(entity.headers, 'content-transfer-encoding'))
  return body[0] !== 0x30 && looksBase64(body) ? Buffer.from(body.toString('latin1'), 'base64') : body
}

function openEncrypted(body: Buffer, state: State): Step {
  const opened = decrypt(body, state.options.keys)
  if (!opened.ok) return { failure: 'decryption-failed', detail: opened.detail }
  const { content, cipher, certificate } = opened.value
  state.protection.encryption ??= { cipher, certificate }
  return { next: unboxed(parseEntity(content)) }
}

/** Some stations leave a boundary line around the single part that they encrypted. */
function unboxed(entity: Entity): Entity {
  if (entity.headers.length > 0 || entity.body.toString('latin1', 0, 2) !== '--') return entity
  const split = splitMultipart(entity.body, firstBoundary(entity.body))
  return split.ok && split.parts.length === 1 ? parseEntity(split.parts[0]!) : entity
}

function firstBoundary(body: Buffer): string {
  const line = /^--([^\r\n]{1,200})\r?\n/m.exec(body.toString('latin1', 0, 2048))
  return line?.[1]?.trimEnd() ?? ''
}

function openCompressed(body: Buffer, state: State): Step {
  if (state.compressed) return { failure: 'decompression-failed', detail: 'the message is compressed twice' }
  const expanded = decompress(body, state.options.maxBytes)
  if (!expanded.ok) return { failure: 'decompression-failed', detail: expanded.detail }
  state.compressed = true
  state.protection.compression = state.protection.signature ? 'before-signing' : 'after-signing'
  return { next: parseEntity(expanded.value) }
}

function openSigned(entity: Entity, media: Parameterized, state: State): Step {
  const split = splitMultipart(entity.body, media.parameters.boundary ?? firstBoundary(entity.body))
  if (!split.ok) return { failure: 'unexpected-processing-error', detail: split.detail }
  const [content, ...others] = split.parts
  const signature =
    others.find(part => /pkcs7-signature/.test(mediaTypeOf(parseEntity(part).headers).value)) ?? others[0]
  if (!content || !signature)
    return { failure: 'unexpected-processing-error', detail: 'the signed message has no signature' }
  return verified(cmsBody(parseEntity(signature)), () => signedVariants(content), parseEntity(content), state)
}

/** The signature part of a multipart/signed: by its type, else the one after the content. */
export function signatureAmong(parts: readonly Buffer[]): Buffer | undefined {
  return parts.find(part => /pkcs7-signature/.test(mediaTypeOf(parseEntity(part).headers).value)) ?? parts[0]
}

function openOpaque(body: Buffer, state: State): Step {
  const read = readSignedData(body)
  const content = read.ok ? read.value.content : undefined
  if (!content)
    return { failure: 'authentication-failed', detail: read.ok ? 'the signed content is missing' : read.detail }
  return verified(body, () => [{ name: 'as sent', bytes: () => content }], parseEntity(content), state)
}

function verified(signature: Buffer, variants: () => Variant[], next: Entity, state: State): Step {
  if (state.protection.signature)
    return { failure: 'unexpected-processing-error', detail: 'the message is signed twice' }
  const signed = readSignedData(signature)
  if (!signed.ok) return { failure: 'authentication-failed', detail: `the signature cannot be read: ${signed.detail}` }
  const result = verifySignedData(
    signed.value,
    variants(),
    state.options.partner.map(({ certificate }) => certificate),
  )
  if (!result.ok) {
    const digest = signed.value.signers[0]?.digest ?? state.options.micalg
    state.mic = { digest, value: createHash(digest).update(next.raw).digest() }
    return { failure: failureOf(result.reason), detail: result.detail }
  }
  const { certificate, digest, mic, variant, signingTime } = result.value
  if (digest === 'md5' && !state.options.allowMd5) {
    return { failure: 'authentication-failed', detail: 'MD5 signatures are not agreed with this partner' }
  }
  const expiry = expiryOf(certificate, state.options)
  if (expiry && state.options.expiredCertificates === 'refuse')
    return { failure: 'authentication-failed', detail: expiry }
  if (expiry) state.warnings.push(expiry)
  if (variant !== 'as sent') state.warnings.push(`the signature holds for the content with ${variant}`)
  state.protection.signature = { digest, certificate, variant, ...(signingTime && { signingTime }) }
  state.mic = { digest, value: mic }
  return { next }
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
