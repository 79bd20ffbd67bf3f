import Big from 'big.js'
import type { AllowanceOrCharge, BusinessDocument } from '../../../documents/index.ts'

/** An invoice whose total is the sum of its lines, charges, allowances and taxes; other documents as they are. */
export function footed(document: BusinessDocument): BusinessDocument {
  if (document.kind !== 'invoice') return document
  const lines = document.lines.map(line =>
    Big(line.quantity).times(line.unitPrice).plus(extras(line.allowancesAndCharges)).plus(taxes(line.taxes)),
  )
  const total = lines
    .reduce((sum, line) => sum.plus(line), Big(0))
    .plus(extras(document.allowancesAndCharges))
    .plus(taxes(document.taxes))
  return { ...document, total: total.lt(0) ? '0.00' : total.toFixed(2) }
}

function extras(entries: readonly AllowanceOrCharge[] = []): Big {
  return entries.reduce((sum, { kind, amount }) => (kind === 'charge' ? sum.plus(amount) : sum.minus(amount)), Big(0))
}

function taxes(entries: readonly { amount: string }[] = []): Big {
  return entries.reduce((sum, { amount }) => sum.plus(amount), Big(0))
}
