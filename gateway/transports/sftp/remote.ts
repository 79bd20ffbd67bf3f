import type { FileEntryWithStats, SFTPWrapper, Stats } from 'ssh2'
import type { RemoteFile, RemoteFiles } from '../remote-files/remote-files.ts'
import { isFailure, isNoSuchFile, NoAnswer, NotWritten } from './failures.ts'

/** Bytes of one read or write: what every SFTP server takes (draft-ietf-secsh-filexfer-02, section 3). */
const chunk = 32 * 1024

/** Requests on their way at the same time, so that a long line does not slow a transfer down. */
const window = 32

/** The partner's server, once we are in. Every method rejects with the error of ssh2, or with `NoAnswer`. */
export class Remote implements RemoteFiles {
  readonly #sftp: SFTPWrapper
  readonly #timeout: number

  /** `timeout` in milliseconds, for each answer. */
  constructor(sftp: SFTPWrapper, timeout: number) {
    this.#sftp = sftp
    this.#timeout = timeout
  }

  async stat(path: string): Promise<Pick<RemoteFile, 'size' | 'modified'> | undefined> {
    try {
      const { size, mtime } = await this.#ask<Stats>(reply => this.#sftp.lstat(path, reply))
      return { size, modified: mtime }
    } catch (error) {
      if (isNoSuchFile(error)) return undefined
      throw error
    }
  }

  async list(folder: string): Promise<RemoteFile[]> {
    const entries = await this.#ask<FileEntryWithStats[]>(reply => this.#sftp.readdir(folder, reply))
    const files = entries.filter(({ filename }) => filename !== '.' && filename !== '..')
    return files.map(({ filename: name, attrs }) => {
      return { name, size: attrs.size, modified: attrs.mtime, isFile: attrs.isFile() }
    })
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    const handle = await this.#ask<Buffer>(reply => this.#sftp.open(path, 'w', reply))
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    try {
      await inWindows(bytes.length, (from, size) =>
        this.#ask<unknown>(reply => this.#sftp.write(handle, all, from, size, from, error => reply(error, undefined))),
      )
      await this.#do(reply => this.#sftp.close(handle, reply))
    } catch (error) {
      if (!isFailure(error)) throw error
      throw new NotWritten('The server took a part of the file and no more. Its disk or our quota there may be full.')
    }
  }

  async read(path: string, size: number): Promise<Uint8Array> {
    const handle = await this.#ask<Buffer>(reply => this.#sftp.open(path, 'r', reply))
    const bytes = Buffer.alloc(size)
    let short = size
    await inWindows(size, async (from, length) => {
      for (let got = 0; got < length; ) {
        const at = from + got
        const count = await this.#ask<number>(reply => this.#sftp.read(handle, bytes, at, length - got, at, reply))
        if (count === 0) {
          short = Math.min(short, at)
          return
        }
        got += count
      }
    })
    await this.#do(reply => this.#sftp.close(handle, reply))
    return bytes.subarray(0, short)
  }

  rename(from: string, to: string): Promise<void> {
    return this.#do(reply => this.#sftp.rename(from, to, reply))
  }

  remove(path: string): Promise<void> {
    return this.#do(reply => this.#sftp.unlink(path, reply))
  }

  #do(call: (reply: (error?: Error | null) => void) => void): Promise<void> {
    return this.#ask<void>(reply => call(error => reply(error, undefined)))
  }

  #ask<T>(call: (reply: (error: Error | null | undefined, value: T) => void) => void): Promise<T> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(
        () => reject(new NoAnswer('The server did not answer a request in time.')),
        this.#timeout,
      )
      call((error, value) => {
        clearTimeout(timer)
        if (error) reject(error)
        else resolve(value)
      })
    })
  }
}

async function inWindows(size: number, transfer: (from: number, size: number) => Promise<unknown>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < size) {
      const from = next
      next += chunk
      await transfer(from, Math.min(chunk, size - from))
    }
  }
  await Promise.all(Array.from({ length: window }, lane))
}
