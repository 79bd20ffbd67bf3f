/** What the first bytes of a file that is no X12 tell of it, as far as they do. */
const lookalikes: readonly [readonly number[], string][] = [
  [[0xc9, 0xe2, 0xc1], 'The file is X12 in EBCDIC'],
  [[0xff, 0xfe], 'The file is text in UTF-16'],
  [[0xfe, 0xff], 'The file is text in UTF-16'],
  [[0x49, 0x00, 0x53, 0x00], 'The file is X12 in UTF-16'],
  [[0x50, 0x4b, 0x03, 0x04], 'The file is a ZIP archive or a spreadsheet'],
  // Its first byte, 1F, is blank space between segments (RFC 1952, 2.3.1).
  [[0x8b, 0x08], 'The file is compressed by gzip'],
  [[0x25, 0x50, 0x44, 0x46], 'The file is a PDF'],
  [[0x55, 0x4e, 0x41], 'The file is EDIFACT'],
  [[0x55, 0x4e, 0x42], 'The file is EDIFACT'],
]

/** How texts begin that are no X12, or X12 that lacks something, and what to say of them. */
const openings: readonly [string, string][] = [
  ['<', 'The file is XML or HTML, which is not read; ask the sender for X12 in ASCII or UTF-8.'],
  ['{', 'The file is JSON, which is not read as X12; ask the sender for X12 in ASCII or UTF-8.'],
  [
    'SVNB',
    'The file is X12 in base64, which was not decoded; ask the sender to send it as it is, or to name the encoding.',
  ],
  ['isa', 'The file begins with isa in small letters; segment ids are capital letters: ask the sender for ISA.'],
  [
    'ISA',
    'The file begins with ISA, but the segment is cut or its sixteen elements cannot be told apart; ask the sender for the whole file.',
  ],
  ['GS', 'The file begins with GS; the ISA segment before it is missing, so that sender and delimiters are not known.'],
  [
    'ST',
    'The file begins with ST; the ISA and GS segments before it are missing, so that sender and delimiters are not known.',
  ],
]

/**
 * Says what stands outside any interchange: something in another encoding or format, where its first bytes tell. `first` says that no
 * interchange came before.
 */
export function strayMessage(bytes: Uint8Array, start: number, first: boolean): string {
  const known = lookalikes.find(([mark]) => mark.every((byte, i) => bytes[start + i] === byte))
  if (known) return `${known[1]}, which is not read; ask the sender for X12 in ASCII or UTF-8.`
  const opening = openings.find(([text]) => [...text].every((letter, i) => bytes[start + i] === letter.charCodeAt(0)))
  if (first && opening) return opening[1]
  return 'Something stands outside any interchange, before ISA or after IEA; it is not read.'
}
