import { eitherQuantity } from '../decimals.ts'
import type { SniffedTable } from './sniff.ts'

/**
 * The first quantity shown of which nothing in the file tells what its sign parts, with the numbers that it may be.
 * @param paths the field of each column
 */
export function unclearQuantity(
  { rows, unclear }: SniffedTable,
  paths: readonly (string | undefined)[],
): { value: string; either: [string, string] } | undefined {
  const at = paths.indexOf('lines[].quantity')
  for (const { cells } of rows) {
    const value = cells[at]?.trim() ?? ''
    const either = eitherQuantity(value, unclear)
    if (either) return { value, either }
  }
  return undefined
}
