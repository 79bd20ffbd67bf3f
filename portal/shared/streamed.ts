import { ReadableStream } from 'node:stream/web'
import type { PortalContext } from '../deps.ts'

/**
 * Answers with a body that is made while it is read. Where making it fails the connection breaks off, so that the browser tells of a failed download: ended in good order,
 * half a file would be taken for the whole.
 */
export function streamed(c: PortalContext, pieces: AsyncIterable<Uint8Array | string>): Response {
  return c.body(ReadableStream.from(bytesOf(pieces)) as globalThis.ReadableStream<Uint8Array<ArrayBuffer>>)
}

async function* bytesOf(pieces: AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder()
  for await (const piece of pieces) yield typeof piece === 'string' ? encoder.encode(piece) : piece
}
