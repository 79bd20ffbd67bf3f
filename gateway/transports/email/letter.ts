import { hash } from 'node:crypto'
import type { BusinessDocument, PurchaseOrder } from '../../../translators/documents/index.ts'
import { purchaseOrderPdf, renderPdf } from '../../../translators/pdf/index.ts'
import type { OutboundMessage } from '../contract.ts'
import { bodyOf, type MailBody } from './body.ts'
import type { EmailSettings } from './settings.ts'
import { fill, templateValues } from './template.ts'

/** A mail's words and files. */
export interface Letter extends MailBody {
  subject: string
  attachments: { filename: string; content: Buffer; contentType: string }[]
  /** Digests of what was made for this mail beside the message's own bytes: for the timeline. */
  evidence: Record<string, string>
}

/** Orders that are printed beside a batch: more paper than that nobody wants by mail. */
const mostPrinted = 50

/** Writes the mail that carries a message: by the partner's own template where it has one, with its orders to read and, where agreed, as PDF. */
export async function letterOf(message: OutboundMessage, settings: EmailSettings): Promise<Letter> {
  const orders = (message.documents ?? []).filter(isOrder)
  const values = templateValues(orders, message.fileName)
  const { template = {}, replyTo } = settings
  const ofOrders = orders.length > 0
  const subject = ofOrders && template.subject ? fill(template.subject, values) : message.subject
  const words = ofOrders && template.text ? fill(template.text, values) : (message.text ?? message.subject)
  const content = Buffer.from(message.bytes)
  // Words to a person need no file beside them.
  const own = content.length > 0 ? [{ filename: message.fileName, content, contentType: message.contentType }] : []
  const printed = settings.attachPdf ? await print(orders.slice(0, mostPrinted), message.id) : []
  const attachments = [...own, ...printed]
  const attached = attachments.map(({ filename, content }) => ({ fileName: filename, size: content.length }))
  const body = bodyOf({ title: subject, words, orders, attached, replyTo })
  const evidence = Object.fromEntries(
    printed.map(({ filename, content }) => [`sha256 of ${filename}`, hash('sha256', content, 'hex')]),
  )
  return { subject, ...body, attachments, evidence }
}

const isOrder = (document: BusinessDocument): document is PurchaseOrder => document.kind === 'purchase-order'

/** Each order as a PDF, dated by the message, so that another attempt prints the same bytes. */
async function print(orders: readonly PurchaseOrder[], messageId: string): Promise<Letter['attachments']> {
  const madeAt = new Date(Number.parseInt(messageId.replaceAll('-', '').slice(0, 12), 16)).toISOString()
  const files: Letter['attachments'] = []
  for (const order of orders) {
    const content = Buffer.from(await renderPdf(purchaseOrderPdf(order, madeAt)))
    const filename = `${order.number.replaceAll(/[^A-Za-z0-9._-]+/g, '-')}.pdf`
    files.push({ filename, content, contentType: 'application/pdf' })
  }
  return files
}
