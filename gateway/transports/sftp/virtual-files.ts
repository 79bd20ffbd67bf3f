import ssh2 from 'ssh2'
import { Downloads, largestRead } from './downloads.ts'
import { type Entry, fileEntry, folderEntry, oneAnswer, rootEntries, stagedEntry } from './entries.ts'
import { Handles, type OpenHandle } from './handles.ts'
import type { Folder } from './mailbox.ts'
import { locate } from './paths.ts'
import { badMessage, denied, done, endOfFile, failed, noSuchFile, type Reply, unsupported } from './reply.ts'
import type { FileLocation, SessionContext } from './session-context.ts'
import { Uploads } from './uploads.ts'

const { OPEN_MODE } = ssh2.utils.sftp

/** The file operations of one session, each answered by a value. They reject only where the mailbox does. */
export class VirtualFiles {
  readonly #context: SessionContext
  readonly #uploads: Uploads
  readonly #downloads: Downloads
  readonly #handles = new Handles()

  constructor(context: SessionContext) {
    this.#context = context
    this.#uploads = new Uploads(context)
    this.#downloads = new Downloads(context)
  }

  /** SSH_FXP_REALPATH: every path has a normal form, whether or not anything is there. */
  realPath(raw: string): Reply {
    const place = locate(raw)
    if (place.kind === 'malformed') return failed(place.reason)
    return { kind: 'names', entries: [directory(place.path, this.#context.now())] }
  }

  /** SSH_FXP_STAT and SSH_FXP_LSTAT, which are one here: there are no links. */
  async stat(raw: string): Promise<Reply> {
    const { now, staging, view } = this.#context
    const place = locate(raw)
    if (place.kind === 'malformed') return failed(place.reason)
    if (place.kind === 'nowhere') return noSuchFile
    if (place.kind === 'root') return attributes(directory('/', now()))
    if (place.kind === 'folder') return attributes(folderEntry(place.folder, now()))
    const staged = place.folder === 'inbound' ? staging.get(place.name) : undefined
    if (staged) return attributes(stagedEntry(place.name, staged))
    const file = await view.find(place.folder, place.name)
    return file ? attributes(fileEntry(place.name, file, place.folder)) : noSuchFile
  }

  /** SSH_FXP_OPENDIR: the listing is taken once, here. */
  async openDirectory(raw: string): Promise<Reply> {
    const place = locate(raw)
    if (place.kind === 'malformed') return failed(place.reason)
    if (place.kind === 'nowhere') return noSuchFile
    if (place.kind === 'file')
      return (await this.stat(raw)).kind === 'attributes' ? failed('Not a directory') : noSuchFile
    if (this.#handles.size >= this.#context.limits.openHandles) return tooManyOpen
    const now = this.#context.now()
    const entry = directory('.', now)
    const entries = place.kind === 'root' ? rootEntries(now) : await this.#entries(place.folder)
    return this.#remember({ kind: 'directory', entries: [entry, directory('..', now), ...entries], next: 0, entry })
  }

  /** SSH_FXP_READDIR: the next part of the listing. */
  readDirectory(name: Buffer): Reply {
    const handle = this.#handles.get(name)
    if (handle?.kind !== 'directory') return badMessage('Not the handle of a directory')
    if (handle.next >= handle.entries.length) return endOfFile
    const entries = oneAnswer(handle.entries, handle.next)
    handle.next += entries.length
    return { kind: 'names', entries }
  }

  /** SSH_FXP_OPEN: `flags` as draft-ietf-secsh-filexfer-02, section 6.3, has them. */
  async open(raw: string, flags: number): Promise<Reply> {
    const place = locate(raw)
    if (place.kind === 'malformed') return failed(place.reason)
    const writes = (flags & (OPEN_MODE.WRITE | OPEN_MODE.APPEND | OPEN_MODE.TRUNC)) !== 0
    if (place.kind === 'nowhere') return writes ? denied('Put files into /inbound.') : noSuchFile
    if (place.kind !== 'file') return failed('Is a directory')
    if (this.#handles.size >= this.#context.limits.openHandles) return tooManyOpen
    const opened = writes ? await this.#uploads.open(place, flags) : await this.#downloads.open(place)
    return opened.kind === 'upload' || opened.kind === 'download' ? this.#remember(opened) : opened
  }

  /** SSH_FXP_READ. */
  read(name: Buffer, offset: number, length: number): Reply {
    const handle = this.#handles.get(name)
    if (handle?.kind === 'download') return this.#downloads.read(handle, offset, length)
    if (handle?.kind !== 'upload') return badMessage('Not the handle of a file')
    const bytes = handle.upload.buffer.read(offset, Math.min(length, largestRead))
    return bytes.length > 0 ? { kind: 'data', bytes } : endOfFile
  }

  /** SSH_FXP_WRITE. */
  write(name: Buffer, offset: number, data: Uint8Array): Reply {
    const handle = this.#handles.get(name)
    return handle?.kind === 'upload'
      ? this.#uploads.write(handle, offset, data)
      : badMessage('Not the handle of an upload')
  }

  /** SSH_FXP_FSTAT. */
  statHandle(name: Buffer): Reply {
    const handle = this.#handles.get(name)
    if (!handle) return badMessage('Unknown handle')
    return attributes(handle.kind === 'upload' ? stagedEntry(handle.name, handle.upload) : handle.entry)
  }

  /** SSH_FXP_FSETSTAT. Rights, owner and times are accepted and mean nothing here: clients set them after every upload. */
  setStatHandle(name: Buffer, size: number | undefined): Reply {
    const handle = this.#handles.get(name)
    if (!handle) return badMessage('Unknown handle')
    if (size === undefined) return done
    return handle.kind === 'upload' ? this.#uploads.setLength(handle, size) : denied('The file cannot be changed.')
  }

  /** SSH_FXP_SETSTAT. */
  async setStat(raw: string, size: number | undefined): Promise<Reply> {
    if (size !== undefined) return denied('The file cannot be changed.')
    const there = await this.stat(raw)
    return there.kind === 'attributes' ? done : there
  }

  /** SSH_FXP_CLOSE. The handle is gone when this returns; what comes back does the rest. */
  close(name: Buffer): () => Promise<Reply> {
    const handle = this.#handles.take(name)
    if (handle?.kind === 'upload') return () => this.#uploads.close(handle)
    if (handle?.kind === 'download') return () => this.#downloads.close(handle)
    return async () => (handle ? done : badMessage('Unknown handle'))
  }

  /** SSH_FXP_RENAME: a temporary upload gets its final name, or an outbound file is put away. */
  async rename(rawFrom: string, rawTo: string): Promise<Reply> {
    const from = locate(rawFrom)
    const to = locate(rawTo)
    if (from.kind === 'malformed') return failed(from.reason)
    if (to.kind === 'malformed') return failed(to.reason)
    if (from.kind === 'nowhere') return noSuchFile
    if (from.kind !== 'file') return denied('The folders are fixed.')
    if (from.folder === 'outbound') {
      const away = (to.kind === 'file' || to.kind === 'folder') && to.folder === 'archive'
      return away ? this.#putAway(from) : denied('Outbound files can be moved to /archive only.')
    }
    const upload = from.folder === 'inbound' ? this.#context.staging.get(from.name) : undefined
    return upload ? this.#uploads.rename(from, to, upload) : this.#kept(from)
  }

  /** SSH_FXP_REMOVE: drops an unfinished upload, or puts an outbound file away. */
  async remove(raw: string): Promise<Reply> {
    const place = locate(raw)
    if (place.kind === 'malformed') return failed(place.reason)
    if (place.kind === 'nowhere') return noSuchFile
    if (place.kind !== 'file') return failed('Is a directory')
    if (place.folder === 'outbound') return this.#putAway(place)
    const upload = place.folder === 'inbound' ? this.#context.staging.get(place.name) : undefined
    return upload ? this.#uploads.remove(place.name, upload) : this.#kept(place)
  }

  /** SSH_FXP_MKDIR. A client that makes sure of a folder is told that it exists. */
  makeDirectory(raw: string): Reply {
    const { kind } = locate(raw)
    return kind === 'root' || kind === 'folder'
      ? failed('The folder exists already.')
      : denied('The folders are fixed.')
  }

  /** SSH_FXP_RMDIR. */
  removeDirectory(raw: string): Reply {
    const { kind } = locate(raw)
    return kind === 'root' || kind === 'folder' ? denied('The folders are fixed.') : noSuchFile
  }

  /** SSH_FXP_SYMLINK: a view of the journal has no links. */
  link(): Reply {
    return unsupported('There are no links here.')
  }

  /** SSH_FXP_READLINK. */
  async readLink(raw: string): Promise<Reply> {
    const there = await this.stat(raw)
    return there.kind === 'attributes' ? failed('Not a link') : there
  }

  /** Resolves when nothing that was answered has yet to be written down. */
  async settled(): Promise<void> {
    await this.#downloads.settled()
  }

  /** The connection is gone: what is open ends without its close. */
  abandon(): void {
    for (const handle of this.#handles.takeAll()) {
      if (handle.kind === 'download') this.#downloads.abandon(handle)
      if (handle.kind === 'upload') this.#uploads.abandon(handle)
    }
  }

  async #putAway(place: FileLocation): Promise<Reply> {
    const { view, mailbox, account, staging } = this.#context
    const file = await view.find('outbound', place.name)
    if (!file) return noSuchFile
    await this.#downloads.settled()
    await mailbox.archive(account, file.id)
    staging.forgetDownload(file.id)
    view.forget('outbound', place.name)
    return done
  }

  async #kept(place: FileLocation): Promise<Reply> {
    const file = await this.#context.view.find(place.folder, place.name)
    return file ? denied('The file is part of the journal now.') : noSuchFile
  }

  #remember(handle: OpenHandle): Reply {
    return { kind: 'handle', handle: this.#handles.add(handle) }
  }

  async #entries(folder: Folder): Promise<Entry[]> {
    const { view, staging, now } = this.#context
    const entries = new Map<string, Entry>()
    for (const [name, file] of await view.files(folder)) entries.set(name, fileEntry(name, file, folder))
    if (folder === 'inbound') {
      staging.expire(now())
      for (const [name, upload] of staging.entries()) entries.set(name, stagedEntry(name, upload))
    }
    return [...entries.values()]
  }
}

const tooManyOpen = failed('Too many files are open.')

function attributes(entry: Entry): Reply {
  return { kind: 'attributes', entry }
}

function directory(name: string, modified: Date): Entry {
  return { name, directory: true, writable: false, size: 0, modified }
}
