import { expect, it } from 'vitest'
import { describeOnBothDatabases, type OpenHub } from '../../checks/support/databases.ts'
import { storeBlob } from '../../db/blobs.ts'
import { documents, messages } from '../../db/schema/index.ts'
import { createDraft } from '../../partners/maps/create-draft.ts'
import type { MapOf } from '../../partners/maps/map-row.ts'
import { publishMap } from '../../partners/maps/publish.ts'
import type { BusinessDocument } from '../../translators/documents/index.ts'
import { exampleDocuments } from '../../translators/x12/implementation-guide/examples/registry.ts'
import { readX12, writeX12 } from '../../translators/x12/index.ts'
import { seedRetailer } from '../testing/seed.ts'
import { envelopeOf, replayMap } from './replay.ts'
import { setAlone } from './set-alone.ts'

const bounds = { most: 50, milliseconds: 60_000, clock: () => 0 }

async function start(open: OpenHub) {
  const hub = await open({})
  const seeded = await seedRetailer(hub, { suppliers: [{ name: 'Potter', offers: [] }] })
  const { retailerId } = seeded
  const { partnershipId } = seeded.suppliers.Potter!
  const map = (documentKind: MapOf['documentKind'], format: MapOf['format'] = 'x12'): MapOf => {
    return { retailerId, partnershipId, format, documentKind }
  }
  const keep = (content: BusinessDocument, number: string, received?: { bytes: Uint8Array; numbers?: object }) =>
    hub.work('system', async work => {
      const common = { retailerId, partnershipId, createdAt: work.now }
      const direction = received ? ('in' as const) : ('out' as const)
      const messageId = received ? work.newId() : null
      if (received) {
        const { bytes } = received
        const { blobId } = await storeBlob(work, retailerId, bytes)
        const about = { transport: 'sftp' as const, wireId: `${messageId}`, status: 'processed' as const }
        await work.tx
          .insert(messages)
          .values({ ...common, ...about, id: messageId!, direction, blobId, size: bytes.length })
      }
      const key = received ? null : `test:${number}`
      await work.tx.insert(documents).values({
        ...{ ...common, id: work.newId(), direction, kind: content.kind, number, messageId, key, content },
        ...{ status: received ? ('applied' as const) : ('rendered' as const), ...received?.numbers },
      })
    })
  const publish = (of: MapOf, overlay: Record<string, unknown>) =>
    hub.work('system', async work => {
      const { id } = await createDraft(work, { ...of, overlay })
      await publishMap(work, { retailerId, id, reason: 'In use.' })
    })
  return { hub, map, keep, publish }
}

const order = exampleDocuments['purchase-order']
const answer = exampleDocuments['purchase-order-acknowledgment']

