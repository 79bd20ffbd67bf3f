import { z } from 'zod'
import { eventMeanings } from './events.ts'

/** What events are about: the word before the dot. */
export const eventSubjects = [
  'order',
  'purchase-order',
  'invoice',
  'inventory',
  'listing',
  'deadline',
  'exception',
  'message',
  'partnership',
  'catalog',
  'products',
  'offer',
] as const

/**
 * What a supplier's system may be told of: only events that are between the supplier and this retailer. What they carry is the number of the
 * purchase order; the rest is fetched through the supplier's own API.
 */
export const supplierEventTypes = [
  'purchase-order.sent',
  'purchase-order.change-requested',
  'purchase-order.withdrawn',
  'purchase-order.cancelled',
  'deadline.near',
  'deadline.missed',
  'invoice.approved',
  'invoice.short-paid',
  'invoice.paid',
] as const

const known = new Set(['*', ...eventSubjects.map(subject => `${subject}.*`), ...Object.keys(eventMeanings)])

/** Which events a retailer's system wants: a type, all of a subject, or all. */
export const retailerEventFilter = z
  .string()
  .max(100)
  .refine(
    filter => known.has(filter),
    `expected a type of docs/webhooks.md such as purchase-order.shipped, or one of *, ${eventSubjects.map(s => `${s}.*`).join(', ')}`,
  )

/** Which events a supplier's system wants. */
export const supplierEventFilter = z.enum(supplierEventTypes)
