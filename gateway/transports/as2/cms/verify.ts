import { createHash, createVerify, verify } from 'node:crypto'
import { type Ber, dotted, expectId, ids, octets, toDer } from '../../../../translators/asn1/ber.ts'
import { tags } from '../../../../translators/asn1/der.ts'
import { beginning, digestsOf, type Source } from '../bytes/source.ts'
import { keyInput, readAlgorithm, readContentInfo, readDigest, readScheme, type SignatureScheme } from './algorithm.ts'
import type { Certificate } from './certificate.ts'
import { type Digest, oids } from './oids.ts'
import { CmsProblem, type CmsResult, settle, settleAsync } from './problem.ts'
import { scanCms } from './scan.ts'

/** One SignerInfo as received (RFC 5652 §5.3). */
interface Signer {
  issuerAndSerial?: { issuer: Buffer; serial: Buffer }
  keyId?: Buffer
  digest: Digest
  scheme: SignatureScheme
  attributes: Ber | undefined
  signature: Buffer
}

/** A SignedData that was read but not yet verified. */
export interface SignedData {
  signers: Signer[]
  /** Why signers were left out. */
  unreadable: string[]
}

/** A signature that holds: under which certificate, over which of the variants, and the digest of that. */
export interface Verified {
  certificate: Certificate
  digest: Digest
  mic: Buffer
  variant: string
  signingTime?: Date
}

/** One form of the content that the sender may have signed; made only when the forms before it did not verify. */
export interface Variant {
  name: string
  bytes: () => Source | Promise<Source>
  /** Digests of it that are known already. */
  known?: Partial<Record<Digest, Buffer>>
}

const maxSigners = 8

/** Reads a detached SignedData; whatever content stands in it is not looked at. Signers whose algorithms are not supported are left out and named. */
export function readSignedData(bytes: Uint8Array): CmsResult<SignedData> {
  return settle(() => {
    const { type, content } = readContentInfo(bytes)
    if (type !== oids.signedData) throw new CmsProblem('malformed', `expected signed data, found ${type}`)
    return readSigners(content)
  })
}

/** Reads a SignedData with its content inside (RFC 5652 §5.2); `content` is undefined if there is none. */
export async function readEnclosing(bytes: Source): Promise<CmsResult<SignedData & { content: Source | undefined }>> {
  return await settleAsync(async () => {
    const { type, content, octets } = await scanCms(bytes)
    if (type !== oids.signedData) throw new CmsProblem('malformed', `expected signed data, found ${type}`)
    return { ...readSigners(content), content: octets }
  })
}

function readSigners(content: Ber): SignedData {
  expectId(content.children[2], ids.sequence, 'the signed content')
  const infos = expectId(content.children.at(-1), ids.set, 'the signers').children
  if (infos.length > maxSigners) throw new CmsProblem('malformed', `${infos.length} signers`)
  const read = infos.map(info => settle(() => readSigner(info)))
  return {
    signers: read.flatMap(signer => (signer.ok ? [signer.value] : [])),
    unreadable: read.flatMap(signer => (signer.ok ? [] : [signer.detail])),
  }
}

function readSigner(info: Ber): Signer {
  const [, sid, digestAlgorithm, ...rest] = expectId(info, ids.sequence, 'a signer').children
  const attributes = rest[0]?.id === ids.context(0) ? rest.shift() : undefined
  const [algorithm, signature] = rest
  const digest = readDigest(digestAlgorithm)
  return {
    ...readSignerId(sid),
    digest,
    scheme: readScheme(readAlgorithm(algorithm), digest),
    attributes,
    signature: octets(expectId(signature, ids.octetString, 'a signature')),
  }
}

function readSignerId(sid: Ber | undefined): Pick<Signer, 'issuerAndSerial' | 'keyId'> {
  if (sid?.id === ids.context(0)) return { keyId: octets(sid) }
  const [issuer, serial] = expectId(sid, ids.sequence, 'the signer’s name').children
  return {
    issuerAndSerial: {
      issuer: expectId(issuer, ids.sequence, 'an issuer').raw,
      serial: expectId(serial, ids.integer, 'a serial number').content,
    },
  }
}

/**
 * Verifies under the configured certificates only: one signer that holds is enough, embedded certificates are not looked at.
 * Variants are tried in order, each read once at most; `altered` means that a known signer signed, but none of these.
 */
export async function verifySignedData(
  signed: SignedData,
  variants: readonly Variant[],
  certificates: readonly Certificate[],
): Promise<CmsResult<Verified>> {
  return await settleAsync(async () => {
    const claims = signed.signers.flatMap(signer =>
      candidates(signer, certificates).flatMap(certificate => claimOf(signer, certificate) ?? []),
    )
    for (const variant of claims.length > 0 ? variants : []) {
      const verified = await firstThatHolds(claims, variant)
      if (verified) return verified
    }
    if (claims.some(claim => claim.signed !== 'content')) {
      throw new CmsProblem('altered', 'the content is not what was signed')
    }
    const why = signed.unreadable.length > 0 ? `: ${signed.unreadable.join('; ')}` : ''
    throw new CmsProblem('unauthenticated', `no signature holds under a certificate of the partner${why}`)
  })
}

/** A signer who may have signed under this certificate, and what the content has to show for it. */
interface Claim {
  signer: Signer
  certificate: Certificate
  input: NonNullable<ReturnType<typeof keyInput>>
  /** The digest that its attributes vouch for (their signature holds), nothing that could be met, or the content itself under the signature. */
  signed: Buffer | 'nothing' | 'content'
  signingTime?: Date | undefined
}

