import { sql } from 'drizzle-orm'
import { date, integer, jsonb, pgTable, text, timestamp } from 'drizzle-orm/pg-core'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../checks/support/databases.ts'
import { readPacked } from './read-packed.ts'
import { decimal } from './schema/columns.ts'

const things = pgTable('packed_things', {
  id: integer('id').notNull(),
  amount: decimal('amount').notNull(),
  share: decimal('share'),
  note: text('note'),
  ids: jsonb('ids'),
  day: date('day'),
  at: timestamp('at', { withTimezone: true }),
})

describeOnBothDatabases('Rows read packed', open => {
  it('are those of the same query, in its order', async () => {
    const hub = await open()
    await hub.orm.transaction(async tx => {
      await tx.execute(
        sql`create temporary table packed_things (id integer not null, amount numeric(24, 6) not null, share numeric(24, 6), note text, ids jsonb, day date, at timestamptz) on commit drop`,
      )
      const { id, amount, share, note, ids, day } = things
      const fields = { id, amount, share, note, ids, day }
      const packed = () => readPacked(tx, fields, sql`${things} where ${id} > 0 order by ${id} desc`)
      expect(await packed()).toEqual([])
      await tx.insert(things).values([
        { id: 1, amount: '123456789012345678.000001', share: '0', note: 'a "b"\n\\ é', ids: { upc: ['1', null] } },
        { id: 2, amount: '-5', share: '12.5', note: '', day: '2026-02-28' },
        { id: 3, amount: '100.10', note: '{"a": 1}', ids: [] },
        { id: 0, amount: '1' },
      ])
      const plain = await tx.select(fields).from(things).where(sql`${id} > 0`).orderBy(sql`${id} desc`)
      expect(await packed()).toEqual(plain)
      expect(plain.map(({ amount }) => amount)).toEqual(['100.1', '-5', '123456789012345678.000001'])
      await expect(readPacked(tx, { at: things.at }, sql`${things}`)).rejects.toThrow('at is an instant')
    })
  })
})
