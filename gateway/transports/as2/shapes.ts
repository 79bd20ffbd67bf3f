import { decoded, fromBase64, looksBase64 } from './bytes/decode.ts'
import { splitMultipart } from './bytes/multipart.ts'
import { beginning, type Source } from './bytes/source.ts'
import { oids } from './cms/oids.ts'
import { peekContentType } from './cms/scan.ts'
import { type Entity, headerOf, mediaTypeOf, readEntity } from './mime.ts'

/** Whether a media type, in lower case, is that of a CMS layer. */
export const isCms = (type: string): boolean => /^application\/(x-)?pkcs7-mime$/.test(type)

/** The octets of a CMS layer (the body of a part, DER or BER); base64 is decoded whatever the headers say of it. */
export async function cmsBody(entity: Entity): Promise<Source> {
  const body = await decoded(entity.body, headerOf(entity.headers, 'content-transfer-encoding'))
  const [first] = await beginning(body, 1)
  return first !== 0x30 && (await looksBase64(body)) ? await fromBase64(body) : body
}

/** Some stations leave a boundary line around the single part that they encrypted. */
export async function unboxed(entity: Entity): Promise<Entity> {
  if (entity.headers.length > 0 || (await beginning(entity.body, 2)).toString('latin1') !== '--') return entity
  const split = await splitMultipart(entity.body, await firstBoundary(entity.body))
  return split.ok && split.parts.length === 1 ? await readEntity(split.parts[0]!) : entity
}

/** The boundary that a body begins with, where its type names none; empty if there is none. */
export async function firstBoundary(body: Source): Promise<string> {
  const line = /^--([^\r\n]{1,200})\r?\n/m.exec((await beginning(body, 2048)).toString('latin1'))
  return line?.[1]?.trimEnd() ?? ''
}

/**
 * mendelson sends a document that is compressed and nothing else under the document's own type, and the compressed part with its headers as
 * the body: that part, or undefined.
 */
export async function compressedInBody(outer: Entity): Promise<Entity | undefined> {
  const inner = await readEntity(outer.body)
  if (!isCms(mediaTypeOf(inner.headers).value)) return undefined
  return (await peekContentType(await cmsBody(inner))) === oids.compressedData ? inner : undefined
}
