import { type Ber, dotted, expectId, ids, toDer } from '../../translators/asn1/ber.ts'
import { context, integer, join, oid, sequence, setOf } from '../../translators/asn1/der.ts'
import { oids } from './object-ids.ts'

/** Whether a value is a ContentInfo of signed data (RFC 5652 §5.1), the form of P7B files. */
export function isPkcs7({ children: [type] }: Ber): boolean {
  return type?.id === ids.oid && dotted(type) === oids.signedData
}

/** The certificates of a P7B file, DER. Throws `Asn1Problem`. */
export function certificatesInPkcs7(info: Ber): Buffer[] {
  const signedData = expectId(info.children[1]?.children[0], ids.sequence, 'signed data')
  const set = signedData.children.find(({ id }) => id === ids.context(0))
  return (set?.children ?? []).filter(({ id }) => id === ids.sequence).map(certificate => toDer(certificate))
}

/** A P7B file: signed data without signers that carries certificates only (RFC 5652 §5.1, "degenerate"). */
export function writePkcs7(certificates: readonly Uint8Array[]): Buffer {
  const sorted = certificates.map(one => Buffer.from(one)).sort(Buffer.compare)
  const signedData = sequence(integer(1), setOf(), sequence(oid(oids.data)), context(0, sorted), setOf())
  return join(sequence(oid(oids.signedData), context(0, signedData)))
}
