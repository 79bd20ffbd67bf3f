import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { emptyHub } from '../../../checks/support/databases.ts'
import type { DeadLetter, HubDatabase, JobHandlers } from '../../../db/hub-database.ts'
import { jobNames } from '../../../db/jobs.ts'
import { auditLog, messages, orders } from '../../../db/schema/index.ts'
import { type Busy, openBusyWorld } from '../../testing/busy-world.ts'
import type { Client } from '../../testing/client.ts'
import { causeOf } from './query.ts'

let hub: HubDatabase
let busy: Busy
let operations: Client
beforeAll(async () => {
  hub = await emptyHub()
  busy = await openBusyWorld(hub)
  operations = await busy.as('operations@here.example')
  return () => hub.close()
})

/** A job that can never be done, since what it is about is no id. */
const hopeless = (retailerId: string) =>
  hub.work('system', work => work.enqueue('route-order', { retailerId, orderId: 'nonsense', cause: 'new' }))

async function letters(count: number, besides = ''): Promise<DeadLetter[]> {
  for (;;) {
    const found = (await hub.deadLetters()).filter(letter => letter.id !== besides)
    if (found.length >= count) return found
    await new Promise(resolve => setImmediate(resolve))
  }
}

it('shows a retailer its own stuck work, and has it tried again', async () => {
  await hub.startWorkers(
    Object.fromEntries(jobNames.map(name => [name, async () => undefined])) as unknown as JobHandlers,
  )
  const [order] = await hub.orm.select().from(orders).where(eq(orders.id, busy.orderId))
  const stranger = hub.newId()
  await hopeless(order!.retailerId)
  await hopeless(stranger)
  const both = await letters(2)
  const of = (retailerId: string) =>
    both.find(letter => (letter.payload as { retailerId: string }).retailerId === retailerId)!
  const [mine, theirs] = [of(order!.retailerId), of(stranger)]
  const page = await (await operations.get('/retailer/stuck-work')).text()
  expect(page).toContain('Decide where an order goes')
  expect([page.includes(mine.id), page.includes(theirs.id)]).toEqual([true, false])
  expect((await operations.post(`/retailer/stuck-work/${theirs.id}/retry`)).status).toBe(404)
  expect((await operations.post(`/retailer/stuck-work/${mine.id}/retry`)).status).toBe(303)
  const after = await letters(2, mine.id)
  expect(after.map(letter => letter.id)).toContain(theirs.id)
})

it('groups what failed for one reason, has a group tried again, and gives it up with a reason that is kept', async () => {
  const { retailerId } = busy.here
  const earlier = (await hub.deadLetters()).map(letter => letter.id)
  for (let count = 0; count < 3; count++) await hopeless(retailerId)
  for (;;) {
    const found = await hub.deadLetters()
    if (found.filter(letter => !earlier.includes(letter.id)).length >= 3) break
    await new Promise(resolve => setImmediate(resolve))
  }
  const page = await (await operations.get('/retailer/stuck-work')).text()
  const groups = [...page.matchAll(/data-group="route-order" data-count="(\d+)"/g)].map(([, n]) => Number(n))
  expect(groups).toHaveLength(1)
  expect(groups[0]).toBeGreaterThanOrEqual(3)
  const group = /name="group" value="([^"]+)"/.exec(page)![1]!.replaceAll('&quot;', '"')
  const post = (part: string, fields: Record<string, string>) =>
    operations.post(`/retailer/stuck-work/groups/${part}`, fields)
  const rows = (await (await operations.get('/retailer/stuck-work/file')).text()).trimEnd().split('\r\n')
  expect(rows.filter(row => row.startsWith('Decide where an order goes,'))).toHaveLength(groups[0]!)
  const viewer = await busy.as('read-only@here.example')
  expect((await viewer.post('/retailer/stuck-work/groups/dismissal', { group, reason: 'no' })).status).toBe(403)
  expect((await post('dismissal', { group, reason: ' ' })).status).toBe(422)
  const strangers = await busy.as('operations@there.example')
  expect((await strangers.post('/retailer/stuck-work/groups/dismissal', { group, reason: 'mine' })).status).toBe(404)
  expect((await post('dismissal', { group, reason: 'These orders were a test.' })).status).toBe(303)
  const left = (await hub.deadLetters()).filter(
    ({ payload }) => (payload as { retailerId: string }).retailerId === retailerId,
  )
  expect(left).toEqual([])
  const [kept] = await hub.orm.select().from(auditLog).where(eq(auditLog.action, 'stuck-work.given-up'))
  expect(kept).toMatchObject({ actor: 'user:operations@here.example', subject: 'route-order' })
  expect((kept!.after as { reason: string; jobs: unknown[] }).jobs).toHaveLength(groups[0]!)
  expect((await post('retry', { group })).status).toBe(404)
})

it('tells causes apart by what does not differ from job to job', () => {
  const id = '01999999-9999-7999-8999-999999999999'
  expect(causeOf(`Order ${id} has no line 12 of “MUG-01”.`)).toBe(causeOf(`Order ${id} has no line 7 of “BOWL”.`))
  expect(causeOf('connect ECONNREFUSED 10.0.0.1:22')).not.toBe(causeOf('Timed out after 30 s'))
})

it('sends a failed message again', async () => {
  await hub.orm
    .update(messages)
    .set({ status: 'failed', failureCode: 'partner-refused' })
    .where(eq(messages.id, busy.messageId))
  expect((await operations.post(`/retailer/messages/${busy.messageId}/resend`)).status).toBe(303)
  const [message] = await hub.orm.select().from(messages).where(eq(messages.id, busy.messageId))
  expect(message!.status).toBe('queued')
  expect((await operations.post(`/retailer/messages/${busy.messageId}/resend`)).status).toBe(409)
})
