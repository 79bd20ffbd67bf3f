import { and, desc, eq, gt, isNull, lt, or } from 'drizzle-orm'
import { ApplicationError } from '../../db/application-error.ts'
import type { UnsealedBlob } from '../../db/blobs.ts'
import type { Orm } from '../../db/connection.ts'
import { preparedFiles } from '../../db/schema/index.ts'
import { lockKey, type Work } from '../../db/work.ts'

/** So many files are made for one person at a time. */
const mostAtOnce = 5

const minute = 60_000
/** One that was asked for so short a time ago is given again. */
const again = 10 * minute
/** One is given out for so long: its bytes are swept away after a day at the earliest. */
export const hoursKept = 20

export type PreparedFile = typeof preparedFiles.$inferSelect

interface FileRef {
  retailerId: string
  fileId: string
}

/** Who asks for a file, and as what. */
export type FileReader = Pick<
  PreparedFile,
  'retailerId' | 'userId' | 'membershipId' | 'role' | 'secondFactor' | 'timeZone'
>

/**
 * Has a file made for a person, with the job that does so. Whoever asks for the same again within minutes, or while it is being made, gets the one that there is. Throws
 * `wrong-state` where too many are being made for the person.
 */
export async function prepareFile(
  work: Work,
  reader: FileReader,
  { source, name }: Pick<PreparedFile, 'source' | 'name'>,
): Promise<{ id: string }> {
  const { retailerId, userId, membershipId } = reader
  await lockKey(work.tx, `prepared-files:${userId}`)
  const mine = and(eq(preparedFiles.retailerId, retailerId), eq(preparedFiles.userId, userId))
  const after = new Date(work.now.getTime() - again)
  const recent = await work.tx
    .select()
    .from(preparedFiles)
    .where(
      and(mine, isNull(preparedFiles.failure), or(isNull(preparedFiles.endedAt), gt(preparedFiles.createdAt, after))),
    )
  const same = recent.find(
    file => file.source === source && file.membershipId === membershipId && file.role === reader.role,
  )
  if (same) return { id: same.id }
  if (recent.filter(file => !file.endedAt).length >= mostAtOnce)
    throw new ApplicationError('wrong-state', `${mostAtOnce} files are being made for you. Wait until one is ready.`)
  const id = work.newId()
  await work.tx.insert(preparedFiles).values({ ...reader, id, source, name, createdAt: work.now })
  await work.enqueue('prepare-file', { retailerId, fileId: id })
  return { id }
}

/** Notes how many rows of a file are written. */
export async function noteRows(orm: Orm, ref: FileRef, rows: number): Promise<void> {
  await orm.update(preparedFiles).set({ rows }).where(isOpen(ref))
}

/** A file is written, or could not be. False where it had ended before. */
export async function endFile(
  work: Work,
  ref: FileRef,
  outcome: { rows: number; blob: UnsealedBlob } | { failure: string },
): Promise<boolean> {
  const ended =
    'failure' in outcome ? outcome : { rows: outcome.rows, blobId: outcome.blob.blobId, size: outcome.blob.size }
  const changed = await work.tx
    .update(preparedFiles)
    .set({ ...ended, endedAt: work.now })
    .where(isOpen(ref))
    .returning({ id: preparedFiles.id })
  return changed.length > 0
}

/** A file; undefined where there is none. */
export async function loadFile(orm: Orm, ref: FileRef): Promise<PreparedFile | undefined> {
  const [file] = await orm.select().from(preparedFiles).where(isFile(ref))
  return file
}

/** A person's files of a retailer, newest first. */
export async function listFiles(
  orm: Orm,
  { retailerId, membershipId }: Pick<FileReader, 'retailerId' | 'membershipId'>,
  limit: number,
): Promise<PreparedFile[]> {
  return await orm
    .select()
    .from(preparedFiles)
    .where(and(eq(preparedFiles.retailerId, retailerId), eq(preparedFiles.membershipId, membershipId)))
    .orderBy(desc(preparedFiles.id))
    .limit(limit)
}

/** Until when a file is given out. */
export const keptUntil = ({ createdAt }: PreparedFile) => new Date(createdAt.getTime() + hoursKept * 60 * minute)

/** Forgets files that are no longer given out. */
export async function forgetFiles(work: Work): Promise<void> {
  const before = new Date(work.now.getTime() - 24 * 60 * minute)
  await work.tx.delete(preparedFiles).where(lt(preparedFiles.createdAt, before))
}

const isFile = ({ retailerId, fileId }: FileRef) =>
  and(eq(preparedFiles.retailerId, retailerId), eq(preparedFiles.id, fileId))

const isOpen = (ref: FileRef) => and(isFile(ref), isNull(preparedFiles.endedAt))
