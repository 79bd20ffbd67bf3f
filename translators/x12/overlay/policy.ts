import Big from 'big.js'
import type { BusinessDocument, DocumentOf } from '../../documents/index.ts'
import type { Issue } from '../../issue.ts'
import { issueOf } from '../problems.ts'
import { fieldAt } from './context.ts'
import type { Overlay } from './schema.ts'

interface Breach {
  path: string
  why: string
}

/** What in a document the partner does not deal in, by the policy of its map. `source` is the order that is answered, shipped or invoiced. */
export function policyIssues(
  document: BusinessDocument,
  overlay: Overlay,
  source: BusinessDocument | undefined,
): Issue[] {
  return breachesOf(document, overlay, source).flatMap(({ path, why }) => {
    const finding = { message: `The partner's policy: ${why}.`, at: { path } }
    return issueOf('against-policy', finding, { severities: overlay.severities }) ?? []
  })
}

function breachesOf(document: BusinessDocument, overlay: Overlay, source: BusinessDocument | undefined): Breach[] {
  switch (document.kind) {
    case 'purchase-order-acknowledgment':
      return answerBreaches(document, overlay, source)
    case 'ship-notice':
      return shipmentBreaches(document, overlay)
    case 'invoice':
      return invoiceBreaches(document, overlay)
    case 'inventory-advice': {
      const scope = overlay.policy?.stock?.scope
      return scope && document.scope !== scope ? [{ path: 'scope', why: `stock is told as ${scope} only` }] : []
    }
    default:
      return []
  }
}

type Answer = DocumentOf<'purchase-order-acknowledgment'>

function answerBreaches(document: Answer, overlay: Overlay, source: BusinessDocument | undefined): Breach[] {
  const policy = overlay.policy?.answers
  if (!policy) return []
  const answers = document.lines.flatMap((line, i) =>
    line.answers.map((answer, j) => ({ ...answer, path: `lines[${i}].answers[${j}]` })),
  )
  const statuses = new Set(answers.map(answer => answer.status))
  return [
    ...(policy.allOrNothing && statuses.size > 1
      ? [{ path: 'lines', why: 'an order is accepted whole or rejected whole' }]
      : []),
    ...(policy.everyLine && source?.kind === 'purchase-order' ? unansweredLines(document, source) : []),
    ...(policy.oneAnswerPerLine
      ? document.lines.flatMap((line, i) =>
          line.answers.length > 1 ? [{ path: `lines[${i}].answers`, why: 'a line has one answer' }] : [],
        )
      : []),
    ...answers.flatMap(({ status, reason, path }) => [
      ...(policy.forbid?.includes(status) ? [{ path: `${path}.status`, why: `no line is answered "${status}"` }] : []),
      ...(policy.reasons && status === 'rejected' && !reason
        ? [{ path: `${path}.reason`, why: 'a rejected line says why' }]
        : []),
    ]),
  ]
}

function unansweredLines(document: Answer, order: DocumentOf<'purchase-order'>): Breach[] {
  const answered = new Set(document.lines.filter(line => line.answers.length > 0).map(line => line.lineNumber))
  return order.lines
    .filter(line => !answered.has(line.lineNumber))
    .map(line => ({ path: 'lines', why: `every line is answered, and line ${line.lineNumber} is not` }))
}

function shipmentBreaches(document: DocumentOf<'ship-notice'>, overlay: Overlay): Breach[] {
  const policy = overlay.policy?.shipments
  if (!policy) return []
  const orders = new Set(document.packages.flatMap(each => each.lines.map(line => line.purchaseOrderNumber)))
  return [
    ...(policy.oneOrder && orders.size > 1 ? [{ path: 'packages', why: 'a ship notice is about one order' }] : []),
    ...(policy.onePackage && document.packages.length > 1
      ? [{ path: 'packages', why: 'each package has a ship notice of its own' }]
      : []),
    ...document.packages.flatMap((each, i) => {
      const wanted = policy.packageNumber
      const [sscc, tracking] = [each.sscc !== undefined, each.trackingNumber !== undefined]
      const well = { sscc, tracking, either: sscc || tracking, both: sscc && tracking }
      return wanted && !well[wanted] ? [{ path: `packages[${i}]`, why: `a package has ${numberWords[wanted]}` }] : []
    }),
  ]
}

