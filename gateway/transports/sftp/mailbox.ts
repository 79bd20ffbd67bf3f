import type { Reception } from '../contract.ts'

/** Who signed in: one login belongs to one partnership and sees only that partnership's files. */
export interface Account {
  retailerId: string
  partnershipId: string
  username: string
}

/** A public key in SSH's wire form: its algorithm (`ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa` …) and blob (RFC 4253, section 6.6). */
export interface PublicKey {
  algorithm: string
  bytes: Uint8Array
}

/**
 * What somebody presents at sign-in. A public key is offered here only to be looked up: the server itself checks the signature that
 * proves it. The same key can be asked about twice in one sign-in (RFC 4252, section 7).
 */
export type Credential = { password: string } | { publicKey: PublicKey }

/**
 * The folders that a partner sees. `inbound`: what it sent us; `outbound`: what waits for it; `archive`: what it has taken and put
 * away; `errors`: reports on what we could not process.
 */
export const folders = ['inbound', 'outbound', 'archive', 'errors'] as const

export type Folder = (typeof folders)[number]

/** One file of a folder, which is really a message of the journal. */
export interface MailboxFile {
  /** The journal's id of the message: what `read`, `fetched` and `archive` name it by. Unique in its folder. */
  id: string
  /** Name shown to the partner. Where two files of a folder share one, the server tells the later ones apart by their id. */
  name: string
  /** Bytes. Must be the length of what `read` returns. */
  size: number
  modified: Date
}

/** One completed upload: its handle was closed, or it was renamed from its temporary name. */
export interface Upload {
  /** Where it was put, normalised: `/inbound/856-0001.edi`. */
  path: string
  /** The last part of the path. Whatever the partner chose: up to 255 bytes of UTF-8 without `/`, `\` and control characters. */
  fileName: string
  bytes: Uint8Array
  /** SHA-256 of the bytes, lower-case hexadecimal: with `path`, it tells a repeat after a lost answer from a new file. */
  sha256: string
  /** New for every upload, even of the same name and bytes. */
  uploadId: string
  /** Address, client program, how it signed in: for the message's timeline. */
  evidence: Record<string, string>
}

/** What the SFTP server needs of the hub. Every method is safe to call again with the same arguments. */
export interface Mailbox {
  /**
   * Undefined when the name is unknown, or the password or key is not (or no longer) its own. Should take as long for an unknown
   * name as for a wrong password.
   */
  authenticate(username: string, credential: Credential): Promise<Account | undefined>
  /**
   * What the folder shows now. A file stays in `outbound` after it was fetched, until it is archived: many clients delete what they
   * have fetched, and would fail on a file already gone. `inbound` shows an upload as soon as `receive` has resolved.
   */
  list(account: Account, folder: Folder): Promise<MailboxFile[]>
  /** The file's exact bytes; undefined when the folder no longer has it. */
  read(account: Account, folder: Folder, id: string): Promise<Uint8Array | undefined>
  /** The bytes of several small files at once, by their ids; those that the folder no longer has are missing. */
  readSmall(account: Account, folder: Folder, ids: readonly string[]): Promise<Map<string, Uint8Array>>
  /** Every byte of an outbound file has been read and its handle closed: delivery is confirmed. The client's close is answered meanwhile, the end of its session is not. */
  fetched(account: Account, id: string): Promise<void>
  /** The partner deleted an outbound file or moved it to /archive: it is done with it. Implies `fetched`. */
  archive(account: Account, id: string): Promise<void>
  /** Commits the upload with its job; the partner gets its answer only then. A rejection fails the partner's close or rename. */
  receive(account: Account, upload: Upload): Promise<Reception>
}
