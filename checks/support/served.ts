import postgres from 'postgres'
import { inject } from 'vitest'
import { type Database, type DatabaseSettings, openDatabase } from '../../db/connection.ts'
import { emptyAll } from './emptying.ts'

/** A database on the test run's server that is ours, with the connections that empty it and that most tests use. */
interface Served {
  url: string
  database: Database
}

/** Databases whose locks this worker's connection holds, and those among them that no test uses: they are empty. */
const own: string[] = []
const idle: Served[] = []

/**
 * A migrated, empty database on the test run's server. Copying the template costs half a second and connecting some milliseconds, emptying a used database next to nothing: a
 * closed one is emptied and given to the next test, connections and all, unless a test asks for connections of its own. Whose a database is, is told by an advisory lock of
 * the worker's own connection: when the worker ends, however it ends, its databases are free for the next.
 */
export async function emptyServed(settings: Pick<DatabaseSettings, 'connections' | 'onStatement'> = {}) {
  const served = idle.pop() ?? (await takeLeft()) ?? (await copyOfTemplate())
  const isSpecial = settings.connections !== undefined || settings.onStatement !== undefined
  const database = isSpecial ? await openDatabase({ ...settings, url: served.url }) : served.database
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    if (isSpecial) await database.close()
    await emptyAll(served.database.orm)
    idle.push(served)
  }
  return { ...database, close }
}

let holder: postgres.Sql | undefined

/** The worker's own connection: it holds the locks. */
function connection(): postgres.Sql {
  holder ??= postgres(`${inject('postgresRoot')}/postgres`, { max: 1, onnotice: () => undefined })
  return holder
}

async function takeLeft(): Promise<Served | undefined> {
  // A lock that a connection holds it gets again: its own are left out.
  const [left] = await connection()<{ name: string }[]>`
    select datname as name from (
      select oid, datname from pg_database where datname like 'shared\_%' and datname <> all(${own}) order by oid offset 0
    ) as others
    where pg_try_advisory_lock(oid::bigint) limit 1`
  if (!left) return undefined
  // Whoever is still connected belongs to a worker that has ended.
  await connection()`select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = ${left.name}`
  const served = await serve(left.name)
  await emptyAll(served.database.orm)
  return served
}

async function copyOfTemplate(): Promise<Served> {
  const name = `shared_${crypto.randomUUID().replaceAll('-', '')}`
  await connection().unsafe(`create database ${name} template template_crossdock`)
  await connection()`select pg_advisory_lock(oid::bigint) from pg_database where datname = ${name}`
  return await serve(name)
}

async function serve(name: string): Promise<Served> {
  own.push(name)
  const url = `${inject('postgresRoot')}/${name}`
  return { url, database: await openDatabase({ url }) }
}
