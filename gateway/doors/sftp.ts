import { createHash, timingSafeEqual } from 'node:crypto'
import { and, desc, eq, gt, inArray, isNotNull, isNull, like, lte, not, type SQL, sql } from 'drizzle-orm'
import { z } from 'zod'
import { chunkSize, readChunks, unpackChunk } from '../../db/blobs.ts'
import type { Orm } from '../../db/connection.ts'
import { GroupCommit } from '../../db/group-commit.ts'
import { blobChunks, messages } from '../../db/schema/index.ts'
import { activeChannel } from '../../partners/channels/channel.ts'
import { findPartner } from '../../partners/identities.ts'
import { unpacking } from '../feeds/unpack.ts'
import { reportPrefix } from '../jobs/report-problems.ts'
import { recordConfirmation, recordConfirmations } from '../journal/outbound.ts'
import { receiveMessage } from '../journal/receive.ts'
import type { Account, Credential, Folder, Mailbox } from '../transports/sftp/mailbox.ts'
import type { DoorContext } from './door.ts'

/** A line as in `authorized_keys` (`ssh-ed25519 AAAA… comment`), and between which instants it may be used: the next key is entered before the last one ends. */
const authorizedKey = z.union([
  z.string().transform(line => ({ line, from: undefined, until: undefined })),
  z.object({ line: z.string(), from: z.iso.datetime().optional(), until: z.iso.datetime().optional() }),
])

/** How a partner signs in at our server: kept among its channel's settings and secrets. */
const login = z.object({ password: z.string().optional(), authorizedKeys: z.array(authorizedKey).default([]) })

/** A listing shows at most this many files, newest first. */
const mostListed = 5000

/** The virtual folders of each SFTP partner, as views of the journal. */
export function sftpDoor(context: DoorContext): Mailbox {
  const { hub } = context
  const receive = unpacking(message => receiveMessage(hub, message))
  const confirmations = new GroupCommit(hub, 'transport:sftp', recordConfirmations)
  return {
    authenticate: (username, credential) => authenticate(context, username, credential),
    list: async (account, folder) => {
      const rows = await hub.orm
        .select({ id: messages.id, fileName: messages.fileName, size: messages.size, createdAt: messages.createdAt })
        .from(messages)
        .where(inFolder(account, folder))
        .orderBy(desc(messages.id))
        .limit(mostListed)
      return rows.map(row => ({ id: row.id, name: row.fileName ?? row.id, size: row.size, modified: row.createdAt }))
    },
    read: (account, folder, id) => read(hub.orm, account, folder, id),
    readSmall: (account, folder, ids) => readSmall(hub.orm, account, folder, ids),
    fetched: async ({ retailerId, username }, id) => {
      await confirmations.add({ retailerId, messageId: id, evidence: { fetchedBy: username } })
    },
    archive: (account, id) =>
      hub.work(actorOf(account), async work => {
        await recordConfirmation(work, account.retailerId, id, { archivedBy: account.username })
        await work.tx
          .update(messages)
          .set({ archivedAt: work.now })
          .where(and(inFolder(account, 'outbound'), eq(messages.id, id)))
      }),
    receive: async (account, upload) => {
      const { path, sha256, fileName, bytes, evidence } = upload
      const { retailerId, partnershipId } = account
      // The same file again within a day is a repeat after a lost answer; on another day it is news of the same content.
      const wireId = `${path}#${sha256}#${hub.now().toISOString().slice(0, 10)}`
      const message = { retailerId, partnershipId, transport: 'sftp' as const, fileName, bytes }
      const take = (id: string) => receive({ ...message, wireId: id, evidence: { ...evidence, path } })
      const reception = await take(wireId)
      const since = reception.repeated ? await newestAt(hub.orm, account, path, reception.messageId) : undefined
      if (!since || since.wireId.startsWith(`${path}#${sha256}#`)) return reception
      // Another file has come under this name in between: a stock that is back where it was this morning is news.
      return await take(`${wireId}#${since.id}`)
    },
  }
}

async function read(orm: Orm, account: Account, folder: Folder, id: string): Promise<Uint8Array | undefined> {
  const [row] = await withChunks(orm, account, folder, [id])
  if (!row) return undefined
  return chunkOf(row) ?? (await readWhole(orm, account.retailerId, row))
}

async function readSmall(orm: Orm, account: Account, folder: Folder, ids: readonly string[]) {
  const rows = await withChunks(orm, account, folder, ids)
  return new Map(
    rows.flatMap(row => {
      const bytes = chunkOf(row)
      return bytes ? [[row.id, bytes] as const] : []
    }),
  )
}

