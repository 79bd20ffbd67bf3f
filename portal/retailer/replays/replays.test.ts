import { and, eq, inArray } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import { storeBlob } from '../../../db/blobs.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { auditLog, messageEvents, messageReplays, messages } from '../../../db/schema/index.ts'
import { loadReplay, runReplay, startReplay } from '../../../engine/messages/replay.ts'
import { openWorld, type World } from '../../testing/world.ts'

/** Messages that failed in these ways, for Little Potter. */
async function fail(world: World, codes: string[], besides: Partial<typeof messages.$inferInsert> = {}) {
  const { retailerId, suppliers } = world.here
  const { partnershipId } = suppliers['Little Potter']!
  return await world.hub.work('system', async work => {
    const ids: string[] = []
    for (const failureCode of codes) {
      const { blobId } = await storeBlob(work, retailerId, Buffer.from(`ISA ${failureCode} ${ids.length}`))
      const id = work.newId()
      const common = { retailerId, id, partnershipId, transport: 'as2', wireId: id, blobId, size: 3 } as const
      const failed = { direction: 'out', status: 'failed', failureCode, createdAt: work.now } as const
      await work.tx.insert(messages).values({ ...common, ...failed, ...besides })
      ids.push(id)
    }
    return ids
  })
}

const statusesOf = async (hub: HubDatabase, ids: string[]) =>
  (await hub.orm.select({ status: messages.status }).from(messages).where(inArray(messages.id, ids))).map(
    ({ status }) => status,
  )

const paths = { start: '/retailer/messages/replays', new: '/retailer/messages/replays/new' }

describeOnBothDatabases('many messages', open => {
  it('are grouped by why they are stuck, and each group leads to its messages', async () => {
    const hub = await open()
    const world = await openWorld(hub)
    await fail(world, ['timeout', 'timeout', 'timeout', 'partner-refused'])
    const [unread] = await fail(world, ['x'], { direction: 'in', status: 'rejected', failureCode: null })
    const { retailerId } = world.here
    const issues = [
      { severity: 'warning', code: 'odd', message: 'Odd.', at: {} },
      { severity: 'error', code: 'unknown-format', message: 'No.', at: {} },
    ]
    await hub.work('system', work =>
      work.tx.insert(messageEvents).values({
        retailerId,
        id: work.newId(),
        messageId: unread!,
        kind: 'refused',
        detail: { issues },
        at: work.now,
      }),
    )
    const operations = await world.as('operations@here.example')
    const page = await (await operations.get('/retailer/messages?show=stuck')).text()
    const groups = [...page.matchAll(/data-cause="([^"]+)" data-count="(\d+)"[\s\S]*?href="([^"]+)"/g)]
    expect(groups.map(([, cause, count]) => [cause, count])).toEqual([
      ['timeout', '3'],
      ['partner-refused', '1'],
      ['unknown-format', '1'],
    ])
    for (const [, cause, count, href] of groups) {
      const list = await (await operations.get(href!.replaceAll('&amp;', '&'))).text()
      expect([cause, [...list.matchAll(/data-message=/g)].length]).toEqual([cause, Number(count)])
    }
  })

  it('are sent again as the filter shows them, each once, and tell how far that is', async () => {
    const hub = await open()
    const world = await openWorld(hub)
    const timeouts = await fail(world, ['timeout', 'timeout', 'timeout'])
    const others = await fail(world, ['partner-refused'])
    const operations = await world.as('operations@here.example')
    const query = 'show=undelivered&cause=timeout'
    const before = await (await operations.get(`${paths.new}?${query}`)).text()
    expect(before).toContain('Send 3 again')
    expect(before).toContain('not delivered, cause timeout')
    const begun = await operations.post(paths.start, { action: 'resend', query })
    expect(begun.status).toBe(303)
    const at = begun.headers.get('location')!
    const ref = { retailerId: world.here.retailerId, replayId: at.split('/').at(-1)! }
    // Another sent one of them again in the meantime, and it has arrived.
    await hub.orm.update(messages).set({ status: 'confirmed' }).where(eq(messages.id, timeouts[1]!))
    const waiting = await (await operations.get(at)).text()
    expect(waiting).toContain(`data-live="/retailer/live/replays/${ref.replayId}?seen=0-0"`)
    await Promise.all([runReplay(hub, ref), runReplay(hub, ref)])
    await runReplay(hub, ref)
    expect(await loadReplay(hub.orm, ref)).toMatchObject({ left: 0, done: 2, refused: 1, endedAt: expect.any(Date) })
    expect((await statusesOf(hub, timeouts)).toSorted()).toEqual(['confirmed', 'queued', 'queued'])
    expect(await statusesOf(hub, others)).toEqual(['failed'])
    const resent = await hub.orm.select().from(messageEvents).where(eq(messageEvents.kind, 'resent'))
    expect(resent.map(({ detail }) => detail)).toEqual(Array(2).fill({ by: 'user:operations@here.example' }))
    const after = await (await operations.get(at)).text()
    expect(after).toContain('not one that failed')
    expect(after).not.toContain('data-live')
  })

  it('stay as they are once a person has stopped it', async () => {
    const hub = await open()
    const world = await openWorld(hub)
    const ids = await fail(world, ['timeout', 'timeout'])
    const operations = await world.as('operations@here.example')
    const { retailerId } = world.here
    const { id } = await hub.work('user:x', work =>
      startReplay(work, { retailerId, action: 'resend', messageIds: ids }),
    )
    expect((await operations.post(`${paths.start}/${id}/stop`)).status).toBe(303)
    await runReplay(hub, { retailerId, replayId: id })
    expect(await statusesOf(hub, ids)).toEqual(['failed', 'failed'])
    expect((await operations.post(`${paths.start}/${id}/stop`)).status).toBe(409)
    expect(await (await operations.get(`${paths.start}/${id}`)).text()).toContain('Stopped')
    const log = await hub.orm.select().from(auditLog).where(eq(auditLog.subject, id)).orderBy(auditLog.id)
    expect(log.map(({ action, actor, after }) => ({ action, actor, after }))).toEqual([
      { action: 'replay.begun', actor: 'user:x', after: { action: 'resend', messages: 2 } },
      { action: 'replay.stopped', actor: 'user:operations@here.example', after: { left: 2, done: 0, refused: 0 } },
    ])
  })

  it('are not taken up where the form names nothing that can be', async () => {
    const hub = await open()
    const world = await openWorld(hub)
    await fail(world, ['timeout'])
    const operations = await world.as('operations@here.example')
    expect((await operations.post(paths.start, { action: 'reprocess', query: 'show=stuck' })).status).toBe(422)
    expect((await operations.post(paths.start, { action: 'delete', query: 'show=stuck' })).status).toBe(422)
    const { retailerId } = world.here
    const none = await hub.orm
      .select()
      .from(messageReplays)
      .where(and(eq(messageReplays.retailerId, retailerId)))
    expect(none).toEqual([])
  })
})
