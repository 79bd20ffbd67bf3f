import { hash } from 'node:crypto'
import ssh2 from 'ssh2'
import { isTemporary, type Location } from './paths.ts'
import { denied, done, failed, noSuchFile, type Reply } from './reply.ts'
import type { FileLocation, SessionContext } from './session-context.ts'
import type { StagedUpload } from './staging.ts'

const { OPEN_MODE } = ssh2.utils.sftp

/** An upload that a client has open. */
export interface UploadHandle {
  kind: 'upload'
  name: string
  path: string
  upload: StagedUpload
  writer: symbol
  append: boolean
}

/** Files on their way in, from the first byte to the commit. */
export class Uploads {
  readonly #context: SessionContext

  constructor(context: SessionContext) {
    this.#context = context
  }

  /** Opens for writing: a new upload, or the rest of one that was cut off. `flags` as SSH_FXP_OPEN has them. */
  async open(place: FileLocation, flags: number): Promise<UploadHandle | Reply> {
    const { staging, view, now } = this.#context
    if (place.folder !== 'inbound') return denied('Put files into /inbound.')
    staging.expire(now())
    const staged = staging.get(place.name)
    const create = (flags & OPEN_MODE.CREAT) !== 0
    const append = (flags & OPEN_MODE.APPEND) !== 0
    const alone = create && (flags & OPEN_MODE.EXCL) !== 0
    // A file that is simply put is taken whatever came under its name before: looking for that would list the folder for each of a thousand files.
    const asked = !staged && (!create || append || alone)
    const received = asked ? await view.find('inbound', place.name) : undefined
    if (!create && !staged && !received) return noSuchFile
    if (alone && (staged || received)) return failed('The file exists already.')
    if (append && received) return denied('The file has been received already: send a new one.')
    const writer = Symbol(place.name)
    const resumes = staged && !(flags & OPEN_MODE.TRUNC) && staged.state !== 'committing' && !staged.spoiled
    const upload = resumes ? staged : staging.create(place.name, writer, now())
    if (!upload) return failed('Too many uploads are unfinished at the same time.')
    Object.assign(upload, { writer, state: 'open' })
    return { kind: 'upload', name: place.name, path: place.path, upload, writer, append }
  }

  /** Writes at `offset`. An append goes to the end, wherever the client thinks that is. */
  write({ upload, writer, append }: UploadHandle, offset: number, data: Uint8Array): Reply {
    if (upload.writer !== writer) return takenOver
    const { staging, now } = this.#context
    const written = staging.write(upload, append ? upload.buffer.length : offset, data, now())
    return written ? done : failed(upload.spoiled ?? 'The upload was refused.')
  }

  /** Cuts the file, or announces its length. */
  setLength({ upload, writer }: UploadHandle, length: number): Reply {
    if (upload.writer !== writer) return takenOver
    return this.#context.staging.setLength(upload, length) ? done : failed('The file would become too large.')
  }

  /** The client says that this was all. Under its final name the upload becomes a message here, and `done` means: it is committed. */
  async close({ name, path, upload, writer }: UploadHandle): Promise<Reply> {
    const { staging, temporarySuffixes } = this.#context
    if (upload.writer !== writer) return takenOver
    if (upload.spoiled === undefined && !upload.buffer.complete)
      upload.spoiled = 'Parts of the file are missing: send it whole.'
    if (upload.spoiled !== undefined) {
      staging.drop(name, upload)
      return failed(upload.spoiled)
    }
    if (isTemporary(name, temporarySuffixes)) {
      // Of two uploads under one temporary name, the one that ended last has it.
      staging.move(name, name, upload)
      upload.state = 'closed'
      return done
    }
    upload.state = 'committing'
    try {
      await this.#commit(name, path, upload)
    } finally {
      // Kept after a failure, it would show its full size, and a resuming client would take it for received.
      staging.drop(name, upload)
    }
    return done
  }

  /** A temporary upload gets another name; with its final one it becomes a message. */
  async rename(from: FileLocation, to: Location, upload: StagedUpload): Promise<Reply> {
    const { staging, temporarySuffixes } = this.#context
    if (to.kind !== 'file' || to.folder !== 'inbound') return denied('Uploads stay in /inbound.')
    if (upload.state !== 'closed') return failed('The upload is not finished: send the rest and close it first.')
    if (from.name === to.name) return done
    if (isTemporary(to.name, temporarySuffixes)) {
      staging.move(from.name, to.name, upload)
      return done
    }
    upload.state = 'committing'
    try {
      await this.#commit(to.name, to.path, upload)
    } catch (error) {
      staging.move(from.name, from.name, upload)
      upload.state = 'closed'
      throw error
    }
    staging.drop(from.name, upload)
    return done
  }

  /** Drops an upload that is not a message yet. */
  remove(name: string, upload: StagedUpload): Reply {
    if (upload.state !== 'cut' && upload.state !== 'closed') return failed('The upload is in progress.')
    this.#context.staging.drop(name, upload)
    return done
  }

  /** The connection is gone before the close. The upload can be resumed, and is never processed as it is. */
  abandon({ name, upload, writer }: UploadHandle): void {
    const { staging } = this.#context
    if (upload.writer !== writer) return
    if (upload.spoiled !== undefined || upload.buffer.length === 0 || staging.get(name) !== upload) {
      staging.drop(name, upload)
      return
    }
    upload.state = 'cut'
    // A client that resumes compares sizes: were all bytes here, it would take an upload that was never closed for a received one.
    staging.setLength(upload, upload.buffer.length - 1)
  }

  async #commit(fileName: string, path: string, upload: StagedUpload): Promise<void> {
    const { mailbox, account, evidence, newId, view } = this.#context
    const bytes = upload.buffer.read(0, upload.buffer.length)
    const sha256 = hash('sha256', bytes, 'hex')
    await mailbox.receive(account, { path, fileName, bytes, sha256, uploadId: newId(), evidence })
    view.refresh('inbound')
  }
}

const takenOver = failed('Another connection has resumed this upload.')
