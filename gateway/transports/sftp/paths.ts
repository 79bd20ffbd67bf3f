import { type Folder, folders } from './mailbox.ts'

/** What a path names in the virtual tree, or why it cannot name anything. */
export type Location =
  | { kind: 'root'; path: '/' }
  | { kind: 'folder'; path: string; folder: Folder }
  | { kind: 'file'; path: string; folder: Folder; name: string }
  | { kind: 'nowhere'; path: string }
  | { kind: 'malformed'; reason: string }

/** Longest name of one file, in bytes of UTF-8: what the common file systems hold, so that a partner can store what it sees. */
export const longestName = 255

const longestPath = 4_096

/**
 * Finds the place that a path sent by a client names. Relative paths start at the root, which is every partner's home. `.` and `..`
 * are resolved as in a file system whose root is its own parent, so nothing outside can be named. Names are normalised to Unicode
 * NFC, since macOS sends them decomposed.
 */
export function locate(raw: string): Location {
  if (Buffer.byteLength(raw) > longestPath) return { kind: 'malformed', reason: 'The path is too long.' }
  if (/[\u0000-\u001f\u007f]/.test(raw)) return malformed('The path contains a control character.')
  if (raw.includes('\\')) return malformed('The path contains a backslash.')
  const parts: string[] = []
  for (const part of raw.normalize('NFC').split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  if (parts.some(part => Buffer.byteLength(part) > longestName)) return malformed('The name is longer than 255 bytes.')
  const path = '/' + parts.join('/')
  const [folder, name] = parts
  if (folder === undefined) return { kind: 'root', path: '/' }
  if (!isFolder(folder) || parts.length > 2) return { kind: 'nowhere', path }
  return name === undefined ? { kind: 'folder', path, folder } : { kind: 'file', path, folder, name }
}

/** Whether a name says that its upload is not complete until it is renamed: `.tmp`, `.part` and what common clients use. */
export function isTemporary(name: string, suffixes: readonly string[]): boolean {
  const lower = name.toLowerCase()
  return suffixes.some(suffix => lower.endsWith(suffix))
}

/** WinSCP writes `.filepart`, Cyberduck and others `.part` or `.partial`, managed-transfer products `.tmp`. */
export const temporarySuffixes: readonly string[] = ['.tmp', '.temp', '.part', '.partial', '.filepart', '.uploading']

function isFolder(name: string): name is Folder {
  return (folders as readonly string[]).includes(name)
}

function malformed(reason: string): Location {
  return { kind: 'malformed', reason }
}
