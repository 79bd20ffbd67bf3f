import { once } from 'node:events'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'drizzle-orm'
import { afterEach, expect, inject, it } from 'vitest'
import { describeOnBothDatabases, describeOnServer, type OpenHub } from '../../checks/support/databases.ts'
import { rowsOf } from '../../db/connection.ts'
import { HubDatabase } from '../../db/hub-database.ts'
import { messages } from '../../db/schema/index.ts'
import { readReceiptFile } from '../../engine/messages/receipt-file.ts'
import { testTime } from '../../partners/certificates/testing/made.ts'
import { receiveAs2 } from '../transports/as2/receive.ts'
import { sendAs2 } from '../transports/as2/send.ts'
import { createAs2Server } from '../transports/as2/server.ts'
import { as2Door, receiptDelivery } from './as2.ts'
import { openExchange } from './testing/exchange.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

async function listen(handle: Parameters<typeof createAs2Server>[0]['handle']): Promise<string> {
  const server: Server = createAs2Server({ handle, onError: error => expect.unreachable(String(error)) })
  closing.push(() => server.close())
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/as2`
}

/** A hub, and a partner that sends it one message again and again and takes the receipts of later at `url`. */
async function repeating(open: OpenHub) {
  const hub = await open({ now: () => testTime })
  const exchange = await openExchange(hub)
  closing.push(() => exchange.close())
  const arrived: string[] = []
  const url = await listen(async ({ body }) => {
    const pieces = body instanceof Uint8Array ? [body] : await Array.fromAsync(body)
    arrived.push(Buffer.concat(pieces).toString('latin1'))
    return { status: 200, headers: { 'Content-Length': '0' }, body: new Uint8Array() }
  })
  const { retailerId, partnershipId, context, partner } = exchange
  const message = {
    ...{ id: hub.newId(), retailerId, partnershipId, subject: 'a' },
    ...{ fileName: 'a.edi', contentType: 'application/edi-x12', bytes: Buffer.from('ISA*00*') },
  }
  const send = (receipt: 'none' | 'sync' | 'async', to = exchange.hubUrl) =>
    sendAs2(message, partner.settings({ url: to, receipt, receiptUrl: url }), { ...context, now: () => testTime })
  /** Does the jobs of all receipts that go out later, in order. Gives where each was told to go. */
  const deliver = async (): Promise<(string | undefined)[]> => {
    const jobs = await rowsOf<{ data: { retailerId: string; messageId: string; url?: string } }>(
      hub.orm,
      sql`select data from jobs.job where name = 'deliver-receipt' order by created_on`,
    )
    for (const { data } of jobs) await receiptDelivery(context)(data)
    return jobs.map(({ data }) => data.url)
  }
  return { hub, retailerId, context, arrived, url, send, deliver }
}

describeOnBothDatabases('A message that comes again over AS2', open => {
  it('has its receipt sent once more, the same, where it asks for it later', async () => {
    const { arrived, url, send, deliver } = await repeating(open)
    expect([await send('async'), await send('async')]).toMatchObject([{ ok: true }, { ok: true }])
    expect(await deliver()).toEqual([undefined, url])
    expect(arrived).toHaveLength(2)
    expect(arrived[1]).toBe(arrived[0])
    expect(arrived[0]).toContain('MDN-sent-automatically; processed')
  })

  it('and asked for no receipt before has one from then on, which is kept as the proof', async () => {
    const { hub, retailerId, arrived, url, send, deliver } = await repeating(open)
    expect(await send('none')).toMatchObject({ ok: true })
    const [{ id, receiptDetail }] = (await hub.orm.select().from(messages)) as [typeof messages.$inferSelect]
    expect(await readReceiptFile(hub, retailerId, id)).toBeUndefined()
    expect([await send('async'), await send('async')]).toMatchObject([{ ok: true }, { ok: true }])
    expect(await deliver()).toEqual([url, url])
    expect(arrived).toHaveLength(2)
    expect(arrived[1]).toBe(arrived[0])
    expect(arrived[0]).toContain('MDN-sent-automatically; processed')
    const now = await send('sync')
    for (const receipt of [now.ok && now.receipt, await readReceiptFile(hub, retailerId, id)]) {
      expect(Buffer.from(receipt || []).toString('latin1')).toContain(`\r\n\r\n${arrived[0]}`)
    }
    const [kept, ...others] = await hub.orm.select().from(messages)
    expect(others).toEqual([])
    expect(kept!.receiptDetail).toMatchObject({ origin: (receiptDetail as { origin: object }).origin })
  })
})

describeOnServer('A message that comes to two hubs on one database at once', open => {
  it.each(['none', 'sync'] as const)('is taken once, and proved by one receipt (first asked for: %s)', async first => {
    const { hub, context, send } = await repeating(open)
    const [{ name }] = (await rowsOf<{ name: string }>(hub.orm, sql`select current_database() as name`)) as [
      { name: string },
    ]
    const other = await HubDatabase.open({ url: `${inject('postgresRoot')}/${name}`, connections: 4, now: hub.now })
    closing.push(() => other.close())
    const door = as2Door({ ...context, hub: other })
    const otherUrl = await listen(request => receiveAs2(request, door))
    if (first === 'none') expect(await send('none')).toMatchObject({ ok: true })
    const urls = Array.from({ length: 6 }, () => [undefined, otherUrl]).flat()
    const deliveries = await Promise.all(urls.map(url => send('sync', url)))
    const receipts = new Set(
      deliveries.map(
        delivery =>
          delivery.ok &&
          Buffer.from(delivery.receipt ?? [])
            .toString('latin1')
            .split('\r\n\r\n')
            .slice(1)
            .join(),
      ),
    )
    expect([...receipts]).toEqual([expect.stringContaining('MDN-sent-automatically; processed')])
    const stored = await hub.orm.select({ repeats: messages.repeats }).from(messages)
    expect(stored).toEqual([{ repeats: urls.length - (first === 'none' ? 0 : 1) }])
  })
})
