import Big from 'big.js'
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { type RetailerRole, retailerRoles, retailers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { positiveDecimal } from '../../translators/documents/index.ts'

/** In what right somebody decides: a role at the retailer, its program by the API, or the hub by its rules. */
export type Authority = RetailerRole | 'api' | 'system'

/**
 * Up to which amount of one invoice, in its currency, each role approves alone: a retailer's `settings.approvalLimits`, e.g. `{ "accountant": "5000" }`. A role that is not
 * named has no limit; beyond a limit a second person must approve too.
 */
export const approvalLimits = z.partialRecord(z.enum([...retailerRoles, 'api']), positiveDecimal)
export type ApprovalLimits = z.infer<typeof approvalLimits>

/** The limits in a retailer's settings. */
export function approvalLimitsOf(settings: Record<string, unknown>): ApprovalLimits {
  return approvalLimits.parse(settings.approvalLimits ?? {})
}

/** Whether so much is more than this authority may approve alone. */
export function isBeyond(limits: ApprovalLimits, authority: Authority, payable: string): boolean {
  const limit = authority === 'system' ? undefined : limits[authority]
  return limit !== undefined && new Big(payable).gt(limit)
}

/** The limits of a retailer, as they stand now. */
export async function loadApprovalLimits(work: Work, retailerId: string): Promise<ApprovalLimits> {
  const [row] = await work.tx
    .select({ settings: retailers.settings })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
  return approvalLimitsOf(row?.settings ?? {})
}
