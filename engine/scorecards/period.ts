import { eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { retailers } from '../../db/schema/index.ts'
import { businessDateIn } from '../../partners/calendars/business-date.ts'
import { instantIn } from '../../partners/calendars/zoned-time.ts'

/** The days that a scorecard is about: from the first on, up to but without the last (`YYYY-MM-DD`, the retailer's). */
export interface Period {
  from: string
  to: string
}

/** A period with the instants between which it lies, and what time it is. */
export interface Timed extends Period {
  fromInstant: string
  toInstant: string
  now: string
  /** The retailer's day. */
  today: string
}

/** A period on the clocks of a retailer, which exists. */
export async function timed(orm: Orm, retailerId: string, { from, to }: Period, now: Date): Promise<Timed> {
  const [retailer] = await orm
    .select({ timeZone: retailers.timeZone })
    .from(retailers)
    .where(eq(retailers.id, retailerId))
  const { timeZone } = retailer!
  return {
    from,
    to,
    fromInstant: instantIn(timeZone, from, '00:00').toISOString(),
    toInstant: instantIn(timeZone, to, '00:00').toISOString(),
    now: now.toISOString(),
    today: businessDateIn(timeZone, now),
  }
}