describeOnBothDatabases('The replay of a map', open => {
  it('tells what would be written otherwise, and what would be kept back', async () => {
    const { hub, map, keep, publish } = await start(open)
    await keep(order, 'PO-1')
    await keep({ ...order, number: 'PO-2', shipTo: { ...order.shipTo, name: 'Ada Lovelace' } }, 'PO-2')
    await publish(map('purchase-order'), { set: '850' })
    const same = await replayMap(hub.orm, map('purchase-order'), { set: '850', name: 'other' }, bounds)
    expect(same).toEqual({ tried: 2, skipped: 0, cut: false, differences: [] })
    const stricter = { set: '850', uppercase: true, elements: { BEG03: { pattern: '^PO-2$' } } }
    const changed = await replayMap(hub.orm, map('purchase-order'), stricter, bounds)
    const byNumber = new Map(changed?.differences.map(each => [each.document.number, each]))
    expect(byNumber.get('PO-1')?.passed).toEqual({ before: true, after: false })
    expect(byNumber.get('PO-1')?.appeared.map(({ at }) => [at.segment, at.element])).toContainEqual(['BEG', 3])
    expect(byNumber.get('PO-2')?.passed).toEqual({ before: true, after: true })
    expect(byNumber.get('PO-2')?.segments).toEqual([{ before: 'N1*ST*Ada Lovelace', after: 'N1*ST*ADA LOVELACE' }])
  })

  it('reads each received set again alone, beside the order that it answers', async () => {
    const { hub, map, keep } = await start(open)
    await keep(order, order.number)
    const { bytes } = writeX12([answer, { ...answer, date: '2026-11-20' }], envelopeOf(undefined))
    for (const set of ['1', '2'])
      await keep(answer, answer.purchaseOrderNumber, {
        bytes,
        numbers: { interchangeNumber: '1', groupNumber: '1', setNumber: set, position: Number(set) },
      })
    const echo = {
      set: '855',
      elements: { BAK09: { usage: 'not used' } },
      segments: { 'REF[ZZ]': { usage: 'required' } },
    }
    const replay = await replayMap(hub.orm, map('purchase-order-acknowledgment'), echo, bounds)
    expect(replay).toMatchObject({ tried: 2, skipped: 0 })
    expect(replay?.differences).toHaveLength(2)
    for (const { passed, appeared } of replay!.differences) {
      expect(passed).toEqual({ before: true, after: false })
      expect(appeared.map(({ at }) => at.segment)).toContain('REF')
    }
  })

  it('tries a layout on the tables that came, each once', async () => {
    const { hub, map, keep } = await start(open)
    const stock = exampleDocuments['inventory-advice']
    const bytes = new TextEncoder().encode('Supplier SKU,Quantity,Free\r\nMUG-01,3,9\r\n')
    await keep(stock, 'feed', { bytes })
    const x12 = writeX12([stock], envelopeOf(undefined)).bytes
    await keep(stock, 'x12', { bytes: x12, numbers: { interchangeNumber: '1', groupNumber: '1', setNumber: '1' } })
    const layout = {
      name: 'free',
      kind: 'inventory-advice',
      constants: { scope: 'full' },
      columns: [
        { names: ['Supplier SKU'], path: 'lines[].ids.supplier', required: true },
        { names: ['Free'], path: 'lines[].quantity', required: true },
        { names: ['Feed Number'], path: 'number', key: true },
      ],
    }
    const replay = await replayMap(hub.orm, map('inventory-advice', 'csv'), layout, bounds)
    expect(replay).toMatchObject({ tried: 1, skipped: 1 })
    expect(replay?.differences[0]?.fields).toContainEqual({ path: '[0].lines[0].quantity', before: '3', after: '9' })
  })

  it('stops when the time is up, and does not try what has problems', async () => {
    const { hub, map, keep } = await start(open)
    await keep(order, 'PO-1')
    await keep({ ...order, number: 'PO-2' }, 'PO-2')
    let time = 0
    const hurried = { most: 50, milliseconds: 5, clock: () => (time += 4) }
    expect(await replayMap(hub.orm, map('purchase-order'), { set: '850' }, hurried)).toMatchObject({
      tried: 1,
      skipped: 1,
      cut: true,
    })
    expect(await replayMap(hub.orm, map('purchase-order'), { set: '8' }, bounds)).toBeUndefined()
  })
})

it('takes any set out of a file of several groups, as a file of its own', () => {
  const { bytes } = writeX12(
    [order, { ...order, number: 'PO-2' }, answer, { ...answer, purchaseOrderNumber: 'PO-3' }],
    envelopeOf(undefined),
  )
  const [whole] = readX12(bytes).interchanges
  const sets = whole!.groups.flatMap(group => group.sets.map(set => ({ group, set })))
  expect(sets).toHaveLength(4)
  for (const { group, set } of sets) {
    const numbers = { interchange: '1', group: group.controlNumber, set: set.controlNumber.replace(/^0+/, '') }
    const alone = readX12(setAlone(bytes, numbers)!)
    const groups = alone.interchanges.flatMap(each => each.groups)
    expect([alone.issues, alone.interchanges[0]?.issues, groups[0]?.issues]).toEqual([[], [], []])
    expect(groups.map(each => each.functionalId)).toEqual([group.functionalId])
    expect(groups[0]?.sets.map(each => each.document)).toEqual([set.document])
  }
  expect(setAlone(bytes, { interchange: '1', group: '1', set: '9' })).toBeUndefined()
  expect(setAlone(new TextEncoder().encode('no X12'), { interchange: '1', group: '1', set: '1' })).toBeUndefined()
})
