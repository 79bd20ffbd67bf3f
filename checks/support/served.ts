import postgres from 'postgres'
import { inject } from 'vitest'
import { openDatabase } from '../../db/connection.ts'
import { emptyAll } from './emptying.ts'

/** A database on the test run's server that nobody else uses until it is given back. */
export interface ServedDatabase {
  url: string
  giveBack(): void
}

/** Databases whose locks this test file's connection holds, and those among them that are free again. */
const own: string[] = []
const idle: string[] = []

/**
 * A migrated, empty database on the test run's server. Copying the template costs half a second, emptying a used database a few milliseconds, so
 * used ones are taken first. Whose a database is, is told by an advisory lock of the file's own connection: when the file ends, however it ends, its
 * databases are free for the next.
 */
export async function emptyServed(): Promise<ServedDatabase> {
  const used = idle.pop() ?? (await takeLeft())
  const name = used ?? (await copyOfTemplate())
  const url = `${inject('postgresRoot')}/${name}`
  if (used) await empty(url)
  return { url, giveBack: () => idle.push(name) }
}

let holder: postgres.Sql | undefined

/** The file's own connection: it holds the locks. */
function connection(): postgres.Sql {
  holder ??= postgres(`${inject('postgresRoot')}/postgres`, { max: 1, onnotice: () => undefined })
  return holder
}

async function takeLeft(): Promise<string | undefined> {
  // A lock that a connection holds it gets again: its own are left out.
  const [left] = await connection()<{ name: string }[]>`
    select datname as name from (
      select oid, datname from pg_database where datname like 'shared\_%' and datname <> all(${own}) order by oid offset 0
    ) as others
    where pg_try_advisory_lock(oid::bigint) limit 1`
  if (left) own.push(left.name)
  return left?.name
}

async function copyOfTemplate(): Promise<string> {
  const name = `shared_${crypto.randomUUID().replaceAll('-', '')}`
  await connection().unsafe(`create database ${name} template template_crossdock`)
  await connection()`select pg_advisory_lock(oid::bigint) from pg_database where datname = ${name}`
  own.push(name)
  return name
}

/** Whoever is still connected belongs to a test that has ended. */
async function empty(url: string): Promise<void> {
  const database = await openDatabase({ url, connections: 1 })
  await database.orm.execute(
    `select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  )
  await emptyAll(database.orm)
  await database.close()
}
