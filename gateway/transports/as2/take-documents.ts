import { createHash } from 'node:crypto'
import type { Kept } from '../contract.ts'
import { collect, type Source } from './bytes/source.ts'
import type { Document } from './documents.ts'
import type { As2ReceiveDeps } from './ports.ts'

/** The documents of a message, ready to be committed. */
export interface TakenDocuments {
  /** In the order of the documents. */
  files: (Uint8Array | Kept)[]
  /** Hex SHA-256 of all of them: what makes two messages the same, whatever encryption and signing time did to the bytes around them. */
  digest: string
}

/** Takes the documents out of a message that was opened: small ones into memory, large ones into the keeping of the house. */
export async function takeDocuments(
  retailerId: string,
  documents: readonly Document[],
  deps: Pick<As2ReceiveDeps, 'keep' | 'drop'>,
): Promise<TakenDocuments> {
  const hash = createHash('sha256')
  const files: (Uint8Array | Kept)[] = []
  try {
    for (const { content } of documents) {
      hash.update(`${content.size}:`)
      files.push(await takeBytes(retailerId, content, deps, piece => void hash.update(piece)))
    }
  } catch (error) {
    await dropAll(retailerId, files, deps)
    throw error
  }
  return { files, digest: hash.digest('hex') }
}

/** The bytes of a source: those in memory in one piece, others in the keeping of the house. `watch` is shown every piece. */
export async function takeBytes(
  retailerId: string,
  source: Source,
  { keep }: Pick<As2ReceiveDeps, 'keep'>,
  watch: (piece: Buffer) => void = () => undefined,
): Promise<Uint8Array | Kept> {
  if (!source.pieces) return await keep(retailerId, watched(source, watch))
  for (const piece of source.pieces) watch(piece)
  return await collect(source)
}

async function* watched(source: Source, watch: (piece: Buffer) => void): AsyncGenerator<Buffer> {
  for await (const piece of source.read()) {
    watch(piece)
    yield piece
  }
}

/** Gives up what was taken and will not be committed. */
export async function dropAll(
  retailerId: string,
  files: readonly (Uint8Array | Kept)[],
  { drop }: Pick<As2ReceiveDeps, 'drop'>,
): Promise<void> {
  for (const file of files) if (!(file instanceof Uint8Array)) await drop(retailerId, file)
}
