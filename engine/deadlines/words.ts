import type { DeadlineKind } from '../../db/schema/index.ts'
import { localTime } from '../../partners/calendars/zoned-time.ts'

/** What people are told of one deadline. */
export interface ToldDeadline {
  kind: DeadlineKind
  orderNumber: string
  dueAt: Date
  /** The supplier's time zone (IANA): times are told on its clocks. */
  timeZone: string
}

/** What a mail about deadlines says: its subject, its text, and the same as rows of a table. */
export interface DeadlineMail {
  subject: string
  body: string
  rows: Record<string, string>[]
}

const wanted: Record<DeadlineKind, string> = {
  'functional-acknowledgment': 'confirm that you can read it (997)',
  acknowledgment: 'answer',
  shipment: 'ship',
  invoice: 'send the invoice',
}

const missing: Record<DeadlineKind, string> = {
  'functional-acknowledgment': 'no 997 has come',
  acknowledgment: 'there is no answer',
  shipment: 'not everything has shipped',
  invoice: 'there is no invoice for what was shipped',
}

/** `2026-11-24 17:00`, on the clocks of the supplier. */
function dueText({ dueAt, timeZone }: ToldDeadline): string {
  return `${localTime(timeZone, dueAt).slice(0, 16).replace('T', ' ')} ${timeZone}`
}

/** `PO-000012: there is no answer. It was due at 2026-11-24 17:00 America/New_York.` */
export function overdueWords(deadline: ToldDeadline): string {
  return `${deadline.orderNumber}: ${missing[deadline.kind]}. It was due at ${dueText(deadline)}.`
}

/** `PO-000012: answer by 2026-11-24 17:00 America/New_York.` */
export function nearWords(deadline: ToldDeadline): string {
  return `${deadline.orderNumber}: ${wanted[deadline.kind]} by ${dueText(deadline)}.`
}

/** One mail for all that became due, or is about to, between a retailer and a supplier at a time. */
export function deadlineMail(
  phase: 'near' | 'missed',
  audience: 'retailer' | 'supplier',
  supplierName: string,
  deadlines: readonly ToldDeadline[],
): DeadlineMail {
  const what = deadlines.length === 1 ? `Order ${deadlines[0]!.orderNumber}` : `${deadlines.length} deadlines`
  const lines = deadlines.map(phase === 'near' ? nearWords : overdueWords)
  return {
    subject:
      phase === 'near'
        ? `${what}: due soon`
        : `${what}: overdue${audience === 'retailer' ? ` at ${supplierName}` : ''}`,
    body: [intro[phase][audience].replace('{supplier}', supplierName), lines.join('\n')].join('\n\n'),
    rows: deadlines.map(deadline => ({
      'purchase order': deadline.orderNumber,
      deadline: deadline.kind,
      due: deadline.dueAt.toISOString(),
      'local time': dueText(deadline),
      state: phase === 'near' ? 'due soon' : 'overdue',
    })),
  }
}

const intro = {
  near: {
    supplier: 'These are due soon:',
    retailer: '{supplier} has these to do soon:',
  },
  missed: {
    supplier: 'These are overdue. Please see to them, or tell us what keeps you:',
    retailer: '{supplier} has missed these:',
  },
}
