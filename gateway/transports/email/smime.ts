import { collect, memory } from '../as2/bytes/source.ts'
import { readEnclosing } from '../as2/cms/verify.ts'
import type { MailPart } from './parts.ts'

/** Whether a part is S/MIME that holds what it signs, or what it encrypts (RFC 8551, section 3.2): `smime.p7m`. */
export function isSmime({ contentType }: Pick<MailPart, 'contentType'>): boolean {
  return /^application\/(x-)?pkcs7-mime$/.test(contentType)
}

/** The part that was signed, with its headers; undefined where it is encrypted or cannot be read. Who signed it is not judged: DKIM and the sender are. */
export async function openSmime(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const read = await readEnclosing(memory(bytes))
  return read.ok && read.value.content ? await collect(read.value.content) : undefined
}
