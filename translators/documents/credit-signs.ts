import Big from 'big.js'

type Fields = Record<string, unknown>

const number = /^-?\d{1,18}(\.\d{1,6})?$/

/**
 * Brings the fields of an invoice, whose amounts suppliers also write below zero, to the vocabulary's: a credit memo is told by its type, and its amounts are positive. A
 * claim below zero whose lines are below zero is a credit memo, whatever it is called; a line of fewer than no pieces is one at a negative price. What makes no sense either way
 * is left as it is, for the vocabulary to refuse.
 */
export function settleCreditSigns(fields: Fields): void {
  const lines = Array.isArray(fields.lines) ? (fields.lines as Fields[]) : []
  // Nearly every invoice ends here, and is read by the hundred thousand.
  if (!hasSign(fields.total) && !lines.some(line => hasSign(line.quantity))) return
  const total = decimalOf(fields.total)
  if (!total?.lt(0) && !lines.some(line => decimalOf(line.quantity)?.lt(0))) return
  const extended = lines.map(line => decimalOf(line.quantity)?.times(decimalOf(line.unitPrice) ?? 0) ?? new Big(0))
  const goods = extended.reduce((sum, one) => sum.plus(one), new Big(0))
  const isCredit = fields.type === 'credit-memo'
  const turns = goods.lt(0) && (isCredit || Boolean(total?.lt(0)))
  if (turns) {
    // What stands beside the goods is told below zero like them, or not: the total says which.
    const beside = [...chargesOf(fields).map(signed), ...taxesOf(fields).map(tax => taken(tax.amount))].reduce(
      (sum, one) => sum.plus(one),
      new Big(0),
    )
    if (total && goods.plus(beside).eq(total.abs().times(-1))) for (const one of chargesOf(fields)) turn(one)
    for (const tax of taxesOf(fields)) tax.amount = unsigned(tax.amount)
    fields.type = 'credit-memo'
  }
  if (total && (turns || isCredit)) fields.total = unsigned(fields.total)
  for (const [index, line] of lines.entries()) settleLine(line, extended[index]!, turns)
}

function settleLine(line: Fields, extended: Big, turns: boolean): void {
  const [quantity, unitPrice] = [decimalOf(line.quantity), decimalOf(line.unitPrice)]
  if (!quantity || !unitPrice) return
  if (!turns && quantity.gte(0)) return
  const isOwed = turns ? extended.lte(0) : extended.gte(0)
  if (quantity.lt(0)) line.quantity = unsigned(line.quantity)
  line.unitPrice = `${isOwed ? '' : '-'}${unsigned(line.unitPrice)}`
  if (turns) for (const one of chargesOf(line)) if (decimalOf(one.amount)?.lt(0)) turn(one)
}

function chargesOf({ allowancesAndCharges }: Fields): Fields[] {
  return Array.isArray(allowancesAndCharges) ? (allowancesAndCharges as Fields[]) : []
}

function taxesOf({ taxes }: Fields): Fields[] {
  return Array.isArray(taxes) ? (taxes as Fields[]) : []
}

/** What an allowance or charge adds to the total. */
function signed({ kind, amount }: Fields): Big {
  const value = decimalOf(amount) ?? new Big(0)
  return kind === 'allowance' ? value.times(-1) : value
}

/** Lets an allowance or charge add what it took, and the other way round. */
function turn(one: Fields): void {
  const added = signed(one).times(-1)
  one.kind = added.lt(0) ? 'allowance' : 'charge'
  one.amount = unsigned(one.amount)
}

/** A tax of a credit, told with or without its sign. */
function taken(amount: unknown): Big {
  return (decimalOf(amount) ?? new Big(0)).abs().times(-1)
}

const hasSign = (value: unknown) => typeof value === 'string' && value.startsWith('-')

function unsigned(value: unknown): string {
  return String(value).replace(/^-/, '')
}

function decimalOf(value: unknown): Big | undefined {
  return typeof value === 'string' && number.test(value) ? new Big(value) : undefined
}
