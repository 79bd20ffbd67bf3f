import type { Attributes } from 'ssh2'
import { type Folder, folders, type MailboxFile } from './mailbox.ts'
import { longestName } from './paths.ts'
import type { StagedUpload } from './staging.ts'

/** One name as a client sees it in a listing. */
export interface Entry {
  name: string
  directory: boolean
  writable: boolean
  size: number
  modified: Date
}

const fileType = 0o100000
const directoryType = 0o040000

/** The folder itself. Only /inbound takes new files; files leave /outbound, and /archive takes them. */
export function folderEntry(folder: Folder, modified: Date): Entry {
  return { name: folder, directory: true, writable: folder !== 'errors', size: 0, modified }
}

/** What stands in the root: the four folders. */
export function rootEntries(modified: Date): Entry[] {
  return folders.map(folder => folderEntry(folder, modified))
}

/** The attributes of draft-ietf-secsh-filexfer-02, section 5: times in whole seconds. */
export function attributesOf(entry: Entry): Attributes {
  const seconds = Math.floor(entry.modified.getTime() / 1_000)
  const mode = entry.directory
    ? directoryType | (entry.writable ? 0o770 : 0o550)
    : fileType | (entry.writable ? 0o660 : 0o440)
  return { mode, uid: 0, gid: 0, size: entry.size, atime: seconds, mtime: seconds }
}

/** A message of the journal. Only what waits in /outbound can be removed. */
export function fileEntry(name: string, file: MailboxFile, folder: Folder): Entry {
  return { name, directory: false, writable: folder === 'outbound', size: file.size, modified: file.modified }
}

/** An upload that is not a message yet. */
export function stagedEntry(name: string, upload: StagedUpload): Entry {
  return { name, directory: false, writable: true, size: upload.buffer.length, modified: upload.modified }
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** The line that `ls -l` would print, in the form of draft-ietf-secsh-filexfer-02, section 7. Times in UTC. */
export function longName(entry: Entry): string {
  const rights = entry.directory
    ? entry.writable
      ? 'drwxrwx---'
      : 'dr-xr-x---'
    : entry.writable
      ? '-rw-rw----'
      : '-r--r-----'
  const time = entry.modified
  const two = (value: number) => String(value).padStart(2, '0')
  const stamp = `${months[time.getUTCMonth()]} ${two(time.getUTCDate())} ${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`
  return `${rights}   1 partner  partner  ${String(entry.size).padStart(10)} ${stamp} ${entry.name}`
}

/**
 * The first of `entries` that fit into one answer, at least one. A listing goes out in answers of about 30 kB, since clients other than
 * OpenSSH take packets of 34,000 bytes and no more (draft-ietf-secsh-filexfer-02, section 3).
 */
export function oneAnswer(entries: readonly Entry[], from: number): Entry[] {
  let bytes = 0
  let end = from
  for (; end < entries.length; end++) {
    bytes += 2 * Buffer.byteLength(entries[end]!.name) + 120
    if (bytes > 30_000 && end > from) break
  }
  return entries.slice(from, end)
}

/**
 * The folder's files by the name that a client can use. Names that repeat, or that cannot be file names, are made usable with the end
 * of the message's id: `850.edi`, `850.6f1c02aa.edi`.
 */
export function byName(files: readonly MailboxFile[]): Map<string, MailboxFile> {
  const named = new Map<string, MailboxFile>()
  for (const file of files) {
    const plain = usableName(file.name)
    named.set(named.has(plain) ? withMark(plain, file.id) : plain, file)
  }
  return named
}

function usableName(name: string): string {
  const usable = name.normalize('NFC').replaceAll(/[/\\\u0000-\u001f\u007f]/g, '_')
  if (usable === '' || usable === '.' || usable === '..') return '_' + usable
  return shorten(usable, longestName)
}

function withMark(name: string, id: string): string {
  const dot = name.lastIndexOf('.')
  const [stem, extension] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, '']
  const mark = '.' + id.replaceAll('-', '').slice(-8)
  return shorten(stem, longestName - Buffer.byteLength(mark + extension)) + mark + extension
}

function shorten(text: string, bytes: number): string {
  let short = text
  while (Buffer.byteLength(short) > bytes) short = [...short].slice(0, -1).join('')
  return short
}
