import { z } from 'zod'
import { ApplicationError } from '../../db/application-error.ts'
import type { Orm } from '../../db/connection.ts'
import { timed } from '../../engine/scorecards/period.ts'
import { businessDateIn, daysAfter } from '../../partners/calendars/business-date.ts'
import { businessDate } from '../../translators/documents/index.ts'

/** For which days a report is asked: the retailer's, the last thirty unless said. */
export const periodQuery = z.object({
  from: businessDate.optional().describe('The first day. Without it thirty days before `to`.'),
  to: businessDate.optional().describe('The day after the last. Without it tomorrow, by the retailer’s clock.'),
})

/** Nobody has a figure reckoned over everything there ever was. */
const mostDays = 732

/** The days asked for, as instants too. Throws `invalid-input` for days that are none, or too many. */
export async function periodOf(orm: Orm, retailerId: string, query: z.output<typeof periodQuery>, now: Date) {
  const to = query.to ?? daysAfter((await timed(orm, retailerId, anyDay(now), now)).today, 1)
  const from = query.from ?? daysAfter(to, -30)
  if (from >= to) throw wrong('from', 'Expected a day before `to`.')
  if (daysAfter(from, mostDays) < to) throw wrong('from', `Expected at most ${mostDays} days.`)
  return await timed(orm, retailerId, { from, to }, now)
}

const anyDay = (now: Date) => ({ from: businessDateIn('UTC', now), to: businessDateIn('UTC', now) })

const wrong = (field: string, says: string) => new ApplicationError('invalid-input', says, { [field]: says })
