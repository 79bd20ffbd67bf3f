import { randomUUID } from 'node:crypto'
import { getTableName } from 'drizzle-orm'
import postgres from 'postgres'
import { describe, expect, inject, it } from 'vitest'
import { distributedTables, referenceTables } from './distribution.ts'
import { spreadTables } from './spread.ts'

/** Stands in for what the extension adds: it refuses what Citus refuses, and remembers what was spread. */
const rules = `
  create table pg_dist_partition (logicalrelid regclass primary key, kind text);
  create function refuse_foreign_keys(name text) returns void language plpgsql as $$ begin
    if exists (select 1 from pg_constraint where contype = 'f' and (conrelid = name::regclass or confrelid = name::regclass)
      and not exists (select 1 from pg_dist_partition where logicalrelid = case when conrelid = name::regclass then confrelid else conrelid end))
    then raise exception 'relations are not colocated: %', name; end if; end $$;
  create function create_reference_table(name text) returns void language sql as $$
    select refuse_foreign_keys(name); insert into pg_dist_partition values (name::regclass, 'reference'); $$;
  create function create_distributed_table(name text, distribution_column text, colocate_with text) returns void language sql as $$
    select refuse_foreign_keys(name); insert into pg_dist_partition values (name::regclass, distribution_column || ' with ' || colocate_with); $$;`

const foreignKeys = (client: postgres.Sql) => client`
  select conrelid::regclass::text as "table", conname, pg_get_constraintdef(oid) as definition, convalidated
  from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 1, 2`

describe.skipIf(!inject('postgresRoot'))('spreadTables', () => {
  it('spreads every table once, with its foreign keys as they were', async () => {
    const root = inject('postgresRoot')
    const name = `spread_${randomUUID().replaceAll('-', '')}`
    const admin = postgres(`${root}/postgres`, { max: 1, onnotice: () => undefined })
    await admin.unsafe(`create database ${name} template template_crossdock`)
    await admin.end()
    const client = postgres(`${root}/${name}`, { max: 1, onnotice: () => undefined })
    const before = await foreignKeys(client)
    await client.unsafe(rules)
    await spreadTables(client)
    await spreadTables(client)
    const spread = await client<
      { table: string; kind: string }[]
    >`select logicalrelid::text as "table", kind from pg_dist_partition`
    const wanted = [
      ...referenceTables.map(table => [getTableName(table), 'reference']),
      ...distributedTables.map((table, index) => [
        getTableName(table),
        `retailer_id with ${index === 0 ? 'none' : getTableName(distributedTables[0]!)}`,
      ]),
    ]
    expect(spread.map(({ table, kind }) => [table, kind]).sort()).toEqual(wanted.sort())
    expect(await foreignKeys(client)).toEqual(before)
    await client.end()
  })
})
