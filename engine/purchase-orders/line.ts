import Big from 'big.js'
import type { AnswerStatus } from '../../translators/documents/index.ts'
import { lesser } from './quantity.ts'

/**
 * What has become of one purchase order line, in the line's unit. Always: open + accepted + backordered + rejected + cancelled = ordered
 * with none below zero, and shipped ≤ accepted. What left beyond that stands in `overShipped`.
 */
export interface LineCounters {
  ordered: string
  accepted: string
  backordered: string
  rejected: string
  cancelled: string
  shipped: string
  overShipped: string
}

/** One thing that is said of a quantity of a line. */
export interface Answer {
  status: AnswerStatus
  quantity: string
}

/** A line after something was said of it. */
export interface Answered {
  line: LineCounters
  /** How much of each thing that was said holds now; the rest contradicts what was said before. */
  applied: string[]
  /** What the supplier leaves out by naming another quantity: nobody is going to send it, but it still counts as open or accepted. */
  short: string
}

type Working = { [Counter in keyof LineCounters]: Big }

/** What nobody has answered yet. */
export function openOf(line: LineCounters): Big {
  return new Big(line.ordered).minus(line.accepted).minus(line.backordered).minus(line.rejected).minus(line.cancelled)
}

/** What can still be shipped: accepted and not gone, open, or backordered. Shipping implies acceptance. */
export function shippableOf(line: LineCounters): Big {
  return openOf(line).plus(line.accepted).minus(line.shipped).plus(line.backordered)
}

/** What the order still stands for: everything but what was rejected or cancelled. */
export function liveOf(line: LineCounters): Big {
  return new Big(line.ordered).minus(line.rejected).minus(line.cancelled)
}

/**
 * Applies a supplier's answers to a line. Answers that add up to the whole line restate it: what had been said before counts as said
 * again. So do those with a change, where they say more than is open. Otherwise they speak of further quantity: of what is open, then
 * (accepting or rejecting) of what was backordered. An accepted quantity is never taken back by an answer; that needs a change that
 * both sides agree to.
 */
export function answerLine(line: LineCounters, answers: readonly Answer[]): Answered {
  const said = totals(answers)
  const whole = Object.values(said).reduce((sum, quantity) => sum.plus(quantity), new Big(0))
  const before = working(line)
  const isChanged = answers.some(answer => answer.status === 'accepted-with-changes')
  const restates = whole.eq(before.ordered) || (isChanged && whole.gt(openIn(before)))
  const known = restates ? before : { accepted: zero, backordered: zero, rejected: zero }
  const after = { ...before }
  const held = {
    accepted: settle(after, 'accepted', said.accepted, known.accepted),
    rejected: settle(after, 'rejected', said.rejected, known.rejected),
    backordered: promise(after, said.backordered, before.backordered),
    open: said.open,
  }
  return {
    line: written(after),
    applied: answers.map(answer => share(held, outcomeOf(answer.status), answer.quantity)),
    short: (isChanged ? shortOf(before, after, said, restates) : zero).toFixed(),
  }
}

/** What stays open beyond what is on hold, and what was accepted before and is not any more. What has shipped is not missing. */
function shortOf(before: Working, after: Working, said: Record<Outcome, Big>, restates: boolean): Big {
  const open = notNegative(openIn(after).minus(said.open))
  if (!restates) return open
  const lessAccepted = notNegative(before.accepted.minus(said.accepted))
  return open.plus(lesser(lessAccepted, after.accepted.minus(after.shipped)))
}

/** Applies a shipment: beyond what could be shipped it is over-shipped, and no quantity of it is lost. */
export function shipLine(line: LineCounters, quantity: Big): { line: LineCounters; shipped: Big; over: Big } {
  const after = working(line)
  const shipped = lesser(quantity, shippableOf(line))
  const over = quantity.minus(shipped)
  after.shipped = after.shipped.plus(shipped)
  const implied = after.shipped.minus(after.accepted)
  if (implied.gt(0)) {
    const fromOpen = lesser(implied, openIn(after))
    after.accepted = after.accepted.plus(implied)
    after.backordered = after.backordered.minus(implied.minus(fromOpen))
  }
  after.overShipped = after.overShipped.plus(over)
  return { line: written(after), shipped, over }
}

/**
 * Takes a shipment back: what was over-shipped goes first, since it is the part beyond what could be. What shipping had implied stays accepted: whoever packs an
 * order has taken it.
 */
export function unshipLine(line: LineCounters, quantity: Big): LineCounters {
  const after = working(line)
  const over = lesser(quantity, after.overShipped)
  after.overShipped = after.overShipped.minus(over)
  after.shipped = after.shipped.minus(quantity.minus(over))
  return written(after)
}

