import { and, eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { channels, messages } from '../../db/schema/index.ts'
import { importOrder } from '../../engine/orders/import.ts'
import { newOrder } from '../../engine/orders/new-order.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import { mailDeps } from '../doors/email.ts'
import { parseMail } from '../transports/email/mail.ts'
import { startMailReceiver } from '../transports/email/server.ts'
import { partnerServer } from '../transports/email/testing.ts'
import { deliver } from '../transports/registry.ts'
import { jobHandlers } from './registry.ts'

const open = freshDatabases()

it('An order leaves by mail as a file, a PDF and words, and the answer to it finds its partner by the address', async () => {
  const hub = await open()
  const { retailerId, suppliers } = await seedRetailer(hub, {
    suppliers: [{ name: 'Cascade', offers: [{ sku: 'QUILT', supplierSku: 'C-QUILT', cost: '40', stock: '10' }] }],
  })
  const { partnershipId } = suppliers.Cascade!
  const server = await partnerServer({})
  const transport = {
    host: '127.0.0.1',
    port: server.port,
    tls: 'none',
    from: 'orders@hub.example',
    to: ['desk@cascade.example'],
    attachPdf: true,
  }
  const mine = and(eq(channels.retailerId, retailerId), eq(channels.partnershipId, partnershipId))
  await hub.orm.update(channels).set({ transport: 'email', format: 'xlsx', settings: { transport } }).where(mine)
  await hub.startWorkers(
    jobHandlers({
      hub,
      box: secretBox('a secret for tests only'),
      mailDomain: 'hub.example',
      deliver: (message, channel) => deliver(message, channel, { now: hub.now, allowPrivateAddresses: true }),
      deliverReceipt: async () => undefined,
    }),
  )
  const shipTo = {
    name: 'Dana Reyes',
    address1: '418 Alder Street',
    city: 'Portland',
    state: 'OR',
    postalCode: '97205',
    country: 'US',
  }
  const order = {
    number: 'W-1',
    currency: 'USD',
    customer: { name: 'Dana Reyes' },
    shipTo,
    lines: [{ sku: 'QUILT', quantity: '2', unitPrice: '99' }],
  }
  await hub.work('test', work => importOrder(work, retailerId, newOrder.parse(order)))
  await expect.poll(() => server.mails.length, { timeout: 20_000 }).toBe(1)
  const raw = server.mails[0]!.toString()
  const mail = await parseMail(server.mails[0]!)
  expect(mail.attachments.map(({ contentType }) => contentType)).toEqual([
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    'application/pdf',
  ])
  expect(raw).toContain('2 EA of C-QUILT')
  const [, address] = /^Reply-To: (orders\+[0-9a-f]{20}@hub\.example)/m.exec(raw)!
  const receiver = await startMailReceiver({ port: 0, host: '127.0.0.1', deps: mailDeps(hub) })
  const answer = {
    host: '127.0.0.1',
    port: receiver.port,
    tls: 'none',
    from: 'someone@cascade.example',
    to: [address!],
  }
  const channel = {
    retailerId,
    id: '',
    partnershipId,
    transport: 'email' as const,
    format: 'csv' as const,
    version: null,
    settings: { transport: {} },
    transportSettings: answer,
  }
  const sent = await deliver(
    {
      id: hub.newId(),
      retailerId,
      partnershipId,
      fileName: 'ack.csv',
      contentType: 'text/csv',
      subject: 'Re',
      bytes: Buffer.from('a,b\n'),
    },
    channel,
    { now: hub.now, allowPrivateAddresses: true },
  )
  expect(sent).toMatchObject({ ok: true })
  const inbound = await hub.orm.select().from(messages).where(eq(messages.direction, 'in'))
  expect(inbound).toMatchObject([{ partnershipId, fileName: 'ack.csv' }])
  await receiver.close()
  await server.close()
})
