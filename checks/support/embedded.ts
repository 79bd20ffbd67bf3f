import { openAsBlob } from 'node:fs'
import { sql } from 'drizzle-orm'
import { inject } from 'vitest'
import { type Database, openDatabase } from '../../db/connection.ts'
import { emptyAll } from './emptying.ts'

/** Databases of this test file that are closed, and empty again. */
const idle: Database[] = []

/**
 * An embedded database, migrated and empty. Beginning one costs most of a second, emptying one next to nothing: a closed one is emptied and given
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
      // Whatever a test left in the session: temporary tables, listeners, settings.
      await database.orm.execute(sql`discard all`)
      await emptyAll(database.orm)
      idle.push(database)
    },
  }
}