/** Cancels up to `quantity` of what has not shipped: what is open first, then backordered, then accepted. Says how much it could cancel. */
export function cancelLine(line: LineCounters, quantity: Big): { line: LineCounters; cancelled: Big } {
  const after = working(line)
  const cancelled = lesser(quantity, shippableOf(line))
  let left = cancelled.minus(lesser(cancelled, openIn(after)))
  const fromBackordered = lesser(left, after.backordered)
  after.backordered = after.backordered.minus(fromBackordered)
  left = left.minus(fromBackordered)
  after.accepted = after.accepted.minus(left)
  after.cancelled = after.cancelled.plus(cancelled)
  return { line: written(after), cancelled }
}

/** Adds a quantity on which both sides have agreed: whoever agrees to it has accepted it. */
export function addToLine(line: LineCounters, quantity: Big): LineCounters {
  const after = working(line)
  return written({ ...after, ordered: after.ordered.plus(quantity), accepted: after.accepted.plus(quantity) })
}

/** Cancels up to `quantity` of what was promised for later: nobody waits for it. */
export function dropBackorder(line: LineCounters, quantity: Big): { line: LineCounters; dropped: Big } {
  const after = working(line)
  const dropped = lesser(quantity, after.backordered)
  after.backordered = after.backordered.minus(dropped)
  after.cancelled = after.cancelled.plus(dropped)
  return { line: written(after), dropped }
}

/** Gives up to `quantity` of what is open, then of what was accepted and has not shipped, back as refused: the supplier does not send it. */
export function giveUpLine(line: LineCounters, quantity: Big): { line: LineCounters; givenUp: Big } {
  const after = working(line)
  const fromOpen = lesser(quantity, openIn(after))
  const fromAccepted = lesser(quantity.minus(fromOpen), after.accepted.minus(after.shipped))
  const givenUp = fromOpen.plus(fromAccepted)
  after.accepted = after.accepted.minus(fromAccepted)
  after.rejected = after.rejected.plus(givenUp)
  return { line: written(after), givenUp }
}

type Outcome = 'accepted' | 'backordered' | 'rejected' | 'open'
const zero = new Big(0)

/** A changed or substituted quantity is accepted all the same; `on-hold` says that the answer is still to come. */
function outcomeOf(status: AnswerStatus): Outcome {
  if (status === 'backordered' || status === 'rejected') return status
  return status === 'on-hold' ? 'open' : 'accepted'
}

function totals(answers: readonly Answer[]): Record<Outcome, Big> {
  const said = { accepted: zero, backordered: zero, rejected: zero, open: zero }
  for (const { status, quantity } of answers) said[outcomeOf(status)] = said[outcomeOf(status)].plus(quantity)
  return said
}

/** Moves `said`, less what was known of it, from open and then backordered into a counter. Returns how much of `said` holds. */
function settle(line: Working, counter: 'accepted' | 'rejected', said: Big, known: Big): Big {
  const again = lesser(said, known)
  const further = said.minus(again)
  const fromOpen = lesser(further, openIn(line))
  const fromBackordered = lesser(further.minus(fromOpen), line.backordered)
  line.backordered = line.backordered.minus(fromBackordered)
  line[counter] = line[counter].plus(fromOpen).plus(fromBackordered)
  return again.plus(fromOpen).plus(fromBackordered)
}

/** A backorder speaks of open quantity, or gives a new date to what was backordered already. */
function promise(line: Working, said: Big, before: Big): Big {
  const fromOpen = lesser(said, openIn(line))
  const again = lesser(said.minus(fromOpen), lesser(before, line.backordered))
  line.backordered = line.backordered.plus(fromOpen)
  return fromOpen.plus(again)
}

/** Gives each answer its part of what holds of its outcome, in the order in which they were said. */
function share(held: Record<Outcome, Big>, outcome: Outcome, quantity: string): string {
  const part = lesser(new Big(quantity), held[outcome])
  held[outcome] = held[outcome].minus(part)
  return part.toFixed()
}

function notNegative(quantity: Big): Big {
  return quantity.gt(0) ? quantity : zero
}

function openIn(line: Working): Big {
  return line.ordered.minus(line.accepted).minus(line.backordered).minus(line.rejected).minus(line.cancelled)
}

function working(line: LineCounters): Working {
  const { ordered, accepted, backordered, rejected, cancelled, shipped, overShipped } = line
  return {
    ordered: new Big(ordered),
    accepted: new Big(accepted),
    backordered: new Big(backordered),
    rejected: new Big(rejected),
    cancelled: new Big(cancelled),
    shipped: new Big(shipped),
    overShipped: new Big(overShipped),
  }
}

function written(line: Working): LineCounters {
  return {
    ordered: line.ordered.toFixed(),
    accepted: line.accepted.toFixed(),
    backordered: line.backordered.toFixed(),
    rejected: line.rejected.toFixed(),
    cancelled: line.cancelled.toFixed(),
    shipped: line.shipped.toFixed(),
    overShipped: line.overShipped.toFixed(),
  }
}
