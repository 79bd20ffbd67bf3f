import Big from 'big.js'
import type { AnsweredLine, PurchaseOrderChangeAcknowledgment } from '../../translators/documents/index.ts'
import type { Issue } from '../../translators/issue.ts'
import { converted, orderUnitsIn } from '../invoices/units.ts'
import { businessIssue } from '../outcome.ts'
import type { ChangeAnswer, ChangeLineAnswer, ChangeRequest, Wish } from './change.ts'
import { findLines } from './find-lines.ts'
import { type LineCounters, liveOf, shippableOf } from './line.ts'
import type { AnswerableLine } from './plan-answers.ts'

/** A line that a change can be about. */
export interface ChangingLine extends AnswerableLine, LineCounters {
  unitCost: string
}

/**
 * What a supplier's answer says to each line of a change. A header that accepts or rejects speaks for every line that it does not list; other headers leave unlisted lines
 * refused, since nobody agreed to them. No answer at all for one that is on hold.
 */
export function planChangeAnswer(
  acknowledgment: PurchaseOrderChangeAcknowledgment,
  lines: readonly ChangingLine[],
  request: ChangeRequest,
): { answer: ChangeAnswer | undefined; issues: Issue[] } {
  const { type, notes } = acknowledgment
  const issues: Issue[] = []
  if (type === 'on-hold') return { answer: undefined, issues }
  const outcome = type === 'accepted' ? 'accepted' : 'refused'
  const said = acknowledgment.lines.flatMap((listed, index) => {
    const line = lineOf(listed, lines, `lines[${index}]`, issues)
    const wish = request.wishes.find(one => one.lineNumber === line?.lineNumber)
    return line && wish ? lineAnswers(listed, line, wish, type, `lines[${index}]`, issues) : []
  })
  const note = notes?.join(' ')
  return { answer: { outcome, ...(said.length > 0 && { lines: said }), ...(note && { note }) }, issues }
}

function lineAnswers(
  listed: AnsweredLine,
  line: ChangingLine,
  wish: Wish,
  type: PurchaseOrderChangeAcknowledgment['type'],
  path: string,
  issues: Issue[],
): ChangeLineAnswer[] {
  const refusal = listed.answers.find(answer => answer.status === 'rejected')
  const grant = listed.answers.find(answer => answer.status !== 'rejected' && answer.status !== 'on-hold')
  const isSilent = listed.answers.length === 0 && (type === 'accepted' || type === 'detail')
  const part = listed.action === 'cancel' ? 'cancel' : 'terms'
  const given = grant?.quantity ?? (isSilent ? listed.quantity : undefined)
  const outcome = grant || isSilent ? 'accepted' : 'refused'
  const note = refusal?.note && { note: refusal.note }
  const quantity =
    part === 'cancel' && given
      ? quantityIn(given, grant?.unit ?? listed.unit, line, path, issues)?.toFixed()
      : undefined
  const { lineNumber } = line
  const said = { lineNumber, part, outcome, ...(quantity !== undefined && { quantity }), ...note } as const
  if (part === 'cancel' || wish.add === undefined) return [said]
  const more = outcome === 'accepted' ? moreGranted(listed, line, wish, path, issues) : undefined
  const isMore = more === undefined ? outcome === 'accepted' : more.gt(0)
  const added = isMore
    ? { outcome: 'accepted' as const, ...(more && { quantity: more.toFixed() }) }
    : { outcome: 'refused' as const }
  return [said, { lineNumber, part: 'add', ...added, ...note }]
}

/** How much is to be added by the quantities that an answer grants, which speak of the line as a whole; nothing where it names none. */
function moreGranted(
  listed: AnsweredLine,
  line: ChangingLine,
  wish: Wish,
  path: string,
  issues: Issue[],
): Big | undefined {
  const granted = listed.answers.filter(({ status }) => status !== 'rejected' && status !== 'on-hold')
  let more = new Big(wish.standing ?? 0).times(-1)
  for (const { quantity, unit = listed.unit } of granted.length > 0 ? granted : [listed]) {
    const found = quantity === undefined ? undefined : quantityIn(quantity, unit, line, path, issues)
    if (!found) return undefined
    more = more.plus(found)
  }
  return more
}

