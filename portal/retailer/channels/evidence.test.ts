import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../../checks/support/databases.ts'
import { storeBlob } from '../../../db/blobs.ts'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { messages } from '../../../db/schema/index.ts'
import { openWorld } from '../../testing/world.ts'

const document = 'ISA*00*'
const frame = 'Content-Type: multipart/signed\r\n\r\n--a\r\n\r\n--a--\r\n'

/** A message that came with a signature, whose receipt we gave. */
async function received(hub: HubDatabase, retailerId: string): Promise<string> {
  return await hub.work('system', async work => {
    const id = work.newId()
    const blob = async (text: string) => (await storeBlob(work, retailerId, Buffer.from(text))).blobId
    const headers = { 'AS2-From': 'HUB', 'Content-Type': 'multipart/report; boundary=b' }
    await work.tx.insert(messages).values({
      ...{
        retailerId,
        id,
        direction: 'in' as const,
        transport: 'as2' as const,
        wireId: id,
        status: 'processed' as const,
      },
      blobId: await blob(document),
      size: document.length,
      receiptBlobId: await blob('--b--'),
      receiptDetail: { route: { kind: 'sync' }, headers, origin: { blobId: await blob(frame), documentAt: 39 } },
      createdAt: work.now,
    })
    return id
  })
}

describeOnBothDatabases('The proofs of a message', open => {
  it('can be taken away as files, byte for byte, by its retailer only', async () => {
    const world = await openWorld(await open())
    const id = await received(world.hub, world.here.retailerId)
    const path = `/retailer/messages/${id}`
    const reader = await world.as('read-only@here.example')
    const page = await (await reader.get(path)).text()
    expect(page).toContain(`href="${path}/receipt"`)
    expect(page).toContain(`href="${path}/origin"`)
    const receipt = await reader.get(`${path}/receipt`)
    expect(receipt.headers.get('content-disposition')).toBe(`attachment; filename="${id}.mdn"`)
    expect(await receipt.text()).toBe('AS2-From: HUB\r\nContent-Type: multipart/report; boundary=b\r\n\r\n--b--')
    const origin = await (await reader.get(`${path}/origin`)).text()
    expect(origin).toBe(frame.slice(0, 39) + document + frame.slice(39))
    const stranger = await world.as('admin@there.example')
    for (const kind of ['receipt', 'origin']) expect((await stranger.get(`${path}/${kind}`)).status).toBe(404)
    expect(world.logged).toEqual([])
  })
})
