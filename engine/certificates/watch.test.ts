import { asc, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import { certificateWarnings, exceptions, notifications } from '../../db/schema/index.ts'
import { addCertificate, type NewCertificate } from '../../partners/certificates/add.ts'
import { retireCertificate } from '../../partners/certificates/end.ts'
import { made } from '../../partners/certificates/testing/made.ts'
import { secretBox } from '../../partners/secrets.ts'
import { seedRetailer } from '../testing/seed.ts'
import { settleWarnings, watchCertificates } from './watch.ts'

const box = secretBox('a secret for tests only')
const end = new Date('2027-01-01T00:00:00Z')
const before = (days: number) => new Date(end.getTime() - days * 86_400_000)
const [ours, theirs, next] = await Promise.all([
  made('ours', { validTo: end }),
  made('theirs', { validTo: end }),
  made('next'),
])

describeOnBothDatabases('Certificates that end soon', open => {
  const start = async () => {
    const clock = { now: before(100) }
    const hub = await open({ now: () => clock.now })
    const { retailerId, suppliers } = await seedRetailer(hub, { suppliers: [{ name: 'Little Potter', offers: [] }] })
    const { partnershipId } = suppliers['Little Potter']!
    const other = await seedRetailer(hub, { suppliers: [] })
    const common = { retailerId, uses: ['sign', 'encrypt'] as const }
    const add = (command: Omit<NewCertificate, 'retailerId' | 'uses'>) =>
      hub.work('system', work => addCertificate(work, box, { ...common, ...command }))
    const own = await add({ owner: 'own', partnershipId: null, ...ours! })
    await add({ owner: 'partner', partnershipId, certificate: theirs!.certificate })
    const watch = async (days: number) => {
      clock.now = before(days)
      return await hub.work('system', work => watchCertificates(work, retailerId))
    }
    const openKeys = async () =>
      (await hub.orm.select().from(exceptions).orderBy(asc(exceptions.id)))
        .filter(row => row.resolvedAt === null)
        .map(row => row.key.split(':').at(-1))
    return { hub, retailerId, partnershipId, other, add, own, watch, openKeys }
  }

  it('are told once for each threshold: on the console, by mail, and to the partner of its own', async () => {
    const { hub, retailerId, partnershipId, other, watch, openKeys } = await start()
    expect(await watch(61)).toBe(0)
    expect(await watch(60)).toBe(2)
    expect(await watch(59)).toBe(0)
    expect(await openKeys()).toEqual(['60', '60'])
    const told = await hub.orm.select().from(notifications).orderBy(asc(notifications.id))
    expect(told.map(({ audience, partnershipId }) => [audience, partnershipId])).toEqual([
      ['retailer', null],
      ['supplier', partnershipId],
    ])
    expect(told[0]).toMatchObject({
      subject: '2 certificates end soon',
      body: expect.stringMatching(/Our certificate \(CN=ours\) ends in 60 days, on 2027-01-01[\s\S]*Little Potter/),
      rows: [
        expect.objectContaining({ whose: 'ours', 'days left': '60' }),
        expect.objectContaining({ whose: 'Little Potter' }),
      ],
    })
    expect(told[1]!.body).toMatch(/^Your certificate CN=theirs .* ends in 60 days/)
    expect(await hub.work('system', work => watchCertificates(work, other.retailerId))).toBe(0)
    expect(await hub.orm.select().from(exceptions).where(eq(exceptions.retailerId, other.retailerId))).toEqual([])
    expect((await hub.orm.select().from(exceptions)).map(row => row.retailerId)).toEqual([retailerId, retailerId])
  })

  it('are told again by the nearer threshold, which takes the earlier one’s place', async () => {
    const { hub, watch, openKeys } = await start()
    for (const days of [60, 45, 29, 20, 13, 6]) await watch(days)
    expect(await openKeys()).toEqual(['7', '7'])
    const told = await hub.orm.select().from(certificateWarnings)
    expect(told.map(row => row.threshold).sort((a, b) => a - b)).toEqual([7, 7, 14, 14, 30, 30, 60, 60])
  })

  it('leave the console when another takes over or they are retired', async () => {
    const { hub, retailerId, partnershipId, add, own, watch, openKeys } = await start()
    await watch(30)
    await add({ owner: 'partner', partnershipId, certificate: next!.certificate })
    expect(await watch(14)).toBe(1)
    expect(await openKeys()).toEqual(['14'])
    await hub.work('system', async work => {
      await retireCertificate(work, { retailerId, id: own, reason: '' })
      await settleWarnings(work, retailerId)
    })
    expect(await openKeys()).toEqual([])
  })

  it('are told once by two workers at once', async () => {
    const { hub, retailerId, watch } = await start()
    await watch(61)
    const runs = [watch(60), hub.work('system', work => watchCertificates(work, retailerId))]
    expect((await Promise.all(runs)).reduce((sum, told) => sum + told)).toBe(2)
  })
})
