import Big from 'big.js'
import type {
  AcknowledgedLine,
  BusinessDocument,
  Invoice,
  ProductIds,
  PurchaseOrder,
  PurchaseOrderAcknowledgment,
  ShipNotice,
} from '../../translators/documents/index.ts'

/**
 * What is wrong with a partner's answer to a test order, in words for people of both sides; empty where it is as it should be. It is held against the order
 * as a real one would be: every line, item, quantity and price.
 */
export function checkAnswer(order: PurchaseOrder, answer: BusinessDocument): string[] {
  switch (answer.kind) {
    case 'purchase-order-acknowledgment':
      return checkAcknowledgment(order, answer)
    case 'ship-notice':
      return checkShipNotice(order, answer)
    case 'invoice':
      return checkInvoice(order, answer)
    default:
      return []
  }
}

type OrderLine = PurchaseOrder['lines'][number]

/** The order's line that is meant: by its number, else by an item id that both sides give. */
function lineOf(order: PurchaseOrder, lineNumber: string | undefined, ids: ProductIds | undefined) {
  const plain = (number: string) => number.replace(/^0+(?=.)/, '')
  if (lineNumber) return order.lines.find(line => plain(line.lineNumber) === plain(lineNumber))
  return order.lines.find(line => ids && sharesId(line.ids, ids))
}

const sharesId = (ours: ProductIds, theirs: ProductIds) =>
  Object.entries(theirs).some(([kind, id]) => id !== undefined && ours[kind as keyof ProductIds] === id)

/** An id of the same kind that differs: the line is numbered as ours and names another item. */
function otherItem(line: OrderLine, ids: ProductIds | undefined): string[] {
  if (!ids || sharesId(line.ids, ids)) return []
  const given = Object.values(ids).join(', ')
  return [`Line ${line.lineNumber} names the item ${given}; we ordered ${Object.values(line.ids).join(', ')}.`]
}

function checkAcknowledgment(order: PurchaseOrder, answer: PurchaseOrderAcknowledgment): string[] {
  if (answer.lines.length === 0) {
    return answer.type === 'accepted' || answer.type === 'rejected'
      ? []
      : [`It says “${answer.type}” for the whole order and answers no line.`]
  }
  const findings = order.lines.flatMap(line => {
    const own = answer.lines.filter(given => lineOf(order, given.lineNumber, given.ids) === line)
    if (own.length === 0) return [`Line ${line.lineNumber} is not answered.`]
    const total = own.reduce((sum, given) => sum.plus(answeredOf(given, line)), Big(0))
    const prices = own.flatMap(given => given.unitPrice ?? []).filter(price => !Big(price).eq(line.unitPrice))
    return [
      ...own.flatMap(given => otherItem(line, given.ids)),
      ...(total.eq(line.quantity)
        ? []
        : [
            `Line ${line.lineNumber} answers ${total} of ${line.quantity}. The answers have to add up to what was ordered.`,
          ]),
      ...prices.map(price => `Line ${line.lineNumber} names the price ${price}; we ordered at ${line.unitPrice}.`),
    ]
  })
  const strange = answer.lines.filter(given => !lineOf(order, given.lineNumber, given.ids))
  return [...findings, ...strange.map(({ lineNumber }) => `Line ${lineNumber} was not ordered.`)]
}

/** What a line's answers come to: one without a quantity answers as much as its line says, or all of what was ordered. */
function answeredOf({ answers, quantity: whole }: AcknowledgedLine, line: OrderLine): Big {
  const quantities = answers.flatMap(({ quantity }) => quantity ?? [])
  if (quantities.length < answers.length) return Big((answers.length === 1 && whole) || line.quantity)
  return quantities.reduce((sum, quantity) => sum.plus(quantity), Big(0))
}

function checkShipNotice(order: PurchaseOrder, notice: ShipNotice): string[] {
  const lines = notice.packages.flatMap(one => one.lines).filter(line => line.purchaseOrderNumber === order.number)
  const strange = lines.filter(line => !lineOf(order, line.lineNumber, line.ids))
  const over = order.lines.flatMap(line => {
    const own = lines.filter(given => lineOf(order, given.lineNumber, given.ids) === line)
    const total = own.reduce((sum, { quantity }) => sum.plus(quantity), Big(0))
    const tooMany = total.gt(line.quantity)
      ? [`Line ${line.lineNumber} ships ${total} of ${line.quantity} ordered.`]
      : []
    return [...own.flatMap(given => otherItem(line, given.ids)), ...tooMany]
  })
  const numbers = notice.packages.map(one => one.trackingNumber)
  const untracked = numbers.filter(number => !number).length
  return [
    ...over,
    ...strange.map(
      ({ lineNumber }) => `It ships ${lineNumber ? `line ${lineNumber}` : 'an item'}, which was not ordered.`,
    ),
    ...(untracked > 0 ? [`${untracked} of ${numbers.length} packages have no tracking number.`] : []),
    ...(notice.carrier ? [] : ['It names no carrier.']),
  ]
}

function checkInvoice(order: PurchaseOrder, invoice: Invoice): string[] {
  const findings = invoice.lines.flatMap(given => {
    const line = lineOf(order, given.lineNumber, given.ids)
    if (!line) return [`It bills ${given.lineNumber ? `line ${given.lineNumber}` : 'an item'}, which was not ordered.`]
    return [
      ...otherItem(line, given.ids),
      ...(Big(given.unitPrice).eq(line.unitPrice)
        ? []
        : [`Line ${line.lineNumber} bills ${given.unitPrice}; we ordered at ${line.unitPrice}.`]),
      ...(Big(given.quantity).gt(line.quantity)
        ? [`Line ${line.lineNumber} bills ${given.quantity} of ${line.quantity} ordered.`]
        : []),
    ]
  })
  const currency =
    invoice.currency === order.currency ? [] : [`It is in ${invoice.currency}; we ordered in ${order.currency}.`]
  return [...findings, ...currency, ...footing(invoice)]
}

/** Where nothing but lines is billed the total has to be their sum; with allowances and taxes the reconciliation of real invoices judges. */
function footing(invoice: Invoice): string[] {
  const more = [...(invoice.allowancesAndCharges ?? []), ...(invoice.taxes ?? [])]
  const inLines = invoice.lines.some(line => line.allowancesAndCharges?.length || line.taxes?.length)
  if (more.length > 0 || inLines) return []
  const sum = invoice.lines.reduce((total, line) => total.plus(Big(line.quantity).times(line.unitPrice)), Big(0))
  return sum.round(2).eq(invoice.total)
    ? []
    : [`It does not add up: its lines make ${sum.round(2)}, its total is ${invoice.total}.`]
}
