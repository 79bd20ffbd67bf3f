import { mkdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { CannotOpen } from './cannot-open.ts'

/** SQLITE_BUSY. */
const busy = 5

/** How long a process that is just stopping is waited for, in milliseconds. */
const patience = 1500

/**
 * Keeps a folder for this process alone until the returned function is called. An embedded database that two processes write at once is destroyed, and PGlite
 * keeps nobody out. Node has no locks on files: SQLite's are the operating system's, so that they end with the process, however it ends, and hold between
 * containers that share a disk.
 * Throws `CannotOpen` when another process has it.
 */
export function keepForOneProcess(folder: string): () => void {
  mkdirSync(folder, { recursive: true })
  const lock = new DatabaseSync(`${folder}.lock`, { timeout: patience })
  try {
    lock.exec('begin exclusive')
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode !== busy) throw error
    throw new CannotOpen(
      `Another process uses the embedded database in ${folder}: the hub, or a command. Stop it first, or set DATABASE_URL: PostgreSQL takes many.`,
    )
  }
  return () => lock.close()
}
