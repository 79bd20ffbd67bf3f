import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { and, eq } from 'drizzle-orm'
import { pino } from 'pino'
import { expect, it, onTestFinished } from 'vitest'
import { describeOnServer } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { blobs, messageEvents, messages } from '../../db/schema/index.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { made } from '../../partners/certificates/testing/made.ts'
import { connectPartner } from '../../partners/onboarding/connect.ts'
import { deliverMessage } from '../jobs/deliver-message.ts'
import { storeOutbound } from '../journal/outbound.ts'
import { receiveAs2 } from '../transports/as2/receive.ts'
import { createAs2Server } from '../transports/as2/server.ts'
import { seeded } from '../transports/as2/testing/mutations.ts'
import { deliver } from '../transports/registry.ts'
import { as2Door, receiptDelivery } from './as2.ts'
import { box } from './testing/exchange.ts'
import { type FaultyLink, faultyLink } from './testing/faulty-link.ts'

/** The profiles take turns; a longer soak: `SOAK_MESSAGES=2000 npx vitest run gateway/doors/as2-soak.test.ts`. */
const messagesEachWay = Number(process.env.SOAK_MESSAGES ?? 72)
const faultyShare = 0.4
/** A message meets so many faults in a row less than once in a hundred million. */
const mostRounds = 25

const [keyOfA, keyOfB] = await Promise.all(
  ['soak-a', 'soak-b'].map(async name => {
    const { privateKey, certificate } = await made(name)
    return { privateKey, certificate: certificate.pem }
  }),
)

const profiles = (['none', 'sha256'] as const).flatMap(signature =>
  (['none', 'aes256-cbc', 'aes128-gcm'] as const).flatMap(encryption =>
    (['none', 'before-signing', 'after-signing'] as const).flatMap(compression =>
      (['sync', 'async'] as const).map(receipt => ({ signature, encryption, compression, receipt })),
    ),
  ),
)

