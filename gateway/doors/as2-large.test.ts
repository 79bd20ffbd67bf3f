import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { and, eq, isNull } from 'drizzle-orm'
import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { describeOnServer } from '../../checks/support/databases.ts'
import { readBlob, streamBlob } from '../../db/blobs.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { blobs, messages, retailers } from '../../db/schema/index.ts'
import { readOrigin } from '../../engine/messages/origin.ts'
import { secretBox } from '../../partners/secrets.ts'
import { inspect } from '../transports/as2/inspect.ts'
import { credentialsOf } from '../transports/as2/keys.ts'
import { receiveAs2 } from '../transports/as2/receive.ts'
import { sendAs2 } from '../transports/as2/send.ts'
import { createAs2Server } from '../transports/as2/server.ts'
import { type As2SettingsInput, as2Settings } from '../transports/as2/settings.ts'
import { identity, testTime } from '../transports/as2/testing/identities.ts'
import { as2Door } from './as2.ts'
import { connectByAs2 } from './testing/partnership.ts'

const box = secretBox('a secret for tests only')
const [ours, theirs, stranger] = await Promise.all(['ours', 'theirs', 'stranger'].map(name => identity(name)))
const mebibyte = 1024 * 1024
const large = randomBytes(9 * mebibyte)

const servers: Server[] = []
const failures: unknown[] = []
afterEach(() => {
  expect(failures.splice(0)).toEqual([])
  for (const server of servers.splice(0)) server.close()
})

/** A hub with one AS2 partner, reached over HTTP. */
async function connected(hub: HubDatabase) {
  const retailerId = hub.newId()
  await hub.work('system', async work => {
    await work.tx.insert(retailers).values({ id: retailerId, slug: 'r', name: 'R', createdAt: work.now })
    await connectByAs2(work, box, {
      ...{ retailerId, partner: 'PARTNER', ours: ours!, theirs: theirs! },
      transport: { requireEncryption: false, maxBytes: 16 * mebibyte },
    })
  })
  const deps = as2Door({ hub, box, log: pino({ level: 'silent' }), allowPrivateAddresses: true })
  const server = createAs2Server({
    handle: request => receiveAs2(request, deps),
    onError: error => failures.push(error),
  })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const settings = as2Settings.parse({
    ourId: 'PARTNER',
    partnerId: 'HUB',
    url: `http://127.0.0.1:${port}/as2`,
    keys: [theirs],
    partnerCertificates: [ours!.certificate],
  })
  let sent = 0
  return {
    retailerId,
    port,
    settings,
    send: (over: Partial<As2SettingsInput> = {}, bytes: Uint8Array = large, id = `message-${++sent}`) => {
      const message = {
        id,
        retailerId,
        partnershipId: '',
        fileName: 'large.edi',
        contentType: 'application/octet-stream',
        subject: 'large',
        bytes,
      }
      const settled = as2Settings.parse({ ...settings, ...over })
      return sendAs2(message, settled, { now: () => testTime, allowPrivateAddresses: true })
    },
    received: () => hub.orm.select().from(messages).where(eq(messages.retailerId, retailerId)),
    /** Blobs that belong to nothing. */
    left: () =>
      hub.orm
        .select()
        .from(blobs)
        .where(and(eq(blobs.retailerId, retailerId), isNull(blobs.sha256))),
  }
}

async function digestOf(pieces: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256')
  for await (const piece of pieces) hash.update(piece)
  return hash.digest('hex')
}

const expected = createHash('sha256').update(large).digest('hex')
const shapes: Partial<As2SettingsInput>[] = [
  {},
  { encryption: 'aes256-gcm', compression: 'before-signing' },
  { encryption: 'none', compression: 'after-signing' },
  { encryption: 'none', signedAttributes: false },
]

