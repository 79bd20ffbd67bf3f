import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import { channels } from '../../../db/schema/index.ts'
import { createPortal } from '../../app.tsx'
import { Client, portalDeps } from '../../testing/client.ts'
import { openWorld, password } from '../../testing/world.ts'

describeOnBothDatabases('The connection test of a partner', open => {
  it('shows every step, to whoever may operate, for a partner of theirs', async () => {
    const world = await openWorld(await open())
    const { partnershipId } = world.here.suppliers['Little Potter']!
    const { retailerId } = world.here
    const mine = and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, partnershipId))
    await world.hub.orm.update(channels).set({ transport: 'as2' }).where(mine)
    const asked: object[] = []
    const app = createPortal({
      ...portalDeps,
      hub: world.hub,
      log: { error: () => undefined },
      testConnection: async partnership => {
        asked.push(partnership)
        const steps = [{ title: 'Address', outcome: 'failed' as const, says: 'nowhere.invalid has no address.' }]
        return { passed: false, steps }
      },
    })
    const signedIn = async (email: string) => {
      const client = new Client(app)
      await client.signIn(email, password)
      return client
    }
    const path = `/retailer/partners/${partnershipId}/connection-test`
    const operator = await signedIn('operations@here.example')
    const answer = await operator.post(path)
    expect(answer.status).toBe(200)
    expect(await answer.text()).toMatch(/data-connection-test="failed".*Address.*nowhere\.invalid has no address/s)
    expect(asked).toEqual([{ retailerId, partnershipId }])
    expect((await (await signedIn('read-only@here.example')).post(path)).status).toBe(403)
    expect((await (await signedIn('admin@there.example')).post(path)).status).toBe(404)
    expect(asked).toHaveLength(1)
  })
})
