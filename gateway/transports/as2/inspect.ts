import { splitMultipart } from './bytes/multipart.ts'
import { collect, memory } from './bytes/source.ts'
import { describeCms, type Facts } from './cms/describe.ts'
import { dispositions } from './disposition.ts'
import { fileNameOf } from './file-name.ts'
import { type Entity, mediaTypeOf, readEntity } from './mime.ts'
import { cmsBody } from './shapes.ts'
import { signatureAmong, type UnwrapOptions, type Unwrapped, unwrap } from './unwrap.ts'

/** One layer of a message as a person looks at it. */
interface InspectedLayer {
  /** `multipart/signed`, `application/pkcs7-mime`, or the document's own type. */
  type: string
  bytes: number
  facts: Facts
}

/** A message opened as far as the keys allow. */
export interface Inspection {
  layers: InspectedLayer[]
  result: Unwrapped
}

/** Opens a message file (headers, blank line, body) layer by layer and says what is in each. */
export async function inspect(file: Uint8Array, options: Omit<UnwrapOptions, 'onLayer'>): Promise<Inspection> {
  const layers: InspectedLayer[] = []
  const { headers, body } = await readEntity(memory(file))
  const result = await unwrap(
    { headers, body, raw: body },
    { ...options, onLayer: async entity => void layers.push(await describeLayer(entity)) },
  )
  return { layers, result }
}

async function describeLayer(entity: Entity): Promise<InspectedLayer> {
  const { value: type, parameters } = mediaTypeOf(entity.headers)
  const layer = { type: entity.headers.length > 0 ? type : 'without headers', bytes: entity.body.size }
  if (type === 'multipart/signed') {
    const split = await splitMultipart(entity.body, parameters.boundary ?? '')
    const signature = split.ok ? await signatureAmong(split.parts.slice(1)) : undefined
    const announced: Facts = [['micalg announced', parameters.micalg ?? 'none']]
    return { ...layer, facts: signature ? [...announced, ...(await cmsFacts(await readEntity(signature)))] : announced }
  }
  if (/pkcs7-mime$/.test(type)) return { ...layer, facts: await cmsFacts(entity) }
  const name = fileNameOf(entity.headers)
  return { ...layer, facts: name ? [['file name', name.original]] : [] }
}

async function cmsFacts(entity: Entity): Promise<Facts> {
  const described = describeCms(await collect(await cmsBody(entity)))
  return described.ok ? described.value : [['unreadable', described.detail]]
}

/** An inspection as lines of text for a terminal. */
export function inspectionText({ layers, result }: Inspection): string[] {
  const opened = layers.flatMap(({ type, bytes, facts }, depth) => {
    const indent = '  '.repeat(depth)
    return [
      `${indent}${type}, ${bytes} bytes`,
      ...facts.map(([label, value]) => `${indent}  ${label.trim()}: ${value}`),
    ]
  })
  const mic = result.mic ? [`MIC: ${result.mic.value.toString('base64')}, ${result.mic.digest}`] : []
  if (!result.ok) return [...opened, ...mic, `Not opened: ${dispositions[result.failure].wire}: ${result.detail}`]
  const { signature } = result.protection
  const signed = signature
    ? `Signature: holds under ${signature.certificate.subject.replaceAll('\n', ', ')} (${signature.certificate.fingerprint})`
    : 'Signature: none'
  const documents = result.documents.map(
    ({ contentType, fileName, content }) =>
      `Document: ${fileName ?? 'without name'}, ${contentType}, ${content.size} bytes`,
  )
  return [...opened, signed, ...mic, ...documents, ...result.warnings.map(warning => `Note: ${warning}`)]
}
