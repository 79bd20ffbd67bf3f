import { expect, it } from 'vitest'
import { describeOnBothDatabases, type OpenHub } from '../../checks/support/databases.ts'
import { auditLog, partnerships, retailers, suppliers } from '../../db/schema/index.ts'
import type { Work } from '../../db/work.ts'
import { createDraft } from './create-draft.ts'
import { discardDraft } from './discard-draft.ts'
import type { MapOf } from './map-row.ts'
import { publishMap } from './publish.ts'
import { publishedMaps } from './published.ts'
import { restoreVersion } from './restore.ts'
import { saveDraft } from './save-draft.ts'
import { changesBetween, mapVersions } from './versions.ts'

async function start(open: OpenHub) {
  let time = Date.parse('2026-11-22T10:00:00Z')
  const hub = await open({
    now: () => {
      time += 1000
      return new Date(time)
    },
  })
  const [retailerId, supplierId, partnershipId] = [hub.newId(), hub.newId(), hub.newId()]
  await hub.work('system', async ({ tx, now: createdAt }) => {
    await tx.insert(retailers).values({ id: retailerId, slug: 'harbor', name: 'Harbor', createdAt })
    await tx.insert(suppliers).values({ id: supplierId, slug: 'acme', name: 'Acme', createdAt })
    const terms = { netDays: 30 }
    await tx
      .insert(partnerships)
      .values({ retailerId, id: partnershipId, supplierId, status: 'live', currency: 'USD', terms, createdAt })
  })
  const map: MapOf = { retailerId, partnershipId, format: 'x12', documentKind: 'purchase-order' }
  const as = <T>(command: (work: Work) => Promise<T>) => hub.work('user:ann@example.com', command)
  const inUse = async () => (await publishedMaps(hub.orm, retailerId, partnershipId, 'x12')).get('purchase-order')
  const audited = async () => (await hub.orm.select().from(auditLog).orderBy(auditLog.id)).map(row => row.action)
  return { hub, map, as, inUse, audited, retailerId }
}

