import { eq } from 'drizzle-orm'
import type { Orm } from '../../db/connection.ts'
import { partnerships, suppliers } from '../../db/schema/index.ts'

/** The suppliers' names by the id of their partnership. */
export async function partnerNames(orm: Orm, retailerId: string): Promise<Map<string, string>> {
  const rows = await orm
    .select({ id: partnerships.id, name: suppliers.name })
    .from(partnerships)
    .innerJoin(suppliers, eq(suppliers.id, partnerships.supplierId))
    .where(eq(partnerships.retailerId, retailerId))
  return new Map(rows.map(row => [row.id, row.name]))
}
