import Big from 'big.js'
import type { ChangedLine, PurchaseOrder, PurchaseOrderChange } from '../../translators/documents/index.ts'

type Line = PurchaseOrder['lines'][number]

/** What the supplier says to one line of a change. */
interface ChangedLineAnswer {
  lineNumber: string
  action: ChangedLine['action']
  outcome: 'accepted' | 'refused'
  /** Why it was refused, for a person. */
  note?: string
}

/** A supplier's answer to a change of an order (what an X12 865 says). */
export interface ChangeAnswer {
  purchaseOrderNumber: string
  sequence: number
  outcome: 'accepted' | 'partly-accepted' | 'refused'
  lines: ChangedLineAnswer[]
  /** The order as it stands after what was accepted; left out when no line is left of it. */
  order?: PurchaseOrder
}

/**
 * Answers a change or cancellation: accepted, unless what it takes away has shipped. `shipped` is the quantity shipped so far by line number; a line
 * that is not in it has not shipped. A cancellation without lines means every line of the order. Pure; the order given is left as it was.
 */
export function answerChange(
  change: PurchaseOrderChange,
  order: PurchaseOrder,
  shipped: Readonly<Record<string, string>>,
): ChangeAnswer {
  let current = order.lines
  const answers: ChangedLineAnswer[] = []
  for (const wanted of wantedOf(change, order)) {
    const note = objection(wanted, current, shipped)
    const lineNumber = wanted.action === 'cancel' ? wanted.lineNumber : wanted.line.lineNumber
    const outcome = note ? 'refused' : 'accepted'
    answers.push({ lineNumber, action: wanted.action, outcome, ...(note && { note }) })
    if (!note) current = applied(wanted, current, shipped)
  }
  const refused = answers.filter(answer => answer.outcome === 'refused').length
  return {
    purchaseOrderNumber: order.number,
    sequence: change.sequence,
    outcome: refused === 0 ? 'accepted' : refused === answers.length ? 'refused' : 'partly-accepted',
    lines: answers,
    ...(current.length > 0 && { order: { ...order, lines: current } }),
  }
}

function wantedOf(change: PurchaseOrderChange, order: PurchaseOrder): ChangedLine[] {
  if (change.purpose !== 'cancellation' || change.lines.length > 0) return change.lines
  return order.lines.map(line => ({ action: 'cancel', lineNumber: line.lineNumber }))
}

/** Why a change of one line cannot be met, or nothing when it can. */
function objection(
  wanted: ChangedLine,
  lines: PurchaseOrder['lines'],
  shipped: Readonly<Record<string, string>>,
): string | undefined {
  const lineNumber = wanted.action === 'cancel' ? wanted.lineNumber : wanted.line.lineNumber
  const line = lines.find(one => one.lineNumber === lineNumber)
  if (wanted.action === 'add') return line && `Line ${lineNumber} is on the order already.`
  if (!line) return `The order has no line ${lineNumber}.`
  const gone = new Big(shipped[lineNumber] ?? 0)
  if (wanted.action === 'change') {
    return gone.gt(wanted.line.quantity ?? line.quantity)
      ? `${gone.toFixed()} of line ${lineNumber} have shipped.`
      : undefined
  }
  const open = new Big(line.quantity).minus(gone)
  const asked = new Big(wanted.quantity ?? line.quantity)
  if (open.lte(0)) return `Line ${lineNumber} has shipped.`
  const tooMuch = wanted.quantity !== undefined && asked.gt(open)
  return tooMuch ? `Only ${open.toFixed()} of line ${lineNumber} have not shipped.` : undefined
}

/** A line with the terms that a change names; what it leaves out stays. */
function withTerms(line: Line, terms: Partial<Line>): Line {
  return {
    ...line,
    ...terms,
    ids: terms.ids ?? line.ids,
    quantity: terms.quantity ?? line.quantity,
    unit: terms.unit ?? line.unit,
    unitPrice: terms.unitPrice ?? line.unitPrice,
  }
}

function applied(
  wanted: ChangedLine,
  lines: PurchaseOrder['lines'],
  shipped: Readonly<Record<string, string>>,
): PurchaseOrder['lines'] {
  if (wanted.action === 'add') return [...lines, wanted.line]
  if (wanted.action === 'change') {
    return lines.map(line => (line.lineNumber === wanted.line.lineNumber ? withTerms(line, wanted.line) : line))
  }
  return lines.flatMap(line => {
    if (line.lineNumber !== wanted.lineNumber) return [line]
    const gone = new Big(shipped[line.lineNumber] ?? 0)
    const left = wanted.quantity === undefined ? gone : new Big(line.quantity).minus(wanted.quantity)
    return left.gt(0) ? [{ ...line, quantity: left.toFixed() }] : []
  })
}
