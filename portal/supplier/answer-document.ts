import Big from 'big.js'
import { openOf } from '../../engine/purchase-orders/line.ts'
import {
  businessDate,
  type LineAnswer,
  type PurchaseOrderAcknowledgment,
  positiveDecimal,
  type RejectionReason,
  rejectionReasons,
} from '../../translators/documents/index.ts'
import { type FormValues, groupFields } from '../ui/form-data.ts'
import type { LoadedLine, LoadedOrder } from './order-query.ts'

/** A document made of a form, or what is wrong with the form, by field. `lineKeys`: which form line each line of the document is. */
export type Made<Document> = { document: Document; lineKeys: string[] } | { errors: Record<string, string> }

/** What can still be answered of a line: what is open, and what was promised for later. */
export function answerable(line: LoadedLine): Big {
  return openOf(line).plus(line.backordered)
}

/**
 * The acknowledgment that the answer form says. `answer` is `accept-all`, `reject-all` (with `reason`) or `lines`, with
 * `lines[NUMBER][accept|shipDate|backorder|backorderDate|reject|reason]` for each line.
 * @param today the supplier's day, `YYYY-MM-DD`
 */
export function answerFrom(values: FormValues, order: LoadedOrder, today: string): Made<PurchaseOrderAcknowledgment> {
  const base = {
    kind: 'purchase-order-acknowledgment' as const,
    purpose: 'original' as const,
    purchaseOrderNumber: order.order.number,
    date: today,
    ...(values.supplierOrderNumber?.trim() ? { supplierOrderNumber: values.supplierOrderNumber.trim() } : {}),
  }
  if (values.answer === 'accept-all') return { document: { ...base, type: 'accepted', lines: [] }, lineKeys: [] }
  if (values.answer === 'reject-all') {
    const answered = order.lines.filter(line => answerable(line).gt(0))
    const reason = reasonOf(values.reason)
    const lines = answered.map(line => ({
      lineNumber: line.lineNumber,
      answers: [{ status: 'rejected' as const, quantity: answerable(line).toFixed(), reason }],
    }))
    return { document: { ...base, type: 'rejected-with-detail', lines }, lineKeys: lines.map(line => line.lineNumber) }
  }
  const { lines, errors } = answeredLines(values, order, today)
  if (Object.keys(errors).length > 0) return { errors }
  if (lines.length === 0) return { errors: { answer: 'Enter a quantity for at least one line.' } }
  return { document: { ...base, type: 'detail', lines }, lineKeys: lines.map(line => line.lineNumber) }
}

function answeredLines(values: FormValues, order: LoadedOrder, today: string) {
  const errors: Record<string, string> = {}
  const groups = groupFields(values, 'lines')
  const lines = order.lines.flatMap(line => {
    const fields = groups.get(line.lineNumber)
    if (!fields) return []
    const fail = (field: string, message: string) => {
      errors[`lines[${line.lineNumber}][${field}]`] ??= message
    }
    for (const field of ['shipDate', 'backorderDate']) {
      if (/^\d{4}-/.test(fields[field]?.trim() ?? '') && fields[field]!.trim() < today) fail(field, 'That day is over.')
    }
    const answers = answersOf(fields, line, fail)
    return answers.length > 0 ? [{ lineNumber: line.lineNumber, answers }] : []
  })
  return { lines, errors }
}

type Fail = (field: string, message: string) => void

function answersOf(fields: FormValues, line: LoadedLine, fail: Fail): LineAnswer[] {
  const [accept, later, reject] = ['accept', 'backorder', 'reject'].map(field => quantityOf(fields, field, fail))
  const said = accept!.plus(later!).plus(reject!)
  if (said.gt(answerable(line))) {
    const left = answerable(line).toFixed()
    fail('accept', `Only ${left} of this line can be answered, but this adds up to ${said.toFixed()}.`)
  }
  const answers: LineAnswer[] = []
  if (accept!.gt(0))
    answers.push({ status: 'accepted', quantity: accept!.toFixed(), ...dated(fields, 'shipDate', fail) })
  if (later!.gt(0)) {
    if (!fields.backorderDate?.trim()) fail('backorderDate', 'Say when these ship.')
    answers.push({ status: 'backordered', quantity: later!.toFixed(), ...dated(fields, 'backorderDate', fail) })
  }
  if (reject!.gt(0)) {
    answers.push({ status: 'rejected', quantity: reject!.toFixed(), reason: reasonOf(fields.reason) })
  }
  return answers
}

/** A quantity field; empty is zero. */
export function quantityOf(fields: FormValues, field: string, fail: Fail): Big {
  const text = fields[field]?.trim().replace(/^\./, '0.') ?? ''
  if (text === '') return new Big(0)
  if (positiveDecimal.safeParse(text).success) return new Big(text)
  fail(field, 'Enter a number such as 12.')
  return new Big(0)
}

function dated(fields: FormValues, field: string, fail: Fail): { shipDate?: string } {
  const text = fields[field]?.trim()
  if (!text) return {}
  if (businessDate.safeParse(text).success) return { shipDate: text }
  fail(field, 'Enter a date such as 2026-12-31.')
  return {}
}

function reasonOf(text: string | undefined): RejectionReason {
  return rejectionReasons.find(reason => reason === text) ?? 'other'
}

/** The form field that a place in a document's lines stands for. */
export function lineField(path: string, lineKeys: string[], field: string): string | undefined {
  const [, index] = /^lines\[(\d+)\]/.exec(path) ?? []
  const key = index === undefined ? undefined : lineKeys[Number(index)]
  return key === undefined ? undefined : `lines[${key}][${field}]`
}
