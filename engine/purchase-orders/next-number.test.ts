import { expect, it } from 'vitest'
import { describeOnBothDatabases, describeOnServer } from '../../checks/support/databases.ts'
import { numberBlocks } from '../../db/schema/index.ts'
import { seedRetailer } from '../testing/seed.ts'
import { anyNumbers } from './next-number.ts'

const series = 'purchase-order'

describeOnBothDatabases('Numbers of a series', open => {
  it('follow each other where one transaction follows another, whatever was rolled back', async () => {
    const hub = await open()
    const { retailerId } = await seedRetailer(hub, { suppliers: [] })
    const take = (count: number) => hub.work('system', work => anyNumbers(work, retailerId, series, count))
    expect(await take(1)).toBe(1)
    const undone = hub.work('system', async work => {
      await anyNumbers(work, retailerId, series, 3)
      throw new Error('undone')
    })
    await expect(undone).rejects.toThrow('undone')
    expect([await take(3), await take(15), await take(2), await take(1)]).toEqual([2, 5, 21, 20])
    expect(await take(50)).toBe(41)
    // What was emptied meanwhile is gone; 23 to 40 are still to be had.
    expect(await hub.orm.select().from(numberBlocks)).toEqual([{ retailerId, series, next: 23, last: 40 }])
    expect(await take(18)).toBe(23)
  })

  it('are never given twice, however many take them at once', async () => {
    const hub = await open({ connections: 8 })
    const { retailerId } = await seedRetailer(hub, { suppliers: [] })
    const counts = Array.from({ length: 120 }, (_, index) => 1 + (index % 4))
    const given = await Promise.all(
      counts.map(async count => {
        const first = await hub.work('system', work => anyNumbers(work, retailerId, series, count))
        return Array.from({ length: count }, (_, index) => first + index)
      }),
    )
    const numbers = given.flat()
    expect(new Set(numbers).size).toBe(numbers.length)
  })
})

describeOnServer('A transaction that took numbers', open => {
  it('keeps nobody from taking others, while there is a block for each', async () => {
    const hub = await open({ connections: 8 })
    const { retailerId } = await seedRetailer(hub, { suppliers: [] })
    const take = (during: () => Promise<unknown>) =>
      hub.work('system', async work => {
        const first = await anyNumbers(work, retailerId, series, 1)
        await during()
        return first
      })
    await hub.orm.insert(numberBlocks).values([
      { retailerId, series, next: 1, last: 20 },
      { retailerId, series, next: 21, last: 40 },
    ])
    let inner: number | undefined
    const outer = await take(async () => {
      inner = await take(async () => {})
    })
    expect([outer, inner]).toEqual([1, 21])
  })
})
