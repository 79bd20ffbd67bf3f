import { eq, type SQL, sql } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { words } from '../../db/schema/columns.ts'
import { orders } from '../../db/schema/index.ts'

/** Among so many of the newest orders, a name that many customers have is met often enough. */
const lately = 5000

const name = sql`${orders.customer}->>'name'`

/** Whether a customer's name holds these words, as `wordsQuery` has them. */
export const isNamed = (query: string): SQL => sql`${words(name)} @@ to_tsquery('simple', ${query})`

/** All orders of such customers, for `in (…)`. `offset 0` has them found by the index of words, however few of them are asked for. */
export const allNamed = (retailerId: string, query: string): SQL =>
  sql`select ${orders.id} from ${orders} where ${orders.retailerId} = ${retailerId} and ${isNamed(query)} offset 0`

/**
 * Such orders among the newest. The index of words fetches a name's every order to show eight of them, which is slow for the names that many have;
 * these are met at once by walking back from the newest. PostgreSQL cannot know which names they are: it guesses one share for all.
 * @returns at most `most` ids
 */
export async function namedLately(orm: Orm, retailerId: string, query: string, most: number): Promise<string[]> {
  const newest = sql`select ${orders.id}, ${name} as name from ${orders} where ${orders.retailerId} = ${retailerId}
    order by ${orders.id} desc limit ${lately}`
  const found = await orm
    .select({ id: orders.id })
    .from(orders)
    .where(
      sql`${eq(orders.retailerId, retailerId)} and ${orders.id} = any(array(
        select newest.id from (${newest}) as newest where ${words(sql`newest.name`)} @@ to_tsquery('simple', ${query})
        limit ${most}))`,
    )
  return found.map(({ id }) => id)
}