function claimOf(signer: Signer, certificate: Certificate): Claim | undefined {
  const input = keyInput(certificate.publicKey, signer.scheme)
  if (!input) return undefined
  const { attributes } = signer
  if (!attributes) return { signer, certificate, input, signed: 'content' }
  if (!encodings(attributes).some(form => holds(signer, form(), input))) return undefined
  const values = readAttributes(attributes)
  const expected = values.get(oids.messageDigest)
  const agrees = expected && protectionAgrees(signer, values.get(oids.algorithmProtection))
  return {
    signer,
    certificate,
    input,
    signed: agrees ? octets(expected) : 'nothing',
    signingTime: readTime(values),
  }
}

/** Reads a variant once for all claims, and gives the first of them that it meets. */
async function firstThatHolds(claims: readonly Claim[], variant: Variant): Promise<Verified | undefined> {
  const digests = [...new Set(claims.map(({ signer }) => signer.digest))]
  const verifiers = new Map<Claim, ReturnType<typeof createVerify>>()
  for (const claim of claims.filter(({ signed }) => signed === 'content')) {
    verifiers.set(claim, createVerify(claim.signer.scheme.digest))
  }
  const { mics, attributes } = await readVariant(variant, digests, [...verifiers.values()])
  for (const claim of claims) {
    const { certificate, signer, input, signed, signingTime } = claim
    const mic = mics[signer.digest]
    const met =
      signed === 'content'
        ? !attributes && attempt(() => verifiers.get(claim)!.verify(input, signer.signature))
        : signed !== 'nothing' && mic?.equals(signed)
    if (met && mic) {
      return { certificate, digest: signer.digest, mic, variant: variant.name, ...(signingTime && { signingTime }) }
    }
  }
  return undefined
}

type Mics = Partial<Record<Digest, Buffer>>

async function readVariant(
  { bytes, known }: Variant,
  digests: readonly Digest[],
  verifiers: readonly ReturnType<typeof createVerify>[],
): Promise<{ mics: Mics; attributes: boolean }> {
  if (verifiers.length === 0) {
    if (known && digests.every(digest => known[digest])) return { mics: known, attributes: false }
    return { mics: await digestsOf(await bytes(), digests), attributes: false }
  }
  const source = await bytes()
  const hashes = digests.map(digest => createHash(digest))
  for await (const piece of source.read()) for (const sink of [...hashes, ...verifiers]) sink.update(piece)
  const mics: Mics = Object.fromEntries(digests.map((digest, at) => [digest, hashes[at]!.digest()]))
  return { mics, attributes: looksLikeAttributes(await beginning(source, 1024)) }
}

/** The certificates that the signer names first, then the others: a renewed certificate may keep the key. */
function candidates(signer: Signer, certificates: readonly Certificate[]): Certificate[] {
  const named = (certificate: Certificate) =>
    signer.issuerAndSerial
      ? certificate.issuer.equals(signer.issuerAndSerial.issuer) &&
        certificate.serial.equals(signer.issuerAndSerial.serial)
      : (certificate.keyId?.equals(signer.keyId ?? Buffer.alloc(0)) ?? false)
  return [...certificates.filter(named), ...certificates.filter(certificate => !named(certificate))]
}

/** What the signer may have hashed: the attributes as they stand under a SET tag, and their proper DER (RFC 5652 §5.4), each made when it is come to. */
function encodings(attributes: Ber): (() => Buffer)[] {
  const asSent = () => Buffer.concat([Buffer.of(tags.set), attributes.raw.subarray(1)])
  return [asSent, () => toDer(attributes, tags.set), () => toDer(attributes, tags.set, true)]
}

function holds(signer: Signer, data: Uint8Array, input: NonNullable<ReturnType<typeof keyInput>>): boolean {
  return attempt(() => verify(signer.scheme.digest, data, input, signer.signature))
}

/** OpenSSL throws where parameters do not fit the key (a salt too long, a signature of another size): such a signature does not hold. */
function attempt(check: () => boolean): boolean {
  try {
    return check()
  } catch {
    return false
  }
}

function readAttributes(attributes: Ber): Map<string, Ber> {
  const values = new Map<string, Ber>()
  for (const attribute of attributes.children) {
    const value = attribute.children[1]?.children[0]
    if (value) values.set(dotted(attribute.children[0]), value)
  }
  return values
}

/** RFC 6211: the digest that is protected has to be the one that is used. */
function protectionAgrees(signer: Signer, protection: Ber | undefined): boolean {
  return !protection || readDigest(protection.children[0]) === signer.digest
}

function readTime(values: Map<string, Ber>): Date | undefined {
  const text = values.get(oids.signingTime)?.content.toString('latin1') ?? ''
  const match = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?/.exec(text)
  if (!match) return undefined
  const [, year = '', month, day, hour, minute, second = '00'] = match
  const century = year.length === 4 ? '' : Number(year) < 50 ? '20' : '19'
  const at = new Date(`${century}${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at.getTime()) ? undefined : at
}

/** Signed attributes of another message, passed off as the content of one that has none, would verify. */
function looksLikeAttributes(bytes: Buffer): boolean {
  return bytes[0] === tags.set && bytes.includes(messageDigestOid)
}

const messageDigestOid = Buffer.from('06092a864886f70d010904', 'hex')
