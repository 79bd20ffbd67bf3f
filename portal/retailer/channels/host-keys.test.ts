import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import { addHostKey, ensureHostKeys, type HostKey, retireHostKey } from '../../../partners/host-keys/host-keys.ts'
import { createPortal } from '../../app.tsx'
import { Client, portalDeps } from '../../testing/client.ts'
import { openWorld, password } from '../../testing/world.ts'

const key = (fingerprint: string, useFrom: string): HostKey => ({
  ...{ algorithm: 'ssh-ed25519', publicKey: `ssh-ed25519 ${fingerprint}`, privateKey: `PRIVATE ${fingerprint}` },
  ...{ fingerprint, addedAt: '2020-01-01T00:00:00.000Z', useFrom },
})

describeOnBothDatabases('The page of a channel to our SFTP server', open => {
  it('tells the host keys that the partner may meet, and no private half', async () => {
    const world = await openWorld(await open())
    const { hub } = world
    const { partnershipId } = world.here.suppliers['Little Potter']!
    const { box } = portalDeps
    await hub.work('ann', async work => {
      await ensureHostKeys(work, box, () => [key('SHA256:gone', '2020-01-01T00:00:00.000Z')])
      await addHostKey(work, box, key('SHA256:before', '2020-02-01T00:00:00.000Z'))
      await addHostKey(work, box, key('SHA256:now', '2020-03-01T00:00:00.000Z'))
      await addHostKey(work, box, key('SHA256:next', '2999-01-15T00:00:00.000Z'))
      await retireHostKey(work, box, 'SHA256:gone')
    })
    const client = new Client(createPortal({ ...portalDeps, hub, log: { error: () => undefined } }))
    await client.signIn('operations@here.example', password)
    const show = async (kind: string) =>
      await (await client.get(`/retailer/partners/${partnershipId}/channel?kind=${kind}`)).text()
    const page = await show('sftp-host')
    const told = page.split('data-host-key="').slice(1)
    expect(told.map(part => /^[^"]+/.exec(part)![0])).toEqual(['SHA256:before', 'SHA256:now', 'SHA256:next'])
    expect(told[0]).toContain('Shown before; still ours')
    expect(told[1]).toContain('Shown now')
    expect(told[2]).toContain('Shown from 2999-01-15')
    expect(told[2]).toContain('ssh-ed25519 SHA256:next')
    expect(page).not.toContain('PRIVATE')
    expect(await show('sftp-client')).not.toContain('data-host-key')
  })
})
