import Big from 'big.js'
import type { ProductIds, ShipNotice, ShippedLine } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { converted, orderUnitsIn } from '../invoices/units.ts'
import { businessIssue } from '../outcome.ts'
import { findLines } from '../purchase-orders/find-lines.ts'
import { otherItem, unknownPurchaseOrder } from '../purchase-orders/issues.ts'
import { type LineCounters, shipLine, shippableOf } from '../purchase-orders/line.ts'
import type { AnswerableLine } from '../purchase-orders/plan-answers.ts'

export interface AllocatableLine extends AnswerableLine, LineCounters {
  id: string
}

/** A quantity of one purchase order line in one package, in the line's unit; `over` is the part beyond what could be shipped. */
export interface Portion<Line> {
  line: Line
  /** Place in the notice's packages, from 0. */
  package: number
  quantity: Big
  over: Big
  /** What was sent instead, as the supplier names it: its line number fits, its ids are another item's. */
  substitute?: ProductIds
}

/** What a ship notice comes to: who shipped what, and where the lines' counters stand after it. */
export interface Allocation<Line> {
  portions: Portion<Line>[]
  counters: Map<Line, LineCounters>
  issues: Issue[]
}

/**
 * Finds the purchase order line of every shipped line, and moves the lines' counters. A line without number whose item was ordered twice fills both lines in turn;
 * what is beyond them is over on the last. `linesOf` gives an order's lines, or undefined for an order that the supplier does not have.
 */
export function allocate<Line extends AllocatableLine>(
  notice: ShipNotice,
  linesOf: (purchaseOrderNumber: string) => readonly Line[] | undefined,
): Allocation<Line> {
  const allocation: Allocation<Line> = { portions: [], counters: new Map(), issues: [] }
  for (const [index, { lines }] of notice.packages.entries()) {
    for (const [position, shipped] of lines.entries()) {
      allocateLine(allocation, shipped, index, `packages[${index}].lines[${position}]`, linesOf)
    }
  }
  if (allocation.portions.length === 0 && allocation.issues.length === 0) {
    allocation.issues.push(businessIssue('nothing-shipped', 'The ship notice names no goods.', 'packages'))
  }
  return allocation
}

function allocateLine<Line extends AllocatableLine>(
  allocation: Allocation<Line>,
  shipped: ShippedLine,
  index: number,
  path: string,
  linesOf: (purchaseOrderNumber: string) => readonly Line[] | undefined,
): void {
  const { issues } = allocation
  const lines = linesOf(shipped.purchaseOrderNumber)
  if (!lines) {
    issues.push(unknownPurchaseOrder(shipped.purchaseOrderNumber, `${path}.purchaseOrderNumber`))
    return
  }
  const { found, otherItem: isOther } = findLines(shipped, lines)
  if (found.length === 0) {
    issues.push(unknownLine(shipped, path, lines))
    return
  }
  if (isOther) issues.push(otherItem(found[0]!, `${path}.ids`))
  const quantity = quantityIn(shipped, found[0]!, path, issues)
  if (quantity) fill(allocation, found, { index, quantity, ...(isOther && { substitute: shipped.ids }) })
}

/** Gives each line what it can take, and the last the rest. */
function fill<Line extends AllocatableLine>(
  { portions, counters }: Allocation<Line>,
  found: readonly Line[],
  shipped: { index: number; quantity: Big; substitute?: ProductIds | undefined },
): void {
  const { index, substitute } = shipped
  let left = shipped.quantity
  for (const [position, line] of found.entries()) {
    const before = counters.get(line) ?? line
    const room = shippableOf(before)
    const isLast = position === found.length - 1
    const part = isLast || left.lt(room) ? left : room
    if (part.lte(0)) continue
    const { line: after, over } = shipLine(before, part)
    counters.set(line, after)
    portions.push({ line, package: index, quantity: part, over, ...(substitute && { substitute }) })
    left = left.minus(part)
  }
}

function quantityIn(shipped: ShippedLine, line: AnswerableLine, path: string, issues: Issue[]): Big | undefined {
  const ratio = orderUnitsIn(shipped.unit, line)
  const quantity = ratio && converted(new Big(shipped.quantity), ratio)
  if (quantity?.gt(0)) return quantity
  if (quantity) {
    const message = 'A quantity of zero was shipped: the line says nothing.'
    issues.push({ ...businessIssue('zero-quantity', message, `${path}.quantity`, '0'), severity: 'warning' })
    return undefined
  }
  const message = `${shipped.quantity} ${shipped.unit} cannot be told in ${line.unit}, the unit of line ${line.lineNumber}.`
  issues.push(businessIssue('unit-of-measure', message, `${path}.unit`, shipped.unit, line.unit))
  return undefined
}

function unknownLine(
  { purchaseOrderNumber, lineNumber, ids }: ShippedLine,
  path: string,
  lines: readonly AnswerableLine[],
) {
  const known = lines.map(line => `${line.lineNumber} (${line.supplierSku})`).join(', ')
  if (lineNumber !== undefined) {
    const message = `Purchase order ${purchaseOrderNumber} has no line ${lineNumber}; it has ${known}.`
    return businessIssue('unknown-line', message, `${path}.lineNumber`, lineNumber, known)
  }
  const named = ids ? Object.values(ids).join(', ') : undefined
  const message = named
    ? `Purchase order ${purchaseOrderNumber} has no line of ${named}; it has ${known}.`
    : 'The line gives neither a line number nor an item.'
  return businessIssue('unknown-line', message, `${path}.ids`, named, known)
}
