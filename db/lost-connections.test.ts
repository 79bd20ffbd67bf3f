import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnServer } from '../checks/support/databases.ts'
import { type Orm, rowsOf } from './connection.ts'
import type { HubDatabase } from './hub-database.ts'

/** Has the server end the connection that a transaction runs on. */
async function cut(hub: HubDatabase, tx: Orm): Promise<void> {
  const [own] = await rowsOf<{ pid: number }>(tx, sql`select pg_backend_pid() as pid`)
  await hub.orm.execute(sql`select pg_terminate_backend(${own!.pid})`)
}

describeOnServer('A connection lost within a transaction', open => {
  const asks = async (tx: Orm) => void (await tx.execute(sql`select 1`))
  const ways: [string, (hub: HubDatabase, tx: Orm) => Promise<void>][] = [
    ['before the next statement', async (hub, tx) => cut(hub, tx).then(() => asks(tx))],
    ['before its end', cut],
    [
      'while a statement runs',
      async (hub, tx) => {
        const [own] = await rowsOf<{ pid: number }>(tx, sql`select pg_backend_pid() as pid`)
        const long = rowsOf(tx, sql`select pg_sleep(60)`)
        await Promise.all([long, hub.orm.execute(sql`select pg_terminate_backend(${own!.pid})`)])
      },
    ],
    ['within a savepoint', async (hub, tx) => tx.transaction(async inner => cut(hub, inner as unknown as Orm))],
    [
      'and is asked again although that failed',
      async (hub, tx) => {
        await cut(hub, tx)
        for (let attempt = 0; attempt < 3; attempt++) await asks(tx).catch(() => undefined)
        throw new Error('This failed of itself.')
      },
    ],
  ]
  it('fails it, and nothing else', async () => {
    const uncaught: unknown[] = []
    const hear = (error: unknown) => uncaught.push(error)
    process.prependListener('uncaughtException', hear)
    try {
      const hub = await open({ connections: 3 })
      // Twice, so that more connections are lost than there are at once.
      for (const [when, run] of [...ways, ...ways]) {
        await expect(
          hub.work('system', work => run(hub, work.tx)),
          when,
        ).rejects.toThrow()
        // The driver fails one query more in the place of the lost connection.
        await Promise.allSettled(Array.from({ length: 3 }, () => asks(hub.orm)))
        expect(await rowsOf(hub.orm, sql`select 3 as three`), when).toEqual([{ three: 3 }])
      }
    } finally {
      process.removeListener('uncaughtException', hear)
    }
    expect(uncaught).toEqual([])
  })
})
