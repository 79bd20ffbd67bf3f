import { describeCms, type Facts } from './cms/describe.ts'
import { dispositions } from './disposition.ts'
import { fileNameOf } from './file-name.ts'
import { type Entity, mediaTypeOf, parseEntity, splitMultipart } from './mime.ts'
import { cmsBody, signatureAmong, type UnwrapOptions, type Unwrapped, unwrap } from './unwrap.ts'

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
export function inspect(file: Uint8Array, options: Omit<UnwrapOptions, 'onLayer'>): Inspection {
  const layers: InspectedLayer[] = []
  const { headers, body } = parseEntity(file)
  const result = unwrap(
    { headers, body, raw: body },
    { ...options, onLayer: entity => layers.push(describeLayer(entity)) },
  )
  return { layers, result }
}

function describeLayer(entity: Entity): InspectedLayer {
  const { value: type, parameters } = mediaTypeOf(entity.headers)
  const layer = { type: entity.headers.length > 0 ? type : 'without headers', bytes: entity.body.length }
  if (type === 'multipart/signed') {
    const split = splitMultipart(entity.body, parameters.boundary ?? '')
    const signature = split.ok ? signatureAmong(split.parts.slice(1)) : undefined
    const announced: Facts = [['micalg announced', parameters.micalg ?? 'none']]
    return { ...layer, facts: signature ? [...announced, ...cmsFacts(parseEntity(signature))] : announced }
  }
  if (/pkcs7-mime$/.test(type)) return { ...layer, facts: cmsFacts(entity) }
  const name = fileNameOf(entity.headers)
  return { ...layer, facts: name ? [['file name', name.original]] : [] }
}

function cmsFacts(entity: Entity): Facts {
  const described = describeCms(cmsBody(entity))
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
    ({ contentType, fileName, bytes }) =>
      `Document: ${fileName ?? 'without name'}, ${contentType}, ${bytes.length} bytes`,
  )
  return [...opened, signed, ...mic, ...documents, ...result.warnings.map(warning => `Note: ${warning}`)]
}
