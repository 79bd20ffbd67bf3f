import { dropBlob, readChunks, sealBlob, storeBlob, writeBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import type { Work } from '../../db/work.ts'
import type { Content, Kept } from '../transports/contract.ts'

/** Keeps bytes that are too many for memory until they are committed with something or dropped. Throws what reading them throws. */
export async function keepBytes(
  hub: HubDatabase,
  retailerId: string,
  pieces: AsyncIterable<Uint8Array>,
): Promise<Kept> {
  const written = await writeBlob(hub, retailerId, pieces)
  return { ...written, read: from => readChunks(hub.orm, retailerId, written, from) }
}

/** Gives up what was kept; what has been committed meanwhile stays. */
export async function dropKept(hub: HubDatabase, retailerId: string, kept: Kept): Promise<void> {
  await dropBlob(hub.orm, retailerId, kept.blobId)
}

/** Makes bytes part of a unit of work, wherever they are. Gives the id of their blob. */
export async function commitBytes(work: Work, retailerId: string, bytes: Uint8Array | Kept): Promise<string> {
  const stored =
    bytes instanceof Uint8Array ? await storeBlob(work, retailerId, bytes) : await sealBlob(work, retailerId, bytes)
  return stored.blobId
}

/** A stored blob as a content that is read piece by piece. */
export function storedContent(
  hub: Pick<HubDatabase, 'orm'>,
  retailerId: string,
  blobId: string,
  size: number,
): Content {
  return { size, read: from => readChunks(hub.orm, retailerId, { blobId, size }, from) }
}

/** How many octets there are. */
export const sizeOf = (bytes: Uint8Array | Content): number => (bytes instanceof Uint8Array ? bytes.length : bytes.size)
