import { hash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { zipSync } from 'fflate'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { blobs, channels, messageEvents, messages } from '../../db/schema/index.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { connectPartner } from '../../partners/onboarding/connect.ts'
import { secretBox } from '../../partners/secrets.ts'
import { recordDelivery, storeOutbound } from '../journal/outbound.ts'
import { generatePrivateKey, publicKeyLine, readPublicKey } from '../transports/sftp/host-key.ts'
import { sftpDoor } from './sftp.ts'

const box = secretBox('a secret for tests only')
const long = 'p'.repeat(300)

async function partner(hub: HubDatabase, retailerId: string, name: string, password: string) {
  const { partnershipId } = await hub.work('system', work =>
    connectPartner(work, box, {
      retailerId,
      supplier: { slug: name, name },
      status: 'live',
      currency: 'USD',
      terms: { netDays: 30 },
      channel: { transport: 'sftp', format: 'csv', settings: { transport: { mode: 'host' } }, secrets: { password } },
      identities: [{ kind: 'sftp', own: '', partner: name }],
    }),
  )
  return { retailerId, partnershipId, username: name }
}

async function waitingFile(
  hub: HubDatabase,
  account: { retailerId: string; partnershipId: string },
  content: string,
  fileName = content,
) {
  const { retailerId, partnershipId } = account
  const id = hub.newId()
  const contentType = 'text/csv'
  await hub.work('system', async work => {
    await storeOutbound(work, {
      retailerId,
      partnershipId,
      id,
      transport: 'sftp',
      fileName,
      contentType,
      bytes: Buffer.from(content),
    })
    await recordDelivery(work, retailerId, id, { ok: true, confirmed: false, reference: fileName })
  })
  return id
}

describeOnBothDatabases('The SFTP door', open => {
  const start = async () => {
    const hub = await open()
    const { retailerId } = await seedRetailer(hub, { suppliers: [] })
    const one = await partner(hub, retailerId, 'one', `${long}1`)
    const two = await partner(hub, retailerId, 'two', 'another password')
    const door = sftpDoor({ hub, box, log: pino({ level: 'silent' }), allowPrivateAddresses: false })
    return { hub, door, one, two }
  }

  it('lets in who knows the whole of the password, and nobody else', async () => {
    const { door, one } = await start()
    expect(await door.authenticate('one', { password: `${long}1` })).toEqual(one)
    for (const password of [`${long}2`, long, '', 'another password']) {
      expect(await door.authenticate('one', { password })).toBeUndefined()
    }
    expect(await door.authenticate('nobody', { password: '' })).toBeUndefined()
  })

  it('takes each key within its dates only', async () => {
    let now = new Date('2026-05-01T00:00:00Z')
    const hub = await open({ now: () => now })
    const { retailerId } = await seedRetailer(hub, { suppliers: [] })
    const one = await partner(hub, retailerId, 'one', 'a password')
    const lines = [0, 1, 2].map(() => publicKeyLine(readPublicKey(generatePrivateKey('ed25519'))!))
    const [always, old, next] = lines as [string, string, string]
    const change = '2026-06-01T00:00:00Z'
    const authorizedKeys = [always, { line: old, until: change }, { line: `${next} desk@one`, from: change }]
    const settings = { transport: { mode: 'host', authorizedKeys } }
    await hub.orm.update(channels).set({ settings }).where(eq(channels.partnershipId, one.partnershipId))
    const door = sftpDoor({ hub, box, log: pino({ level: 'silent' }), allowPrivateAddresses: false })
    const taken = () =>
      Promise.all(
        lines.map(async line => (await door.authenticate('one', { publicKey: readPublicKey(line)! })) !== undefined),
      )
    expect(await taken()).toEqual([true, true, false])
    now = new Date(change)
    expect(await taken()).toEqual([true, false, true])
  })

  it('opens an archive that is uploaded', async () => {
    const { hub, door, one } = await start()
    const bytes = zipSync({ 'a.csv': Buffer.from('a'), 'b.csv': Buffer.from('b') })
    await door.receive(one, {
      path: '/inbound/all.zip',
      fileName: 'all.zip',
      bytes,
      sha256: 'x',
      uploadId: '1',
      evidence: {},
    })
    const rows = await hub.orm.select({ fileName: messages.fileName }).from(messages).orderBy(messages.id)
    expect(rows).toEqual([{ fileName: 'a.csv' }, { fileName: 'b.csv' }])
  })

  it('shows each partner its own files, and moves one from outbound to archive when it is done with', async () => {
    const { hub, door, one, two } = await start()
    const id = await waitingFile(hub, one, 'order-1.csv')
    await waitingFile(hub, two, 'order-2.csv')
    await waitingFile(hub, one, 'errors-stock.csv.txt')
    const names = async (folder: 'outbound' | 'archive' | 'errors') =>
      (await door.list(one, folder)).map(file => file.name)
    expect([await names('outbound'), await names('errors')]).toEqual([['order-1.csv'], ['errors-stock.csv.txt']])
    expect(await door.read(two, 'outbound', id)).toBeUndefined()
    expect(Buffer.from((await door.read(one, 'outbound', id))!).toString()).toBe('order-1.csv')
    await door.archive(two, id)
    expect(await names('outbound')).toEqual(['order-1.csv'])
    await door.archive(one, id)
    expect([await names('outbound'), await names('archive')]).toEqual([[], ['order-1.csv']])
  })

  it('takes the same upload twice as one', async () => {
    const { door, one } = await start()
    const upload = {
      path: '/inbound/a.csv',
      fileName: 'a.csv',
      bytes: Buffer.from('a'),
      sha256: 'aa',
      uploadId: '1',
      evidence: {},
    }
    const first = await door.receive(one, upload)
    const again = await door.receive(one, { ...upload, uploadId: '2' })
    expect(again).toEqual({ messageId: first.messageId, repeated: true })
    expect(await door.receive(one, { ...upload, sha256: 'bb', bytes: Buffer.from('b') })).toMatchObject({
      repeated: false,
    })
  })

  it('takes a file whose content comes back after another as news, and its repeat as none', async () => {
    const { hub, door, one } = await start()
    const put = async (content: string) => {
      const sha256 = hash('sha256', content)
      const named = { path: '/inbound/stock.csv', fileName: 'stock.csv', uploadId: hub.newId(), evidence: {} }
      return (await door.receive(one, { ...named, sha256, bytes: Buffer.from(content) })).repeated
    }
    const repeated: boolean[] = []
    for (const content of ['5', '5', '3', '5', '5', '3', '3', '5']) repeated.push(await put(content))
    expect(repeated).toEqual([false, true, false, false, true, false, true, false])
    expect(await hub.pendingJobs()).toBe(5)
  })

  it('gives empty files, alone and among others', async () => {
    const { hub, door, one } = await start()
    const id = await waitingFile(hub, one, '', 'empty.csv')
    expect(await door.read(one, 'outbound', id)).toHaveLength(0)
    expect((await door.readSmall(one, 'outbound', [id])).get(id)).toHaveLength(0)
  })

  it('takes uploads that come at the same moment each once, and their bytes once', async () => {
    const { hub, door, one } = await start()
    const bytes = Buffer.from('the same content')
    const receive = (path: string) =>
      door.receive(one, { path, fileName: 'a.csv', bytes, sha256: 'aa', uploadId: path, evidence: {} })
    const receptions = await Promise.all(['/inbound/a', '/inbound/a', '/inbound/a', '/inbound/b'].map(receive))
    expect(receptions.filter(({ repeated }) => !repeated)).toHaveLength(2)
    expect(new Set(receptions.map(({ messageId }) => messageId)).size).toBe(2)
    expect(await hub.orm.$count(blobs)).toBe(1)
    expect(await hub.orm.$count(messageEvents)).toBe(4)
    const stored = await hub.orm.select({ repeats: messages.repeats }).from(messages).orderBy(messages.repeats)
    expect(stored).toEqual([{ repeats: 0 }, { repeats: 2 }])
    expect(await hub.pendingJobs()).toBe(2)
  })
})
