import { sql } from 'drizzle-orm'
import { controlNumbers } from '../db/schema/index.ts'
import type { Work } from '../db/work.ts'

/** Series of one partnership: interchange (ISA13) and group (GS06) numbers. */
export type Series = 'interchange' | 'group'

/** ISA13 has nine digits; after the last comes 1 again. */
const largest = 999_999_999

/**
 * The next `count` numbers of a series, in the transaction that uses them: if it rolls back, so do they, so the series has no gaps; the
 * row's lock keeps processes from colliding. Returns the first of them.
 */
export async function takeControlNumbers(
  work: Work,
  retailerId: string,
  partnershipId: string,
  series: Series,
  count = 1,
): Promise<number> {
  const [row] = await work.tx
    .insert(controlNumbers)
    .values({ retailerId, partnershipId, series, last: count })
    .onConflictDoUpdate({
      target: [controlNumbers.retailerId, controlNumbers.partnershipId, controlNumbers.series],
      set: {
        last: sql`case when ${controlNumbers.last} + ${count} > ${largest} then ${count} else ${controlNumbers.last} + ${count} end`,
      },
    })
    .returning({ last: controlNumbers.last })
  return row!.last - count + 1
}
