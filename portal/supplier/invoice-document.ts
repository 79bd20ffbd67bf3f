import Big from 'big.js'
import {
  businessDate,
  decimal,
  type Invoice,
  type InvoiceLine,
  positiveDecimal,
} from '../../translators/documents/index.ts'
import { type FormValues, groupFields } from '../ui/form-data.ts'
import { type Made, quantityOf } from './answer-document.ts'
import { chargesFrom, sumOfCharges, termsFrom } from './invoice-charges.ts'
import type { Credited } from './invoice-start.ts'
import type { LoadedLine, LoadedOrder } from './order-query.ts'
import { texts } from './texts.ts'

/** What has shipped of a line and no invoice has asked for yet. */
export function billable(line: LoadedLine): Big {
  const gone = new Big(line.shipped).plus(line.overShipped)
  const net = new Big(line.invoiced).minus(line.credited)
  const asked = net.gt(line.billed) ? net : new Big(line.billed)
  return asked.gt(gone) ? new Big(0) : gone.minus(asked)
}

/** Quantity × price, rounded half up to the cent, as invoices are. */
function amountOf(line: { quantity: string; unitPrice: string }): Big {
  return new Big(line.quantity).times(line.unitPrice).round(2, Big.roundHalfUp)
}

/**
 * The invoice that the form says: `number`, `date`, `lines[NUMBER][quantity|unitPrice]`, `charges[ROW][kind|reason|description|amount]`, `freight`, `tax`, terms and
 * `total`, which is added up where it is left out. A credit memo, where it is about an invoice. What was ordered (items, units, the order's number and currency)
 * is taken from the order.
 * @param today the supplier's day, `YYYY-MM-DD`
 */
export function invoiceFrom(
  values: FormValues,
  order: LoadedOrder,
  today: string,
  credited: Credited | undefined,
): Made<Invoice> {
  const errors: Record<string, string> = {}
  const number = values.number?.trim()
  if (!number) errors.number = 'Enter the number of your invoice.'
  const date = values.date?.trim() || today
  if (!businessDate.safeParse(date).success) errors.date = 'Enter a date such as 2026-12-31.'
  const lines = invoicedLines(values, order, credited, errors)
  const charges = chargesFrom(values, errors)
  const terms = termsFrom(values, errors)
  const [freight, tax] = ['freight', 'tax'].map(field => moneyOf(values, field, errors))
  const total = values.total?.trim() ? moneyOf(values, 'total', errors) : undefined
  if (lines.length === 0) errors.lines ??= texts.invoice.noQuantity
  const extras = freight!.plus(tax!).plus(sumOfCharges(charges))
  const sum = lines.reduce((whole, line) => whole.plus(amountOf(line)), extras)
  if (sum.lt(0)) errors.total ??= texts.invoice.belowZero
  if (Object.keys(errors).length > 0) return { errors }
  if (freight!.gt(0)) charges.push({ kind: 'charge', reason: 'freight', amount: freight!.toFixed() })
  const document: Invoice = {
    kind: 'invoice',
    type: credited ? 'credit-memo' : 'invoice',
    number: number!,
    ...(credited ? { originalInvoiceNumber: credited.number } : {}),
    date,
    purchaseOrderNumber: order.order.number,
    purchaseOrderDate: order.order.orderDate,
    currency: order.order.currency,
    lines,
    ...(charges.length > 0 ? { allowancesAndCharges: charges } : {}),
    ...(terms ? { terms } : {}),
    ...(tax!.gt(0) ? { taxes: [{ type: 'sales', amount: tax!.toFixed() }] } : {}),
    total: (total ?? sum).toFixed(2),
  }
  return { document, lineKeys: lines.map(line => line.lineNumber!) }
}

function invoicedLines(
  values: FormValues,
  order: LoadedOrder,
  credited: Credited | undefined,
  errors: Record<string, string>,
): InvoiceLine[] {
  const groups = groupFields(values, 'lines')
  return order.lines.flatMap(line => {
    const fields = groups.get(line.lineNumber)
    if (!fields) return []
    const fail = (field: string, message: string) => {
      errors[`lines[${line.lineNumber}][${field}]`] ??= message
    }
    const quantity = quantityOf(fields, 'quantity', fail)
    const billed = credited?.lines.get(line.lineNumber)
    if (credited && quantity.gt(billed?.quantity ?? 0)) fail('quantity', tooMuch(billed))
    const unitPrice = fields.unitPrice?.trim() || billed?.unitPrice || line.unitCost
    if (!decimal.safeParse(unitPrice).success) fail('unitPrice', 'Enter a price such as 12.50.')
    if (quantity.eq(0)) return []
    return [
      {
        lineNumber: line.lineNumber,
        ids: { supplier: line.supplierSku },
        description: line.description,
        quantity: quantity.toFixed(),
        unit: line.unit,
        unitPrice,
      },
    ]
  })
}

/** Why so much cannot be credited: what was billed, and what other credit memos have taken of it. */
function tooMuch(line: { quantity: string; billed: string } | undefined): string {
  if (!line || line.quantity === line.billed) return texts.invoice.moreThanBilled
  const before = new Big(line.billed).minus(line.quantity).toFixed()
  return texts.invoice.creditedBefore(line.billed, before, line.quantity)
}

function moneyOf(values: FormValues, field: string, errors: Record<string, string>): Big {
  const text = values[field]?.trim() || '0'
  if (positiveDecimal.safeParse(text).success) return new Big(text)
  errors[field] ??= 'Enter an amount such as 12.50.'
  return new Big(0)
}
