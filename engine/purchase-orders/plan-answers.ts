import Big from 'big.js'
import type { LineAnswer, PurchaseOrderAcknowledgment, RejectionReason } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { converted, orderUnitsIn } from '../invoices/units.ts'
import { businessIssue } from '../outcome.ts'
import { findLines, type NamedLine } from './find-lines.ts'
import { otherItem } from './issues.ts'

/** An answer in the line's own unit. `rest` means all of the line that can be answered that way, but for what other answers beside it name. */
export interface PlannedAnswer {
  status: LineAnswer['status']
  quantity: string | 'rest'
  shipDate?: string
  reason?: RejectionReason
  note?: string
}

export interface PlannedLine<Line> {
  line: Line
  answers: PlannedAnswer[]
  unitPrice?: string
}

export interface AnswerableLine extends NamedLine {
  unit: string
  packSize: number
}

/**
 * What an acknowledgment says to each line of its purchase order. A header that accepts or rejects the whole order speaks for every line that it
 * does not list. Errors: a line that the order does not have, a unit that cannot be converted.
 */
export function planAnswers<Line extends AnswerableLine>(
  acknowledgment: PurchaseOrderAcknowledgment,
  lines: readonly Line[],
): { planned: PlannedLine<Line>[]; issues: Issue[] } {
  const issues: Issue[] = []
  const byLine = new Map<Line, PlannedLine<Line>>()
  for (const [index, said] of acknowledgment.lines.entries()) {
    const path = `lines[${index}]`
    const { found, otherItem: isOther } = findLines(said, lines)
    const line = found.find(one => !byLine.has(one)) ?? found[0]
    if (!line) {
      issues.push(unknownLine(acknowledgment, said.lineNumber, `${path}.lineNumber`, lines))
      continue
    }
    if (isOther) issues.push(otherItem(line, `${path}.ids`))
    const planned = byLine.get(line) ?? { line, answers: [] }
    byLine.set(line, planned)
    if (said.unitPrice !== undefined) planned.unitPrice = priceIn(said.unitPrice, said.unit, line)
    planned.answers.push(...answersTo(acknowledgment.type, said, line, path, issues))
  }
  const general = generalAnswer(acknowledgment.type)
  for (const line of general ? lines : []) {
    if (!byLine.has(line)) byLine.set(line, { line, answers: [general!] })
  }
  if (acknowledgment.lines.length === 0 && !general && acknowledgment.type !== 'on-hold') {
    const message = 'The acknowledgment says that it answers line by line, but it has no lines.'
    issues.push(businessIssue('no-lines', message, 'lines'))
  }
  return { planned: [...byLine.values()], issues }
}

/** What the header says to a line that it does not list. */
function generalAnswer(type: PurchaseOrderAcknowledgment['type']): PlannedAnswer | undefined {
  if (type === 'accepted') return { status: 'accepted', quantity: 'rest' }
  return type === 'rejected' ? { status: 'rejected', quantity: 'rest', reason: 'other' } : undefined
}

function answersTo(
  type: PurchaseOrderAcknowledgment['type'],
  said: PurchaseOrderAcknowledgment['lines'][number],
  line: AnswerableLine,
  path: string,
  issues: Issue[],
): PlannedAnswer[] {
  if (said.answers.length === 0) return silentAnswer(type, path, issues)
  const answers = said.answers.flatMap((answer, index): PlannedAnswer[] => {
    const at = `${path}.answers[${index}]`
    const meant = answer.quantity ?? (said.answers.length === 1 ? said.quantity : undefined)
    const quantity = meant === undefined ? 'rest' : quantityIn(meant, answer.unit ?? said.unit, line, at, issues)
    if (quantity === undefined) return []
    // Where only the day of arrival is named, the goods ship by then.
    const { status, deliveryDate, shipDate = deliveryDate, reason, note } = answer
    const rest = { ...(shipDate && { shipDate }), ...(reason && { reason }), ...(note && { note }) }
    if (quantity === 'rest' || !new Big(quantity).eq(0)) return [{ status, quantity, ...rest }]
    if (status === 'rejected' && said.answers.length === 1) return [{ status, quantity: 'rest', ...rest }]
    issues.push({
      ...businessIssue('zero-quantity', 'An answer to a quantity of zero says nothing.', `${at}.quantity`, '0'),
      severity: 'warning',
    })
    return []
  })
  return asOne(answers)
}

/** Answers that take all of the line are one, whose terms they say together: one the price, another the day. Nor is it refused or promised twice. */
function asOne(answers: readonly PlannedAnswer[]): PlannedAnswer[] {
  const wholes = new Map<PlannedAnswer['status'], PlannedAnswer>()
  for (const answer of answers) {
    if (answer.quantity !== 'rest') continue
    const kind = answer.status === 'accepted-with-changes' ? 'accepted' : answer.status
    const before = wholes.get(kind)
    const status = before?.status === 'accepted-with-changes' ? before.status : answer.status
    wholes.set(kind, { ...before, ...answer, status })
  }
  return [...wholes.values(), ...answers.filter(answer => answer.quantity !== 'rest')]
}

/** A listed line without an answer of its own follows the header: taken as it stands, or refused; with changes it is not answered yet. */
function silentAnswer(type: PurchaseOrderAcknowledgment['type'], path: string, issues: Issue[]): PlannedAnswer[] {
  if (type === 'accepted' || type === 'detail') return [{ status: 'accepted', quantity: 'rest' }]
  if (type === 'rejected' || type === 'rejected-with-detail') {
    return [{ status: 'rejected', quantity: 'rest', reason: 'other' }]
  }
  issues.push({
    ...businessIssue('no-answer', 'The line has no answer: it stays open.', `${path}.answers`),
    severity: 'warning',
  })
  return []
}

function quantityIn(
  given: string,
  unit: string | undefined,
  line: AnswerableLine,
  at: string,
  issues: Issue[],
): string | undefined {
  const ratio = orderUnitsIn(unit, line)
  const quantity = ratio && converted(new Big(given), ratio)
  if (quantity) return quantity.toFixed()
  const message = `${given} ${unit} cannot be told in ${line.unit}, the unit of line ${line.lineNumber}.`
  issues.push(businessIssue('unit-of-measure', message, `${at}.unit`, unit, line.unit))
  return undefined
}

/** A price for one of the line's units. Where the two units cannot be compared it stands as it was given: the quantities tell of that. */
function priceIn(unitPrice: string, unit: string | undefined, line: AnswerableLine): string {
  const ratio = orderUnitsIn(unit, line)
  if (!ratio) return unitPrice
  return new Big(unitPrice).times(ratio.by).div(ratio.times).round(6, Big.roundHalfUp).toFixed()
}

function unknownLine(
  { purchaseOrderNumber }: PurchaseOrderAcknowledgment,
  lineNumber: string,
  path: string,
  lines: readonly NamedLine[],
): Issue {
  const known = lines.map(line => line.lineNumber).join(', ')
  const message = `Purchase order ${purchaseOrderNumber} has no line ${lineNumber}; it has ${known}.`
  return businessIssue('unknown-line', message, path, lineNumber, known)
}