/** What a supplier asks for itself, line by line. Without lines, a header that rejects asks to be rid of all that has not shipped. */
export function planWishes(
  acknowledgment: PurchaseOrderChangeAcknowledgment,
  lines: readonly ChangingLine[],
): { wishes: Wish[]; issues: Issue[] } {
  const issues: Issue[] = []
  const byLine = new Map<string, Wish>()
  for (const [index, listed] of acknowledgment.lines.entries()) {
    const path = `lines[${index}]`
    const line = lineOf(listed, lines, path, issues)
    if (!line) continue
    const wish = wishOf(listed, line, path, issues)
    if (wish) byLine.set(line.lineNumber, { ...byLine.get(line.lineNumber), ...wish })
  }
  const wishes = [...byLine.values()]
  if (wishes.length === 0 && issues.length === 0) {
    issues.push(businessIssue('nothing-asked', 'The request asks for nothing that is not so already.', 'lines'))
  }
  return { wishes, issues }
}

function wishOf(listed: AnsweredLine, line: ChangingLine, path: string, issues: Issue[]): Wish | undefined {
  const { lineNumber } = line
  if (listed.action === 'add') {
    issues.push(
      businessIssue('unsupported-action', 'A supplier cannot add lines to an order.', `${path}.action`, 'add'),
    )
    return undefined
  }
  const quantity =
    listed.quantity === undefined ? undefined : quantityIn(listed.quantity, listed.unit, line, path, issues)
  if (listed.action === 'cancel') return { lineNumber, cancel: (quantity ?? shippableOf(line)).toFixed() }
  const less = quantity ? liveOf(line).minus(quantity) : new Big(0)
  if (less.lt(0)) {
    const message = `Line ${lineNumber} is for ${liveOf(line).toFixed()} ${line.unit}; more is not wanted.`
    issues.push(businessIssue('too-much', message, `${path}.quantity`, listed.quantity, liveOf(line).toFixed()))
  }
  const unitPrice = listed.unitPrice && priceIn(listed.unitPrice, listed.unit, line)
  const wish: Wish = {
    lineNumber,
    ...(less.gt(0) && { cancel: less.toFixed() }),
    ...(unitPrice && !new Big(unitPrice).eq(line.unitCost) && { unitPrice }),
    ...(listed.shipDate && { shipDate: listed.shipDate }),
  }
  return Object.keys(wish).length > 1 ? wish : undefined
}

function lineOf(
  listed: AnsweredLine,
  lines: readonly ChangingLine[],
  path: string,
  issues: Issue[],
): ChangingLine | undefined {
  const [line] = findLines(listed, lines).found
  if (!line && listed.action !== 'add') {
    const known = lines.map(one => one.lineNumber).join(', ')
    const message = `The order has no line ${listed.lineNumber}; it has ${known}.`
    issues.push(businessIssue('unknown-line', message, `${path}.lineNumber`, listed.lineNumber, known))
  }
  if (!line && listed.action === 'add') {
    issues.push(
      businessIssue('unsupported-action', 'A supplier cannot add lines to an order.', `${path}.action`, 'add'),
    )
  }
  return line
}

function quantityIn(
  quantity: string,
  unit: string | undefined,
  line: ChangingLine,
  path: string,
  issues: Issue[],
): Big | undefined {
  const ratio = orderUnitsIn(unit, line)
  const found = ratio && converted(new Big(quantity), ratio)
  if (found) return found
  const message = `${quantity} ${unit} cannot be told in ${line.unit}, the unit of line ${line.lineNumber}.`
  issues.push(businessIssue('unit-of-measure', message, `${path}.unit`, unit, line.unit))
  return undefined
}

function priceIn(unitPrice: string, unit: string | undefined, line: ChangingLine): string {
  const ratio = orderUnitsIn(unit, line)
  if (!ratio) return new Big(unitPrice).toFixed()
  return new Big(unitPrice).times(ratio.by).div(ratio.times).round(6, Big.roundHalfUp).toFixed()
}
