import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'drizzle-orm'
import { afterAll, describe, expect, inject, it } from 'vitest'
import { CannotOpen } from './cannot-open.ts'
import { openDatabase } from './connection.ts'
import { HubDatabase } from './hub-database.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossdock-opening-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const whyNot = async (settings: { url: string } | { folder: string }): Promise<unknown> => {
  const error = await HubDatabase.open(settings).catch(problem => problem)
  return error instanceof CannotOpen ? error.message : error
}

it('opens the embedded database for one process, and not what another version made', async () => {
  const database = await openDatabase({ folder })
  await database.migrate()
  expect(await whyNot({ folder })).toMatch('Another process uses the embedded database')
  await database.orm.execute(sql`insert into drizzle.__drizzle_migrations (hash, created_at) values ('next', 0)`)
  await database.close()
  expect(await whyNot({ folder })).toMatch('carried on by a newer version')
  const again = await openDatabase({ folder })
  await again.orm.execute(sql`delete from drizzle.__drizzle_migrations where hash <> 'next'`)
  await again.close()
  expect(await whyNot({ folder })).toMatch('made by another version of Crossdock')
})

it('says so where the files of the embedded database are damaged, and lets go of them', async () => {
  const damaged = join(folder, 'damaged')
  mkdirSync(damaged)
  writeFileSync(join(damaged, 'PG_VERSION'), '99\n')
  for (const _ of ['first', 'second']) expect(await whyNot({ folder: damaged })).toMatch('its files are damaged')
})

describe.skipIf(!inject('postgresRoot'))('a server', () => {
  it('that cannot be used is named with what to do', async () => {
    const root = inject('postgresRoot')!
    const silent = createServer().listen(0, '127.0.0.1')
    const { port } = await new Promise<{ port: number }>(resolve =>
      silent.once('listening', () => resolve(silent.address() as { port: number })),
    )
    await new Promise(resolve => silent.close(resolve))
    expect(await whyNot({ url: `postgres://nobody@127.0.0.1:${port}/hub` })).toMatch(
      `PostgreSQL at 127.0.0.1:${port} (DATABASE_URL) cannot be reached: nothing listens there.`,
    )
    expect(await whyNot({ url: `${root}/not_made` })).toMatch('has no database “not_made”. Make it first')
    const stranger = new URL(`${root}/postgres`)
    stranger.username = 'stranger'
    expect(await whyNot({ url: stranger.href })).toMatch('refuses the user “stranger”')
  })
})
