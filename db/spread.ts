import type postgres from 'postgres'
import { distributionStatements } from './distribution.ts'

interface ForeignKey {
  table: string
  name: string
  definition: string
}

/**
 * Spreads the schema over a Citus cluster, all in one transaction. Citus takes neither a table that points to one not yet spread nor one that
 * is pointed to by such a table, so the foreign keys are taken off before and put back after. Run again, it changes nothing.
 */
export async function spreadTables(client: postgres.Sql): Promise<void> {
  await client.begin(async tx => {
    await tx`set local citus.multi_shard_modify_mode to 'sequential'`
    const keys = await tx<ForeignKey[]>`
      select conrelid::regclass::text as "table", conname as name, pg_get_constraintdef(oid) as definition
      from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by oid`
    for (const { table, name } of keys) await tx.unsafe(`alter table ${table} drop constraint "${name}"`)
    for (const statement of distributionStatements()) await tx.unsafe(statement)
    for (const { table, name, definition } of keys)
      await tx.unsafe(`alter table ${table} add constraint "${name}" ${definition}`)
  })
}
