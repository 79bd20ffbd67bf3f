import Big from 'big.js'
import { termsText } from '../../engine/invoices/terms.ts'
import { fontNames, type PrintedDocument, printedPrice } from '../../translators/pdf/index.ts'
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
      {
        columns: [
          { text: '', width: '*' },
          {
            width: 'auto',
            layout: 'noBorders',
            table: { dontBreakRows: true, body: sumRows(invoice, lines, charges) },
          },
        ],
        unbreakable: true,
      },
    ],
    footer: (page: number, pages: number) => ({
      text: `${invoice.number} · ${page} / ${pages}`,
      alignment: 'center',
      fontSize: 8,
      font: fontNames.text,
    }),
  }
}

/** Each sum beside its words: the goods where anything follows them, charges, and the total. */
function sumRows(
  { total, currency }: Pick<LoadedInvoice['invoice'], 'total' | 'currency'>,
  lines: LoadedInvoice['lines'],
  charges: LoadedInvoice['charges'],
) {
  const goods = lines.reduce((sum, line) => sum.plus(line.amount), new Big(0))
  const sums: [string, string][] = [
    ...(charges.length > 0 ? [['Subtotal', money(goods.toFixed())] as [string, string]] : []),
    ...charges.map(({ description, reason, amount }): [string, string] => [
      description ?? sentence(reason),
      money(amount),
    ]),
  ]
  const row = (word: string, amount: string, bold: boolean) => [
    { text: word, bold },
    { text: amount, bold, alignment: 'right' as const },
  ]
  return [...sums.map(([word, amount]) => row(word, amount, false)), row(`Total ${currency}`, money(total), true)]
}

/** `dropship-fee` as people write it. */
const sentence = (reason: string) => `${reason.charAt(0).toUpperCase()}${reason.slice(1).replaceAll('-', ' ')}`

function named(word: string, value: string) {
  return { text: [{ text: `${word}: `, bold: true }, value] }
}

function money(amount: string): string {
  const [whole, cents] = new Big(amount).toFixed(2).split('.')
  return `${whole!.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`
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
      right(printedPrice(line.unitPrice)),
      right(money(line.amount)),
    ]),
  ]
}