/** The newest of the messages that came under this path after the given one. */
async function newestAt(orm: Orm, account: Account, path: string, afterId: string) {
  const under = sql`starts_with(${messages.wireId}, ${`${path}#`})`
  const [newest] = await orm
    .select({ id: messages.id, wireId: messages.wireId })
    .from(messages)
    .where(and(inFolder(account, 'inbound'), gt(messages.id, afterId), under))
    .orderBy(desc(messages.id))
    .limit(1)
  return newest
}

type WithChunk = Awaited<ReturnType<typeof withChunks>>[number]

function chunkOf({ size, encoding, bytes }: WithChunk): Uint8Array | undefined {
  if (size === 0) return new Uint8Array(0)
  return encoding && bytes ? unpackChunk({ encoding, bytes }) : undefined
}

/** Messages with their bytes, where these fit one chunk: most do. */
async function withChunks(orm: Orm, account: Account, folder: Folder, ids: readonly string[]) {
  return await orm
    .select({
      id: messages.id,
      blobId: messages.blobId,
      size: messages.size,
      encoding: blobChunks.encoding,
      bytes: blobChunks.bytes,
    })
    .from(messages)
    .leftJoin(
      blobChunks,
      and(
        eq(blobChunks.retailerId, messages.retailerId),
        eq(blobChunks.blobId, messages.blobId),
        eq(blobChunks.sequence, 0),
        lte(messages.size, chunkSize),
      ),
    )
    .where(and(inFolder(account, folder), inArray(messages.id, [...ids])))
}

/** Parts of a large file that are read at the same time. */
const lanes = 4

/** A file of known size in one piece: the partner may ask for any part of it in any sequence. */
async function readWhole(orm: Orm, retailerId: string, blob: { blobId: string; size: number }): Promise<Uint8Array> {
  const whole = new Uint8Array(blob.size)
  const part = Math.ceil(blob.size / chunkSize / lanes) * chunkSize
  const readPart = async (from: number) => {
    let at = from
    for await (const chunk of readChunks(orm, retailerId, blob, from)) {
      whole.set(chunk, at)
      at += chunk.length
      if (at >= from + part) break
    }
  }
  const parts = Array.from({ length: lanes }, (_, lane) => lane * part).filter(from => from < blob.size)
  await Promise.all(parts.map(readPart))
  return whole
}

const actorOf = (account: Account) => `partner:${account.partnershipId}`

function inFolder(account: Account, folder: Folder): SQL | undefined {
  const own = and(
    eq(messages.retailerId, account.retailerId),
    eq(messages.partnershipId, account.partnershipId),
    eq(messages.transport, 'sftp'),
  )
  const out = and(own, eq(messages.direction, 'out'))
  const isReport = like(messages.fileName, `${reportPrefix}%`)
  switch (folder) {
    case 'inbound':
      return and(own, eq(messages.direction, 'in'))
    case 'outbound':
      return and(
        out,
        isNull(messages.archivedAt),
        not(isReport),
        inArray(messages.status, ['sent', 'confirmed', 'retrying']),
      )
    case 'errors':
      return and(out, isNull(messages.archivedAt), isReport)
    case 'archive':
      return and(out, isNotNull(messages.archivedAt))
  }
}

async function authenticate(
  { hub, box }: DoorContext,
  username: string,
  credential: Credential,
): Promise<Account | undefined> {
  const found = await findPartner(hub.orm, 'sftp', '', username)
  const channel = found?.partnershipId
    ? await activeChannel(hub.orm, box, found.retailerId, found.partnershipId)
    : undefined
  // An unknown name is compared all the same, so that it takes as long as a wrong password.
  const settings = login.parse(channel?.transport === 'sftp' ? channel.transportSettings : {})
  const good =
    'password' in credential
      ? samePassword(settings.password, credential.password)
      : hasKey(settings.authorizedKeys, credential.publicKey.bytes, hub.now())
  if (!good || !channel) return undefined
  return { retailerId: channel.retailerId, partnershipId: channel.partnershipId, username }
}

/** Digests are compared, so that neither length nor content shows in the time it takes. */
function samePassword(expected: string | undefined, given: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(expected ?? ''), digest(given)) && expected !== undefined
}

function hasKey(keys: readonly z.infer<typeof authorizedKey>[], key: Uint8Array, now: Date): boolean {
  const wanted = Buffer.from(key).toString('base64')
  return keys.some(({ line, from, until }) => {
    const isIts = line.trim().split(/\s+/)[1] === wanted
    return isIts && (!from || new Date(from) <= now) && (!until || now < new Date(until))
  })
}
