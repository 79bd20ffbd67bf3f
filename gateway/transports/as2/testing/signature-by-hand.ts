import { createHash, type KeyLike, sign } from 'node:crypto'
import {
  type Chunks,
  context,
  der,
  integer,
  join,
  nullValue,
  octetString,
  oid,
  sequence,
  setOf,
  tags,
  time,
} from '../../../../translators/asn1/der.ts'
import { readCertificate } from '../cms/certificate.ts'
import { oids } from '../cms/oids.ts'
import { testTime } from './identities.ts'

const sha256 = '2.16.840.1.101.3.4.2.1'
const algorithmOids = {
  rsaEncryption: oids.rsaEncryption,
  sha256WithRSAEncryption: '1.2.840.113549.1.1.11',
  barePss: oids.rsaPss,
}
const smimeCapabilities = '1.2.840.113549.1.9.15'
const nobodysAttribute = '1.3.6.1.4.1.99999.1'

/** What products do otherwise than openssl, which cannot be told to. */
export interface SignatureHabits {
  /** Whether AlgorithmIdentifiers of digests have NULL parameters or none; NULL unless said otherwise. */
  digestParameters?: 'null' | 'absent'
  /** `barePss`: RSASSA-PSS without parameters, which means the defaults of RFC 4055 §3.1. */
  signatureAlgorithm?: 'rsaEncryption' | 'sha256WithRSAEncryption' | 'barePss'
  /** RFC 6211. */
  algorithmProtection?: boolean
  /** Attributes as the sender happened to put them, one that nobody knows among them, instead of sorted. */
  strangeAttributes?: boolean
  /** Every length left open, ended by end-of-contents (X.690 §8.1.3.6). */
  indefinite?: boolean
  /** The signature value itself, in place of the one by RSA PKCS#1 v1.5. */
  value?: (attributes: Buffer) => Buffer
}

/** A detached SignedData with SHA-256 and signed attributes, octet by octet, with a product's habits. */
export function signedByHand(
  content: Uint8Array,
  { privateKey, certificate }: { privateKey: KeyLike; certificate: string },
  habits: SignatureHabits = {},
): Buffer {
  const { issuer, serial, raw } = readCertificate(certificate)
  const digestAlgorithm = sequence(oid(sha256), habits.digestParameters === 'absent' ? [] : nullValue)
  const named = algorithmOids[habits.signatureAlgorithm ?? 'rsaEncryption']
  const sorted = attributesOf(content, digestAlgorithm, named, habits)
  const attributes = habits.strangeAttributes ? sorted : sorted.sort(Buffer.compare)
  const signed = join(der(tags.set, attributes))
  const value = habits.value?.(signed) ?? sign('sha256', signed, privateKey)
  const seq = habits.indefinite ? open(tags.sequence) : sequence
  const set = habits.indefinite ? open(tags.set) : setOf
  const inside = habits.indefinite ? open(0xa0) : (...contents: Chunks[]) => context(0, ...contents)
  const signer = seq(
    integer(1),
    seq([issuer], der(tags.integer, [serial])),
    digestAlgorithm,
    context(0, attributes),
    sequence(oid(named), habits.signatureAlgorithm === 'barePss' ? [] : nullValue),
    octetString([value]),
  )
  const body = seq(integer(1), set(digestAlgorithm), seq(oid(oids.data)), inside([raw]), set(signer))
  return join(seq(oid(oids.signedData), inside(body)))
}

function attributesOf(content: Uint8Array, digestAlgorithm: Chunks, named: string, habits: SignatureHabits): Buffer[] {
  const attribute = (type: string, value: Chunks) => join(sequence(oid(type), der(tags.set, value)))
  const digest = createHash('sha256').update(content).digest()
  const protection = sequence(digestAlgorithm, der(0xa1, oid(named), nullValue))
  return [
    ...(habits.strangeAttributes ? [attribute(nobodysAttribute, octetString([Buffer.from('habit')]))] : []),
    attribute(oids.signingTime, time(testTime)),
    attribute(smimeCapabilities, sequence(sequence(oid('2.16.840.1.101.3.4.1.42')))),
    attribute(oids.messageDigest, octetString([digest])),
    attribute(oids.contentType, oid(oids.data)),
    ...(habits.algorithmProtection ? [attribute(oids.algorithmProtection, protection)] : []),
  ]
}

/** A constructed value of indefinite length. */
function open(tag: number) {
  return (...contents: Chunks[]): Chunks => [Uint8Array.of(tag, 0x80), ...contents.flat(), Uint8Array.of(0, 0)]
}

/** The DigestInfo that RSA PKCS#1 v1.5 signs, with the NULL that RFC 8017 §9.2 asks for or without. */
export function digestInfo(bytes: Uint8Array, parameters: 'null' | 'absent'): Buffer {
  const algorithm = sequence(oid(sha256), parameters === 'null' ? nullValue : [])
  return join(sequence(algorithm, octetString([createHash('sha256').update(bytes).digest()])))
}

/** A CompressedData (RFC 3274) in indefinite lengths, its octets in segments of this many. */
export function compressedInSegments(zlib: Uint8Array, segment: number): Buffer {
  const pieces: Chunks[] = []
  for (let at = 0; at < zlib.length; at += segment) pieces.push(octetString([zlib.subarray(at, at + segment)]))
  const [seq, inside, octets] = [open(tags.sequence), open(0xa0), open(0x24)]
  const body = seq(
    integer(0),
    sequence(oid('1.2.840.113549.1.9.16.3.8')),
    seq(oid(oids.data), inside(octets(...pieces))),
  )
  return join(seq(oid(oids.compressedData), inside(body)))
}
