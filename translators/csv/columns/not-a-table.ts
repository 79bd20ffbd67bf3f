import type { Issue } from '../../issue.ts'
import { encodingByMark, encodingByZeros } from '../encoding.ts'
import type { SniffedTable } from './sniff.ts'

/** What people send for a table, by how it begins, and what they can do. */
const others: { begins: RegExp; message: string }[] = [
  {
    begins: /^\xd0\xcf\x11\xe0/,
    message:
      'This is a workbook of the old kind (.xls), or one that is locked with a password. Open it, take the password off, and save it as .xlsx or CSV.',
  },
  { begins: /^%PDF-/, message: 'This is a PDF. Send the spreadsheet or the CSV file that it was printed from.' },
  {
    begins: /^PK\x03\x04.{26}mimetypeapplication\/vnd\.oasis\.opendocument/s,
    message: 'This is an OpenDocument file (.ods). Open it and save it as .xlsx or CSV.',
  },
  {
    begins: /^\x1f\x8b|^PK\x03\x04/,
    message: 'This is an archive within an archive. Send the files in it themselves.',
  },
  {
    begins: /^\s*(<!doctype html|<html|<table|<\?xml|<head|<meta)/i,
    message:
      'This is a web page or XML, whatever its name says. Open it in a spreadsheet program and save it as .xlsx or CSV.',
  },
  { begins: /^\s*(\{\s*["}]|\[\s*[{[\]])/, message: 'This is JSON. Send it to the API, or save the rows as CSV.' },
]

/** Why bytes are no table at all, though somebody sent them for one; undefined where they may be one. */
export function notATable(bytes: Uint8Array): Issue | undefined {
  const upper = String.fromCharCode(...bytes.subarray(0, 512)).replace(/^\xef\xbb\xbf/, '')
  const other = others.find(({ begins }) => begins.test(upper))
  if (other) return refusal('not-a-table', other.message)
  if (upper.trim() === '') return refusal('empty-file', 'The file is empty.')
  const zeros = upper.split('\0').length - 1
  const isText = encodingByMark(bytes) ?? encodingByZeros(bytes) ?? zeros * 20 < upper.length
  return isText ? undefined : refusal('not-a-table', 'This is no text, whatever its name says. Send CSV, TSV or XLSX.')
}

/** Why a table cannot be read by its columns: its first row holds values, and would be lost for names. */
export function withoutNames({ header }: SniffedTable): Issue | undefined {
  const value = header.cells.map(cell => cell.trim()).find(cell => /^[\d.,]*\d[\d.,]*$/.test(cell))
  if (value === undefined) return undefined
  const message = `There is no row of column names: row ${header.row} holds values, such as ${value.slice(0, 40)}. Put a row of names above it, such as SKU and Quantity.`
  return { ...refusal('no-header', message), at: { row: header.row }, value }
}

function refusal(code: string, message: string): Issue {
  return { severity: 'error', code, message, at: {}, expected: 'CSV, TSV or XLSX' }
}
