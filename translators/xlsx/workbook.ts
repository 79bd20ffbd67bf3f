import readSheets from 'read-excel-file/universal'
import type { Issue } from '../issue.ts'
import { checkPackage, notAWorkbook, type SheetPart, type XlsxLimits, xlsxLimits } from './package-check.ts'

/** A number as the file holds it, in text: not yet a float. */
export class NumberCell {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type SheetCell = string | NumberCell | Date | boolean | null

/** One sheet: its rows from the first on, blank ones included. */
export interface WorkSheet {
  name: string
  rows: SheetCell[][]
  part: SheetPart
}

/** The sheets of a workbook that can be seen, in order: a hidden one is none that its sender looks at. Never throws on bad bytes: the issue says what is wrong. */
export async function readWorkbook(bytes: Uint8Array, limits: XlsxLimits = xlsxLimits): Promise<WorkSheet[] | Issue> {
  const checked = checkPackage(bytes, limits)
  if ('code' in checked) return checked
  try {
    const copy = new Uint8Array(bytes)
    const sheets = await readSheets(copy.buffer, { parseNumber: text => new NumberCell(text), trim: false })
    const byNumber = [...checked.sheets].sort(([a], [b]) => numberIn(a) - numberIn(b)).map(([, part]) => part)
    const all = sheets.map(({ sheet, data }, at) => ({
      name: sheet,
      rows: data as unknown as SheetCell[][],
      part: byNumber[at] ?? { merged: [], uncalculated: [] },
    }))
    return all.filter(({ name }) => !checked.hidden.has(name))
  } catch {
    return notAWorkbook()
  }
}

const numberIn = (name: string) => Number(/(\d+)\.xml$/.exec(name)?.[1] ?? 0)
