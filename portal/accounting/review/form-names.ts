import type { DraftInvoice } from '../../../translators/pdf/invoice/index.ts'
import type { FormValues } from '../../ui/form-data.ts'

/** Where the frame of a field stands on the page's picture: `lines[0].quantity` → `at-lines-0-quantity`. */
export function anchorOf(path: string): string {
  return `at-${path.replace(/[^A-Za-z0-9]+/g, '-').replace(/-$/, '')}`
}

/** How many empty rows stand below those that were read. */
const spare = 2

/** The rows of the form: those that were read, what the form itself asks for, and a few empty ones. */
export function rowCount(values: FormValues, name: 'lines' | 'others', read: number): number {
  const asked = Number(values[`${name}Count`] ?? 0)
  return Math.min(Number.isSafeInteger(asked) && asked > 0 ? asked : read + spare, 500)
}

/** What something beside the lines can be, as the form offers it. */
export const otherKinds = [
  { value: 'freight', word: 'Freight' },
  { value: 'handling', word: 'Handling' },
  { value: 'dropship-fee', word: 'Dropship fee' },
  { value: 'fee', word: 'Other fee' },
  { value: 'discount', word: 'Discount' },
  { value: 'tax', word: 'Tax' },
] as const
export type OtherKind = (typeof otherKinds)[number]['value']

/** What the form begins with: everything that was read. */
export function valuesOf(draft: DraftInvoice): FormValues {
  const values: Record<string, string | undefined> = {
    type: draft.type ?? 'invoice',
    number: draft.number,
    date: draft.date,
    purchaseOrderNumber: draft.purchaseOrderNumber,
    originalInvoiceNumber: draft.originalInvoiceNumber,
    currency: draft.currency,
    netDays: draft.terms?.netDays?.toString(),
    total: draft.total,
  }
  draft.lines.forEach((line, at) => {
    values[`lines[${at}][item]`] = itemOf(line.ids)
    values[`lines[${at}][description]`] = line.description
    values[`lines[${at}][quantity]`] = line.quantity
    values[`lines[${at}][unitPrice]`] = line.unitPrice
    values[`lines[${at}][discount]`] = line.allowancesAndCharges?.[0]?.amount
  })
  othersOf(draft).forEach(({ kind, amount }, at) => {
    values[`others[${at}][kind]`] = kind
    values[`others[${at}][amount]`] = amount
  })
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

/** The number by which people know an item. */
export function itemOf(ids: DraftInvoice['lines'][number]['ids']): string | undefined {
  return ids?.supplier ?? ids?.buyer ?? ids?.upc ?? ids?.ean ?? ids?.gtin ?? ids?.manufacturer
}

/** What stands beside the lines, with the path by which its source is known. Allowances other than discounts keep a minus. */
export function othersOf(draft: DraftInvoice): { kind: OtherKind; amount: string; path: string }[] {
  const known = (reason: string) => otherKinds.find(({ value }) => value === reason)?.value ?? 'fee'
  return [
    ...(draft.allowancesAndCharges ?? []).map(({ kind, reason, amount }, at) => ({
      kind: known(reason),
      amount: kind === 'allowance' && reason !== 'discount' ? `-${amount}` : amount,
      path: `allowancesAndCharges[${at}].amount`,
    })),
    ...(draft.taxes ?? []).map(({ amount }, at) => ({ kind: 'tax' as const, amount, path: `taxes[${at}].amount` })),
  ]
}
