import Big from 'big.js'
import type { Content, TableCell } from 'pdfmake/interfaces.js'
import type { PaymentMethod } from '../../../db/schema/index.ts'
import type { PrintedDocument } from '../../../translators/pdf/index.ts'
import type { Remittance, RemittedItem } from './remittance.ts'

const money = (amount: string) => {
  const [whole, cents] = new Big(amount).abs().toFixed(2).split('.')
  return `${new Big(amount).lt(0) ? '−' : ''}${whole!.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`
}

const methodWords: Record<PaymentMethod, string> = { ach: 'ACH', check: 'Check', wire: 'Wire' }

const right = (text: string): TableCell => ({ text, alignment: 'right' })
const head = (text: string, alignment: 'left' | 'right' = 'left'): TableCell => ({ text, alignment, bold: true })

/** A payment as a page to send or file: what it is for, invoice by invoice, and by how much and why each was paid short. `createdAt` is an ISO 8601 moment. */
export function remittanceStatement(remittance: Remittance, createdAt: string): PrintedDocument {
  const { number, reference, method, paidOn, currency, total, retailer, supplier, items } = remittance
  const facts: [string, string][] = [
    ['Payment', number],
    ...(reference ? [['Reference', reference] as [string, string]] : []),
    ['Paid on', paidOn],
    ['By', methodWords[method]],
    ['To', [supplier.name, supplier.vendorNumber && `vendor ${supplier.vendorNumber}`].filter(Boolean).join(', ')],
  ]
  return {
    title: `Remittance ${number}`,
    author: retailer,
    createdAt,
    pageSize: 'LETTER',
    pageMargins: [48, 56, 48, 48],
    defaultStyle: { fontSize: 9.5 },
    footer: (page, pages) => ({ text: `${number} · ${page} / ${pages}`, alignment: 'right', margin: [48, 14, 48, 0] }),
    content: [
      { text: retailer, fontSize: 12 },
      { text: 'Remittance advice', fontSize: 18, bold: true, margin: [0, 4, 0, 12] },
      { layout: 'noBorders', table: { body: facts.map(([name, value]) => [{ text: name, color: '#555555' }, value]) } },
      { text: '', margin: [0, 6, 0, 6] },
      itemsTable(items, currency, total),
    ],
  }
}

function itemsTable(items: readonly RemittedItem[], currency: string, total: string): Content {
  return {
    layout: 'lightHorizontalLines',
    table: {
      headerRows: 1,
      dontBreakRows: true,
      widths: ['*', 'auto', 'auto', 'auto', 'auto', 'auto', 'auto'],
      body: [
        [
          head('Invoice'),
          head('Date'),
          head('Purchase order'),
          head(`Billed, ${currency}`, 'right'),
          head('Short', 'right'),
          head('Discount', 'right'),
          head('Paid', 'right'),
        ],
        ...items.map(rowOf),
        totalRow(total),
      ],
    },
  }
}

function totalRow(total: string): TableCell[] {
  const empty = Array.from({ length: 5 }, () => '')
  return [{ text: 'Total', colSpan: 6, bold: true }, ...empty, head(money(total), 'right')]
}

/** An invoice, and below its number why it was paid short: in one row, which no page break parts. */
function rowOf(item: RemittedItem): TableCell[] {
  const sign = item.type === 'credit-memo' ? -1 : 1
  const billed = new Big(item.total).times(sign)
  const short = billed.minus(item.paid).minus(item.discount)
  const name = item.type === 'credit-memo' ? `${item.number} (credit memo)` : item.number
  const notes = item.debits.map(({ number, amount, reason }) => ({
    text: `${number}: ${money(amount)}, ${reason}`,
    color: '#555555',
    fontSize: 8.5,
    margin: [8, 1, 0, 0] as [number, number, number, number],
  }))
  return [
    { stack: [name, ...notes] },
    item.date,
    item.purchaseOrderNumber ?? '',
    right(money(billed.toFixed(2))),
    right(short.eq(0) ? '' : money(short.toFixed(2))),
    right(new Big(item.discount).eq(0) ? '' : money(item.discount)),
    right(money(item.paid)),
  ]
}
