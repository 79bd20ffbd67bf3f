import { readMigrationFiles } from 'drizzle-orm/migrator'
import { CannotOpen } from './cannot-open.ts'

/** Runs a statement and gives its rows, by whichever driver. */
export type Ask = <Row>(statement: string) => Promise<Row[]>

/**
 * Holds what was done to the database against the migrations that this program brings, before any of them runs. Throws `CannotOpen` when the database was made
 * by a program that had others: an older one of before the first release, or a newer one.
 */
export async function checkVersion(ask: Ask, migrationsFolder: string): Promise<void> {
  const [made] = await ask<{ there: boolean }>(
    `select to_regclass('drizzle.__drizzle_migrations') is not null as "there"`,
  )
  if (!made?.there) return
  const applied = await ask<{ hash: string }>('select hash from drizzle.__drizzle_migrations')
  const ours = readMigrationFiles({ migrationsFolder }).map(({ hash }) => hash)
  if (applied.every(({ hash }) => ours.includes(hash))) return
  const newer = ours.every(hash => applied.some(row => row.hash === hash))
  throw new CannotOpen(newer ? madeByNewer : madeByOther)
}

const madeByNewer =
  'The database was carried on by a newer version of Crossdock than this one. Run that version, or restore the backup from before it.'

const madeByOther =
  'The database was made by another version of Crossdock, and this one cannot carry it on: until the first release there are no upgrades (docs/decisions/006). Run the version that made it, or start with an empty database.'
