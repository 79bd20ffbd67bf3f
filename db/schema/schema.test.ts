import { execFile } from 'node:child_process'
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { getTableName, isTable, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { rowsOf } from '../connection.ts'
import { distributedTables, distributionStatements, referenceTables } from '../distribution.ts'
import * as schema from './index.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))
const distributed = distributedTables.map(getTableName)
const reference = referenceTables.map(getTableName)

it('lists every table once, as distributed or as reference', () => {
  const declared = Object.values(schema)
    .filter(value => isTable(value))
    .map(table => getTableName(table))
  expect([...distributed, ...reference].sort()).toEqual(declared.sort())
})

it('has a migration for all that the schema declares', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-migrations-'))
  cpSync(join(root, 'db/migrations'), folder, { recursive: true })
  const before = readdirSync(folder)
  const config = join(folder, 'drizzle.config.json')
  writeFileSync(
    config,
    JSON.stringify({ dialect: 'postgresql', schema: join(root, 'db/schema/index.ts'), out: folder }),
  )
  await promisify(execFile)(
    process.execPath,
    [join(root, 'node_modules/drizzle-kit/bin.cjs'), 'generate', '--config', config],
    { cwd: root },
  )
  expect(readdirSync(folder).filter(name => name !== 'drizzle.config.json')).toEqual(before)
  rmSync(folder, { recursive: true })
})

it('distributes a table after those that it points to', () => {
  expect(distributionStatements().at(0)).toContain("create_reference_table('retailers')")
})

describeOnBothDatabases('The rules of distribution', open => {
  it('names the retailer first in every primary key of a distributed table', async () => {
    const { orm } = await open()
    const keys = await rowsOf<{ table: string; first: string }>(
      orm,
      sql`select c.relname as "table", a.attname as "first" from pg_index i
          join pg_class c on c.oid = i.indrelid join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
          join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0] where i.indisprimary`,
    )
    for (const { table, first } of keys.filter(key => distributed.includes(key.table)))
      expect([table, first]).toEqual([table, 'retailer_id'])
    expect(keys.map(key => key.table)).toEqual(expect.arrayContaining([...distributed, ...reference]))
  })

  it('has the retailer in every unique index of a distributed table', async () => {
    const { orm } = await open()
    const indexes = await rowsOf<{ table: string; index: string; definition: string }>(
      orm,
      sql`select tablename as "table", indexname as "index", indexdef as "definition" from pg_indexes where schemaname = 'public' and indexdef like 'CREATE UNIQUE%'`,
    )
    const without = indexes.filter(
      index => distributed.includes(index.table) && !index.definition.includes('retailer_id'),
    )
    expect(without).toEqual([])
  })

  it('points from a distributed table only with the retailer, and from a reference table only to another', async () => {
    const { orm } = await open()
    const keys = await rowsOf<{ from: string; to: string; definition: string }>(
      orm,
      sql`select f.relname as "from", t.relname as "to", pg_get_constraintdef(k.oid) as "definition"
          from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
          join pg_namespace n on n.oid = f.relnamespace and n.nspname = 'public' where k.contype = 'f'`,
    )
    expect(keys.length).toBeGreaterThan(40)
    for (const { from, to, definition } of keys) {
      if (reference.includes(from)) expect(reference).toContain(to)
      else if (distributed.includes(to)) {
        expect(definition).toMatch(/^FOREIGN KEY \(retailer_id, /)
        expect(distributed.indexOf(to)).toBeLessThanOrEqual(distributed.indexOf(from))
      }
    }
  })

  it('has no identity that a database would make', async () => {
    const { orm } = await open()
    const made = await rowsOf(
      orm,
      sql`select table_name, column_name from information_schema.columns where table_schema = 'public' and (is_identity = 'YES' or column_default like 'nextval%' or column_default like '%uuid%(%')`,
    )
    expect(made).toEqual([])
  })
})
