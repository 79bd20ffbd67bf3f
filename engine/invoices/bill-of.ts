import Big from 'big.js'
import type { Bill, BillLine } from '../../translators/accounting/index.ts'
import type { Accounts } from './accounts.ts'
import type { InvoiceChargeRow, InvoiceLineRow, InvoiceRow } from './lock.ts'
import { isTax } from './match-totals.ts'
import { cents, sum } from './money.ts'
import { termsText } from './terms.ts'

/** An approved invoice with its parts. */
export interface ApprovedInvoice {
  invoice: InvoiceRow
  lines: readonly InvoiceLineRow[]
  charges: readonly InvoiceChargeRow[]
  supplier: string
}

/** The field of the invoice that a line of a bill stands for; neither for what is left between the parts and what was approved. */
interface Origin {
  invoiceLineId?: string
  invoiceChargeId?: string
}

/** A bill, and beside each of its lines where it comes from. */
export interface TracedBill {
  bill: Bill
  origins: Origin[]
}

type Part = BillLine & { origin: Origin }

/**
 * The bill that the books take for an approved invoice: what is to be paid of each line and charge, and whatever is left between them and
 * what was approved, so that the lines always add up to it. Undefined when there is nothing to pay.
 */
export function billOf(
  { invoice, lines, charges, supplier }: ApprovedInvoice,
  accounts: Accounts,
): TracedBill | undefined {
  const parts: Part[] = [
    ...lines.flatMap(line => lineOf(line, invoice, accounts) ?? []),
    ...charges.flatMap(charge => chargeOf(charge, invoice, accounts) ?? []),
  ]
  const left = cents(new Big(invoice.payable!)).minus(sum(parts.map(part => cents(new Big(part.amount)))))
  if (!left.eq(0)) {
    parts.push({ ...single(accounts.difference, 'Rounding and differences', left.toFixed(), invoice), origin: {} })
  }
  if (parts.length === 0 || new Big(invoice.payable!).eq(0)) return undefined
  const bill: Bill = {
    externalId: invoice.id,
    type: invoice.type === 'invoice' ? 'bill' : 'credit',
    supplier,
    number: invoice.number,
    date: invoice.invoiceDate,
    dueDate: invoice.dueDate,
    currency: invoice.currency,
    ...(invoice.terms && termsText(invoice.terms) ? { terms: termsText(invoice.terms) } : {}),
    memo: memoOf(invoice),
    lines: parts.map(({ origin: _origin, ...line }) => line),
  }
  return { bill, origins: parts.map(part => part.origin) }
}

/** What is paid of a line: all of it as billed, or the counted quantity at the price that was accepted. */
function lineOf(line: InvoiceLineRow, invoice: InvoiceRow, accounts: Accounts): Part | undefined {
  const payable = new Big(line.payable)
  if (payable.eq(0)) return undefined
  const whole = payable.eq(line.amount) || new Big(line.counted).eq(0)
  const quantity = whole ? line.quantity : line.counted
  const unitAmount = whole ? line.unitPrice : payable.div(line.counted).round(6, Big.roundHalfUp).toFixed()
  return {
    account: accounts.goods,
    ...(line.description && { description: line.description }),
    quantity,
    unitAmount,
    amount: line.payable,
    ...(line.sku && { sku: line.sku }),
    ...orderOf(line.purchaseOrderNumber ?? invoice.purchaseOrderNumber),
    origin: { invoiceLineId: line.id },
  }
}

function chargeOf(charge: InvoiceChargeRow, invoice: InvoiceRow, accounts: Accounts): Part | undefined {
  if (new Big(charge.payable).eq(0)) return undefined
  const line = single(accountOf(charge, accounts), charge.description ?? charge.reason, charge.payable, invoice)
  return { ...line, origin: { invoiceChargeId: charge.id } }
}

function accountOf(charge: InvoiceChargeRow, accounts: Accounts): string {
  if (isTax(charge)) return accounts.tax
  if (charge.kind === 'allowance') return accounts.discount
  return charge.reason === 'freight' ? accounts.freight : accounts.fees
}

function single(account: string, description: string, amount: string, invoice: InvoiceRow): BillLine {
  return { account, description, quantity: '1', unitAmount: amount, amount, ...orderOf(invoice.purchaseOrderNumber) }
}

function orderOf(number: string | null) {
  return number ? { purchaseOrderNumber: number } : {}
}

function memoOf({ purchaseOrderNumber, total, payable }: InvoiceRow): string {
  const short = new Big(total).minus(payable!)
  const order = purchaseOrderNumber && `PO ${purchaseOrderNumber}`
  return [order, short.gt(0) && `short-paid by ${short.toFixed(2)} of ${new Big(total).toFixed(2)}`]
    .filter(Boolean)
    .join(', ')
}
