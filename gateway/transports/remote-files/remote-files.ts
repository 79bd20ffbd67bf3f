/** What lies in a folder of the partner's server. */
export interface RemoteFile {
  name: string
  /** Octets. */
  size: number
  /** Seconds since 1970, as the server gives it; 0 where it gives none. */
  modified: number
  /** Not a folder, a link or a device. */
  isFile: boolean
}

/** The partner's server, once we are in. Every method rejects with an error that the transport's `failureOf` names. */
export interface RemoteFiles {
  /** What lies at the path, or undefined. Links are not followed. */
  stat(path: string): Promise<Pick<RemoteFile, 'size' | 'modified'> | undefined>
  /** The folder's entries without `.` and `..`. */
  list(folder: string): Promise<RemoteFile[]>
  /** The first `size` octets of a file. Another number when it has become shorter or longer. */
  read(path: string, size: number): Promise<Uint8Array>
  /** Writes a file anew. */
  write(path: string, bytes: Uint8Array): Promise<void>
  /** Gives a file another name, which must be free. */
  rename(from: string, to: string): Promise<void>
  remove(path: string): Promise<void>
}

/** `folder` and `name` as one path; a folder of `/` stays the root. */
export function pathIn(folder: string, name: string): string {
  return `${folder.replace(/\/+$/, '')}/${name}`
}

/** Whether a name that a server gives can be a file in its folder: a server that names others is not followed out of it. */
export function isPlainName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\p{Cc}]/u.test(name)
}
