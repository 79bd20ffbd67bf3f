import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../checks/support/databases.ts'
import { GroupCommit } from './group-commit.ts'
import type { HubDatabase } from './hub-database.ts'
import { retailers } from './schema/index.ts'
import type { Work } from './work.ts'

/** Adds retailers by their slugs, and notes how many came together. */
function adding(hub: HubDatabase, groups: number[]) {
  return new GroupCommit<string, string>(hub, 'system', async (work: Work, slugs) => {
    groups.push(slugs.length)
    const rows = slugs.map(slug => ({ id: work.newId(), slug, name: slug, createdAt: work.now }))
    await work.tx.insert(retailers).values(rows)
    await work.enqueueAll(
      'route-order',
      rows.map(({ id }) => ({ retailerId: id, orderId: id, cause: 'new' as const })),
    )
    return slugs.map(slug => `${slug} added`)
  })
}

const slugsIn = async (hub: HubDatabase) =>
  (await hub.orm.select({ slug: retailers.slug }).from(retailers)).map(({ slug }) => slug)

describeOnBothDatabases('GroupCommit', open => {
  it('commits at once what comes alone, and together what comes meanwhile', async () => {
    const hub = await open()
    const before = await slugsIn(hub)
    const groups: number[] = []
    const commits = adding(hub, groups)
    const slugs = Array.from({ length: 10 }, (_, i) => `retailer-${i}`)
    const answers = await Promise.all(slugs.map(slug => commits.add(slug)))
    expect(answers).toEqual(slugs.map(slug => `${slug} added`))
    // Two commit at once; which of them begins first is the database's affair.
    expect(groups.sort()).toEqual([1, 1, 8])
    expect((await slugsIn(hub)).filter(slug => !before.includes(slug)).sort()).toEqual(slugs)
    expect(await hub.pendingJobs()).toBe(10)
  })

  it('takes a group apart when it fails, so that only the one at fault fails', async () => {
    const hub = await open()
    const groups: number[] = []
    const commits = adding(hub, groups)
    await commits.add('taken')
    const settled = await Promise.allSettled(['a', 'b', 'c', 'taken', 'd'].map(slug => commits.add(slug)))
    expect(settled.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
    ])
    expect(await slugsIn(hub)).toEqual(expect.arrayContaining(['a', 'b', 'c', 'taken', 'd']))
    expect(await hub.pendingJobs()).toBe(5)
  })
})
