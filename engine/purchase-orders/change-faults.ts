import Big from 'big.js'
import { businessDate } from '../../translators/documents/index.ts'
import type { ChangeableLine, Wish } from './change.ts'
import { shippableOf } from './line.ts'

type Fault = [field: string, message: string]

/** What cannot be asked for, by `wishes[i].field`. */
export function faultsOf(wishes: readonly Wish[], lines: readonly ChangeableLine[]): Record<string, string> {
  if (wishes.length === 0) return { wishes: 'Nothing is asked for.' }
  const all = wishes.flatMap((wish, index) => {
    const line = lines.find(one => one.lineNumber === wish.lineNumber)
    const again = wishes.findIndex(one => one.lineNumber === wish.lineNumber) < index
    const faults = again ? [named('The line is named twice.')] : line ? lineFaults(wish, line) : newFaults(wish, lines)
    return faults.map(([field, message]) => [`wishes[${index}]${field && `.${field}`}`, message] as const)
  })
  return Object.fromEntries(all)
}

const named = (message: string): Fault => ['lineNumber', message]

function lineFaults({ lineNumber, cancel, add, unitPrice, shipDate, sku }: Wish, line: ChangeableLine): Fault[] {
  const faults = termFaults({ unitPrice, shipDate })
  if ([cancel, add, unitPrice, shipDate].every(part => part === undefined)) {
    faults.push(['', 'Nothing is asked of this line.'])
  }
  if (sku !== undefined) faults.push(['sku', `Line ${lineNumber} is on the order: an added line needs a new number.`])
  const left = shippableOf(line)
  if (cancel !== undefined && (new Big(cancel).lte(0) || left.lt(cancel))) {
    faults.push(['cancel', `${left.toFixed()} ${line.unit} of line ${lineNumber} have not shipped.`])
  }
  if (add !== undefined && cancel !== undefined) faults.push(['add', 'Ask for more of a line or for less of it.'])
  else if (add !== undefined && new Big(add).lte(0)) faults.push(['add', 'Ask for more than nothing.'])
  return faults
}

/** A line that the order does not have: with an item it is one to be added. */
function newFaults(wish: Wish, lines: readonly ChangeableLine[]): Fault[] {
  const { lineNumber, sku, add, cancel, unitPrice, shipDate } = wish
  if (sku === undefined) return [named(`There is no line ${lineNumber}.`)]
  const faults = termFaults({ unitPrice, shipDate })
  const other = lines.find(line => Number(line.lineNumber) === Number(lineNumber))
  if (!/^\d{1,6}$/.test(lineNumber) || other) faults.push(named('Give a number that no line of the order has.'))
  if (add === undefined || new Big(add).lte(0)) faults.push(['add', `Say how many of ${sku} are wanted.`])
  if (cancel !== undefined) faults.push(['cancel', 'There is nothing yet to cancel.'])
  const same = lines.find(line => line.sku === sku)
  if (same) faults.push(['sku', `Line ${same.lineNumber} is for ${sku}: ask for more of it.`])
  return faults
}

function termFaults({ unitPrice, shipDate }: { unitPrice: string | undefined; shipDate: string | undefined }): Fault[] {
  const faults: Fault[] = []
  if (shipDate !== undefined && !businessDate.safeParse(shipDate).success) {
    faults.push(['shipDate', 'Give a day such as 2026-11-24.'])
  }
  if (unitPrice !== undefined && new Big(unitPrice).lt(0)) faults.push(['unitPrice', 'A price is not negative.'])
  return faults
}