describeOnServer('Messages too large for memory', open => {
  it.each(shapes)('arrive whole, with their receipt and the proof of who sent them: %o', async over => {
    const hub = await open({ now: () => testTime })
    const { retailerId, send, received, left, settings } = await connected(hub)
    const delivery = await send(over)
    expect(delivery).toMatchObject({ ok: true, confirmed: true, evidence: { micComparison: 'match' } })
    const [message, ...others] = await received()
    expect(others).toEqual([])
    expect(message).toMatchObject({ status: 'received', size: large.length, fileName: 'large.edi' })
    expect(await digestOf(streamBlob(hub.orm, retailerId, message!.blobId))).toBe(expected)
    expect(await left()).toEqual([])

    const proof = Buffer.concat(await Array.fromAsync((await readOrigin(hub, retailerId, message!.id))!))
    const look = (file: Uint8Array, certificate: string) => {
      const { partner } = credentialsOf({ ...settings, partnerCertificates: [{ certificate, uses: ['sign'] }] })
      const options = { keys: [], partner, maxBytes: 1e9, now: testTime, allowMd5: false, micalg: 'sha256' } as const
      return inspect(file, { ...options, expiredCertificates: 'refuse' })
    }
    const { result } = await look(proof, theirs!.certificate)
    expect(result).toMatchObject({ ok: true, protection: { signature: { digest: 'sha256' } } })
    expect(result.ok && (await digestOf(result.documents[0]!.content.read()))).toBe(expected)
    expect((await look(proof, stranger!.certificate)).result.ok).toBe(false)
    proof[proof.length - 3_000_000]! ^= 1
    expect((await look(proof, theirs!.certificate)).result.ok).toBe(false)
  })

  it('are received once: a repeat gets the same receipt, and leaves nothing behind', async () => {
    const hub = await open({ now: () => testTime })
    const { send, received, left } = await connected(hub)
    const first = await send({}, large, 'same')
    const again = await send({}, large, 'same')
    expect(again).toEqual(first)
    expect(await received()).toHaveLength(1)
    expect(await left()).toEqual([])
  })

  it('are kept as they came when they are refused', async () => {
    const hub = await open({ now: () => testTime })
    const { retailerId, send, received, left } = await connected(hub)
    const delivery = await send({ keys: [stranger!], partnerCertificates: [ours!.certificate] })
    expect(delivery).toMatchObject({ ok: false, failure: { code: 'receipt-negative' } })
    const [message] = await received()
    expect(message).toMatchObject({ status: 'rejected' })
    expect(message!.size).toBeGreaterThan(large.length)
    expect((await readBlob(hub.orm, retailerId, message!.blobId)).length).toBe(message!.size)
    expect(await left()).toEqual([])
  })

  it('are refused when they are larger than agreed, sent or expanded', async () => {
    const hub = await open({ now: () => testTime })
    const { send, received, left } = await connected(hub)
    expect(await send({}, randomBytes(26 * mebibyte))).toMatchObject({ ok: false, failure: { code: 'too-large' } })
    const bomb = await send({ compression: 'before-signing' }, Buffer.alloc(64 * mebibyte))
    expect(bomb).toMatchObject({
      ok: false,
      failure: { code: 'receipt-negative', detail: expect.stringContaining('decompression-failed') },
    })
    expect((await received()).map(({ status }) => status)).toEqual(['rejected'])
    expect(await left()).toEqual([])
  })

  it('leave nothing behind when the sender breaks off', async () => {
    const hub = await open({ now: () => testTime })
    const { port, received, left } = await connected(hub)
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const head = `POST /as2 HTTP/1.1\r\nHost: x\r\nAS2-From: PARTNER\r\nAS2-To: HUB\r\nMessage-ID: <cut@partner>\r\nContent-Type: application/edi-x12\r\nContent-Length: ${large.length}\r\n\r\n`
    socket.write(head)
    socket.write(large.subarray(0, large.length - 1000))
    while ((await left()).length === 0) await new Promise(resolve => setImmediate(resolve))
    socket.destroy()
    while ((await left()).length > 0) await new Promise(resolve => setImmediate(resolve))
    expect(await received()).toEqual([])
  })

  it('are not taken from strangers', async () => {
    const hub = await open({ now: () => testTime })
    const { send, received, left } = await connected(hub)
    const delivery = await send({ ourId: 'NOBODY' })
    expect(delivery.ok).toBe(false)
    expect(delivery).not.toMatchObject({ failure: { code: 'receipt-negative' } })
    expect(await received()).toEqual([])
    expect(await left()).toEqual([])
  })

  it('that nobody committed are swept away after a day', async () => {
    const clock = { now: testTime }
    const hub = await open({ now: () => clock.now })
    const { retailerId, send, left } = await connected(hub)
    await hub.orm.insert(blobs).values({ retailerId, id: hub.newId(), size: 0, createdAt: clock.now })
    await send()
    expect(await left()).toHaveLength(1)
    clock.now = new Date(testTime.getTime() + 25 * 3600 * 1000)
    await send({ compression: 'after-signing' })
    expect(await left()).toEqual([])
  })
})
