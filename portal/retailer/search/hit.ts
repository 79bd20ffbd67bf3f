import type { InvoiceStatus, OrderStatus, PurchaseOrderStatus } from '../../../db/schema/index.ts'
import type { StateLook } from '../../ui/badge.tsx'
import { invoiceStates, messageStates, orderStates, purchaseOrderStates } from '../../ui/states.ts'

/** The kinds of things that a search finds, in the order in which they are shown. */
export const hitKinds = ['order', 'purchase-order', 'invoice', 'item', 'tracking', 'message'] as const
export type HitKind = (typeof hitKinds)[number]

/** One thing found. */
export interface Hit {
  kind: HitKind
  /** The numbers by which it is known. */
  keys: string[]
  href: string
  word: string
  about: string
  status?:
    | { of: 'order'; status: OrderStatus }
    | { of: 'purchase-order'; status: PurchaseOrderStatus }
    | { of: 'invoice'; status: InvoiceStatus }
    | { of: 'message'; status: keyof typeof messageStates }
}

/** How the state of what was found is shown. */
export function stateOf({ status }: Hit): StateLook | undefined {
  switch (status?.of) {
    case undefined:
      return undefined
    case 'order':
      return orderStates[status.status]
    case 'purchase-order':
      return purchaseOrderStates[status.status]
    case 'invoice':
      return invoiceStates[status.status]
    case 'message':
      return messageStates[status.status]
  }
}

/** What was found by each number, in the order in which the numbers were given. */
export function byTerm(terms: readonly string[], hits: readonly Hit[]): { term: string; hits: Hit[] }[] {
  const known = new Map<string, Hit[]>()
  for (const hit of hits) {
    for (const key of new Set(hit.keys.map(one => one.toLowerCase()))) known.set(key, [...(known.get(key) ?? []), hit])
  }
  return terms.map(term => ({ term, hits: known.get(term.toLowerCase()) ?? [] }))
}
