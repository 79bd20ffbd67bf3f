import type { PurchaseOrder } from '../../../translators/documents/index.ts'
import { partyLines, printedPrice, purchaseOrderTotal } from '../../../translators/pdf/index.ts'
import { escaped, htmlHeading, htmlMail, htmlParagraph, htmlTable } from './html.ts'

/** What a mail says around its attachments: the same words as plain text and as HTML. */
export interface MailBody {
  text: string
  html: string
}

/** What a body is made of. */
export interface MailContent {
  title: string
  /** Paragraphs, parted by empty lines. */
  words: string
  /** Shown line by line, so that a person can work without opening a file. */
  orders: readonly PurchaseOrder[]
  attached: readonly { fileName: string; size: number }[]
  /** Named as the place to which answers go. */
  replyTo?: string | undefined
}

/** Of a large batch no more orders are shown; the files hold all of them. */
const mostShown = 20

/** The words of a mail that carries documents. */
export function bodyOf({ title, words, orders, attached, replyTo }: MailContent): MailBody {
  const shown = orders.slice(0, mostShown)
  const more =
    orders.length > shown.length ? [`${orders.length - shown.length} more orders are in the attached files.`] : []
  const files = attached.map(({ fileName, size }) => `${fileName} (${sizeOf(size)})`).join(', ')
  const before = words.split(/\n{2,}/)
  const after = [
    ...more,
    ...(attached.length > 0 ? [`Attached: ${files}.`] : []),
    ...(replyTo ? [`To answer, reply to this mail with your file attached, or send it to ${replyTo}.`] : []),
  ]
  return {
    text: `${[...before, ...shown.map(orderText), ...after].join('\n\n')}\n`,
    html: htmlMail(title, [...before.map(htmlParagraph), ...shown.map(orderHtml), ...after.map(htmlParagraph)]),
  }
}

const datesOf = (order: PurchaseOrder): [string, string][] =>
  (
    [
      ['Date', order.date],
      ['Customer order', order.customerOrderNumber],
      ['Ship by', order.shipNotAfter],
      ['Cancel after', order.cancelAfter],
      ['Carrier', [order.carrier?.name ?? order.carrier?.scac, order.carrier?.service].filter(Boolean).join(' ')],
    ] as [string, string | undefined][]
  ).filter((entry): entry is [string, string] => Boolean(entry[1]))

const itemOf = (line: PurchaseOrder['lines'][number]) => line.ids.supplier ?? line.ids.upc ?? line.ids.buyer ?? ''

function orderText(order: PurchaseOrder): string {
  return [
    `Purchase order ${order.number}`,
    ...datesOf(order).map(([word, value]) => `${word}: ${value}`),
    `Ship to: ${partyLines(order.shipTo).join(', ')}`,
    ...order.lines.map(line => {
      const price = `${printedPrice(line.unitPrice)} ${order.currency}`
      return `- ${line.lineNumber}: ${line.quantity} ${line.unit} of ${itemOf(line)}${line.description ? `, ${line.description}` : ''}, at ${price}`
    }),
    `Total: ${purchaseOrderTotal(order)} ${order.currency}`,
  ].join('\n')
}

function orderHtml(order: PurchaseOrder): string {
  const lines = order.lines.map(line => [
    line.lineNumber,
    itemOf(line),
    line.description ?? '',
    `${line.quantity} ${line.unit}`,
    printedPrice(line.unitPrice),
  ])
  return [
    htmlHeading(`Purchase order ${order.number}`),
    `<p>${datesOf(order)
      .map(([word, value]) => `${word}: <b>${escaped(value)}</b>`)
      .join('<br>')}</p>`,
    `<p>Ship to:<br>${partyLines(order.shipTo).map(escaped).join('<br>')}</p>`,
    htmlTable(['Line', 'Item', 'Description', 'Quantity', 'Price'], lines, 3),
    `<p>Total: <b>${purchaseOrderTotal(order)} ${escaped(order.currency)}</b></p>`,
  ].join('\n')
}

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
