/** What a file is that is no X12, and what to do about it. */
interface Lookalike {
  what: string
  advice: string
}

const asText = 'ask the sender for X12 in ASCII or UTF-8'
const unpack = 'unpack it first'

/** By the first bytes, each as the character of its number. 1F of gzip may have been passed over as blank space (RFC 1952, 2.3.1). */
const lookalikes: readonly [RegExp, string, string][] = [
  [/^\xc9\xe2\xc1/, 'X12 in EBCDIC', asText],
  [/^(\xff\xfe|\xfe\xff|I\0S|\0I\0S)/, 'text in UTF-16', asText],
  [/^(PK\x03\x04|PK\x05\x06)/, 'a ZIP archive or a spreadsheet', unpack],
  [/^\x1f?\x8b\x08/, 'compressed by gzip', unpack],
  [/^%PDF/, 'a PDF', 'ask the sender for X12'],
  [/^UN[AB]/, 'EDIFACT', 'ask the sender for X12'],
  [/^[[{]/, 'JSON', 'documents in JSON go another way than X12'],
  [/^</, 'XML or HTML', 'ask the sender for X12'],
  [/^SVNB/, 'X12 in base64', 'decode it first, or ask the sender to name the encoding'],
  [/^(as2-|message-id:|content-type:|mime-version:)/i, 'an AS2 or mail message', 'try crossdock as2 inspect'],
  [/^0[\x80-\x84]/, 'a CMS structure (signed or encrypted)', 'try crossdock as2 inspect'],
]

/** How X12 begins that lacks something, and what to say of it. */
const openings: readonly [RegExp, string][] = [
  [/^isa/, 'The file begins with isa in small letters; segment ids are capital letters: ask the sender for ISA.'],
  [
    /^ISA/,
    'The file begins with ISA, but the segment is cut or its sixteen elements cannot be told apart; ask the sender for the whole file.',
  ],
  [
    /^GS/,
    'The file begins with GS; the ISA segment before it is missing, so that sender and delimiters are not known.',
  ],
  [
    /^ST/,
    'The file begins with ST; the ISA and GS segments before it are missing, so that sender and delimiters are not known.',
  ],
]

/** Bytes by which a file is known: as many as the longest mark has. */
export const headSize = 13

/** So much blank space is looked behind. */
const mostBlank = 64
/** The byte order mark of UTF-8 and blank space, which may stand before a text. */
const blank = /^(\xef\xbb\xbf)?[\t-\r ]*/

/** What a file is when its first bytes, after blank space, tell that it is something else than X12. */
export function lookalikeOf(bytes: Uint8Array): Lookalike | undefined {
  const head = headOf(bytes)
  const found = lookalikes.find(([mark]) => mark.test(head))
  return found && { what: found[1], advice: found[2] }
}

/** What a file lacks that begins as X12, or a part of it, does. */
export function openingMessage(bytes: Uint8Array): string | undefined {
  const head = headOf(bytes)
  return openings.find(([mark]) => mark.test(head))?.[1]
}

/**
 * Says what stands outside any interchange: something in another encoding or format, where its first bytes tell. `first` says that no
 * interchange came before.
 */
export function strayMessage(bytes: Uint8Array, first: boolean): string {
  const known = first ? lookalikeOf(bytes) : undefined
  if (known) return `The file is ${known.what}, which is not read; ${known.advice}.`
  const opening = first ? openingMessage(bytes) : undefined
  if (opening) return opening
  const what = isSegment(bytes) ? 'A segment stands' : 'Text stands'
  return `${what} outside any interchange, before ISA or after IEA; it is not read.`
}

/**
 * Whether what stands outside any interchange may be trade that has lost its envelope, or a file of another kind. Other text says nothing:
 * networks and mail programs put lines of their own before and after.
 */
export function isSerious(bytes: Uint8Array, first: boolean): boolean {
  return isSegment(bytes) || (first && (lookalikeOf(bytes) ?? openingMessage(bytes)) !== undefined)
}

/** A tag of two or three capitals and digits, and what could be an element separator. */
function isSegment(bytes: Uint8Array): boolean {
  return /^[A-Z][A-Z0-9]{1,2}[^A-Za-z0-9\s:.,;=-]/.test(headOf(bytes))
}

function headOf(bytes: Uint8Array): string {
  const whole = String.fromCharCode(...bytes.subarray(0, headSize + mostBlank))
  return whole.replace(blank, '').slice(0, headSize)
}
