import { header, tags } from '../../../../translators/asn1/der.ts'
import { joined, memory, type Source } from '../bytes/source.ts'

/** A value with its tag and definite length around a content that need not lie in memory (X.690 §10.1). */
export function framed(tag: number, ...contents: readonly Source[]): Source {
  const content = joined(...contents)
  return joined(memory(header(tag, content.size)), content)
}

/** ContentInfo (RFC 5652 §3) around a value in pieces. */
export function framedContentInfo(type: Source, ...value: readonly Source[]): Source {
  return framed(tags.sequence, type, framed(0xa0, framed(tags.sequence, ...value)))
}
