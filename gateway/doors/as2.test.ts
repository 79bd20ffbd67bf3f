import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { desc, eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { describeOnBothDatabases } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { certificates, messages } from '../../db/schema/index.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { addCertificate } from '../../partners/certificates/add.ts'
import { revokeCertificate } from '../../partners/certificates/end.ts'
import { as2Defaults } from '../../partners/certificates/hand-over.ts'
import { made, testTime } from '../../partners/certificates/testing/made.ts'
import { activeChannel } from '../../partners/channels/channel.ts'
import { secretBox } from '../../partners/secrets.ts'
import { receiveAs2 } from '../transports/as2/receive.ts'
import { sendAs2 } from '../transports/as2/send.ts'
import { createAs2Server } from '../transports/as2/server.ts'
import { type As2SettingsInput, as2Settings } from '../transports/as2/settings.ts'
import { House } from '../transports/as2/testing/house.ts'
import type { Delivery } from '../transports/contract.ts'
import { deliver } from '../transports/registry.ts'
import { as2Door } from './as2.ts'
import { connectByAs2 } from './testing/partnership.ts'

const box = secretBox('a secret for tests only')
const log = pino({ level: 'silent' })
const [ours, oursNext, theirs, theirsNext] = await Promise.all(
  ['ours', 'ours-next', 'theirs', 'theirs-next'].map(async name => {
    const { privateKey, certificate } = await made(name)
    return { privateKey, certificate: certificate.pem, details: certificate }
  }),
)
const day = 86_400_000

const servers: Server[] = []
const failures: unknown[] = []
afterEach(() => {
  expect(failures.splice(0)).toEqual([])
  for (const server of servers.splice(0)) server.close()
})

async function listen(handle: Parameters<typeof createAs2Server>[0]['handle']): Promise<string> {
  const server = createAs2Server({ handle, onError: error => failures.push(error) })
  servers.push(server)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/as2`
}

/** A hub and a partner's station, each reached over HTTP by the other. What the partner is set to is given at each message. */
async function connect(hub: HubDatabase) {
  const deps = as2Door({ hub, box, log, allowPrivateAddresses: true })
  const hubUrl = await listen(request => receiveAs2(request, deps))
  let station = new House()
  const partnerUrl = await listen(request => receiveAs2(request, station.deps))
  const { retailerId } = await seedRetailer(hub, { suppliers: [] })
  const { partnershipId } = await hub.work('system', work =>
    connectByAs2(work, box, {
      ...{ retailerId, partner: 'NORTHWIND', ours: ours!, theirs: theirs! },
      transport: { url: partnerUrl },
    }),
  )
  const settings = (keys: Pick<As2SettingsInput, 'keys' | 'partnerCertificates'>) =>
    as2Settings.parse({ ourId: 'NORTHWIND', partnerId: 'HUB', url: hubUrl, ...keys })
  const message = () => ({
    id: hub.newId(),
    retailerId,
    partnershipId,
    fileName: 'a.edi',
    contentType: 'application/edi-x12',
    subject: 'a',
    bytes: Buffer.from('ISA*00*'),
  })
  const outside = { now: () => testTime, allowPrivateAddresses: true }
  return {
    retailerId,
    partnershipId,
    settings,
    message,
    /** The partner sends to the hub. */
    send: (keys: Pick<As2SettingsInput, 'keys' | 'partnerCertificates'>): Promise<Delivery> =>
      sendAs2(message(), settings(keys), outside),
    /** The hub sends to the partner. */
    async receive(keys: Pick<As2SettingsInput, 'keys' | 'partnerCertificates'>): Promise<Delivery> {
      station = new House(settings(keys))
      const channel = await activeChannel(hub.orm, box, retailerId, partnershipId)
      return await deliver(message(), channel!, { ...outside, now: hub.now })
    },
  }
}

it('hands over the same defaults as AS2 settings have', () => {
  expect(as2Settings.parse({ ourId: 'A', partnerId: 'B' })).toMatchObject(as2Defaults)
})

describeOnBothDatabases('The keys of an AS2 partnership', open => {
  it('roll over on both sides, each at its own moment, without a message lost', async () => {
    const clock = { now: testTime }
    const hub = await open({ now: () => clock.now })
    const { retailerId, partnershipId, send, receive } = await connect(hub)
    const use = (keys: object[], partnerCertificates: (string | undefined)[]) =>
      ({ keys, partnerCertificates }) as Pick<As2SettingsInput, 'keys' | 'partnerCertificates'>
    const both = async (keys: ReturnType<typeof use>) => [await send(keys), await receive(keys)].map(({ ok }) => ok)
    const old = use([theirs!], [ours!.certificate])
    expect(await both(old)).toEqual([true, true])

    const common = { retailerId, uses: ['sign', 'encrypt'] as const }
    const useFrom = new Date(testTime.getTime() + 10 * day)
    await hub.work('system', async work => {
      const own = { ...common, owner: 'own' as const, partnershipId: null, useFrom }
      await addCertificate(work, box, { ...own, privateKey: oursNext!.privateKey, certificate: oursNext!.details })
      const partner = { ...common, owner: 'partner' as const, partnershipId, useFrom }
      await addCertificate(work, box, { ...partner, certificate: theirsNext!.details })
    })
    expect(await both(old)).toEqual([true, true])
    const partnerFirst = use([theirs!, theirsNext!], [oursNext!.certificate, ours!.certificate])
    expect(await both(partnerFirst)).toEqual([true, true])
    const signsWithNew = use([{ ...theirsNext!, uses: ['sign'] }, theirs!], [ours!.certificate])
    expect(await both(signsWithNew)).toEqual([true, true])

    clock.now = useFrom
    expect(await both(use([theirsNext!], [oursNext!.certificate]))).toEqual([true, true])
    expect(await both(partnerFirst)).toEqual([true, true])
    const forgotten = await receive(old)
    expect(forgotten).toMatchObject({ ok: false, failure: { code: 'receipt-negative' } })
  })

  it('are refused with the reason once revoked, in the receipt, in the journal, and before anything is sent', async () => {
    const hub = await open({ now: () => testTime })
    const { retailerId, send, receive } = await connect(hub)
    const keys = { keys: [theirs!], partnerCertificates: [ours!.certificate] }
    const revoke = async (owner: 'own' | 'partner') => {
      const [row] = await hub.orm.select().from(certificates).where(eq(certificates.owner, owner))
      const command = { retailerId, id: row!.id, reason: 'laptop stolen' }
      await hub.work('user:ann@example.com', work => revokeCertificate(work, command))
    }
    await revoke('partner')
    const words = /was revoked on 2026-06-15 \(laptop stolen\): serial [0-9A-F]+, CN=theirs/
    expect(await send(keys)).toMatchObject({
      ok: false,
      failure: { code: 'receipt-negative', detail: expect.stringMatching(words) },
    })
    const [kept] = await hub.orm.select().from(messages).orderBy(desc(messages.id)).limit(1)
    expect(kept).toMatchObject({ status: 'rejected', failureDetail: expect.stringMatching(words) })
    expect(await receive(keys)).toMatchObject({
      ok: false,
      failure: { code: 'settings-incomplete', detail: expect.stringMatching(words) },
    })
    await revoke('own')
    expect(await send(keys)).toMatchObject({
      ok: false,
      failure: { detail: expect.stringContaining('it is encrypted for our certificate that was revoked') },
    })
    expect(await receive(keys)).toMatchObject({
      ok: false,
      failure: { code: 'settings-incomplete', detail: expect.stringContaining('our certificate was revoked') },
    })
  })

  it('are refused with the reason once they have ended', async () => {
    const clock = { now: testTime }
    const hub = await open({ now: () => clock.now })
    const { send, receive } = await connect(hub)
    const keys = { keys: [theirs!], partnerCertificates: [ours!.certificate] }
    clock.now = new Date('2028-02-01T00:00:00Z')
    expect(await send(keys)).toMatchObject({
      ok: false,
      failure: { code: 'receipt-negative', detail: expect.stringContaining('valid from 2026-01-01 to 2028-01-01') },
    })
    expect(await receive(keys)).toMatchObject({
      ok: false,
      failure: { code: 'settings-incomplete', detail: expect.stringContaining('our certificate is not valid now') },
    })
  })
})
