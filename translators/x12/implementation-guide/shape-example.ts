import type { BusinessDocument } from '../../documents/index.ts'
import type { Overlay } from '../overlay/schema.ts'

/** The example as a partner with this policy would have it: no answers that it forbids, one package where it wants one. */
export function shapedFor(document: BusinessDocument, overlay: Overlay | undefined): BusinessDocument {
  const { answers = {}, shipments = {}, invoices = {}, stock = {} } = overlay?.policy ?? {}
  switch (document.kind) {
    case 'purchase-order-acknowledgment': {
      const whole = answers.allOrNothing || answers.send === 'rejections'
      const status = answers.send === 'rejections' ? ('rejected' as const) : ('accepted' as const)
      const lines = document.lines.map(line => {
        const allowed = line.answers.filter(answer => !answers.forbid?.includes(answer.status))
        const [first] = allowed.length > 0 ? allowed : line.answers
        const one = first && { ...first, quantity: line.quantity ?? first.quantity }
        if (whole && one) return { ...line, answers: [{ ...bare(one), status, ...reasonFor(status) }] }
        if (one && (answers.oneAnswerPerLine || allowed.length < line.answers.length))
          return { ...line, answers: [one] }
        return line
      })
      const type = !whole
        ? document.type
        : status === 'rejected'
          ? ('rejected-with-detail' as const)
          : ('detail' as const)
      return { ...document, type, lines }
    }
    case 'ship-notice': {
      const [first] = document.packages
      return shipments.onePackage && first
        ? { ...document, packages: [{ ...first, lines: document.packages.flatMap(each => each.lines) }] }
        : document
    }
    case 'invoice':
      return invoices.noFreeLines
        ? { ...document, lines: document.lines.filter(line => line.unitPrice !== '0') }
        : document
    case 'inventory-advice':
      return stock.scope ? { ...document, scope: stock.scope } : document
    default:
      return document
  }
}

function bare<T extends { reason?: unknown; note?: unknown }>(answer: T): Omit<T, 'reason' | 'note'> {
  const { reason: _reason, note: _note, ...rest } = answer
  return rest
}

function reasonFor(status: 'accepted' | 'rejected') {
  return status === 'rejected' ? { reason: 'out-of-stock' as const } : {}
}
