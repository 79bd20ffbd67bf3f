import { hash } from 'node:crypto'
import { z } from 'zod'
import type { DeliveryFailure, Receive, ReceivedMessage, Reception } from '../contract.ts'
import { nameTest } from './names.ts'
import { isPlainName, pathIn, type RemoteFile, type RemoteFiles } from './remote-files.ts'
import type { PollSettings } from './settings.ts'

/**
 * What a poll saw, to be kept (as JSON) and given to the next: a file without a done-marker is taken when two polls saw it with the same
 * size and time, and one that could not be moved away is known as `taken`. Losing it costs a delay, never a message twice: the
 * journal knows the file by its wire id.
 */
export const pollMemory = z.record(
  z.string(),
  z.object({ size: z.int(), modified: z.int(), taken: z.boolean().optional() }),
)
export type PollMemory = z.infer<typeof pollMemory>

/** Whose server it is, where its files go, and what the last poll saw. */
export interface PollInput {
  retailerId: string
  partnershipId: string
  receive: Receive
  memory: PollMemory
  now: Date
}

/** A single file that could not be taken, or not be put away. */
export interface FileProblem {
  path: string
  failure: DeliveryFailure
}

/** What one poll came to. `problems` are about single files and leave the others alone. */
export type Poll =
  | {
      ok: true
      received: { path: string; reception: Reception }[]
      /** Files that may still be growing. */
      waiting: string[]
      problems: FileProblem[]
      memory: PollMemory
    }
  | { ok: false; failure: DeliveryFailure; memory: PollMemory }

/** How a transport names what it does. */
export interface TakeContext {
  transport: ReceivedMessage['transport']
  /** `host:port`. */
  server: string
  username: string
  failureOf(error: unknown): DeliveryFailure
}

/** Takes what is complete in the partner's folder. Each file is in the journal before it is deleted or moved. */
export async function takeFiles(
  remote: RemoteFiles,
  poll: PollSettings,
  input: PollInput,
  context: TakeContext,
): Promise<Omit<Extract<Poll, { ok: true }>, 'ok'>> {
  const all = await remote.list(poll.folder)
  const names = new Set(all.map(file => file.name))
  const wanted = nameTest(poll.pattern, input.now)
  const isMarker = (name: string) => poll.doneMarker !== undefined && name.endsWith(poll.doneMarker)
  const files = all.filter(({ isFile, name }) => isFile && isPlainName(name) && wanted(name) && !isMarker(name))
  const seen: Seen = { received: [], waiting: [], problems: [], memory: {} }
  for (const file of files.toSorted((a, b) => a.modified - b.modified || (a.name < b.name ? -1 : 1))) {
    const path = pathIn(poll.folder, file.name)
    const before = input.memory[path]
    const unchanged = before !== undefined && before.size === file.size && before.modified === file.modified
    const complete = poll.doneMarker ? names.has(file.name + poll.doneMarker) : unchanged
    seen.memory[path] = { size: file.size, modified: file.modified }
    if (before?.taken && unchanged) {
      seen.memory[path] = before
    } else if (file.size > poll.largestFile) {
      const detail = `The file has ${file.size} bytes; the largest taken has ${poll.largestFile}.`
      seen.problems.push({ path, failure: { code: 'too-large', detail } })
    } else if (!complete || seen.received.length >= poll.filesAtOnce) {
      seen.waiting.push(path)
    } else {
      note(seen, path, await takeOne(remote, poll, input, context, file, path))
    }
  }
  return seen
}

type Seen = Omit<Extract<Poll, { ok: true }>, 'ok'>

function note({ received, waiting, problems, memory }: Seen, path: string, taken: Taken): void {
  if (taken.kind === 'growing') waiting.push(path)
  if (taken.kind === 'unreadable') problems.push({ path, failure: taken.failure })
  if (taken.kind !== 'received') return
  received.push({ path, reception: taken.reception })
  if (taken.failure) problems.push({ path, failure: taken.failure })
  if (taken.stays) memory[path] = { ...memory[path]!, taken: true }
  else delete memory[path]
}

type Taken =
  | { kind: 'growing' }
  | { kind: 'unreadable'; failure: DeliveryFailure }
  | { kind: 'received'; reception: Reception; stays: boolean; failure?: DeliveryFailure }

async function takeOne(
  remote: RemoteFiles,
  poll: PollSettings,
  input: PollInput,
  context: TakeContext,
  file: RemoteFile,
  path: string,
): Promise<Taken> {
  const bytes = await refusalOr(context, () => remote.read(path, file.size))
  if (!(bytes instanceof Uint8Array)) return { kind: 'unreadable', failure: bytes }
  const now = await remote.stat(path)
  if (bytes.length !== file.size || now?.size !== file.size || now.modified !== file.modified)
    return { kind: 'growing' }
  const { server, username, transport } = context
  const modified = new Date(file.modified * 1_000).toISOString()
  const reception = await input.receive({
    retailerId: input.retailerId,
    partnershipId: input.partnershipId,
    transport,
    wireId: `${username}@${server} ${path} ${modified} ${hash('sha256', bytes, 'hex')}`,
    fileName: file.name,
    bytes,
    evidence: { server, path, modified },
  })
  const after = await refusalOr(context, () => putAway(remote, poll, path, file.name))
  if (typeof after === 'boolean') return { kind: 'received', reception, stays: after }
  return { kind: 'received', reception, stays: true, failure: after }
}

/** Deletes or moves what has been taken; true when it stays where it is. */
async function putAway(remote: RemoteFiles, poll: PollSettings, path: string, name: string): Promise<boolean> {
  if (poll.after.do === 'delete') await remote.remove(path)
  if (poll.after.do === 'move') await remote.rename(path, pathIn(poll.after.folder, name))
  if (poll.doneMarker && poll.after.do !== 'leave') await remote.remove(path + poll.doneMarker)
  return poll.after.do === 'leave'
}

/** The partner's refusal of one request is about one file; anything else ends the poll. */
async function refusalOr<T>(context: TakeContext, work: () => Promise<T>): Promise<T | DeliveryFailure> {
  try {
    return await work()
  } catch (error) {
    const failure = context.failureOf(error)
    if (failure.code === 'partner-refused') return failure
    throw error
  }
}

/**
 * Runs a poll so that what the journal rejects is told apart from what the partner or the network did: the first is thrown, the second comes
 * back as a delivery failure.
 */
export async function pollWith(
  input: PollInput,
  look: (input: PollInput) => Promise<{ ok: true; value: Seen } | { ok: false; failure: DeliveryFailure }>,
): Promise<Poll> {
  let rejected: { error: unknown } | undefined
  const receive: Receive = message =>
    input.receive(message).catch((error: unknown) => {
      rejected = { error }
      throw error
    })
  const looked = await look({ ...input, receive })
  if (rejected) throw rejected.error
  return looked.ok ? { ok: true, ...looked.value } : { ...looked, memory: input.memory }
}
