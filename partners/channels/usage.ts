import { and, eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { partnerships } from '../../db/schema/index.ts'
import type { ChannelFacts } from './channel.ts'

/** Partners in these states get nothing but tests. */
export const underTest: ReadonlySet<string> = new Set(['invited', 'testing', 'certified'])

/** How what we send is marked (ISA15): T until the partner is live, then as its channel says. */
export async function usageFor(
  orm: Orm,
  { retailerId, partnershipId, settings }: Pick<ChannelFacts, 'retailerId' | 'partnershipId' | 'settings'>,
): Promise<'P' | 'T'> {
  return (await isUnderTest(orm, retailerId, partnershipId)) ? 'T' : (settings.x12?.usage ?? 'P')
}

/** Whether a partner has yet to go live. */
export async function isUnderTest(orm: Orm, retailerId: string, partnershipId: string): Promise<boolean> {
  const [row] = await orm
    .select({ status: partnerships.status })
    .from(partnerships)
    .where(and(eq(partnerships.retailerId, retailerId), eq(partnerships.id, partnershipId)))
  return row !== undefined && underTest.has(row.status)
}
