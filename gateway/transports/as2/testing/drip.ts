import type { Source } from '../bytes/source.ts'

/** Bytes as they come when they are too many for memory: a few at a time, and never all of them. */
export function drip(bytes: Uint8Array, pieceSize = 7): Source {
  return {
    size: bytes.length,
    async *read(from = 0) {
      for (let at = from; at < bytes.length; at += pieceSize) yield Buffer.from(bytes.subarray(at, at + pieceSize))
    },
  }
}
