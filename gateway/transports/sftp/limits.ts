/** What one partner, or a stranger, may ask of the SFTP server. Sizes in bytes, times in milliseconds. */
export interface SftpLimits {
  /** Largest single upload. */
  fileBytes: number
  /** All of an account's unfinished and temporary uploads together. */
  stagedBytes: number
  /** How many unfinished and temporary uploads an account may have. */
  stagedFiles: number
  /** How long an unfinished or temporary upload is kept to be resumed or renamed. */
  stagedFor: number
  /** All files together that an account has open for reading. */
  openBytes: number
  /** Files and folders open at once in one session. */
  openHandles: number
  /** Requests waiting for their answer in one session; beyond it the session ends. */
  waitingRequests: number
  /** Connections in all, and of one account. */
  connections: number
  accountConnections: number
  /** From connecting to having signed in. */
  signInWithin: number
  /** Without any request, after which a session ends. */
  idleFor: number
  /** Refused sign-in attempts (passwords and keys) in one connection, after which it ends. OpenSSH offers up to six keys by itself. */
  attemptsPerConnection: number
  /** Wrong passwords and signatures from one address within `attemptsWindow`, after which it is refused until they have aged. */
  attemptsPerAddress: number
  attemptsWindow: number
}

/** Limits that suit a hub with some hundred partners and EDI files of up to 100 MB. */
export const defaultLimits: SftpLimits = {
  fileBytes: 100 * 1024 * 1024,
  stagedBytes: 200 * 1024 * 1024,
  stagedFiles: 1_000,
  stagedFor: 60 * 60_000,
  openBytes: 500 * 1024 * 1024,
  openHandles: 128,
  waitingRequests: 4_096,
  connections: 500,
  accountConnections: 50,
  signInWithin: 30_000,
  idleFor: 15 * 60_000,
  attemptsPerConnection: 10,
  attemptsPerAddress: 20,
  attemptsWindow: 10 * 60_000,
}
