import { decoded } from './bytes/decode.ts'
import { splitMultipart } from './bytes/multipart.ts'
import { beginning, type Source } from './bytes/source.ts'
import { fileNameOf } from './file-name.ts'
import { type Entity, headerOf, mediaTypeOf, readEntity } from './mime.ts'

/** One business document out of a message. */
export interface Document {
  content: Source
  contentType: string
  /** Safe to store; undefined if the sender gave none. */
  fileName: string | undefined
  /** As the sender wrote it. */
  originalFileName: string | undefined
}

export type Documents = { ok: true; documents: Document[] } | { ok: false; detail: string }

const maxDepth = 4
const maxDocuments = 100

/**
 * The documents of an entity without further protection: itself, or the parts of a multipart, root first (RFC 6362, RFC 2387). Those of a multipart inside
 * stand where it does.
 */
export async function documentsOf(entity: Entity, depth = 0): Promise<Documents> {
  const media = mediaTypeOf(entity.headers)
  if (!media.value.startsWith('multipart/')) return { ok: true, documents: [await documentOf(entity)] }
  if (depth === maxDepth) return { ok: false, detail: 'multiparts are nested too deeply' }
  const split = await splitMultipart(entity.body, media.parameters.boundary ?? '')
  if (!split.ok) return split
  if (split.parts.length === 0) return { ok: false, detail: 'the multipart has no parts' }
  const documents: Document[] = []
  for (const part of split.parts) {
    const inside = await documentsOf(await readEntity(part), depth + 1)
    if (!inside.ok) return inside
    documents.push(...inside.documents)
    if (documents.length > maxDocuments) return { ok: false, detail: `more than ${maxDocuments} documents` }
  }
  return { ok: true, documents }
}

async function documentOf(entity: Entity): Promise<Document> {
  const content = await decoded(entity.body, headerOf(entity.headers, 'content-transfer-encoding'))
  const name = fileNameOf(entity.headers)
  const named = headerOf(entity.headers, 'content-type')
  return {
    content,
    contentType: named ? mediaTypeOf(entity.headers).value : sniff(await beginning(content, 64)),
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
