/** A database that cannot be opened. The message says why, and what the operator can do; the process ends with it. */
export class CannotOpen extends Error {}

/** Codes of Node and of postgres.js for a server that does not answer. */
const unreachable: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there',
  ECONNRESET: 'it closed the connection',
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'its name cannot be looked up now',
  ETIMEDOUT: 'it does not answer',
  CONNECT_TIMEOUT: 'it does not answer',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to it',
}

/**
 * What is said of an error while a database was opened: with its code (PostgreSQL, Appendix A; Node's `errno` names) and what to do about it.
 * An error that nothing is known of stays as it is.
 * @param place what the settings name: `DATABASE_URL`, or the folder of the embedded database
 */
export function whyNotOpened(
  error: unknown,
  place: { url?: string | undefined; folder?: string | undefined },
): unknown {
  if (error instanceof CannotOpen) return error
  const cause = rootOf(error)
  const code = String((cause as { code?: unknown }).code)
  const words = place.url
    ? ofServer(code, cause.message, new URL(place.url))
    : ofFolder(code, cause.message, place.folder)
  return words ? new CannotOpen(words, { cause: error }) : error
}

function ofServer(code: string, message: string, { hostname, port, username, pathname }: URL): string | undefined {
  const server = `PostgreSQL at ${hostname || 'localhost'}:${port || 5432} (DATABASE_URL)`
  const database = decodeURIComponent(pathname.slice(1))
  if (code in unreachable)
    return `${server} cannot be reached: ${unreachable[code]}. Is it running, and is the address right?`
  switch (code) {
    case '28P01':
    case '28000':
      return `${server} refuses the user “${decodeURIComponent(username)}”: ${message}.`
    case '3D000':
      return `${server} has no database “${database}”. Make it first: createdb ${database}`
    case '42501':
      return `${server} does not let the user “${decodeURIComponent(username)}” make tables: ${message}. Make it the owner: alter database "${database}" owner to "${decodeURIComponent(username)}"`
    case '53300':
      return `${server} takes no more connections: ${message}. Lower DATABASE_CONNECTIONS, or raise max_connections there.`
    case '53100':
      return `${server} has no room left on its disk.`
    case '57P03':
      return `${server} is starting or stopping: ${message}. Try again in a moment.`
    case '42P07':
    case '42710':
      return `The database “${database}” has tables that another program or another version of Crossdock made: ${message}. Give Crossdock a database of its own.`
    default:
      return undefined
  }
}

function ofFolder(code: string, message: string, folder: string | undefined): string | undefined {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `The folder ${folder} (DATA_FOLDER) cannot be written.`
    case 'ENOSPC':
    case '53100':
      return `There is no room left on the disk of ${folder} (DATA_FOLDER).`
    default:
      // PGlite has no code for it, and says no more.
      return message.includes('failed to initialize')
        ? `The embedded database in ${folder} (DATA_FOLDER) does not open: its files are damaged, or of another release of PostgreSQL. Put the folder back from a backup, or choose an empty one.`
        : undefined
  }
}

/** The error that the others only wrap. */
function rootOf(error: unknown): Error {
  const { cause } = error as { cause?: unknown }
  return cause instanceof Error ? rootOf(cause) : (error as Error)
}
