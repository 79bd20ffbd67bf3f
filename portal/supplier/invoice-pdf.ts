import Big from 'big.js'
import { termsText } from '../../engine/invoices/terms.ts'
import { fontNames, type PrintedDocument } from '../../translators/pdf/index.ts'
import type { SupplierScope } from '../auth/scopes.ts'
import type { LoadedInvoice } from './invoice-query.ts'

/** A supplier's invoice or credit memo to print, as it was sent: the same invoice gives the same bytes. */
export function invoicePdf(
  { invoice, lines, charges }: Pick<LoadedInvoice, 'invoice' | 'lines' | 'charges'>,
  { supplierName, retailerName }: Pick<SupplierScope, 'supplierName' | 'retailerName'>,
): PrintedDocument {
  const isCredit = invoice.type === 'credit-memo'
  const title = `${isCredit ? 'Credit memo' : 'Invoice'} ${invoice.number}`
  const facts: [string, string | null][] = [
    ['Date', invoice.invoiceDate],
    ['Purchase order', invoice.purchaseOrderNumber],
    ['Credits invoice', invoice.originalInvoiceNumber],
    ['Terms', invoice.terms && (invoice.terms.description ?? termsText(invoice.terms))],
    ['Due', isCredit ? null : invoice.dueDate],
  ]
  return {
    title,
    author: supplierName,
    createdAt: invoice.receivedAt.toISOString(),
    pageSize: 'LETTER',
    pageMargins: [48, 48, 48, 48],
    defaultStyle: { fontSize: 9, lineHeight: 1.2 },
    content: [
      { text: title, fontSize: 16, bold: true, margin: [0, 0, 0, 8] },
      {
        columns: [
          { stack: facts.flatMap(([word, value]) => (value ? [named(word, value)] : [])) },
          { stack: [named('From', supplierName), named('To', retailerName)] },
        ],
        columnGap: 16,
      },
      {
        table: { headerRows: 1, widths: [22, '*', 92, 60, 64, 72], body: lineRows(lines) },
        layout: 'lightHorizontalLines',
        margin: [0, 16, 0, 8],
      },
      ...charges.map(charge => ({
        text: `${charge.description ?? charge.reason} ${money(charge.amount)}`,
        alignment: 'right' as const,
      })),
      { text: `Total ${money(invoice.total)} ${invoice.currency}`, alignment: 'right', bold: true },
    ],
    footer: (page: number, pages: number) => ({
      text: `${invoice.number} · ${page} / ${pages}`,
      alignment: 'center',
      fontSize: 8,
      font: fontNames.text,
    }),
  }
}

function named(word: string, value: string) {
  return { text: [{ text: `${word}: `, bold: true }, value] }
}

function money(amount: string): string {
  return new Big(amount).toFixed(2)
}

/** A price with at least its cents, and all of its places. */
function priceText(price: string): string {
  const exact = new Big(price)
  return exact.eq(exact.round(2)) ? exact.toFixed(2) : exact.toFixed()
}

function lineRows(lines: LoadedInvoice['lines']) {
  const right = (text: string) => ({ text, alignment: 'right' as const })
  const heading = ['#', 'Description', 'Item', 'Quantity', 'Price', 'Amount']
  return [
    heading.map((text, column) => ({
      text,
      bold: true,
      alignment: column > 2 ? ('right' as const) : ('left' as const),
    })),
    ...lines.map(line => [
      line.lineNumber ?? String(line.position),
      line.description ?? '',
      line.sku ?? line.ids?.supplier ?? '',
      right([new Big(line.quantity).toFixed(), line.unit].filter(Boolean).join(' ')),
      right(priceText(line.unitPrice)),
      right(money(line.amount)),
    ]),
  ]
}
