import { expect, it } from 'vitest'
import { describeOnServer } from '../checks/support/databases.ts'
import { controlNumbers, partnerships, retailers, suppliers } from '../db/schema/index.ts'
import { takeControlNumbers } from './control-numbers.ts'

describeOnServer('Control numbers', open => {
  it('have neither gap nor twin when many connections take them at once and some give up', async () => {
    const hub = await open({ connections: 8 })
    const [retailerId, supplierId, partnershipId] = [hub.newId(), hub.newId(), hub.newId()]
    const last = 999_999_980
    await hub.work('system', async ({ tx, now: createdAt }) => {
      await tx.insert(retailers).values({ id: retailerId, slug: 'harbor', name: 'Harbor', createdAt })
      await tx.insert(suppliers).values({ id: supplierId, slug: 'acme', name: 'Acme', createdAt })
      const partnership = { retailerId, id: partnershipId, supplierId, status: 'live' as const, currency: 'USD' }
      await tx.insert(partnerships).values({ ...partnership, terms: { netDays: 30 }, createdAt })
      await tx.insert(controlNumbers).values({ retailerId, partnershipId, series: 'group', last })
    })
    const take = (series: 'interchange' | 'group', fails: boolean) =>
      hub.work('system', async work => {
        const taken = await takeControlNumbers(work, retailerId, partnershipId, series)
        if (fails) throw new Error('given up')
        return taken
      })
    const kept = async (series: 'interchange' | 'group') => {
      const tries = await Promise.allSettled(Array.from({ length: 60 }, (_, i) => take(series, i % 3 === 1)))
      return tries.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
    }
    const [interchanges, groups] = await Promise.all([kept('interchange'), kept('group')])
    const byValue = (one: number, other: number) => one - other
    expect(interchanges.sort(byValue)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1))
    // Nine digits are all that there is room for: after the last comes 1.
    const around = Array.from({ length: 40 }, (_, i) => (i < 19 ? last + 1 + i : i - 18))
    expect(groups.sort(byValue)).toEqual(around.sort(byValue))
  })
})
