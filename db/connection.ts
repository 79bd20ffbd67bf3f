import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { sql } from 'drizzle-orm'
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core'
import { drizzle as drizzlePglite } from 'drizzle-orm/pglite'
import { migrate as migratePglite } from 'drizzle-orm/pglite/migrator'
import { drizzle as drizzlePostgres } from 'drizzle-orm/postgres-js'
import { migrate as migratePostgres } from 'drizzle-orm/postgres-js/migrator'
import { fromPglite, type PgBoss } from 'pg-boss'
import postgres from 'postgres'
import { keepPlans } from './keep-plans.ts'
import { surviveLostConnections } from './lost-connections.ts'
import { keepForOneProcess } from './one-process.ts'
import { type Ask, checkVersion } from './same-version.ts'
import * as schema from './schema/index.ts'
import { asOne, type Statement } from './statements.ts'

/** The query builder, the same on both drivers; a transaction has the same face. */
export type Orm = PgDatabase<PgQueryResultHKT, typeof schema>

/** What pg-boss needs to work beside us on the same database. */
export type QueueSettings = Extract<ConstructorParameters<typeof PgBoss>[0], object>

/** One open database: embedded in this process, or a PostgreSQL server. */
export interface Database {
  kind: 'embedded' | 'server'
  orm: Orm
  queue: QueueSettings
  /** Runs statements in one transaction, all sent at once; none sees what another changes. Throws what made the first of them fail; nothing is changed then. */
  together(statements: readonly Statement[]): Promise<void>
  migrate(): Promise<void>
  /** A dump of an embedded database, from which others can begin. */
  snapshot?(): Promise<Blob>
  close(): Promise<void>
}

const migrationsFolder = fileURLToPath(new URL('./migrations', import.meta.url))

/** Any number that all processes agree on: whoever holds this advisory lock is migrating. */
const migrationLock = 7_202_611

export interface DatabaseSettings {
  /** `postgres://…`; without it the database is embedded. */
  url?: string | undefined
  /** Where the embedded database lives; without it, in memory. */
  folder?: string | undefined
  /** A new embedded database in memory begins as this dump of another (tests: a migrated one). */
  snapshot?: Blob | undefined
  /** Connections to the server at most. */
  connections?: number | undefined
  /** Hears the text of each statement that the query builder sends. */
  onStatement?: ((text: string) => void) | undefined
}

/** Opens the database that the settings name. Nothing is migrated yet. Throws `CannotOpen` when another process has the embedded one. */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  return settings.url ? openServer(settings.url, settings) : await openEmbedded(settings)
}

const told = (hear: DatabaseSettings['onStatement']) => (hear ? { logger: { logQuery: hear } } : {})

async function openEmbedded({ folder, snapshot, onStatement }: DatabaseSettings): Promise<Database> {
  const release = folder ? keepForOneProcess(folder) : undefined
  const client = await PGlite.create({
    ...(folder ? { dataDir: folder, relaxedDurability: false } : {}),
    ...(snapshot ? { loadDataDir: snapshot } : {}),
  }).catch(error => {
    release?.()
    throw error
  })
  const orm = drizzlePglite({ client, schema, ...told(onStatement) })
  return {
    kind: 'embedded',
    orm: orm as unknown as Orm,
    queue: { db: fromPglite(client), backend: 'pglite' },
    together: async statements => {
      await client.transaction(async tx => {
        for (const { text, values } of statements) await tx.query(text, values)
      })
    },
    migrate: async () => {
      await checkVersion(asking(orm as unknown as Orm), migrationsFolder)
      await migratePglite(orm, { migrationsFolder })
    },
    snapshot: () => client.dumpDataDir('none'),
    close: async () => {
      await client.close()
      release?.()
    },
  }
}

function openServer(url: string, { connections = 10, onStatement }: DatabaseSettings): Database {
  const connected = postgres(url, { max: connections, onnotice: () => undefined, prepare: true })
  const client = surviveLostConnections(keepPlans(connected))
  const orm = drizzlePostgres({ client, schema, ...told(onStatement) })
  return {
    kind: 'server',
    orm: orm as unknown as Orm,
    queue: { connectionString: url, max: 4, application_name: 'crossdock-jobs' },
    together: statements => sendTogether(client, statements),
    migrate: () => migrateUnderLock(url),
    close: () => client.end({ timeout: 5 }),
  }
}

/** As one statement where they allow it. Otherwise nothing is waited for between `begin` and `commit`, which are the driver's own. */
async function sendTogether(client: postgres.Sql, statements: readonly Statement[]): Promise<void> {
  const one = asOne(statements)
  if (one) return void (await client.unsafe(one.text, one.values as never[]))
  await client.begin(tx => statements.map(({ text, values }) => tx.unsafe(text, values as never[])))
}

/** Several processes may start at once: one migrates, the others wait for it and find nothing left to do. */
async function migrateUnderLock(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => undefined })
  try {
    const orm = drizzlePostgres({ client })
    await orm.execute(sql`select pg_advisory_lock(${migrationLock})`)
    await checkVersion(asking(orm as unknown as Orm), migrationsFolder)
    await migratePostgres(orm, { migrationsFolder })
    await orm.execute(sql`select pg_advisory_unlock(${migrationLock})`)
  } finally {
    await client.end({ timeout: 5 })
  }
}

const asking =
  (orm: Orm): Ask =>
  statement =>
    rowsOf(orm, sql.raw(statement))

/** The rows of a hand-written query, whichever driver ran it. */
export async function rowsOf<Row>(orm: Orm, query: ReturnType<typeof sql>): Promise<Row[]> {
  const result: unknown = await orm.execute(query)
  return (Array.isArray(result) ? result : (result as { rows: Row[] }).rows) as Row[]
}
