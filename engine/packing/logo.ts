import { ApplicationError } from '../../db/application-error.ts'
import { packingSlipsPdf } from '../../translators/labels/index.ts'
import { renderPdf } from '../../translators/pdf/index.ts'
import { exampleSlip } from './example-slip.ts'

/** A picture for packing slips. */
export interface LogoFile {
  bytes: Uint8Array
  contentType: 'image/png' | 'image/jpeg'
}

/** As much as is kept: a logo is printed a few centimetres wide. */
const mostBytes = 262_144
const mostPixels = 2_000

/** A stored logo with its kind, which its first bytes tell. */
export function logoFile(bytes: Uint8Array): LogoFile {
  return { bytes, contentType: bytes[0] === 0x89 ? 'image/png' : 'image/jpeg' }
}

/**
 * Looks whether a picture can stand on packing slips, by printing one with it. Throws `invalid-input` for the field `logo`: what is no PNG or JPEG, is too large, or
 * cannot be printed.
 */
export async function checkLogo(bytes: Uint8Array): Promise<LogoFile> {
  if (bytes.length > mostBytes) throw refused('The picture is larger than 256 kB.')
  const size = sizeOf(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))
  if (!size) throw refused('Choose a PNG or JPEG picture.')
  // What a small file unpacks to is held in memory when it is printed.
  if (size.width > mostPixels || size.height > mostPixels || size.width * size.height === 0)
    throw refused(`The picture may have up to ${mostPixels} × ${mostPixels} pixels.`)
  const logo = logoFile(bytes)
  const slip = exampleSlip({ name: 'Logo', ink: '#111111', accent: '#333333', sender: 'hidden', logo }, '2026-01-01')
  const isPrintable = await renderPdf(packingSlipsPdf([slip], '2026-01-01T00:00:00Z')).then(
    () => true,
    () => false,
  )
  if (!isPrintable) throw refused('The picture is damaged or of an unusual kind. Save it again as PNG.')
  return logo
}

/** Width and height in pixels of a PNG (IHDR is its first chunk) or JPEG (the first start of frame, ITU-T T.81 B.2.2). */
function sizeOf(bytes: Buffer): { width: number; height: number } | undefined {
  const isPng = bytes.length > 24 && bytes.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'))
  if (isPng) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return undefined
  for (let at = 2; at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = bytes[at + 1]!
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) }
    at += 2 + bytes.readUInt16BE(at + 2)
  }
  return undefined
}

const refused = (message: string) =>
  new ApplicationError('invalid-input', 'The picture cannot be used.', { logo: message })
