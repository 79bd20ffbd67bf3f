import type { FolderView } from './folder-view.ts'
import type { Account, Folder, Mailbox, MailboxFile } from './mailbox.ts'

/** So many files are read at once at most, of so many bytes each, for so many milliseconds. */
const most = 32
const smallFile = 64 * 1024
const keptFor = 2_000

/**
 * The bytes of a session's files. A client that fetches one small file after the other, by name, is given the next ones from memory: the journal is asked once for
 * {@link most} of them.
 */
export class ReadAhead {
  readonly #mailbox: Mailbox
  readonly #account: Account
  readonly #view: FolderView
  readonly #now: () => Date
  #ahead = { at: 0, files: new Map<string, Uint8Array>() }
  /** The file that is read next if the client goes on like this. */
  #expected: string | undefined

  constructor({
    mailbox,
    account,
    view,
    now,
  }: {
    mailbox: Mailbox
    account: Account
    view: FolderView
    now: () => Date
  }) {
    this.#mailbox = mailbox
    this.#account = account
    this.#view = view
    this.#now = now
  }

  /** Undefined when the folder no longer has the file. */
  async read(folder: Folder, name: string, file: MailboxFile): Promise<Uint8Array | undefined> {
    const goesOn = file.id === this.#expected
    const following = this.#view.following(folder, name, most)
    this.#expected = following[0]?.id
    const known = this.#take(file.id)
    if (known) return known
    if (!goesOn || file.size > smallFile) return await this.#mailbox.read(this.#account, folder, file.id)
    const ids = [file, ...following.filter(({ size }) => size <= smallFile)].slice(0, most).map(({ id }) => id)
    const files = await this.#mailbox.readSmall(this.#account, folder, ids)
    this.#ahead = { at: this.#now().getTime(), files }
    return this.#take(file.id)
  }

  #take(id: string): Uint8Array | undefined {
    const { at, files } = this.#ahead
    if (this.#now().getTime() - at >= keptFor) files.clear()
    const bytes = files.get(id)
    files.delete(id)
    return bytes
  }
}
