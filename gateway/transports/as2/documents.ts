import { fileNameOf } from './file-name.ts'
import { decodeBody, type Entity, headerOf, mediaTypeOf, parseEntity, splitMultipart } from './mime.ts'

/** One business document out of a message. */
export interface Document {
  bytes: Buffer
  contentType: string
  /** Safe to store; undefined if the sender gave none. */
  fileName: string | undefined
  /** As the sender wrote it. */
  originalFileName: string | undefined
}

export type Documents = { ok: true; documents: Document[] } | { ok: false; detail: string }

/** The documents of an entity without further protection: itself, or the parts of a multipart, root first (RFC 6362, RFC 2387). */
export function documentsOf(entity: Entity): Documents {
  const media = mediaTypeOf(entity.headers)
  if (!media.value.startsWith('multipart/')) return { ok: true, documents: [documentOf(entity)] }
  const split = splitMultipart(entity.body, media.parameters.boundary ?? '')
  if (!split.ok) return split
  if (split.parts.length === 0) return { ok: false, detail: 'the multipart has no parts' }
  return { ok: true, documents: split.parts.map(part => documentOf(parseEntity(part))) }
}

function documentOf(entity: Entity): Document {
  const bytes = decodeBody(entity.body, headerOf(entity.headers, 'content-transfer-encoding'))
  const name = fileNameOf(entity.headers)
  return {
    bytes,
    contentType: headerOf(entity.headers, 'content-type') ? mediaTypeOf(entity.headers).value : sniff(bytes),
    fileName: name?.safe,
    originalFileName: name?.original,
  }
}

/** The type of bytes that came without one: EDI and XML are known by how they begin. */
function sniff(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, 64).trimStart()
  if (start.startsWith('ISA')) return 'application/edi-x12'
  if (/^UN[AB]/.test(start)) return 'application/edifact'
  return start.startsWith('<') ? 'application/xml' : 'application/octet-stream'
}
