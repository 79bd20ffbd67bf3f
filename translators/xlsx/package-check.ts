import { strFromU8, type UnzipFileInfo, unzipSync } from 'fflate'
import type { Issue } from '../issue.ts'

/** How large a workbook may be. */
export interface XlsxLimits {
  /** Of all its parts unpacked, in octets. */
  expanded: number
  parts: number
  rows: number
  columns: number
}

export const xlsxLimits: XlsxLimits = { expanded: 150_000_000, parts: 2000, rows: 200_000, columns: 400 }

/** What the parts of one sheet say that its values do not: by the part's name, `xl/worksheets/sheet1.xml`. */
export interface SheetPart {
  /** Ranges such as `A2:A5`, of which only the first cell holds the value. */
  merged: string[]
  /** Cells with a formula whose result was never kept. */
  uncalculated: string[]
}

/** What is known of a workbook before its rows are laid out. */
export interface CheckedPackage {
  /** By the part's name. */
  sheets: Map<string, SheetPart>
  /** Names of the sheets that whoever made the workbook has hidden. */
  hidden: ReadonlySet<string>
}

/** The directory of a ZIP stands at its end. */
const directory = 300_000

/** Whether bytes are a workbook: a ZIP that holds `xl/`. */
export function isXlsx(bytes: Uint8Array): boolean {
  if (!(bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 0x03)) return false
  return new TextDecoder('latin1').decode(bytes.subarray(-directory)).includes('xl/workbook.')
}

/**
 * Looks at what a workbook's directory declares before anything is unpacked, then at its sheets before their rows are laid out, since a few octets can claim a
 * million rows. Gives the sheets' parts, or the issue that keeps it from being read.
 */
export function checkPackage(bytes: Uint8Array, limits: XlsxLimits): CheckedPackage | Issue {
  let expanded = 0
  let parts = 0
  const declared = (file: UnzipFileInfo) => {
    expanded += file.originalSize
    parts += 1
    return false
  }
  try {
    unzipSync(bytes, { filter: declared })
    if (expanded > limits.expanded) return tooLarge(`It unpacks to ${expanded} octets`, `${limits.expanded}`)
    if (parts > limits.parts) return tooLarge(`It has ${parts} parts`, `${limits.parts}`)
    const { [workbookPart]: workbook, ...contents } = unzipSync(bytes, {
      filter: ({ name }) => name === workbookPart || /^xl\/worksheets\/[^/]+\.xml$/.test(name),
    })
    const sheets = new Map<string, SheetPart>()
    for (const [name, content] of Object.entries(contents)) {
      const part = sheetPart(strFromU8(content), limits)
      if ('code' in part) return part
      sheets.set(name, part)
    }
    return { sheets, hidden: hiddenIn(workbook ? strFromU8(workbook) : '') }
  } catch {
    return notAWorkbook()
  }
}

const workbookPart = 'xl/workbook.xml'

function hiddenIn(workbook: string): ReadonlySet<string> {
  const sheets = workbook.match(/<(?:\w+:)?sheet\s[^>]*>/g) ?? []
  const hidden = sheets.filter(sheet => /\sstate="(hidden|veryHidden)"/.test(sheet))
  return new Set(hidden.map(sheet => plainText(/\sname="([^"]*)"/.exec(sheet)?.[1] ?? '')))
}

const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

const plainText = (xml: string) => xml.replace(/&(\w+);/g, (entity, name: string) => entities[name] ?? entity)

function sheetPart(xml: string, limits: XlsxLimits): SheetPart | Issue {
  for (const [, reference = ''] of xml.matchAll(/<(?:\w+:)?(?:row|c)\s[^>]*?\br="([A-Z]*\d*)"/g)) {
    const [, letters = '', row = ''] = /^([A-Z]*)(\d*)$/.exec(reference) ?? []
    if (Number(row) > limits.rows) return tooLarge(`It has a row ${row}`, `${limits.rows} rows`)
    if (columnNumber(letters) > limits.columns)
      return tooLarge(`It has a column ${letters}`, `${limits.columns} columns`)
  }
  return {
    merged: Array.from(xml.matchAll(/<(?:\w+:)?mergeCell\s[^>]*\bref="([^"]+)"/g), ([, range = '']) => range),
    uncalculated: Array.from(
      xml.matchAll(
        /<(?:\w+:)?c\s[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<(?:\w+:)?f\b(?:[^>]*\/>|[^>]*>[^<]*<\/(?:\w+:)?f>)\s*<\/(?:\w+:)?c>/g,
      ),
      ([, cell = '']) => cell,
    ),
  }
}

function columnNumber(letters: string): number {
  return Array.from(letters.slice(0, 8)).reduce((number, letter) => number * 26 + letter.charCodeAt(0) - 64, 0)
}

function tooLarge(found: string, expected: string): Issue {
  const message = `The spreadsheet is larger than the hub reads. ${found}; at most ${expected} are read.`
  return { severity: 'error', code: 'too-large-spreadsheet', message, at: {}, expected: `at most ${expected}` }
}

/** What to say of bytes that cannot be opened as a workbook. */
export function notAWorkbook(): Issue {
  const message =
    'The spreadsheet cannot be opened: it is damaged, locked with a password, or of an old kind. Save it as .xlsx.'
  return { severity: 'error', code: 'damaged-spreadsheet', message, at: {} }
}
