import type { Orm } from '../../db/connection.ts'

/** The very bytes of an export batch, whenever they are asked for again. Throws `not-found`. */
export async function batchFile(
  _orm: Orm,
  _query: { retailerId: string; batchId: string },
): Promise<{ fileName: string; bytes: Uint8Array }> {
  throw new Error('batchFile is being built')
}
