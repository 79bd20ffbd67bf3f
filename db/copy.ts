import type { Writable } from 'node:stream'
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
  unsafe?(text: string): PromiseLike<unknown> & { writable(): Promise<Writable> }
  /** PGlite */
  query?(text: string, values: [], options: { blob: Blob }): Promise<unknown>
}

/**
 * Puts rows into a table by COPY, the fastest way in: on a server through its connection, on the embedded database the same. `lines` are made by
 * {@link copyLine}, so many of them at once as a program holds in memory. No other query may run in the transaction meanwhile.
 * @param target `table (column, column)`, as SQL has it
 */
export async function copyInto(tx: Orm, target: string, lines: string): Promise<void> {
  if (lines !== '') await copy(tx, `copy ${target} from`, '', [lines])
}

/** What a file in the binary format of COPY begins and ends with (PostgreSQL documentation, COPY, “Binary Format”). */
const binaryHead = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const binaryTail = Buffer.from([0xff, 0xff])

/**
 * The same with values as the database itself has them: for octets, which need twice the room as text. A row is made when the one before it is on its way.
 * @param rows of each value its octets in PostgreSQL's binary form: 16 for a uuid, 4 for an integer, high octet first, UTF-8 for text
 */
export async function copyBinary(tx: Orm, target: string, rows: Iterable<readonly Uint8Array[]>): Promise<void> {
  await copy(tx, `copy ${target} from`, 'with (format binary)', binaryParts(rows))
}

function* binaryParts(rows: Iterable<readonly Uint8Array[]>): Generator<Uint8Array> {
  yield binaryHead
  for (const row of rows) {
    const count = Buffer.alloc(2)
    count.writeInt16BE(row.length)
    yield count
    for (const value of row) {
      const length = Buffer.alloc(4)
      length.writeInt32BE(value.length)
      yield length
      yield value
    }
  }
  yield binaryTail
}

async function copy(tx: Orm, from: string, how: string, parts: Iterable<string | Uint8Array>): Promise<void> {
  const { client } = (tx as unknown as { session: { client: CopyClient } }).session
  if (!client.unsafe) {
    const blob = new Blob([...parts] as BlobPart[])
    await client.query!(`${from} '/dev/blob' ${how}`, [], { blob })
    return
  }
  const stream = await client.unsafe(`${from} stdin ${how}`).writable()
  try {
    for (const part of parts) {
      await new Promise<void>((resolve, reject) => stream.write(part, error => (error ? reject(error) : resolve())))
    }
  } catch (error) {
    // The server waits for the rest, and the connection for the server, until it is told that nothing more comes.
    stream.on('error', () => undefined).destroy(error as Error)
    throw error
  }
  stream.end()
  await setImmediate()
  // postgres.js lets a COPY that the server refused hang for ever; the next query on the connection tells.
  await client.unsafe('select 1')
}
