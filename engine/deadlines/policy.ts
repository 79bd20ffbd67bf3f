import { z } from 'zod'
import { allowance } from '../../partners/calendars/calendar.ts'

/** How long a supplier may take for what, and what follows: a partnership's `settings.deadlines`. `null` watches nothing. */
export const deadlinePolicy = z.object({
  /** From the sending of an X12 document to its 997 or 999. */
  functionalAcknowledgment: allowance.nullable().default({ hours: 24 }),
  /** From the sending of a purchase order to its answer. */
  acknowledgment: allowance.nullable().default({ workingDays: 1 }),
  /** Whether the order's last day for shipping is watched. */
  shipment: z.boolean().default(true),
  /** From a ship notice to the invoice for what it holds. */
  invoice: allowance.nullable().default({ workingDays: 5 }),
  /** How long before a deadline the supplier is warned; 0 warns nobody. */
  warnHours: z.number().min(0).max(720).default(4),
  /** What becomes of an order that nobody has answered in time: it waits, goes to another source, or is cancelled for the customer too. */
  whenUnanswered: z.enum(['wait', 'reroute', 'cancel']).default('wait'),
})
export type DeadlinePolicy = z.infer<typeof deadlinePolicy>

/** The policy in a partnership's settings. What is missing or wrong in them counts as not set. */
export function deadlinePolicyOf(settings: Record<string, unknown>): DeadlinePolicy {
  const parsed = deadlinePolicy.safeParse(settings.deadlines ?? {})
  return parsed.success ? parsed.data : deadlinePolicy.parse({})
}

/** When to warn of a deadline: so many hours before it, unless that is before it began. */
export function warnAtOf(startedAt: Date, dueAt: Date, { warnHours }: DeadlinePolicy): Date | null {
  const warnAt = new Date(dueAt.getTime() - warnHours * 3_600_000)
  return warnHours > 0 && warnAt > startedAt ? warnAt : null
}
