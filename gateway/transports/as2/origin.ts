import { collect, joined, memory, type Source, slice } from './bytes/source.ts'
import { type Entity, headerBlock } from './mime.ts'
import type { As2Origin, As2ReceiveDeps } from './ports.ts'
import { takeBytes } from './take-documents.ts'
import type { Unwrapped } from './unwrap.ts'

/** What a signature and the lines around a document come to at most; if there is more, the layer is kept whole. */
const largestFrame = 64 * 1024

/**
 * The proof of who sent a message, for one that was signed: the layer with the signature, as a MIME file. A document that stands in it as it is
 * (sent binary, not compressed inside the signature) is left out, since it is stored by itself.
 */
export async function originOf(
  retailerId: string,
  { signed, documents }: Extract<Unwrapped, { ok: true }>,
  deps: Pick<As2ReceiveDeps, 'keep'>,
): Promise<As2Origin | undefined> {
  if (!signed) return undefined
  const head = headOf(signed)
  const [document, ...others] = documents
  const place = document && others.length === 0 ? placeIn(signed.raw, document.content) : undefined
  if (document && place !== undefined && head.length + signed.raw.size - document.content.size <= largestFrame) {
    const after = slice(signed.raw, place + document.content.size)
    const frame = joined(memory(head), slice(signed.raw, 0, place), after)
    return { bytes: await collect(frame), documentAt: head.length + place }
  }
  return { bytes: await takeBytes(retailerId, joined(memory(head), signed.raw), deps) }
}

/** The outermost layer has its headers in HTTP: those that say how to read it go before it. */
function headOf({ headers, raw, body }: Entity): Buffer {
  if (raw.size !== body.size) return Buffer.alloc(0)
  return headerBlock(Object.fromEntries(headers.map(({ name, value }) => [name, value])))
}

/** Where in a layer a document begins that is nothing but a stretch of it. */
function placeIn(layer: Source, document: Source): number | undefined {
  const outer = layer.within ?? { whole: layer, at: 0 }
  const inner = document.within
  return inner?.whole === outer.whole ? inner.at - outer.at : undefined
}
