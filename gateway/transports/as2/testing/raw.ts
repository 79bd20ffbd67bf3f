import { once } from 'node:events'
import { connect } from 'node:net'

/** An answer by octets, as a client without any library sees it. */
export interface RawAnswer {
  status: number
  head: string
  body: Buffer
  /** Everything that came, interim answers included. */
  all: Buffer
}

/**
 * Writes octets to a port, piece by piece: a function in place of a piece waits for its promise, given what has come so far. Reads until
 * the other side closes.
 */
export async function raw(
  port: number,
  ...pieces: (string | Uint8Array | ((seen: () => Buffer) => Promise<void>))[]
): Promise<RawAnswer> {
  const socket = connect(port, '127.0.0.1')
  const chunks: Buffer[] = []
  const seen = () => Buffer.concat(chunks)
  socket.on('data', chunk => chunks.push(chunk))
  socket.on('error', () => undefined)
  const closed = new Promise<void>(resolve => socket.on('close', () => resolve()))
  await once(socket, 'connect')
  for (const piece of pieces) {
    if (typeof piece === 'function') await piece(seen)
    else socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece)
  }
  await closed
  const all = seen()
  const text = all.toString('latin1').replace(/^(HTTP\/1\.1 1\d\d[^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/, '')
  const end = text.indexOf('\r\n\r\n')
  return {
    status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1] ?? 0),
    head: text.slice(0, end),
    body: all.subarray(all.length - text.length + end + 4),
    all,
  }
}
