import { type Ber, dotted, expectId, ids, octets } from '../../../../translators/asn1/ber.ts'
import { readAlgorithm, readContentInfo } from './algorithm.ts'
import { readCertificate } from './certificate.ts'
import { cipherOf, digestOf, oids, refusedCiphers, signatureOids } from './oids.ts'
import { type CmsResult, settle } from './problem.ts'

/** What stands in a CMS structure, as label and value, for people: nothing of it is verified. */
export type Facts = [label: string, value: string][]

const names: Record<string, string> = Object.fromEntries(Object.entries(oids).map(([name, oid]) => [oid, name]))

const nameOf = (oid: string): string => {
  const signature = signatureOids[oid]
  const known = names[oid] ?? digestOf(oid) ?? cipherOf(oid) ?? refusedCiphers[oid]
  return known ?? (signature ? `${signature.scheme} with ${signature.digest}` : oid)
}

/** Describes SignedData, EnvelopedData, AuthEnvelopedData or CompressedData. */
export function describeCms(bytes: Uint8Array): CmsResult<Facts> {
  return settle(() => {
    const { type, content } = readContentInfo(bytes)
    const structure: Facts = [['structure', nameOf(type)]]
    if (type === oids.signedData) return [...structure, ...describeSigned(content)]
    if (type === oids.compressedData)
      return [...structure, ['algorithm', nameOf(readAlgorithm(content.children[1]).oid)]]
    return [...structure, ...describeEnvelope(content)]
  })
}

function describeSigned(content: Ber): Facts {
  const certificates = content.children.find(({ id }) => id === ids.context(0))?.children ?? []
  const signers = expectId(content.children.at(-1), ids.set, 'the signers').children
  return [
    ...certificates.flatMap(({ raw }) => describeCertificate(raw)),
    ...signers.flatMap((signer, at) =>
      describeSigner(signer).map(([label, value]) => [`signer ${at + 1} ${label}`, value] as [string, string]),
    ),
  ]
}

function describeCertificate(raw: Buffer): Facts {
  const read = settle(() => readCertificate(raw))
  if (!read.ok) return [['embedded certificate', 'cannot be read']]
  const { subject, fingerprint, validTo } = read.value
  return [['embedded certificate', `${subject.replaceAll('\n', ', ')}, until ${validTo.toISOString()}, ${fingerprint}`]]
}

function describeSigner(signer: Ber): Facts {
  const [, name, digest, ...rest] = expectId(signer, ids.sequence, 'a signer').children
  const attributes = rest[0]?.id === ids.context(0) ? rest.shift() : undefined
  const listed = attributes?.children.map(attribute => nameOf(dotted(attribute.children[0]))).join(', ')
  return [
    ['', describeName(name)],
    ['digest', nameOf(readAlgorithm(digest).oid)],
    ['signature', nameOf(readAlgorithm(rest[0]).oid)],
    ['attributes', listed ?? 'none'],
  ]
}

/** A signer or recipient by the serial of its certificate, or by its key identifier. */
function describeName(name: Ber | undefined): string {
  if (name?.id === ids.context(0)) return `key identifier ${octets(name).toString('hex')}`
  return `serial ${name?.children[1]?.content.toString('hex') ?? '?'}`
}

function describeEnvelope(content: Ber): Facts {
  const [, recipients, sealed] = content.children.filter(({ id }) => id !== ids.context(0))
  const [, algorithm, ciphertext] = expectId(sealed, ids.sequence, 'the encrypted content').children
  const named = expectId(recipients, ids.set, 'the recipients').children.map(
    recipient =>
      ['recipient', `${describeName(recipient.children[1])}, ${nameOf(readAlgorithm(recipient.children[2]).oid)}`] as [
        string,
        string,
      ],
  )
  const size = ciphertext ? octets(ciphertext).length : 0
  return [...named, ['cipher', nameOf(readAlgorithm(algorithm).oid)], ['ciphertext', `${size} bytes`]]
}
