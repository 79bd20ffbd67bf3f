import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { and, asc, eq } from 'drizzle-orm'
import { pino } from 'pino'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { exceptions, messageEvents, messages } from '../../../db/schema/index.ts'
import { seedRetailer } from '../../../engine/testing/seed.ts'
import { made } from '../../../partners/certificates/testing/made.ts'
import { secretBox } from '../../../partners/secrets.ts'
import { deliverMessage } from '../../jobs/deliver-message.ts'
import { storeOutbound } from '../../journal/outbound.ts'
import type { As2Request, As2Response } from '../../transports/as2/ports.ts'
import { receiveAs2 } from '../../transports/as2/receive.ts'
import { createAs2Server } from '../../transports/as2/server.ts'
import { type As2SettingsInput, as2Settings } from '../../transports/as2/settings.ts'
import { House } from '../../transports/as2/testing/house.ts'
import { deliver } from '../../transports/registry.ts'
import { as2Door } from '../as2.ts'
import { connectByAs2 } from './partnership.ts'

/** What seals secrets in tests. */
export const box = secretBox('a secret for tests only')

const [ours, theirs] = await Promise.all(
  ['ours', 'theirs'].map(async name => {
    const { privateKey, certificate } = await made(name)
    return { privateKey, certificate: certificate.pem, details: certificate }
  }),
)

/** How a partner's server gives the answer of its station: as it is, cut, or not at all. */
export type Answering = (answer: As2Response, response: ServerResponse) => void

/** Gives the answer. */
export const properly: Answering = ({ status, headers, body }, response) =>
  void response.writeHead(status, headers).end(body)

/** A hub and a partner's station that reach each other over HTTP on loopback; what the partner's server does is set before each message. */
export async function openExchange(hub: HubDatabase, transport: Record<string, unknown> = {}) {
  const context = { hub, box, log: pino({ level: 'silent' }), allowPrivateAddresses: true }
  const servers: Server[] = []
  const listen = async (server: Server) => {
    servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/as2`
  }
  const errors: unknown[] = []
  const door = as2Door(context)
  const hubUrl = await listen(
    createAs2Server({ handle: request => receiveAs2(request, door), onError: error => errors.push(error) }),
  )
  const mirror = (over: Partial<As2SettingsInput> = {}) =>
    as2Settings.parse({
      ourId: 'NORTHWIND',
      partnerId: 'HUB',
      url: hubUrl,
      keys: [theirs!],
      partnerCertificates: [ours!.certificate],
      ...over,
    })
  const house = new House(mirror({ receiptHosts: ['127.0.0.1'] }))
  const partner = { answering: properly, received: [] as As2Request[], house, settings: mirror }
  const partnerUrl = await listen(
    createServer(async (request, response) => {
      const body = Buffer.concat(await Array.fromAsync(request as AsyncIterable<Buffer>))
      const taken = { headers: request.headersDistinct, body, remoteAddress: '127.0.0.1' }
      partner.received.push(taken)
      partner.answering(await receiveAs2(taken, house.deps), response)
    }),
  )
  const { retailerId } = await seedRetailer(hub, { suppliers: [] })
  const { partnershipId } = await hub.work('system', work =>
    connectByAs2(work, box, {
      ...{ retailerId, partner: 'NORTHWIND', ours: ours!, theirs: theirs! },
      transport: { url: partnerUrl, receiptUrl: hubUrl, ...transport },
    }),
  )
  const jobs = {
    hub,
    box,
    deliver: (message: Parameters<typeof deliver>[0], channel: Parameters<typeof deliver>[1]) =>
      deliver(message, channel, { now: hub.now, allowPrivateAddresses: true }),
    deliverReceipt: async () => undefined,
  }
  return {
    ...{ hubUrl, partnerUrl, retailerId, partnershipId, partner, context, errors },
    certificates: { ours: ours!, theirs: theirs! },
    /** Stores a message for the partner. Gives its id. */
    async queue(content = 'ISA*00*'): Promise<string> {
      const id = hub.newId()
      const about = { retailerId, id, partnershipId, transport: 'as2' as const }
      const file = { fileName: 'a.edi', contentType: 'application/edi-x12', bytes: Buffer.from(content) }
      await hub.work('system', work => storeOutbound(work, { ...about, ...file }))
      return id
    },
    /** Does what the job of a message would do now. */
    work: (messageId: string) => deliverMessage(jobs, { retailerId, messageId }),
    async message(id: string) {
      const [row] = await hub.orm.select().from(messages).where(eq(messages.id, id))
      return row!
    },
    async timeline(id: string): Promise<string[]> {
      const rows = await hub.orm
        .select({ kind: messageEvents.kind })
        .from(messageEvents)
        .where(and(eq(messageEvents.retailerId, retailerId), eq(messageEvents.messageId, id)))
        .orderBy(asc(messageEvents.id))
      return rows.map(row => row.kind)
    },
    /** Receipts that were kept apart as those of nobody known. */
    receipts: () =>
      hub.orm
        .select()
        .from(messages)
        .where(and(eq(messages.retailerId, retailerId), eq(messages.origin, 'stray-receipt'))),
    exceptions: () => hub.orm.select().from(exceptions).where(eq(exceptions.retailerId, retailerId)),
    close() {
      for (const server of servers) server.close().closeAllConnections()
    },
  }
}
