import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { auditLog, installationKeys } from '../../db/schema/index.ts'
import { isRightSecret } from '../proof-of-secret.ts'
import { secretBox } from '../secrets.ts'
import { addHostKey, ensureHostKeys, type HostKey, hostKeyStates, retireHostKey, storedHostKeys } from './host-keys.ts'

const box = secretBox('a secret for tests only')

const key = (fingerprint: string, algorithm: string, useFrom: string): HostKey => ({
  ...{ fingerprint, algorithm, publicKey: `${algorithm} ${fingerprint}`, privateKey: `PRIVATE KEY ${fingerprint}` },
  ...{ addedAt: '2026-01-01T00:00:00.000Z', useFrom },
})
const first = () => [
  key('one', 'ssh-ed25519', '2026-01-01T00:00:00.000Z'),
  key('rsa', 'ssh-rsa', '2026-01-01T00:00:00.000Z'),
]

describeOnBothDatabases('Host keys', open => {
  it('and what the first start seals tell whether the secret is the right one', async () => {
    const hub = await open()
    const right = (given: typeof box) => hub.work('system', work => isRightSecret(work, given))
    const other = secretBox('another secret for tests')
    expect([await right(box), await right(box), await right(other)]).toEqual([true, true, false])
    await hub.orm.delete(installationKeys)
    await hub.work('system', work => ensureHostKeys(work, box, first))
    expect([await right(other), await right(box)]).toEqual([false, true])
  })

  it('are shown from their day on, one of each algorithm, and announced before and after', async () => {
    const hub = await open()
    await Promise.all([1, 2].map(() => hub.work('system', work => ensureHostKeys(work, box, first))))
    await hub.work('ann', work => addHostKey(work, box, key('two', 'ssh-ed25519', '2026-06-01T00:00:00.000Z')))
    const states = async (now: string) =>
      [...hostKeyStates(await storedHostKeys(hub.orm, box), new Date(now))].map(
        ([one, state]) => `${one.fingerprint} ${state}`,
      )
    expect(await states('2026-05-31T23:59:59Z')).toEqual(['one shown', 'rsa shown', 'two announced'])
    expect(await states('2026-06-01T00:00:00Z')).toEqual(['one announced', 'rsa shown', 'two shown'])
    await hub.work('ann', work => retireHostKey(work, box, 'one'))
    // The next steps in before its day.
    expect(await states('2026-05-31T23:59:59Z')).toEqual(['one retired', 'rsa shown', 'two shown'])
  })

  it('are retired once, with their private half, and never the last', async () => {
    const hub = await open()
    await hub.work('system', work => ensureHostKeys(work, box, first))
    const retire = (fingerprint: string) => hub.work('ann', work => retireHostKey(work, box, fingerprint))
    await expect(retire('nobody')).rejects.toMatchObject({ code: 'not-found' })
    await retire('one')
    await expect(retire('one')).rejects.toMatchObject({ code: 'wrong-state' })
    await expect(retire('rsa')).rejects.toMatchObject({ code: 'wrong-state' })
    const [one, rsa] = await storedHostKeys(hub.orm, box)
    expect([one?.privateKey, rsa?.privateKey]).toEqual([undefined, 'PRIVATE KEY rsa'])
    expect((await hub.orm.select().from(installationKeys))[0]!.sealed).not.toContain('PRIVATE')
    const audited = (await hub.orm.select().from(auditLog).orderBy(auditLog.id)).map(
      row => `${row.actor} ${row.action} ${row.subject}`,
    )
    expect(audited).toEqual(['ann host-key.retired one'])
  })
})
