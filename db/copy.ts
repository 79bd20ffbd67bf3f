import { setImmediate } from 'node:timers/promises'
import type { Orm } from './connection.ts'

/** One value of a row on its way into a table; null and undefined are the database's null. */
type CopyValue = string | number | boolean | null | undefined

/** A row in the text format of COPY (PostgreSQL documentation, COPY, “Text Format”), line end included. */
export function copyLine(values: readonly CopyValue[]): string {
  let line = ''
  for (let at = 0; at < values.length; at++) {
    const value = values[at]
    if (at > 0) line += '\t'
    if (value === null || value === undefined) line += '\\N'
    else line += typeof value === 'string' ? copyText(value) : String(value)
  }
  return `${line}\n`
}

const special = /[\\\t\n\r\0]/
const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r', '\0': '\u2400' }

/** A text as it stands in such a row. */
export function copyText(text: string): string {
  return special.test(text) ? text.replace(/[\\\t\n\r\0]/g, sign => escapes[sign]!) : text
}

/** What a transaction of either driver offers for COPY; drizzle keeps it behind its own face. */
interface CopyClient {
  /** postgres.js */
  unsafe?(text: string): PromiseLike<unknown> & { writable(): Promise<NodeJS.WritableStream> }
  /** PGlite */
  query?(text: string, values: [], options: { blob: Blob }): Promise<unknown>
}

/**
 * Puts rows into a table by COPY, the fastest way in: on a server through its connection, on the embedded database the same. `lines` are made by
 * {@link copyLine}, so many of them at once as a program holds in memory. No other query may run in the transaction meanwhile.
 * @param target `table (column, column)`, as SQL has it
 */
export async function copyInto(tx: Orm, target: string, lines: string): Promise<void> {
  if (lines === '') return
  const { client } = (tx as unknown as { session: { client: CopyClient } }).session
  if (client.unsafe) {
    const stream = await client.unsafe(`copy ${target} from stdin`).writable()
    await new Promise<void>((resolve, reject) => stream.write(lines, error => (error ? reject(error) : resolve())))
    stream.end()
    await setImmediate()
    // postgres.js lets a COPY that the server refused hang for ever; the next query on the connection tells.
    await client.unsafe('select 1')
  } else await client.query!(`copy ${target} from '/dev/blob'`, [], { blob: new Blob([lines]) })
}
