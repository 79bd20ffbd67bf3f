import fc from 'fast-check'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../checks/support/databases.ts'
import { chunkSize, readBlob, storeBlob } from './blobs.ts'
import { blobs, retailers } from './schema/index.ts'

describeOnBothDatabases('blobs', open => {
  const withRetailer = async () => {
    const hub = await open()
    const retailerId = hub.newId()
    await hub.work('system', async work => {
      await work.tx.insert(retailers).values({ id: retailerId, slug: 'r', name: 'R', createdAt: work.now })
    })
    return { hub, retailerId }
  }

  it('gives back the bytes that were stored', async () => {
    const { hub, retailerId } = await withRetailer()
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 3000 }), async bytes => {
        const { blobId } = await hub.work('system', work => storeBlob(work, retailerId, bytes))
        expect(Buffer.from(await readBlob(hub.orm, retailerId, blobId)).equals(Buffer.from(bytes))).toBe(true)
      }),
      { numRuns: 25 },
    )
  })

  it.each([2, 6])('keeps %i chunks and a bit in order', async whole => {
    const { hub, retailerId } = await withRetailer()
    const bytes = new Uint8Array(whole * chunkSize + 5).map((_, index) => (index * 2_654_435_761) >>> 24)
    // What compresses is kept compressed, beside chunks that do not.
    bytes.fill(0x20, chunkSize, 2 * chunkSize)
    const { blobId } = await hub.work('system', work => storeBlob(work, retailerId, bytes))
    expect(Buffer.from(await readBlob(hub.orm, retailerId, blobId)).equals(Buffer.from(bytes))).toBe(true)
  })

  it('stores the same content once', async () => {
    const { hub, retailerId } = await withRetailer()
    const store = () => hub.work('system', work => storeBlob(work, retailerId, Buffer.from('850')))
    expect(await store()).toEqual(await store())
    expect(await hub.orm.select().from(blobs)).toHaveLength(1)
  })
})
