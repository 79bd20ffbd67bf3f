import { appendFile, readdir, writeFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'
import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { channels, fetchSources } from '../../db/schema/index.ts'
import { changeFeed, listFeeds, lookNow, setFeedActive } from '../../partners/feeds/feeds.ts'
import { jobHandlers } from '../jobs/registry.ts'
import { startProftpd } from '../transports/ftp/test-proftpd.ts'
import { startSshd } from '../transports/sftp/test-sshd.ts'
import { box, feedWorld } from './testing/world.ts'

describeOnBothDatabases('Files of a partner’s server', open => {
  it('come from the folder of its SFTP channel, by the channel’s schedule, once', async () => {
    let now = new Date('2026-05-04T10:00:00Z')
    const sshd = await startSshd()
    const world = await feedWorld(await open({ now: () => now }))
    const { hub, retailerId, partnershipId } = world
    const { privateKey, ...transport } = sshd.settings({
      poll: { folder: sshd.file('out'), after: { do: 'leave' }, schedule: { everyMinutes: 10 } },
    })
    const mine = and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, partnershipId))
    const [channel] = await hub.orm
      .update(channels)
      .set({
        transport: 'sftp',
        format: 'x12',
        settings: { transport },
        secrets: box.seal(JSON.stringify({ privateKey })),
      })
      .where(mine)
      .returning()
    await writeFile(sshd.file('out', '856.edi'), 'ISA~')
    const first = await world.look(channel!.id)
    expect(first).toMatchObject({ kind: 'channel', failures: 0, received: 0, dueAt: new Date('2026-05-04T10:10:00Z') })
    now = new Date('2026-05-04T10:10:00Z')
    expect(await world.look(channel!.id)).toMatchObject({ received: 1 })
    now = new Date('2026-05-04T10:20:00Z')
    expect(await world.look(channel!.id)).toMatchObject({ received: 0, problems: [] })
    expect(await world.received()).toMatchObject([
      { transport: 'sftp', fileName: '856.edi', text: 'ISA~', partnershipId },
    ])
    await hub.orm.update(channels).set({ active: false }).where(mine)
    now = new Date('2026-05-04T10:30:00Z')
    expect(await world.look(channel!.id)).toBeUndefined()
    await sshd.close()
  })

  it('come from an FTP feed; what is packed is opened; it can be changed, paused and asked for', async () => {
    let now = new Date('2026-05-04T10:00:00Z')
    const ftp = await startProftpd({ tls: 'explicit' })
    const world = await feedWorld(await open({ now: () => now }))
    const { hub, retailerId } = world
    const { password, ...settings } = ftp.settings({ poll: { folder: '/out', pattern: 'stock_{yyyy}{MM}{dd}*' } })
    await writeFile(ftp.file('out', 'stock_20260504.csv.gz'), gzipSync('SKU,Quantity\nQUILT,4\n'))
    await writeFile(ftp.file('out', 'stock_20260401.csv.gz'), gzipSync('SKU,Quantity\nQUILT,9\n'))
    const { id } = await world.add({ kind: 'ftp', settings, secrets: { password: 'wrong' } })
    expect(await world.look(id)).toMatchObject({
      failureCode: 'authentication-failed',
      dueAt: new Date('2026-05-04T11:00:00Z'),
    })
    expect(await world.exceptions()).toMatchObject([{ kind: 'not-fetched', actual: 'authentication-failed' }])
    const schedule = { at: ['06:00'], zone: 'UTC' }
    await hub.work('ann', work =>
      changeFeed(work, box, { retailerId, id, name: 'Stock', settings, secrets: { password }, schedule }),
    )
    expect(await world.look(id)).toMatchObject({ failures: 0, dueAt: new Date('2026-05-05T06:00:00Z') })
    await hub.work('ann', work => lookNow(work, { retailerId, id }))
    expect(await world.look(id)).toMatchObject({ received: 1 })
    expect(await world.received()).toMatchObject([
      {
        transport: 'ftp',
        fileName: 'stock_20260504.csv',
        text: 'SKU,Quantity\nQUILT,4\n',
        evidence: { archive: 'stock_20260504.csv.gz' },
      },
    ])
    expect(await readdir(ftp.file('out'))).toEqual(['stock_20260401.csv.gz'])
    await hub.work('ann', work => setFeedActive(work, { retailerId, id, active: false }))
    await appendFile(ftp.file('out', 'stock_20260505.csv'), 'x')
    now = new Date('2026-05-05T06:00:00Z')
    const paused = await world.look(id)
    expect(paused!.triedAt).toEqual(new Date('2026-05-04T10:00:00Z'))
    const [listed] = await listFeeds(hub.orm, retailerId)
    expect(listed).toMatchObject({ id, name: 'Stock', active: false, received: 1 })
    expect(JSON.stringify(listed)).not.toContain(password)
    await ftp.close()
  })

  it('that are too large are reported once, and the others taken', async () => {
    let now = new Date('2026-05-04T10:00:00Z')
    const sshd = await startSshd()
    const world = await feedWorld(await open({ now: () => now }))
    const { privateKey, ...settings } = sshd.settings({ poll: { folder: sshd.file('out'), largestFile: 10 } })
    await writeFile(sshd.file('out', 'large.csv'), 'x'.repeat(11))
    await writeFile(sshd.file('out', 'small.csv'), 'x')
    const { id } = await world.add({ kind: 'sftp', settings, secrets: { privateKey } })
    for (let look = 0; look < 3; look++) {
      await world.look(id)
      now = new Date(now.getTime() + 300_000)
    }
    expect(await world.received()).toMatchObject([{ fileName: 'small.csv' }])
    expect(await world.source(id)).toMatchObject({ problems: [{ code: 'too-large' }] })
    expect(await world.exceptions()).toMatchObject([
      { kind: 'not-fetched', actual: 'too-large', summary: expect.stringContaining('large.csv') },
    ])
    await sshd.close()
  })

  it('are found by the jobs by themselves', async () => {
    const sshd = await startSshd()
    const hub = await open()
    const world = await feedWorld(hub)
    const { privateKey, ...settings } = sshd.settings({ poll: { folder: sshd.file('out'), doneMarker: '.done' } })
    await writeFile(sshd.file('out', 'a.csv'), 'x')
    await writeFile(sshd.file('out', 'a.csv.done'), '')
    const { id } = await world.add({ kind: 'sftp', settings, secrets: { privateKey } })
    await hub.startWorkers(
      jobHandlers({
        hub,
        box,
        allowPrivateAddresses: true,
        deliver: async () => ({ ok: false, failure: { code: 'timeout', detail: '' } }),
        deliverReceipt: async () => undefined,
      }),
    )
    await expect.poll(async () => (await world.source(id))?.received, { timeout: 20_000 }).toBe(1)
    expect(await hub.orm.select({ name: fetchSources.name }).from(fetchSources)).toEqual([{ name: 'Stock' }])
    await sshd.close()
  })
})
