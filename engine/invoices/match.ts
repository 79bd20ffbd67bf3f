import Big from 'big.js'
import { beyondCreditable, type Creditable, cutTo } from './creditable.ts'
import type { Agreement, Finding, InvoiceFacts, InvoiceLineFacts, OrderFacts } from './facts.ts'
import { findOrderLine } from './find-line.ts'
import { unknownItem, unknownOrder } from './findings.ts'
import { type LineContext, type LineMatch, matchLine, roomOf, uncounted } from './match-line.ts'
import { matchTotals } from './match-totals.ts'
import { atLeastZero, sum, zero } from './money.ts'
import { payableCharges } from './payable-charges.ts'

/** What a match comes to. `exception`: a person must look; `waiting`: fine so far, but not all of it has shipped. */
type MatchStatus = 'matched' | 'within-tolerance' | 'exception' | 'waiting'

/** The result of a three-way match. Decimals are text. */
export interface Match {
  status: MatchStatus
  lines: LineMatch[]
  /** What of each charge matched, by the charge's id. */
  charges: { chargeId: string; payable: string }[]
  /** What matched in all; never below zero. */
  payable: string
  findings: Finding[]
  /** Differences that pass by themselves: within a tolerance, or in the retailer's favour. */
  tolerated: Finding[]
}

/** What an invoice is matched with. `mayWait`: it is young enough to wait for its ship notice. */
export interface MatchInput {
  invoice: InvoiceFacts
  orders: readonly OrderFacts[]
  agreement: Agreement
  mayWait: boolean
  /** The ids of lines of which all counts that is billed, whatever was shipped, since a person has decided to pay them as they are; or all lines. */
  asBilled?: 'all' | ReadonlySet<string>
  /** What is billed on the orders and not given back yet: a credit memo cannot give back more. Unlimited where it is left out. */
  creditable?: Creditable
}

/**
 * The three-way match: each billed line beside the purchase order line that it is about and what was shipped of it, then what stands beside
 * the goods. Amounts are rounded to the cent, half away from zero; nothing else is rounded.
 */
export function matchInvoice(input: MatchInput): Match {
  const { invoice, orders, agreement, mayWait, asBilled = noLines } = input
  const context: LineContext = {
    isCredit: invoice.type === 'credit-memo',
    tolerances: agreement.tolerances,
    mayWait,
    asBilled: id => asBilled === 'all' || asBilled.has(id),
    comparable: (orders[0]?.currency ?? agreement.currency) === invoice.currency,
  }
  const lines = matchLines(invoice, orders, context)
  const totals = matchTotals(invoice, orders, agreement)
  const findings = [...unknownOrders(invoice, orders), ...lines.flatMap(line => line.findings), ...totals.findings]
  const tolerated = [...lines.flatMap(line => line.tolerated), ...totals.tolerated]
  const charges = payableCharges(invoice, lines, context.comparable, totals)
  const given = payableOf(lines, charges)
  const over =
    input.creditable && input.asBilled === undefined ? beyondCreditable(given, input.creditable, mayWait) : undefined
  if (over) cutTo(input.creditable!.left, [...lines, ...charges])
  if (over?.finding) findings.push(over.finding)
  const payable = over ? payableOf(lines, charges) : given
  const waiting = lines.some(line => line.waiting) || over?.waits === true
  return {
    status: statusOf(findings, waiting, tolerated),
    lines,
    charges,
    payable: payable.toFixed(2),
    findings,
    tolerated,
  }
}

function payableOf(lines: readonly LineMatch[], charges: Match['charges']): Big {
  return atLeastZero(sum([...lines, ...charges].map(part => new Big(part.payable))))
}

const noLines: ReadonlySet<string> = new Set()

function statusOf(findings: Finding[], waiting: boolean, tolerated: Finding[]): MatchStatus {
  if (findings.length > 0) return 'exception'
  if (waiting) return 'waiting'
  return tolerated.length > 0 ? 'within-tolerance' : 'matched'
}

/** The number of the order that a line is about: its own, else the invoice's. */
function orderNumberOf(line: InvoiceLineFacts, invoice: Pick<InvoiceFacts, 'purchaseOrderNumber'>): string | null {
  return line.purchaseOrderNumber ?? invoice.purchaseOrderNumber
}

function matchLines(invoice: InvoiceFacts, orders: readonly OrderFacts[], context: LineContext): LineMatch[] {
  const taken = new Map<string, Big>()
  return invoice.lines.map(line => {
    const order = orders.find(one => one.number === orderNumberOf(line, invoice))
    if (!order) return uncounted(line.id)
    const ordered = findOrderLine(line, order.lines, candidate => {
      const room = roomOf(candidate, taken.get(candidate.id) ?? zero, context.isCredit)
      return room.gone.gt(room.billed)
    })
    if (!ordered) return notOnOrder(line, order, context.isCredit)
    const before = taken.get(ordered.id) ?? zero
    const match = matchLine(line, ordered, before, context)
    taken.set(ordered.id, before.plus(match.countedInOrderUnits))
    return match
  })
}

/** A line without an item can only take money away from what is owed: a discount written as a line. */
function notOnOrder(line: InvoiceLineFacts, order: OrderFacts, isCredit: boolean): LineMatch {
  const amount = new Big(line.amount)
  if (!isCredit && amount.lte(0)) return { ...uncounted(line.id), payable: line.amount }
  return { ...uncounted(line.id), findings: [unknownItem(line, order, amount)] }
}

/** One finding for each order that is not there, with all that is billed on it. */
function unknownOrders(invoice: InvoiceFacts, orders: readonly OrderFacts[]): Finding[] {
  const unknown = new Map<string | null, Big>()
  for (const line of invoice.lines) {
    const number = orderNumberOf(line, invoice)
    if (orders.some(order => order.number === number)) continue
    unknown.set(number, (unknown.get(number) ?? zero).plus(line.amount))
  }
  return [...unknown].map(([number, amount]) => unknownOrder(number, amount))
}
