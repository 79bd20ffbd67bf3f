import type { Issue } from '../../translators/issue.ts'
import { businessIssue } from '../outcome.ts'
import type { NamedLine } from './find-lines.ts'

/** A document names an order that this supplier never got. */
export function unknownPurchaseOrder(number: string, path: string): Issue {
  return businessIssue('unknown-purchase-order', `No purchase order ${number} was sent to this supplier.`, path, number)
}

/** The line's number fits, but its ids name another item: a substitute, or a slip. It is told and stops nothing. */
export function otherItem(line: NamedLine, path: string): Issue {
  const message = `Line ${line.lineNumber} is ${line.supplierSku}, but the ids name another item.`
  return { ...businessIssue('other-item', message, path, undefined, line.supplierSku), severity: 'warning' }
}
