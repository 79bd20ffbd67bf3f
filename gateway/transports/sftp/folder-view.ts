import { byName } from './entries.ts'
import type { Account, Folder, Mailbox, MailboxFile } from './mailbox.ts'

/** How long a listing answers look-ups of names that it has, so that `get *` over a thousand files asks the journal once. */
const freshFor = 2_000

/** A session's view of the journal's files by name. */
export class FolderView {
  readonly #mailbox: Mailbox
  readonly #account: Account
  readonly #now: () => Date
  readonly #seen = new Map<Folder, { at: number; files: Map<string, MailboxFile>; names: string[] }>()

  constructor(mailbox: Mailbox, account: Account, now: () => Date) {
    this.#mailbox = mailbox
    this.#account = account
    this.#now = now
  }

  /** Everything in the folder now, by the name that clients use, in the order of names. */
  async files(folder: Folder): Promise<Map<string, MailboxFile>> {
    const named = [...byName(await this.#mailbox.list(this.#account, folder))]
    const files = new Map(named.sort(([one], [other]) => (one < other ? -1 : 1)))
    this.#seen.set(folder, { at: this.#now().getTime(), files, names: [...files.keys()] })
    return files
  }

  /** The files that stood after this one in the last listing, at most `count`. */
  following(folder: Folder, name: string, count: number): MailboxFile[] {
    const { names = [], files } = this.#seen.get(folder) ?? {}
    const from = placeAfter(names, name)
    return names.slice(from, from + count).flatMap(next => files?.get(next) ?? [])
  }

  /** The file of that name. A name that is not in the last listing is looked up anew: it may just have come. */
  async find(folder: Folder, name: string): Promise<MailboxFile | undefined> {
    const seen = this.#seen.get(folder)
    const fresh = seen !== undefined && this.#now().getTime() - seen.at < freshFor
    return (fresh ? seen.files.get(name) : undefined) ?? (await this.files(folder)).get(name)
  }

  /** The file has left the folder by this session's own doing. */
  forget(folder: Folder, name: string): void {
    this.#seen.get(folder)?.files.delete(name)
  }

  /** The folder has changed by this session's own doing. */
  refresh(folder: Folder): void {
    this.#seen.delete(folder)
  }
}

/** Where the first name stands that comes after this one. */
function placeAfter(sorted: readonly string[], name: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle]! <= name) low = middle + 1
    else high = middle
  }
  return low
}
