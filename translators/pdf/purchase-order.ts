import Big from 'big.js'
import type { Party, PurchaseOrder } from '../documents/index.ts'
import { fontNames } from './fonts.ts'
import type { PrintedDocument } from './render.ts'

/**
 * A purchase order to print: the same document gives the same bytes.
 * @param createdAt ISO 8601
 */
export function purchaseOrderPdf(order: PurchaseOrder, createdAt: string): PrintedDocument {
  const title = `Purchase order ${order.number}`
  return {
    title,
    ...(order.buyer?.name && { author: order.buyer.name }),
    createdAt,
    pageSize: 'LETTER',
    pageMargins: [48, 48, 48, 48],
    defaultStyle: { fontSize: 9, lineHeight: 1.2 },
    content: [
      { text: title, fontSize: 16, bold: true, margin: [0, 0, 0, 8] },
      { columns: [facts(order), party('Ship to', order.shipTo), party('From', order.buyer)], columnGap: 16 },
      {
        table: { headerRows: 1, widths: [22, '*', 76, 76, 48, 50, 58], body: tableOf(order) },
        layout: 'lightHorizontalLines',
        margin: [0, 16, 0, 8],
      },
      { text: `Total ${purchaseOrderTotal(order)} ${order.currency}`, alignment: 'right', bold: true },
      ...(order.notes ?? []).map(text => ({ text, margin: [0, 6, 0, 0] as [number, number, number, number] })),
    ],
    footer: (page: number, pages: number) => ({
      text: `${order.number} · ${page} / ${pages}`,
      alignment: 'center',
      fontSize: 8,
      font: fontNames.text,
    }),
  }
}

/** What the lines come to: quantity times price, exact. Allowances and charges are not in it. */
export function purchaseOrderTotal({ lines }: Pick<PurchaseOrder, 'lines'>): string {
  const sum = lines.reduce((total, line) => total.plus(new Big(line.quantity).times(line.unitPrice)), new Big(0))
  return sum.toFixed(2)
}

/** A price as it is printed: in cents, or as exactly as it was agreed. */
export function printedPrice(price: string): string {
  const exact = new Big(price)
  return exact.round(2).eq(exact) ? exact.toFixed(2) : exact.toFixed()
}

function facts(order: PurchaseOrder) {
  const rows: [string, string | undefined][] = [
    ['Date', order.date],
    ['Customer order', order.customerOrderNumber],
    ['Ship not before', order.shipNotBefore],
    ['Ship by', order.shipNotAfter],
    ['Cancel after', order.cancelAfter],
    ['Carrier', [order.carrier?.name ?? order.carrier?.scac, order.carrier?.service].filter(Boolean).join(' ')],
    ['Terms', order.terms?.description],
  ]
  return {
    stack: rows.flatMap(([word, value]) => (value ? [{ text: [{ text: `${word}: `, bold: true }, value] }] : [])),
  }
}

function party(heading: string, who: Party | undefined) {
  return { stack: [{ text: heading, bold: true }, ...partyLines(who).map(text => ({ text }))] }
}

/** A name and address as it stands on an envelope, line by line. */
export function partyLines(who: Party | undefined): string[] {
  if (!who) return []
  const town = [who.city, [who.state, who.postalCode].filter(Boolean).join(' ')].filter(Boolean).join(', ')
  return [who.name, who.address1, who.address2, town, who.country, who.phone].filter(
    line => line !== undefined && line !== '',
  ) as string[]
}

function tableOf({ lines }: PurchaseOrder) {
  const right = (text: string) => ({ text, alignment: 'right' as const })
  const heading = ['#', 'Description', 'Your item', 'Our item', 'Quantity', 'Price', 'Amount']
  return [
    heading.map((text, column) => ({
      text,
      bold: true,
      alignment: column > 3 ? ('right' as const) : ('left' as const),
    })),
    ...lines.map(line => [
      line.lineNumber,
      line.description ?? '',
      line.ids.supplier ?? line.ids.upc ?? '',
      line.ids.buyer ?? '',
      right(`${line.quantity} ${line.unit}`),
      right(printedPrice(line.unitPrice)),
      right(new Big(line.quantity).times(line.unitPrice).toFixed(2)),
    ]),
  ]
}