/** A hub that listens for AS2, with a partnership for every profile once it is connected. */
async function open(hub: HubDatabase, name: string) {
  const context = { hub, box, log: pino({ level: 'silent' }), allowPrivateAddresses: true }
  const errors: unknown[] = []
  const door = as2Door(context)
  const server: Server = createAs2Server({
    handle: request => receiveAs2(request, door),
    onError: error => errors.push(error),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { retailerId } = await seedRetailer(hub, { suppliers: [] })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/as2`
  const partnerships: string[] = []
  return {
    ...{ hub, name, context, errors, server, retailerId, url, partnerships },
    deliverReceipt: receiptDelivery(context),
  }
}
type Station = Awaited<ReturnType<typeof open>>

/** Gives a station its side of every profile; both links are the ways that messages and receipts take. */
async function connect(us: Station, them: Station, links: { toThem: FaultyLink; toUs: FaultyLink }) {
  const [own, partner] = us.name === 'A' ? [keyOfA!, keyOfB!] : [keyOfB!, keyOfA!]
  await us.hub.work('system', async work => {
    for (const [at, profile] of profiles.entries()) {
      const names = { own: `${us.name}-${at}`, partner: `${them.name}-${at}` }
      const transport = {
        ...profile,
        ...{ ourId: names.own, partnerId: names.partner, url: links.toThem.url, receiptUrl: links.toUs.url },
        ...{ requireSignature: false, requireEncryption: false, signedReceipt: at % 4 < 3, retryAttempts: 50 },
      }
      const { partnershipId } = await connectPartner(work, box, {
        retailerId: us.retailerId,
        supplier: { slug: `${them.name}-${at}`.toLowerCase(), name: `${them.name} ${at}` },
        status: 'live',
        currency: 'USD',
        terms: { netDays: 30 },
        channel: { transport: 'as2', format: 'x12', version: '004010', settings: { transport } },
        certificates: { own: [own], partner: [partner.certificate] },
        identities: [{ kind: 'as2', ...names }],
      })
      us.partnerships.push(partnershipId)
    }
  })
}

async function queue(us: Station, random: () => number): Promise<void> {
  const { hub, retailerId } = us
  await hub.work('system', async work => {
    for (let at = 0; at < messagesEachWay; at++) {
      const partnershipId = us.partnerships[at % us.partnerships.length]!
      const fileName = `${us.name}-${at}.edi`
      const bytes = Buffer.from(`ISA*${fileName}*${'x\r\n'.repeat(Math.floor(random() * 3000))}`)
      const file = { fileName, contentType: 'application/edi-x12', bytes }
      await storeOutbound(work, { retailerId, id: hub.newId(), partnershipId, transport: 'as2', ...file })
    }
  })
}

/** Runs all of these, a few at a time, now and then one of them by two workers at once. */
async function each<T>(items: readonly T[], random: () => number, work: (item: T) => Promise<unknown>): Promise<void> {
  const waiting = items.flatMap(item => (random() < 0.05 ? [item, item] : [item]))
  const worker = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await work(item)
  }
  await Promise.all(Array.from({ length: 6 }, worker))
}

const journal = (us: Station, direction: 'in' | 'out') =>
  us.hub.orm
    .select({
      id: messages.id,
      fileName: messages.fileName,
      status: messages.status,
      sha256: blobs.sha256,
      receipt: messages.receiptDetail,
    })
    .from(messages)
    .innerJoin(blobs, and(eq(blobs.retailerId, messages.retailerId), eq(blobs.id, messages.blobId)))
    .where(and(eq(messages.retailerId, us.retailerId), eq(messages.direction, direction)))

/** Does once what the jobs of a hub would do: sends what is not yet sent, and gives the receipts that were to come later. */
async function work(us: Station, given: Set<string>, random: () => number): Promise<number> {
  const { hub, retailerId } = us
  const jobs = {
    ...{ hub, box, deliverReceipt: async () => undefined },
    deliver: (message: Parameters<typeof deliver>[0], channel: Parameters<typeof deliver>[1]) =>
      deliver(message, channel, { now: hub.now, allowPrivateAddresses: true }),
  }
  const out = (await journal(us, 'out')).filter(({ status }) => status !== 'confirmed')
  await each(
    out.filter(({ status }) => status !== 'sent'),
    random,
    ({ id }) => deliverMessage(jobs, { retailerId, messageId: id }),
  )
  const later = (await journal(us, 'in')).filter(({ id, receipt }) => !given.has(id) && isLater(receipt))
  await each(later, random, async ({ id }) => {
    // A receipt that is not taken makes the job fail, and the job is tried again.
    const taken = await us.deliverReceipt({ retailerId, messageId: id }).then(
      () => true,
      () => false,
    )
    if (taken) given.add(id)
  })
  return out.length
}

const isLater = (receipt: unknown) => (receipt as { route?: { kind: string } } | null)?.route?.kind === 'async'

const byName = (rows: Awaited<ReturnType<typeof journal>>) =>
  rows.map(({ fileName, sha256 }) => `${fileName} ${sha256}`).sort()

describeOnServer('Two hubs on a bad line', database => {
  it('lose nothing and take nothing twice', { timeout: 60_000 + messagesEachWay * 1000 }, async () => {
    const random = seeded(20260615)
    const [a, b] = [await open(await database(), 'A'), await open(await database(), 'B')]
    const links = {
      toA: await faultyLink(() => a.url, random, faultyShare),
      toB: await faultyLink(() => b.url, random, faultyShare),
    }
    onTestFinished(() => {
      for (const { server } of [a, b]) server.close().closeAllConnections()
      for (const link of Object.values(links)) link.close()
    })
    await connect(a, b, { toThem: links.toB, toUs: links.toA })
    await connect(b, a, { toThem: links.toA, toUs: links.toB })
    await Promise.all([queue(a, random), queue(b, random)])
    const given = { a: new Set<string>(), b: new Set<string>() }
    for (let round = 0; round < mostRounds; round++) {
      const open = await Promise.all([work(a, given.a, random), work(b, given.b, random)])
      if (open.every(count => count === 0)) break
    }
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const [sent, received] = [await journal(from, 'out'), await journal(to, 'in')]
      expect(sent.filter(({ status }) => status !== 'confirmed')).toEqual([])
      expect(byName(received)).toEqual(byName(sent))
      expect(received.filter(({ status }) => status !== 'received')).toEqual([])
      expect(from.errors).toEqual([])
      const confirmations = await from.hub.orm
        .select({ messageId: messageEvents.messageId })
        .from(messageEvents)
        .where(and(eq(messageEvents.retailerId, from.retailerId), eq(messageEvents.kind, 'confirmed')))
      const ours = new Set(sent.map(({ id }) => id))
      expect(confirmations.filter(({ messageId }) => ours.has(messageId))).toHaveLength(sent.length)
    }
    for (const { counts } of Object.values(links)) {
      expect([...counts.keys()].sort()).toEqual([
        'answer cut',
        'answer lost',
        'cut',
        'delayed',
        'doubled',
        'none',
        'refused',
      ])
    }
  })
})
