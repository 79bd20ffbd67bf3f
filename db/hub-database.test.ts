import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../checks/support/databases.ts'
import { HubDatabase, type JobHandlers } from './hub-database.ts'
import { jobNames } from './jobs.ts'
import { retailers } from './schema/index.ts'
import { insertion } from './statements.ts'
import { isUniqueViolation } from './work.ts'

const noHandlers = () =>
  Object.fromEntries(jobNames.map(name => [name, async () => undefined])) as unknown as JobHandlers

const addRetailer = (hub: HubDatabase, slug: string) =>
  hub.work('system', async work => {
    const id = work.newId()
    await work.tx.insert(retailers).values({ id, slug, name: slug, createdAt: work.now })
    return id
  })

describeOnBothDatabases('HubDatabase', open => {
  it('commits a change and its job together', async () => {
    const hub = await open()
    const retailerId = await addRetailer(hub, 'harbor')
    const done = Promise.withResolvers<string>()
    await hub.startWorkers({ ...noHandlers(), 'route-order': async job => done.resolve(job.orderId) })
    const orderId = hub.newId()
    await hub.work('system', work => work.enqueue('route-order', { retailerId, orderId, cause: 'new' }))
    expect(await done.promise).toBe(orderId)
  })

  it('sends statements and a job at once, and changes nothing when one of them fails', async () => {
    const hub = await open()
    const insertRetailers = insertion(retailers, ['id', 'slug', 'name', 'createdAt'])
    const row = (slug: string) => insertRetailers([{ id: hub.newId(), slug, name: slug, createdAt: hub.now() }])
    const job = {
      name: 'route-order',
      payloads: [{ retailerId: hub.newId(), orderId: hub.newId(), cause: 'new' }],
    } as const
    await hub.workAtOnce([row('at-once'), row('too')], [job])
    const failing = hub.workAtOnce([row('not-this'), row('at-once'), row('nor-this')], [job])
    expect(await failing.catch(isUniqueViolation)).toBe(true)
    const stored = await hub.orm.select({ slug: retailers.slug }).from(retailers)
    const slugs = stored.map(({ slug }) => slug)
    expect(slugs.filter(slug => ['at-once', 'too', 'not-this', 'nor-this'].includes(slug)).sort()).toEqual([
      'at-once',
      'too',
    ])
    expect(await hub.pendingJobs()).toBe(1)
    // The connection is as good as before.
    await Promise.all(['a', 'b', 'c'].map(slug => hub.workAtOnce([row(slug)], [])))
    expect(await hub.orm.$count(retailers)).toBe(stored.length + 3)
  })

  it('rolls a change and its job back together', async () => {
    const hub = await open()
    const failing = hub.work('system', async work => {
      await work.tx.insert(retailers).values({ id: work.newId(), slug: 'gone', name: 'Gone', createdAt: work.now })
      await work.enqueue('route-order', { retailerId: work.newId(), orderId: work.newId(), cause: 'new' })
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await hub.orm.select().from(retailers).where(eq(retailers.slug, 'gone'))).toEqual([])
    expect(await hub.pendingJobs()).toBe(0)
  })

  it('tries a failed job again', async () => {
    const hub = await open()
    let tries = 0
    const done = Promise.withResolvers<number>()
    await hub.startWorkers({
      ...noHandlers(),
      'route-order': async () => {
        tries += 1
        if (tries === 1) throw new Error('not yet')
        done.resolve(tries)
      },
    })
    await hub.work('system', work =>
      work.enqueue('route-order', { retailerId: work.newId(), orderId: work.newId(), cause: 'new' }),
    )
    expect(await done.promise).toBe(2)
  })

  it('keeps what cannot be done until a person has it tried again', async () => {
    const hub = await open()
    await hub.startWorkers(noHandlers())
    const orderId = 'not an id'
    await hub.work('system', work => work.enqueue('route-order', { retailerId: work.newId(), orderId, cause: 'new' }))
    const [letter] = await deadLettersOf(hub)
    expect(letter).toMatchObject({ name: 'route-order', payload: { orderId } })
    expect(await hub.retryDeadLetters([letter!.id])).toBe(1)
    expect((await deadLettersOf(hub, letter!.id)).map(again => again.name)).toEqual(['route-order'])
  })
})

it('hands back at its stop what it could not finish', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-hand-back-'))
  const first = await HubDatabase.open({ folder })
  const begun = Promise.withResolvers<void>()
  const never = () => {
    begun.resolve()
    return new Promise<void>(() => undefined)
  }
  await first.startWorkers({ ...noHandlers(), 'route-order': never })
  const job = { retailerId: first.newId(), orderId: first.newId(), cause: 'new' }
  await first.work('system', work => work.enqueue('route-order', job))
  await begun.promise
  await first.close(1)
  const second = await HubDatabase.open({ folder })
  const done = Promise.withResolvers<string>()
  await second.startWorkers({ ...noHandlers(), 'route-order': async ({ orderId }) => done.resolve(orderId) })
  expect(await done.promise).toBe(job.orderId)
  await second.close()
  rmSync(folder, { recursive: true })
})

/** The dead letters, once there are any besides the one named. */
async function deadLettersOf(hub: HubDatabase, besides = '') {
  for (;;) {
    const letters = (await hub.deadLetters()).filter(letter => letter.id !== besides)
    if (letters.length > 0) return letters
    await new Promise(resolve => setImmediate(resolve))
  }
}
