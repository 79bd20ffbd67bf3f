import type { PurchaseOrder } from '../../../translators/documents/index.ts'
import { partyLines, printedPrice, purchaseOrderTotal } from '../../../translators/pdf/index.ts'

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
    html: htmlOf(title, [...before.map(paragraph), ...shown.map(orderHtml), ...after.map(paragraph)]),
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

const cell = 'padding:4px 8px;border-bottom:1px solid #ddd;vertical-align:top'

function orderHtml(order: PurchaseOrder): string {
  const head = ['Line', 'Item', 'Description', 'Quantity', 'Price']
  const row = (tag: 'th' | 'td', cells: readonly string[]) =>
    `<tr>${cells.map((text, column) => `<${tag} style="${cell};text-align:${column > 2 ? 'right;white-space:nowrap' : 'left'}">${escaped(text)}</${tag}>`).join('')}</tr>`
  const lines = order.lines.map(line =>
    row('td', [
      line.lineNumber,
      itemOf(line),
      line.description ?? '',
      `${line.quantity} ${line.unit}`,
      printedPrice(line.unitPrice),
    ]),
  )
  return [
    `<h2 style="font-size:17px;margin:24px 0 4px">Purchase order ${escaped(order.number)}</h2>`,
    `<p>${datesOf(order)
      .map(([word, value]) => `${word}: <b>${escaped(value)}</b>`)
      .join('<br>')}</p>`,
    `<p>Ship to:<br>${partyLines(order.shipTo).map(escaped).join('<br>')}</p>`,
    `<table style="border-collapse:collapse">${row('th', head)}${lines.join('')}</table>`,
    `<p>Total: <b>${purchaseOrderTotal(order)} ${escaped(order.currency)}</b></p>`,
  ].join('\n')
}

const paragraph = (text: string) => `<p>${escaped(text).replaceAll('\n', '<br>')}</p>`

function htmlOf(title: string, parts: readonly string[]): string {
  const style = 'font-family:Arial,Helvetica,sans-serif;font-size:15px;line-height:1.5;color:#1b1b1b;max-width:46em'
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="${style}">
${parts.join('\n')}
</body></html>
`
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

function sizeOf(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
