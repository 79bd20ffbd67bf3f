import { eq } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { type DeadLetter, HubDatabase, type JobHandlers } from '../../db/hub-database.ts'
import { jobNames } from '../../db/jobs.ts'
import { messages, orders } from '../../db/schema/index.ts'
import { type Busy, openBusyWorld } from '../testing/busy-world.ts'
import type { Client } from '../testing/client.ts'

let hub: HubDatabase
let busy: Busy
let operations: Client
beforeAll(async () => {
  hub = await HubDatabase.open({})
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
