import { sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../checks/support/databases.ts'
import { rowsOf } from './connection.ts'
import { copyBinary, copyInto, copyLine } from './copy.ts'

describeOnBothDatabases('copying', open => {
  it('brings every sign through as it was, and what is absent as null', async () => {
    const hub = await open()
    const values = ['tab\there', 'line\nend\r', 'back\\slash \\N', '', null, 'ünï😀']
    const found = await hub.work('system', async work => {
      await work.tx.execute(sql`create temp table kept (n int, t text, q numeric) on commit drop`)
      await copyInto(work.tx, 'kept (n, t, q)', values.map((value, n) => copyLine([n, value, '1.50'])).join(''))
      await copyInto(work.tx, 'kept (n, t, q)', copyLine([99, 'again', undefined]))
      return await rowsOf<{ t: string | null; q: string | null }>(
        work.tx,
        sql`select t, q::text as q from kept order by n`,
      )
    })
    expect(found.map(row => row.t)).toEqual([...values, 'again'])
    expect(found.at(-1)?.q).toBeNull()
  })

  it('fails the transaction when a row does not fit, and leaves the database usable', async () => {
    const hub = await open()
    const failed = hub.work('system', async work => {
      await work.tx.execute(sql`create temp table kept (n int) on commit drop`)
      await copyInto(work.tx, 'kept (n)', copyLine(['no number']))
    })
    await expect(failed).rejects.toThrow()
    expect(await rowsOf(hub.orm, sql`select 1 as one`)).toEqual([{ one: 1 }])
  })

  it('fails the transaction when a row cannot be made, or is not what the table holds, and leaves the database usable', async () => {
    const hub = await open()
    const copying = (rows: Iterable<Uint8Array[]>) =>
      hub.work('system', async work => {
        await work.tx.execute(sql`create temp table kept (n int) on commit drop`)
        await copyBinary(work.tx, 'kept (n)', rows)
      })
    const breaking = function* () {
      yield [new Uint8Array(4)]
      throw new Error('no more rows')
    }
    await expect(copying(breaking())).rejects.toThrow('no more rows')
    await expect(copying([[new Uint8Array(3)]])).rejects.toThrow()
    expect(await rowsOf(hub.orm, sql`select 1 as one`)).toEqual([{ one: 1 }])
  })
})
