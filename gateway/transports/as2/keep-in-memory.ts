import { createHash, randomUUID } from 'node:crypto'
import type { As2ReceiveDeps } from './ports.ts'

/** Keeping for a station without a database, which takes no messages too large for its memory. */
export function keepInMemory(): Pick<As2ReceiveDeps, 'keep' | 'drop'> {
  return {
    async keep(_retailerId, pieces) {
      const bytes = Buffer.concat(await Array.fromAsync(pieces))
      return {
        blobId: randomUUID(),
        sha256: createHash('sha256').update(bytes).digest('hex'),
        size: bytes.length,
        async *read(from = 0) {
          const pieceSize = 256 * 1024
          for (let at = from; at < bytes.length; at += pieceSize) yield bytes.subarray(at, at + pieceSize)
        },
      }
    },
    drop: async () => undefined,
  }
}
