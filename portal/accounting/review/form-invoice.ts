import Big from 'big.js'
import { computedTotal } from '../../../engine/invoices/totals.ts'
import {
  type AllowanceOrCharge,
  type Invoice,
  type InvoiceLine,
  invoice,
} from '../../../translators/documents/index.ts'
import type { DraftInvoice } from '../../../translators/pdf/invoice/index.ts'
import { type FormValues, groupFields } from '../../ui/form-data.ts'
import { itemOf, othersOf } from './form-names.ts'

/** The invoice that the form says, or what is wrong with which of its fields. */
export type FormInvoice = { ok: true; invoice: Invoice } | { ok: false; errors: Record<string, string> }

const number = /^-?\d{1,12}(\.\d{1,6})?$/

/** Reads the form. What was read from the page and has no field in the form stays as it was read. */
export function invoiceFrom(values: FormValues, draft: DraftInvoice): FormInvoice {
  const errors: Record<string, string> = {}
  const lines = linesFrom(values, draft, errors)
  const others = othersFrom(values, draft, errors)
  const text = (name: string) => values[name]?.trim() ?? ''
  const netDays = text('netDays') === '' ? {} : { netDays: Number(text('netDays')) }
  const terms = { ...draft.terms, ...netDays }
  if (lines.length === 0) errors.lines = 'An invoice has at least one line.'
  const parsed = invoice.safeParse({
    ...draft,
    kind: 'invoice',
    type: text('type') || 'invoice',
    number: text('number'),
    date: text('date'),
    purchaseOrderNumber: text('purchaseOrderNumber') || undefined,
    originalInvoiceNumber: text('originalInvoiceNumber') || undefined,
    currency: text('currency').toUpperCase(),
    terms: Object.keys(terms).length > 0 ? terms : undefined,
    lines,
    allowancesAndCharges: others.charges.length > 0 ? others.charges : undefined,
    taxes: others.taxes.length > 0 ? others.taxes : undefined,
    total: plain(text('total')),
  })
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0])
    errors[name] ??= wordsFor[name] ?? issue.message
  }
  if (!parsed.success || Object.keys(errors).length > 0) return { ok: false, errors }
  const computed = computedTotal(parsed.data)
  if (!computed.eq(parsed.data.total) && values.anyway !== 'yes')
    return { ok: false, errors: { total: `Lines and charges add up to ${computed.toFixed(2)}.` } }
  return { ok: true, invoice: parsed.data }
}

const wordsFor: Readonly<Record<string, string>> = {
  number: 'The number of the invoice is needed.',
  date: 'The date of the invoice is needed.',
  currency: 'A currency such as USD is needed.',
  total: 'The total is needed, such as 120.50.',
  terms: 'A number of days is expected.',
}

/** People type `1,250.50` as it is printed; a comma before two digits alone is a decimal comma. */
function plain(text: string): string {
  const trimmed = text.replace(/\s/g, '')
  return /^-?\d+,\d{1,2}$/.test(trimmed) ? trimmed.replace(',', '.') : trimmed.replaceAll(',', '')
}

function linesFrom(values: FormValues, draft: DraftInvoice, errors: Record<string, string>): InvoiceLine[] {
  return [...groupFields(values, 'lines')].flatMap(([key, fields]) => {
    const entered = (name: string) => fields[name]?.trim() ?? ''
    if (['item', 'description', 'quantity', 'unitPrice'].every(name => entered(name) === '')) return []
    for (const name of ['quantity', 'unitPrice'])
      if (!number.test(plain(entered(name)))) errors[`lines[${key}][${name}]`] = 'A number is expected.'
    const read = draft.lines[Number(key)]
    const same = read && (itemOf(read.ids) ?? '') === entered('item')
    const off = plain(entered('discount'))
    if (off !== '' && !/^\d+(\.\d{1,2})?$/.test(off)) errors[`lines[${key}][discount]`] = 'An amount is expected.'
    return [
      {
        ...(same && read.lineNumber ? { lineNumber: read.lineNumber } : {}),
        ...(same && read.purchaseOrderNumber ? { purchaseOrderNumber: read.purchaseOrderNumber } : {}),
        ...(same && read.ids
          ? { ids: read.ids }
          : entered('item')
            ? { ids: { supplier: entered('item').slice(0, 80) } }
            : {}),
        ...(entered('description') ? { description: entered('description').slice(0, 264) } : {}),
        ...(read?.unit ? { unit: read.unit } : {}),
        quantity: plain(entered('quantity')),
        unitPrice: plain(entered('unitPrice')),
        ...(off !== '' && Number(off) > 0 ? { allowancesAndCharges: [discountOf(off, read)] } : {}),
      },
    ]
  })
}

function discountOf(amount: string, read: DraftInvoice['lines'][number] | undefined): AllowanceOrCharge {
  const before = read?.allowancesAndCharges?.[0]
  return before && new Big(before.amount).eq(amount) ? before : { kind: 'allowance', reason: 'discount', amount }
}

function othersFrom(values: FormValues, draft: DraftInvoice, errors: Record<string, string>) {
  const [charges, taxes]: [AllowanceOrCharge[], NonNullable<Invoice['taxes']>] = [[], []]
  const read = othersOf(draft)
  for (const [key, fields] of groupFields(values, 'others')) {
    const amount = plain(fields.amount?.trim() ?? '')
    if (amount === '') continue
    if (!number.test(amount)) {
      errors[`others[${key}][amount]`] = 'An amount is expected.'
      continue
    }
    const reason = fields.kind ?? 'fee'
    const before = read[Number(key)]
    const kept = before?.kind === reason && new Big(before.amount).eq(amount) ? before.path : undefined
    if (reason === 'tax')
      taxes.push(keptAt(draft.taxes, kept) ?? { type: 'sales', amount: new Big(amount).abs().toFixed() })
    else charges.push(keptAt(draft.allowancesAndCharges, kept) ?? chargeOf(reason, new Big(amount)))
  }
  return { charges, taxes }
}

/** What was read, where the form has left it alone: it knows more than the form shows. */
function keptAt<T>(list: readonly T[] | undefined, path: string | undefined): T | undefined {
  const at = /\[(\d+)\]/.exec(path ?? '')?.[1]
  return at === undefined ? undefined : list?.[Number(at)]
}

function chargeOf(reason: string, amount: Big): AllowanceOrCharge {
  const isOff = reason === 'discount' || amount.lt(0)
  return { kind: isOff ? 'allowance' : 'charge', reason, amount: amount.abs().toFixed() }
}
