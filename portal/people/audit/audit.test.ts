import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import { memberships, users } from '../../../db/schema/index.ts'
import { recordChange } from '../../../partners/audit.ts'
import { openWorld } from '../../testing/world.ts'

describeOnBothDatabases('the audit log', open => {
  it('names people and things, shows moments on the reader’s clock, and knows nothing of strangers', async () => {
    const hub = await open()
    const world = await openWorld(hub)
    const { retailerId, suppliers } = world.here
    const stranger = world.there.suppliers['Cascade Home']!
    const subject = suppliers['Little Potter']!.partnershipId
    await hub.orm.update(users).set({ name: 'Ann Admin' }).where(eq(users.email, 'admin@here.example'))
    const [theirs] = await hub.orm
      .select({ userId: memberships.userId })
      .from(memberships)
      .where(eq(memberships.retailerId, world.there.retailerId))
    await hub.work('user:admin@here.example', work =>
      recordChange(work, {
        ...{ retailerId, action: 'partner.changed', subject },
        before: { from: '2026-03-01T05:30:00.000Z', owner: theirs!.userId },
        after: {
          from: '2026-03-02T05:30:00.000Z',
          owner: theirs!.userId,
          other: stranger.partnershipId,
          second: subject,
        },
      }),
    )
    const admin = await world.as('admin@here.example')
    await admin.post('/account/profile', { name: 'Ann Admin', timeZone: 'America/New_York' })
    const html = await (await admin.get('/retailer/audit-log?show=partner')).text()
    const row = /<tr class="linked" data-action="partner.changed"[\s\S]*?<\/tr>/.exec(html)![0]
    expect(row).toContain('<span title="admin@here.example">Ann Admin</span>')
    expect(row).toContain(`<a href="/retailer/partners/${subject}">Little Potter</a>`)
    expect(row).toContain('second: Little Potter')
    expect(row).toMatch(/from: <time [^>]*title="2026-03-01T05:30:00.000Z">Mar 1, 00:30<\/time> → <time/)
    expect(row).not.toContain('Cascade Home')
    expect(row.replaceAll(/title="[^"]*"|href="[^"]*"|datetime="[^"]*"/g, '')).not.toMatch(/T\d\d:\d\d:\d\d/)
    const file = await (await admin.get('/retailer/audit-log/file?show=partner')).text()
    expect(file).toContain(',admin@here.example,Ann Admin,partner.changed,Little Potter,')
  })

  it('takes days on the reader’s clock', async () => {
    const hub = await open()
    const world = await openWorld(hub)
    const { retailerId } = world.here
    const at = new Date('2026-03-02T03:00:00Z')
    await hub.work('system', work =>
      recordChange({ ...work, now: at }, { retailerId, action: 'map.changed', subject: 'x' }),
    )
    const admin = await world.as('admin@here.example')
    const day = async (from: string) =>
      (await (await admin.get(`/retailer/audit-log?show=map&from=${from}&to=${from}`)).text()).includes('Map changed')
    expect([await day('2026-03-01'), await day('2026-03-02')]).toEqual([false, true])
    await admin.post('/account/profile', { name: 'Ann', timeZone: 'America/New_York' })
    expect([await day('2026-03-01'), await day('2026-03-02')]).toEqual([true, false])
  })
})
