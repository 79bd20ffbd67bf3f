import { parseEntity } from '../../transports/as2/mime.ts'
import { CannotRun, type CommandIo } from '../command.ts'
import { bytesOf, shownName } from '../input.ts'

/** A bare CMS structure, as `openssl cms` writes it, is read as if it had come with this header. */
const cmsHeader = Buffer.from('Content-Type: application/pkcs7-mime\r\n\r\n')

/**
 * A message as headers, blank line, body, whatever it was saved from: a request or response line above the headers (captures of HTTP),
 * blank lines and a byte order mark before them go. Throws {@link CannotRun} when the file is no message.
 */
export async function messageIn(name: string, io: CommandIo): Promise<Buffer> {
  const bytes = await bytesOf(name, io)
  if (bytes.length === 0) throw new CannotRun(`${shownName(name)} is empty.`)
  if (bytes[0] === 0x30 && bytes[1]! >= 0x80) return Buffer.concat([cmsHeader, bytes])
  const message = withoutStartLine(bytes)
  if (parseEntity(message).headers.length > 0) return message
  throw new CannotRun(`${shownName(name)} is no message: it should begin with headers such as Content-Type.`)
}

function withoutStartLine(bytes: Buffer): Buffer {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes
  const start = marked.findIndex(byte => byte !== 0x0d && byte !== 0x0a)
  const message = start > 0 ? marked.subarray(start) : marked
  const first = /^(?:[A-Z]+ \S+ HTTP\/[\d.]+|HTTP\/[\d.]+ \d{3}[^\r\n]*)\r?\n/.exec(message.toString('latin1', 0, 2000))
  return first ? message.subarray(first[0].length) : message
}
