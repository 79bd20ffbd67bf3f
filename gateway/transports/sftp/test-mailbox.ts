import { isSameKey } from './host-key.ts'
import type { Account, Credential, Folder, Mailbox, MailboxFile, PublicKey, Upload } from './mailbox.ts'

/** A login of the tests. */
export interface TestLogin {
  account: Account
  password?: string
  keys?: PublicKey[]
}

/** The mailbox contract kept in memory, for tests of the server: it stores, lists and forgets as the journal would. */
export class TestMailbox implements Mailbox {
  readonly logins: TestLogin[] = []
  readonly uploads: (Upload & { account: Account })[] = []
  readonly confirmed: string[] = []
  /** Called before an upload is stored; a rejection is a journal that cannot commit. */
  beforeReceive: (upload: Upload) => Promise<void> = async () => {}
  readonly #files = new Map<string, { file: MailboxFile; bytes: Uint8Array }[]>()
  #watchers: (() => void)[] = []

  /** Puts a file into a partner's folder. */
  put(account: Account, folder: Folder, name: string, bytes: Uint8Array, id = crypto.randomUUID()): string {
    const file = { id, name, size: bytes.length, modified: new Date('2026-03-04T05:06:07Z') }
    this.#folder(account, folder).push({ file, bytes })
    return id
  }

  /** Resolves when `condition` holds, looked at after every call of the server. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await new Promise<void>(resolve => this.#watchers.push(resolve))
  }

  async authenticate(username: string, credential: Credential): Promise<Account | undefined> {
    const login = this.logins.find(known => known.account.username === username)
    const right =
      'password' in credential
        ? login?.password !== undefined && login.password === credential.password
        : login?.keys?.some(key => isSameKey(key, credential.publicKey))
    return right ? login?.account : undefined
  }

  async list(account: Account, folder: Folder): Promise<MailboxFile[]> {
    return this.#folder(account, folder).map(({ file }) => file)
  }

  async read(account: Account, folder: Folder, id: string): Promise<Uint8Array | undefined> {
    return this.#folder(account, folder).find(({ file }) => file.id === id)?.bytes
  }

  async readSmall(account: Account, folder: Folder, ids: readonly string[]): Promise<Map<string, Uint8Array>> {
    const files = this.#folder(account, folder).filter(({ file }) => ids.includes(file.id))
    return new Map(files.map(({ file, bytes }) => [file.id, bytes]))
  }

  async fetched(_account: Account, id: string): Promise<void> {
    this.confirmed.push(id)
    this.#tell()
  }

  async archive(account: Account, id: string): Promise<void> {
    const outbound = this.#folder(account, 'outbound')
    const index = outbound.findIndex(({ file }) => file.id === id)
    if (index >= 0) this.#folder(account, 'archive').push(...outbound.splice(index, 1))
    this.#tell()
  }

  async receive(account: Account, upload: Upload) {
    await this.beforeReceive(upload)
    this.uploads.push({ ...upload, account })
    const messageId = this.put(account, 'inbound', upload.fileName, upload.bytes)
    this.#tell()
    return { messageId, repeated: false }
  }

  #folder(account: Account, folder: Folder) {
    const key = [account.retailerId, account.partnershipId, folder].join(' ')
    const files = this.#files.get(key) ?? []
    this.#files.set(key, files)
    return files
  }

  #tell(): void {
    const watchers = this.#watchers
    this.#watchers = []
    for (const watcher of watchers) watcher()
  }
}