const numberWords = {
  sscc: 'a serial shipping container code',
  tracking: 'a tracking number',
  either: 'a serial shipping container code or a tracking number',
  both: 'a serial shipping container code and a tracking number',
}

function invoiceBreaches(document: DocumentOf<'invoice'>, overlay: Overlay): Breach[] {
  const policy = overlay.policy?.invoices
  if (!policy) return []
  const orders = new Set([document.purchaseOrderNumber, ...document.lines.map(line => line.purchaseOrderNumber)])
  orders.delete(undefined)
  const footed = policy.totalWithin === undefined ? undefined : footedTotal(document)
  const off = footed && Big(document.total).minus(footed).abs()
  return [
    ...(policy.oneOrder && orders.size > 1
      ? [{ path: 'purchaseOrderNumber', why: 'an invoice is about one order' }]
      : []),
    ...(policy.creditMemos === 'refused' && document.type === 'credit-memo'
      ? [{ path: 'type', why: 'credit memos are not taken' }]
      : []),
    ...(policy.noFreeLines
      ? document.lines.flatMap((line, i) =>
          Big(line.unitPrice).eq(0) ? [{ path: `lines[${i}].unitPrice`, why: 'a line has a price' }] : [],
        )
      : []),
    ...(off?.gt(policy.totalWithin!)
      ? [{ path: 'total', why: `the total is that of the lines, charges and taxes: ${footed!.toFixed(2)}` }]
      : []),
  ]
}

type Priced = Pick<DocumentOf<'invoice'>, 'allowancesAndCharges' | 'taxes'>

/** Quantities times prices, plus charges and taxes, less allowances, of lines and invoice. */
function footedTotal(document: DocumentOf<'invoice'>): Big {
  return document.lines.reduce(
    (sum, line) => sum.plus(Big(line.quantity).times(line.unitPrice)).plus(extrasOf(line)),
    extrasOf(document),
  )
}

function extrasOf({ allowancesAndCharges = [], taxes = [] }: Priced): Big {
  const charges = allowancesAndCharges.reduce(
    (sum, each) => (each.kind === 'charge' ? sum.plus(each.amount) : sum.minus(each.amount)),
    Big(0),
  )
  return taxes.reduce((sum, tax) => sum.plus(tax.amount), charges)
}

/** Tells that the partner wants no such answer to an order: none at all, or none but rejections. */
export function unwantedAnswer(document: BusinessDocument, overlay: Overlay): Issue[] {
  const send = overlay.policy?.answers?.send ?? 'always'
  if (document.kind !== 'purchase-order-acknowledgment' || send === 'always') return []
  if (send === 'rejections' && rejects(document)) return []
  const why = send === 'never' ? 'orders are not answered' : 'only an answer that rejects is sent'
  const finding = { message: `The partner's policy: ${why}.`, at: { path: 'type' } }
  const issue = issueOf('against-policy', finding, { severities: overlay.severities })
  return issue ? [issue] : []
}

function rejects(document: Answer): boolean {
  const rejected = document.lines.some(line => line.answers.some(answer => answer.status === 'rejected'))
  return rejected || document.type === 'rejected' || document.type === 'rejected-with-detail'
}

/** What names a document for this partner, so that the second of the same is a duplicate; undefined when its map does not say. */
export function duplicateKey(document: BusinessDocument, overlay: Overlay): string | undefined {
  const fields = overlay.policy?.duplicateKey
  return fields && JSON.stringify(fields.map(path => fieldAt(document, path, 0) ?? null))
}

/** Tells that a document has the key of another, by whose number it is known: a duplicate, unless it says that it replaces it. */
export function duplicateIssues(document: BusinessDocument, overlay: Overlay, first: string): Issue[] {
  if ('purpose' in document && document.purpose !== 'original') return []
  const fields = overlay.policy?.duplicateKey?.join(', ')
  const message = `The partner's policy: a document is named by ${fields}, and ${first} came with the same. Send a replacement, or correct them.`
  const issue = issueOf('against-policy', { message, at: {} }, { severities: overlay.severities })
  return issue ? [issue] : []
}
