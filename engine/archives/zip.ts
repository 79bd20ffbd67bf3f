import { crc32, inflateRawSync } from 'node:zlib'

/** One file of an archive. */
export interface ZipEntry {
  /** As the archive has it, with its folders. */
  path: string
  bytes: Uint8Array
}

/** How far a compressed file may expand. */
export interface ExpansionLimits {
  /** Files in one archive. */
  entries: number
  /** Octets of all of them together. */
  total: number
  /** Octets that one octet may become. */
  ratio: number
}

/** Why an archive cannot be opened: a sentence for people. */
export class NotUnpackable extends Error {}

const mebibyte = 1_048_576

/** What unpacks to more than may be. */
export const tooMuch = ({ total }: ExpansionLimits) =>
  new NotUnpackable(
    `It unpacks to more than ${total < mebibyte ? `${total} bytes` : `${Math.round(total / mebibyte)} MiB`}.`,
  )

/** Below this size nothing is a bomb, however well it packs. */
const harmless = 10 * 1024 * 1024

/** Throws where so many packed octets would become so many. */
export function checkExpansion(packed: number, unpacked: number, limits: ExpansionLimits): void {
  if (unpacked > limits.total) throw tooMuch(limits)
  if (unpacked > harmless && unpacked > packed * limits.ratio)
    throw new NotUnpackable(`It unpacks to more than ${limits.ratio} times its size.`)
}

const endSignature = 0x06054b50
const entrySignature = 0x02014b50
const localSignature = 0x04034b50

/** General purpose bits (APPNOTE.TXT, 4.4.4): 0 is encryption, 11 is UTF-8 in names. */
const encrypted = 1
const utf8Names = 1 << 11

/**
 * Reads a ZIP archive (PKWARE APPNOTE.TXT, 4.3) from its directory. Sizes are checked as declared before anything is unpacked, and again by what comes out.
 * Folders are left out. Throws `NotUnpackable` for archives that are damaged, encrypted, in parts, of 4 GiB and more, or beyond the limits.
 */
export function readZip(bytes: Uint8Array, limits: ExpansionLimits): ZipEntry[] {
  const archive = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return entriesOf(archive, limits)
  } catch (error) {
    if (error instanceof NotUnpackable) throw error
    // Offsets that point outside the file (RangeError) and streams that do not inflate.
    throw new NotUnpackable('The archive is damaged.')
  }
}

function entriesOf(archive: Buffer, limits: ExpansionLimits): ZipEntry[] {
  const end = archive.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  if (end < 0 || archive.readUInt32LE(end) !== endSignature) throw new NotUnpackable('The archive has no directory.')
  const count = archive.readUInt16LE(end + 10)
  if (count > limits.entries) throw new NotUnpackable(`It holds more than ${limits.entries} files.`)
  const entries: ZipEntry[] = []
  let at = archive.readUInt32LE(end + 16)
  let declared = 0
  for (let index = 0; index < count; index++) {
    const header = readHeader(archive, at)
    declared += header.size
    checkExpansion(archive.length, declared, limits)
    if (!header.path.endsWith('/')) entries.push({ path: header.path, bytes: contentOf(archive, header) })
    at = header.next
  }
  return entries
}

type Header = ReturnType<typeof readHeader>

function readHeader(archive: Buffer, at: number) {
  if (archive.readUInt32LE(at) !== entrySignature) throw new NotUnpackable('The archive is damaged.')
  const flags = archive.readUInt16LE(at + 8)
  if (flags & encrypted) throw new NotUnpackable('It is protected with a password. Send it without one.')
  const nameLength = archive.readUInt16LE(at + 28)
  const name = archive.subarray(at + 46, at + 46 + nameLength)
  const [packed, size] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24)]
  if (packed === 0xffffffff || size === 0xffffffff) throw new NotUnpackable('Archives of 4 GiB and more are not taken.')
  return {
    path: name.toString(flags & utf8Names || !name.some(octet => octet > 127) ? 'utf8' : 'latin1'),
    method: archive.readUInt16LE(at + 10),
    crc: archive.readUInt32LE(at + 16),
    packed,
    size,
    offset: archive.readUInt32LE(at + 42),
    next: at + 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32),
  }
}

function contentOf(archive: Buffer, { path, method, crc, packed, size, offset }: Header): Uint8Array {
  if (archive.readUInt32LE(offset) !== localSignature) throw new NotUnpackable('The archive is damaged.')
  const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28)
  const data = archive.subarray(start, start + packed)
  if (method !== 0 && method !== 8) throw new NotUnpackable(`${path} is packed in a way that is not known (${method}).`)
  // One octet of room would be enough to see a lie about the size; zlib wants at least one.
  const content = method === 0 ? data : inflateRawSync(data, { maxOutputLength: Math.max(1, size) })
  if (content.length !== size || crc32(content) !== crc) throw new NotUnpackable(`${path} is damaged in the archive.`)
  return content
}
