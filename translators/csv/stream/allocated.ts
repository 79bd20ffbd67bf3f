import Big from 'big.js'
import type { Issue } from '../../issue.ts'
import type { HeaderMatch } from '../header.ts'
import { normaliseName } from '../names.ts'
import type { Plan, PlannedColumn } from '../plan.ts'

/** A column of what is promised to others already, beside the column of all that is on hand. */
export interface Allocated {
  at: number
  name: string
  /** The column that it is taken off, by whose rules its cells are read. */
  quantity: PlannedColumn
}

const promised = /^(qty|quantity|stock|units)?(allocated|committed|reserved)(qty|quantity|stock|units)?$/

/** Names of quantities that are what is left to sell. */
const free = /avail|sell|free|^ats$|^atp$|^net/

/** Finds the column of a header that its layout does not know and without which the quantity would be sold twice. */
export function allocatedIn(
  header: readonly string[],
  { positions, unknown }: HeaderMatch,
  plan: Plan,
): Allocated | undefined {
  const index = plan.columns.findIndex(({ path }) => path.text === 'lines[].quantity')
  const quantity = plan.columns[index]
  const from = normaliseName(header[positions[index] ?? -1] ?? '')
  const name = unknown.find(column => promised.test(normaliseName(column)))
  if (!quantity || !name || from === '' || free.test(from)) return undefined
  return { at: header.findIndex(cell => cell.trim() === name), name, quantity }
}

/** What is left of a quantity; never below zero. */
export function leftOf(quantity: string, allocated: string): string {
  const left = new Big(quantity).minus(allocated)
  return left.gt(0) ? left.toFixed() : '0'
}

/** Told once for the file. */
export function allocatedTakenOff({ name, quantity }: Allocated, row: number): Issue {
  return {
    severity: 'warning',
    code: 'allocated-taken-off',
    message: `The column “${name}” was taken off the column ${quantity.name}, which holds all that is on hand. Have the columns of these files settled if that is not what they mean.`,
    at: { row, column: name },
    value: name,
  }
}
