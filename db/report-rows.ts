import { type SQL, sql } from 'drizzle-orm'
import { type Orm, rowsOf } from './connection.ts'

/**
 * The rows of a report: a hand-written query over much. PostgreSQL compiles what looks expensive (JIT) before it runs it, which took two to three seconds for reports that
 * run in tenths of one; so it is told not to, for this query only. It is no setting of the connection, since connection poolers refuse those that they do not know.
 */
export async function reportRows<Row>(orm: Orm, query: SQL): Promise<Row[]> {
  return await orm.transaction(async tx => {
    await tx.execute(sql`set local jit = off`)
    return await rowsOf<Row>(tx as unknown as Orm, query)
  })
}
