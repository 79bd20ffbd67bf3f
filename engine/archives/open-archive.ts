import { gunzipSync } from 'node:zlib'
import { isXlsx } from '../../translators/xlsx/index.ts'
import { checkExpansion, type ExpansionLimits, NotUnpackable, readZip, tooMuch, type ZipEntry } from './zip.ts'

/** What is unpacked at most from one file. */
export const usualLimits: ExpansionLimits = { entries: 200, total: 256 * 1024 * 1024, ratio: 200 }

/** The files in a ZIP or gzip file; why it cannot be opened, as a sentence; or undefined for what is none. A workbook is a ZIP and stays whole. */
export function openArchive(
  { bytes, fileName }: { bytes: Uint8Array; fileName?: string | undefined },
  limits: ExpansionLimits = usualLimits,
): ZipEntry[] | string | undefined {
  try {
    if (isGzip(bytes)) return [{ path: (fileName ?? 'file').replace(/\.gz$/i, ''), bytes: gunzip(bytes, limits) }]
    if (!isZip(bytes) || isXlsx(bytes) || isOpenDocument(bytes)) return undefined
    return readZip(bytes, limits).filter(({ path }) => !isHidden(path))
  } catch (error) {
    if (error instanceof NotUnpackable) return error.message
    throw error
  }
}

const startsWith = (bytes: Uint8Array, ...octets: number[]) => octets.every((octet, at) => bytes[at] === octet)
/** RFC 1952, 2.3: the magic number and the only method there is. */
const isGzip = (bytes: Uint8Array) => startsWith(bytes, 0x1f, 0x8b, 8)
/** A local file header, or the directory's end of an archive without files. */
const isZip = (bytes: Uint8Array) => startsWith(bytes, 0x50, 0x4b, 3, 4) || startsWith(bytes, 0x50, 0x4b, 5, 6)

/** A text or spreadsheet of OpenDocument: a ZIP whose first file says so (OpenDocument 1.2, part 3, 3.3). */
const isOpenDocument = (bytes: Uint8Array) =>
  Buffer.from(bytes.subarray(30, 80)).toString('latin1').startsWith('mimetypeapplication/vnd.oasis.opendocument')

/** What file managers put beside the files. */
const isHidden = (path: string) => /^__MACOSX\/|(^|\/)(\.|Thumbs\.db$|desktop\.ini$)/i.test(path)

function gunzip(bytes: Uint8Array, limits: ExpansionLimits): Uint8Array {
  try {
    const unpacked = gunzipSync(bytes, { maxOutputLength: limits.total })
    checkExpansion(bytes.length, unpacked.length, limits)
    return unpacked
  } catch (error) {
    if (error instanceof NotUnpackable) throw error
    const tooLarge = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE'
    throw tooLarge ? tooMuch(limits) : new NotUnpackable('The gzip file is damaged.')
  }
}