describeOnBothDatabases("A partner's map", open => {
  it('goes from draft to published to retired, with who, when and why', async () => {
    const { hub, map, as, inUse, audited, retailerId } = await start(open)
    const first = await as(work => createDraft(work, map))
    expect(first.version).toBe(1)
    expect(await inUse()).toBeUndefined()
    const overlay = { overlay: 1, set: '850', elements: { BEG03: { length: [1, 10] } } }
    await as(work => saveDraft(work, { retailerId, id: first.id, overlay }))
    await as(work => publishMap(work, { retailerId, id: first.id, reason: 'Their order system takes ten characters.' }))
    expect(await inUse()).toEqual(overlay)
    const second = await as(work => createDraft(work, map))
    const longer = { ...overlay, elements: { BEG03: { length: [1, 15] } } }
    const saved = await as(work => saveDraft(work, { retailerId, id: second.id, overlay: longer }))
    expect(saved.changes.map(change => change.words)).toEqual(['elements BEG03: length changed from [1,10] to [1,15]'])
    expect(await inUse()).toEqual(overlay)
    const published = await as(work => publishMap(work, { retailerId, id: second.id, reason: 'New system.' }))
    expect(published).toEqual({ version: 2, retired: 1 })
    expect(await inUse()).toEqual(longer)
    expect(await mapVersions(hub.orm, map)).toMatchObject([
      { version: 2, status: 'published', basedOn: 1, publishedBy: 'user:ann@example.com', reason: 'New system.' },
      { version: 1, status: 'retired', basedOn: null, retiredAt: expect.any(Date), createdBy: 'user:ann@example.com' },
    ])
    expect((await changesBetween(hub.orm, retailerId, first.id, second.id)).map(change => change.kind)).toEqual([
      'changed',
    ])
    expect(await audited()).toEqual([
      ...['map.drafted', 'map.changed', 'map.published'],
      ...['map.drafted', 'map.changed', 'map.published'],
    ])
  })

  it('is kept unfinished, and not published until nothing is wrong with it', async () => {
    const { map, as, inUse, retailerId } = await start(open)
    const { id } = await as(work => createDraft(work, map))
    const wrong = { set: '850', elements: { BEG3: {} } }
    const { problems } = await as(work => saveDraft(work, { retailerId, id, overlay: wrong }))
    expect(problems).toEqual([
      { path: 'elements.BEG3', message: 'expected an element such as BEG03, N104[ST] or PO1/REF02[DP]' },
    ])
    await expect(as(work => publishMap(work, { retailerId, id, reason: 'Try.' }))).rejects.toMatchObject({
      code: 'invalid-input',
      fields: { 'overlay.elements.BEG3': expect.stringContaining('expected an element') },
    })
    const other = await as(work => saveDraft(work, { retailerId, id, overlay: { set: '810' } }))
    expect(other.problems).toEqual([{ path: 'set', message: 'set 810 carries no purchase-order: use 850' }])
    await as(work => saveDraft(work, { retailerId, id, overlay: { set: '850' } }))
    await expect(as(work => publishMap(work, { retailerId, id, reason: ' ' }))).rejects.toMatchObject({
      fields: { reason: expect.any(String) },
    })
    expect(await inUse()).toBeUndefined()
    await as(work => publishMap(work, { retailerId, id, reason: 'Good.' }))
    expect(await inUse()).toEqual({ set: '850' })
  })

  it('has one draft at a time, which two people do not overwrite for each other', async () => {
    const { map, as, retailerId } = await start(open)
    const { id } = await as(work => createDraft(work, map))
    await expect(as(work => createDraft(work, map))).rejects.toMatchObject({ code: 'conflict' })
    const first = await as(work => saveDraft(work, { retailerId, id, overlay: { set: '850', uppercase: true } }))
    const next = { retailerId, id, overlay: { set: '850' } }
    await as(work => saveDraft(work, { ...next, seen: first.changedAt }))
    await expect(as(work => saveDraft(work, { ...next, seen: first.changedAt }))).rejects.toMatchObject({
      code: 'conflict',
    })
    const both = await Promise.allSettled([
      as(work => publishMap(work, { retailerId, id, reason: 'Once.' })),
      as(work => publishMap(work, { retailerId, id, reason: 'Twice.' })),
    ])
    expect(both.map(each => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  })

  it('goes back to what an older version said', async () => {
    const { map, as, inUse, audited, retailerId } = await start(open)
    const old = { set: '850', uppercase: true }
    const first = await as(work => createDraft(work, { ...map, overlay: old }))
    await as(work => publishMap(work, { retailerId, id: first.id, reason: 'First.' }))
    const second = await as(work => createDraft(work, { ...map, overlay: { set: '850' } }))
    await as(work => publishMap(work, { retailerId, id: second.id, reason: 'Second.' }))
    await expect(as(work => saveDraft(work, { retailerId, id: first.id, overlay: {} }))).rejects.toMatchObject({
      code: 'wrong-state',
    })
    const third = await as(work => restoreVersion(work, { retailerId, id: first.id }))
    await as(work => publishMap(work, { retailerId, id: third.id, reason: 'The second was refused.' }))
    expect([third.version, await inUse()]).toEqual([3, old])
    const fourth = await as(work => createDraft(work, map))
    await as(work => discardDraft(work, { retailerId, id: fourth.id }))
    await expect(as(work => discardDraft(work, { retailerId, id: third.id }))).rejects.toMatchObject({
      code: 'wrong-state',
    })
    expect(await audited()).toContain('map.restored')
    expect(await audited()).toContain('map.discarded')
  })

  it('is nobody else’s', async () => {
    const { hub, map, as } = await start(open)
    const { id } = await as(work => createDraft(work, map))
    const retailerId = hub.newId()
    const notFound = { code: 'not-found' }
    await expect(as(work => createDraft(work, { ...map, retailerId }))).rejects.toMatchObject(notFound)
    await expect(as(work => publishMap(work, { retailerId, id, reason: 'Mine.' }))).rejects.toMatchObject(notFound)
    await expect(as(work => saveDraft(work, { retailerId, id, overlay: {} }))).rejects.toMatchObject(notFound)
    await expect(as(work => restoreVersion(work, { retailerId, id }))).rejects.toMatchObject(notFound)
    await expect(as(work => discardDraft(work, { retailerId, id }))).rejects.toMatchObject(notFound)
    await expect(changesBetween(hub.orm, retailerId, id, id)).rejects.toMatchObject(notFound)
  })

  it('is neither huge nor nested without end', async () => {
    const { map, as, retailerId } = await start(open)
    const { id } = await as(work => createDraft(work, map))
    const deep = JSON.parse(`${'{"not":'.repeat(9_000)}{}${'}'.repeat(9_000)}`)
    for (const overlay of [
      { set: '850', rules: [deep] },
      { set: '850', name: 'x'.repeat(600_000) },
    ]) {
      await expect(as(work => saveDraft(work, { retailerId, id, overlay }))).rejects.toMatchObject({
        code: 'too-large',
      })
    }
  })

  it('may be a CSV layout', async () => {
    const { map, as, retailerId } = await start(open)
    const csv: MapOf = { ...map, format: 'csv', documentKind: 'inventory-advice' }
    const { id } = await as(work => createDraft(work, csv))
    const { problems } = await as(work =>
      saveDraft(work, { retailerId, id, overlay: { name: 'Bad Name', kind: 'inventory-advice' } }),
    )
    expect(problems).toEqual([
      { path: 'name', message: 'expected lower-case letters, digits and hyphens' },
      { path: 'columns', message: 'is missing: expected array' },
    ])
  })
})
