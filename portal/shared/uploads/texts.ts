const encodings = { 'utf-8': 'UTF-8', 'windows-1252': 'Windows-1252', 'utf-16le': 'UTF-16' }
const delimiters: Record<string, string> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'bars' }

/** What the pages of uploaded feeds say. */
export const uploadTexts = {
  about: {
    inventory: 'Say what each column holds, look at what the file would do, then apply it.',
    product: 'Say what each column of the product list holds, look at what it would do, then apply it.',
  },
  unreadable: 'This file cannot be read',
  incomplete: 'Something is missing before the file can be read',
  scope: 'The file holds',
  full: {
    inventory: 'All items: the rest is zero',
    product: 'All products: the rest ends',
  },
  delta: 'Only items that changed',
  decimals: 'Numbers are written as',
  unclear: (value: string, [one, other]: [string, string]) =>
    `${value} may be ${one} or ${other}, and nothing in the file tells which: say how its numbers are written.`,
  say: 'Say how',
  workbook: 'A spreadsheet.',
  written: (encoding: keyof typeof encodings, delimiter: string) =>
    `${encodings[encoding]}, columns parted by ${delimiters[delimiter] ?? `“${delimiter}”`}.`,
  header: (row: number) => `The names of the columns stand in row ${row}.`,
  columns: 'Columns of the file',
  column: 'Column',
  values: 'First values',
  holds: 'Holds',
  holdsOf: (name: string) => `What ${name} holds`,
  notRead: 'Not read',
  unnamed: (at: number) => `Column ${at}`,
  unnamedHint: 'Name it in the file to have it read',
  keptBefore:
    'Begun from how this supplier’s files were read before. What you apply is kept for the next file, by whatever way it comes.',
  willKeep:
    'What you apply is kept: the next file with these columns, by whatever way it comes, is read in the same way.',
  apply: 'Apply the file',
  look: 'Look again',
  would: 'This is what the file would do',
  held: 'The file takes away so much that somebody at the retailer has to let it take effect',
  nothing: 'Read like this, the file would be refused',
  read: 'Rows read',
  changed: 'Would change',
  unchanged: 'Say nothing new',
  leftOut: 'Would be left out',
  firstRows: 'First rows',
  further: 'Further rows that would be left out',
  row: 'Row',
  item: 'Item',
  why: 'Why it is left out',
  fine: 'Is taken',
  none: 'Choose a file.',
  notUnpacked: (why: string) => `The archive cannot be opened. ${why}`,
  emptyArchive: 'The archive holds no file.',
  manyInArchive: (names: string[]) =>
    `The archive holds ${names.length} files (${names.slice(0, 5).join(', ')}${names.length > 5 ? ' …' : ''}). Give one at a time.`,
  applying: 'The file is being applied',
  leave: 'You may leave this page: it goes on, and what it did will stand among the feeds.',
  readSoFar: 'Rows read so far',
  share: 'Of the file',
  again: 'Look again',
  refusedBefore: 'The file was refused when it was to be applied',
  applied: 'The file was applied.',
  quarantined: 'The file is held back until somebody at the retailer has looked at it.',
  refused: 'The file was refused: nothing was changed.',
} as const
