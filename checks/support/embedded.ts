import { openAsBlob } from 'node:fs'
import { sql } from 'drizzle-orm'
import { inject } from 'vitest'
import { type Database, openDatabase, rowsOf } from '../../db/connection.ts'

/** Databases of this test file that are closed, and empty again. */
const idle: Database[] = []

/**
 * An embedded database, migrated and empty. Beginning one costs most of a second, emptying one a tenth of that: a closed one is emptied and given
 * to the next test.
 */
export async function emptyEmbedded(): Promise<Database> {
  const database = idle.pop() ?? (await openDatabase({ snapshot: await openAsBlob(inject('embeddedSnapshot')) }))
  let closed = false
  return {
    ...database,
    close: async () => {
      if (closed) return
      closed = true
      await empty(database)
      idle.push(database)
    },
  }
}

/** What a migrated database holds before anything happens stays: the queues, and what pg-boss and the migrations know of themselves. */
const kept = ['jobs.queue', 'jobs.version', 'jobs.subscription', 'drizzle.__drizzle_migrations']

async function empty({ orm }: Database): Promise<void> {
  // Whatever a test left in the session: temporary tables, listeners, settings.
  await orm.execute(sql`discard all`)
  const tables = await rowsOf<{ name: string }>(
    orm,
    sql`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'jobs', 'drizzle')`,
  )
  const names = tables.map(({ name }) => name).filter(name => !kept.includes(name))
  await orm.execute(sql.raw(`truncate ${names.join(', ')} restart identity cascade`))
}
