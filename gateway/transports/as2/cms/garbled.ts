import { isUtf8 } from 'node:buffer'

/** How files begin that are not text: PDF, ZIP and what is made of it, gzip, old Office, PNG, JPEG, GIF, TIFF, 7z, xz, and text in UTF-16. */
const binaryBeginnings = ['25504446', '504b0304', '1f8b08', 'd0cf11e0', '89504e47', 'ffd8ff', '47494638', '49492a00']
  .concat(['4d4d002a', '377abcaf', 'fd377a58', 'fffe', 'feff'])
  .map(hex => Buffer.from(hex, 'hex'))

const isReadable = (octet: number) => (octet >= 0x20 && octet < 0x7f) || (octet >= 9 && octet <= 13)

/** Also what EDI separates with (RS, US, BEL …), and the end of a file of old. */
const isControl = (octet: number) =>
  octet < 0x20 && !isReadable(octet) && ![7, 0x15, 0x1a].includes(octet) && octet < 0x1c

/**
 * Whether the first few hundred octets of a plaintext are what a wrong key makes. A block cipher has nothing else that shows it: one time in 256 a wrong key
 * leaves octets that look like padding. What was meant begins with MIME headers, or for partners that leave those out with text or a known kind of file.
 */
export function isGarbled(beginning: Buffer): boolean {
  if (beginning.length === 0 || beginning.subarray(0, 16).every(isReadable)) return false
  if (binaryBeginnings.some(known => beginning.subarray(0, known.length).equals(known))) return false
  const high = (octet: number) => octet >= 0x7f && !utf8
  const utf8 = isWholeUtf8(beginning)
  return beginning.filter(octet => isControl(octet) || high(octet)).length > beginning.length / 4
}

/** The last character may be cut off. */
function isWholeUtf8(bytes: Buffer): boolean {
  return [0, 1, 2, 3].some(cut => cut < bytes.length && isUtf8(bytes.subarray(0, bytes.length - cut)))
}
