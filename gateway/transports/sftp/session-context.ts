import type { FolderView } from './folder-view.ts'
import type { SftpLimits } from './limits.ts'
import type { SftpLog } from './log.ts'
import type { Account, Mailbox } from './mailbox.ts'
import type { Location } from './paths.ts'
import type { AccountStaging } from './staging.ts'

/** What the operations of one session work with. */
export interface SessionContext {
  account: Account
  mailbox: Mailbox
  view: FolderView
  staging: AccountStaging
  limits: SftpLimits
  /** Lower-case endings of names that are not complete before they are renamed. */
  temporarySuffixes: readonly string[]
  /** What is known about the connection, for the timeline of what it uploads. */
  evidence: Record<string, string>
  log: SftpLog
  now: () => Date
  newId: () => string
}

/** A place that can hold a file. */
export type FileLocation = Location & { kind: 'file' }
