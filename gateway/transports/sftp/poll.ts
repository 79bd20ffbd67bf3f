import { hash } from 'node:crypto'
import type { FileEntryWithStats } from 'ssh2'
import { z } from 'zod'
import type { DeliveryFailure, Receive, Reception } from '../contract.ts'
import { visit } from './client.ts'
import { failureOf } from './failures.ts'
import { matchesGlob } from './glob.ts'
import type { Remote } from './remote.ts'
import type { ClientSettings } from './settings.ts'

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
}

/** What one poll came to. `problems` are about single files and leave the others alone. */
export type Poll =
  | {
      ok: true
      received: { path: string; reception: Reception }[]
      /** Files that may still be growing. */
      waiting: string[]
      problems: { path: string; failure: DeliveryFailure }[]
      memory: PollMemory
    }
  | { ok: false; failure: DeliveryFailure; memory: PollMemory }

/**
 * Looks into the partner's folder once and takes what is complete. Each file is in the journal before it is deleted or moved. Rejects
 * only when `receive` does.
 */
export async function pollSftp(settings: ClientSettings, input: PollInput): Promise<Poll> {
  const { poll } = settings
  if (!poll) {
    return {
      ok: false,
      failure: { code: 'settings-incomplete', detail: 'No folder to poll is set.' },
      memory: input.memory,
    }
  }
  let rejected: { error: unknown } | undefined
  const receive: Receive = message =>
    input.receive(message).catch((error: unknown) => {
      rejected = { error }
      throw error
    })
  const visited = await visit(settings, remote => takeAll(remote, { ...settings, poll }, { ...input, receive }))
  if (rejected) throw rejected.error
  return visited.ok ? { ok: true, ...visited.value } : { ...visited, memory: input.memory }
}

type Polling = ClientSettings & { poll: NonNullable<ClientSettings['poll']> }

async function takeAll(remote: Remote, settings: Polling, input: PollInput) {
  const { poll } = settings
  const all = await remote.list(poll.folder)
  const names = new Set(all.map(entry => entry.filename))
  const files = all.filter(
    entry =>
      entry.attrs.isFile() &&
      matchesGlob(entry.filename, poll.pattern) &&
      !(poll.doneMarker && entry.filename.endsWith(poll.doneMarker)),
  )
  const received: { path: string; reception: Reception }[] = []
  const waiting: string[] = []
  const problems: { path: string; failure: DeliveryFailure }[] = []
  const memory: PollMemory = {}
  for (const entry of files.toSorted((a, b) => a.attrs.mtime - b.attrs.mtime || (a.filename < b.filename ? -1 : 1))) {
    const path = `${poll.folder.replace(/\/+$/, '')}/${entry.filename}`
    const seen = { size: entry.attrs.size, modified: entry.attrs.mtime }
    const before = input.memory[path]
    memory[path] = seen
    if (before?.taken && isSame(before, seen)) {
      memory[path] = before
    } else if (seen.size > poll.largestFile) {
      const detail = `The file has ${seen.size} bytes; the largest taken has ${poll.largestFile}.`
      problems.push({ path, failure: { code: 'too-large', detail } })
    } else if (
      !isComplete(entry, names, poll.doneMarker, isSame(before, seen)) ||
      received.length >= poll.filesAtOnce
    ) {
      waiting.push(path)
    } else {
      const taken = await takeOne(remote, settings, input, entry, path)
      if (taken.kind === 'growing') waiting.push(path)
      if (taken.kind === 'unreadable') problems.push({ path, failure: taken.failure })
      if (taken.kind === 'received') {
        received.push({ path, reception: taken.reception })
        if (taken.failure) problems.push({ path, failure: taken.failure })
        if (taken.stays) memory[path] = { ...seen, taken: true }
        else delete memory[path]
      }
    }
  }
  return { received, waiting, problems, memory }
}

type Taken =
  | { kind: 'growing' }
  | { kind: 'unreadable'; failure: DeliveryFailure }
  | { kind: 'received'; reception: Reception; stays: boolean; failure?: DeliveryFailure }

async function takeOne(
  remote: Remote,
  settings: Polling,
  input: PollInput,
  entry: FileEntryWithStats,
  path: string,
): Promise<Taken> {
  const { size, mtime } = entry.attrs
  const bytes = await refusalOr(() => remote.read(path, size))
  if (!(bytes instanceof Uint8Array)) return { kind: 'unreadable', failure: bytes }
  const now = await remote.stat(path)
  if (bytes.length !== size || now?.size !== size || now.mtime !== mtime) return { kind: 'growing' }
  const server = `${settings.host}:${settings.port}`
  const modified = new Date(mtime * 1_000).toISOString()
  const reception = await input.receive({
    retailerId: input.retailerId,
    partnershipId: input.partnershipId,
    transport: 'sftp',
    wireId: `${settings.username}@${server} ${path} ${modified} ${hash('sha256', bytes, 'hex')}`,
    fileName: entry.filename,
    bytes,
    evidence: { server, path, modified },
  })
  const after = await refusalOr(() => putAway(remote, settings.poll, path, entry.filename))
  if (typeof after === 'boolean') return { kind: 'received', reception, stays: after }
  return { kind: 'received', reception, stays: true, failure: after }
}

/** Deletes or moves what has been taken; true when it stays where it is. */
async function putAway(remote: Remote, poll: Polling['poll'], path: string, name: string): Promise<boolean> {
  if (poll.after.do === 'delete') await remote.remove(path)
  if (poll.after.do === 'move') await remote.rename(path, `${poll.after.folder.replace(/\/+$/, '')}/${name}`)
  if (poll.doneMarker && poll.after.do !== 'leave') await remote.remove(path + poll.doneMarker)
  return poll.after.do === 'leave'
}

/** The partner's refusal of one request is about one file; anything else ends the poll. */
async function refusalOr<T>(work: () => Promise<T>): Promise<T | DeliveryFailure> {
  try {
    return await work()
  } catch (error) {
    const failure = failureOf(error)
    if (failure.code === 'partner-refused') return failure
    throw error
  }
}

function isComplete(
  entry: FileEntryWithStats,
  names: ReadonlySet<string>,
  doneMarker: string | undefined,
  unchanged: boolean,
): boolean {
  return doneMarker ? names.has(entry.filename + doneMarker) : unchanged
}

function isSame(
  before: { size: number; modified: number } | undefined,
  now: { size: number; modified: number },
): boolean {
  return before !== undefined && before.size === now.size && before.modified === now.modified
}
