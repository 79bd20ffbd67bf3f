import { expect, it } from 'vitest'
import { asOne } from './statements.ts'

const insert = { text: 'insert into a select $1, $2', values: [1, 'two'] }
const other = { text: 'insert into b select $1', values: [3] }
const last = { text: '\n  WITH ins AS (insert into c select $2, $1) select id from ins', values: [4, 5] }

it('makes one statement of several, each with its own values', () => {
  expect(asOne([insert, other, last])).toEqual({
    text: 'with at_once_0 as (insert into a select $1, $2),\nat_once_1 as (insert into b select $3),\nins AS (insert into c select $5, $4) select id from ins',
    values: [1, 'two', 3, 4, 5],
  })
  expect(asOne([last])?.values).toEqual([4, 5])
})

it('leaves alone what cannot be one statement', () => {
  for (const statements of [[], [insert], [insert, other], [last, insert], [last, last]])
    expect(asOne(statements)).toBeUndefined()
})
