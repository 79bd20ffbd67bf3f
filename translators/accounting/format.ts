import Big from 'big.js'
import { writeDate } from '../csv/dates.ts'
import { guardFormula } from '../csv/formulas.ts'
import type { Bill, BillLine } from './bill.ts'

/** What an accountant may set for an export. Every part has a usual value. */
export interface BillOptions {
  /** Number of the export batch, for the journal. */
  batch?: string
  /** How days stand in the file, e.g. `DD/MM/YYYY` where the books are kept outside the United States. */
  dateFormat?: string
  /** Account credited with what is owed (journal). */
  payableAccount?: string
  /** Account debited with tax that stands apart from the lines. */
  taxAccount?: string
  /** What the program calls a tax of nothing, where it wants each line's: `Tax Exempt`, `No VAT`, `BAS Excluded` (Xero). */
  taxType?: string
}

/** One accounting program's file for bills. A new one is a file beside this and a line in `registry.ts`. */
export interface BillFormat {
  /** As people know it. */
  title: string
  header: readonly string[]
  dateFormat: string
  rows: (bill: Bill, write: BillWriter) => string[][]
  /** What the program imports at once, header aside; as much as there is where it is left out. */
  holds?: FileLimits
  /** How long a bill's number may be, where the program knows the bills of a file by their numbers: a file then has each number once. */
  longestNumber?: number
  /** Where the program's import of bills takes no credits: the file that it takes them in. Otherwise credits are bills below zero. */
  credits?: CreditFormat
}

/** How much one file may hold. */
export interface FileLimits {
  rows: number
  bills?: number
}

/** One accounting program's file for suppliers' credits. */
export interface CreditFormat {
  /** What the program calls what it holds, as part of a file's name: `vendor-credits`. */
  name: string
  header: readonly string[]
  /** @param position 1, 2, … within the file */
  rows: (credit: Bill, write: BillWriter, position: number) => string[][]
}

/** Cells of one export: text that cannot run as a formula, days in the file's format, and options with their usual values. */
export interface BillWriter {
  batch: string
  payableAccount: string
  taxAccount: string
  taxType: string
  text: (value: string | undefined) => string
  date: (day: string) => string
}

/** The writer of one export. */
export function writerOf(format: BillFormat, options: BillOptions): BillWriter {
  return {
    batch: options.batch ?? '',
    payableAccount: options.payableAccount ?? 'Accounts Payable',
    taxAccount: options.taxAccount ?? 'Sales Tax',
    taxType: options.taxType ?? 'Tax Exempt',
    text: value => guardFormula(oneLine(value ?? '')),
    date: day => writeDate(day, options.dateFormat ?? format.dateFormat),
  }
}

/** What programs keep of a text: none takes more than so many characters. */
const longestText = 4000

/** A text without line ends and control characters, which imports read as further rows or refuse. */
function oneLine(text: string): string {
  return text
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, longestText)
}

/** A bill's number as a program takes it: of one that is too long the end, by which a supplier's numbers differ. */
export function numberWithin(number: string, longest: number): string {
  return number.length <= longest ? number : number.slice(-longest).replace(/^[^\p{L}\p{N}]+(?=.)/u, '')
}

/** A bill's memo; it has the whole number where the program's field for it is too short. */
export function memoWithNumber({ memo, number }: Bill, longest: number): string {
  return [number.length > longest && `No. ${number}`, memo].filter(Boolean).join(', ')
}

/** Money in cents, halves away from zero; a credit's amounts are negative. */
export function money(bill: Bill, amount: string | undefined): string {
  const value = new Big(amount ?? '0')
  const rounded = (bill.type === 'credit' ? value.times(-1) : value).round(2, Big.roundHalfUp)
  return rounded.eq(0) ? '0.00' : rounded.toFixed(2)
}

/** Whether an amount is there and rounds to something. */
function isMoney(amount: string | undefined): amount is string {
  return amount !== undefined && !new Big(amount).round(2, Big.roundHalfUp).eq(0)
}

/** A line's description with what the books would want to find it by. */
export function lineText({ description, sku, purchaseOrderNumber }: BillLine): string {
  return [description, sku && `SKU ${sku}`, purchaseOrderNumber && `PO ${purchaseOrderNumber}`]
    .filter(Boolean)
    .join(' · ')
}

/** A bill's lines with its taxes as lines of their own, for programs whose file has no column for tax. */
export function linesWithTax(bill: Bill, taxAccount: string): { account: string; text: string; amount: string }[] {
  return bill.lines.flatMap(line => [
    { account: line.account, text: lineText(line), amount: line.amount },
    ...(isMoney(line.taxAmount)
      ? [{ account: taxAccount, text: `Tax · ${lineText(line)}`, amount: line.taxAmount }]
      : []),
  ])
}
