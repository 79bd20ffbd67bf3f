import { eq } from 'drizzle-orm'
import { pino } from 'pino'
import { afterEach, expect, it } from 'vitest'
import { emptyHub } from '../../checks/support/databases.ts'
import type { HubDatabase } from '../../db/hub-database.ts'
import { events, exceptions, identities, messages } from '../../db/schema/index.ts'
import { seedRetailer } from '../../engine/testing/seed.ts'
import { secretBox } from '../../partners/secrets.ts'
import { emailDoor } from '../doors/email.ts'
import { recordDelivery, storeOutbound } from '../journal/outbound.ts'
import { receiveMail } from '../transports/email/receive.ts'
import { processMessage } from './process-message.ts'

const address = 'orders+tok1@hub.example'
let hub: HubDatabase

afterEach(() => hub.close())

/** A retailer who has sent one order by mail, and what becomes of a mail that then comes from nobody, as machines send them. */
async function answerTo(answer: (orderId: string) => string[]) {
  hub = await emptyHub()
  const { retailerId, suppliers } = await seedRetailer(hub, { suppliers: [{ name: 'Northwind', offers: [] }] })
  const { partnershipId } = suppliers.Northwind!
  const orderId = hub.newId()
  await hub.work('system', async work => {
    const mailbox = { kind: 'mailbox', own: address, partner: '', retailerId, partnershipId } as const
    await work.tx.insert(identities).values({ id: hub.newId(), ...mailbox, createdAt: work.now })
    const about = { transport: 'email' as const, fileName: 'po-1.csv', contentType: 'text/csv' }
    await storeOutbound(work, { retailerId, partnershipId, id: orderId, ...about, bytes: Buffer.from('PO-1') })
    await recordDelivery(work, retailerId, orderId, { ok: true, confirmed: true, reference: orderId })
  })
  const deps = emailDoor({ hub, log: pino({ level: 'silent' }) })
  const recipients = [{ address, mailbox: (await deps.findMailbox(address))! }]
  const raw = Buffer.from([`To: ${address}`, ...answer(orderId)].join('\r\n'))
  const [reception] = await receiveMail({ raw, envelopeFrom: '', recipients }, deps)
  const deliver = () => Promise.reject(new Error('Nothing was to be delivered.'))
  const context = { hub, box: secretBox('a secret for tests'), deliver, deliverReceipt: async () => undefined }
  await processMessage(context, { retailerId, messageId: reception!.messageId })
  const statusOf = async (id: string) => (await hub.orm.select().from(messages).where(eq(messages.id, id)))[0]?.status
  const happened = await hub.orm.select({ type: events.type }).from(events)
  const told = await hub.orm.select({ kind: exceptions.kind, summary: exceptions.summary }).from(exceptions)
  return {
    order: await statusOf(orderId),
    mail: await statusOf(reception!.messageId),
    told,
    happened: happened.map(({ type }) => type),
  }
}

it('takes Exchange’s “Automatic reply”, which comes from nobody, for no bounce of the order that it answers', async () => {
  const found = await answerTo(orderId => [
    ...['From: desk@supplier.example', 'Subject: Automatic reply: Purchase order PO-1', 'Message-ID: <oof@x.example>'],
    ...[`In-Reply-To: <${orderId}@hub.example>`, 'Auto-Submitted: auto-generated', 'X-Auto-Response-Suppress: All', ''],
    'I am out of the office until Monday. Call 555-1234.',
  ])
  expect(found).toEqual({ order: 'confirmed', mail: 'processed', told: [], happened: [] })
})

it('fails the order that came back', async () => {
  const found = await answerTo(orderId => [
    ...['From: Mailer-Daemon@mx.example', 'Subject: Mail delivery failed', 'Auto-Submitted: auto-replied', ''],
    ...['host mx.supplier.example [4.3.2.1]', '550 5.1.1 <desk@supplier.example>: User unknown', ''],
    ...['------ This is a copy of your message. ------', '', `Message-ID: <${orderId}@hub.example>`],
  ])
  expect(found).toMatchObject({ order: 'failed', mail: 'processed', told: [{ kind: 'not-delivered' }] })
  expect(found.happened).toEqual(['message.failed'])
})

it('fails nothing while delivery is still tried', async () => {
  const found = await answerTo(orderId => [
    ...['From: Mailer-Daemon@mx.example', 'Subject: Warning: message delayed 24 hours', ''],
    ...['No action is required on your part. Delivery attempts will continue.', `Message-ID: <${orderId}@hub.example>`],
  ])
  expect(found).toEqual({ order: 'confirmed', mail: 'processed', told: [], happened: [] })
})

it('puts a bounce of nothing that is known before a person', async () => {
  const found = await answerTo(() => [
    'From: postmaster@mx.example',
    'Subject: Undeliverable',
    '',
    'No such user here.',
  ])
  expect(found).toMatchObject({ order: 'confirmed', mail: 'rejected' })
  expect(found.told).toMatchObject([{ kind: 'not-readable', summary: expect.stringContaining('was not delivered') }])
})

it('puts an automatic answer that brings a file before a person', async () => {
  const found = await answerTo(() => [
    ...['From: sap@supplier.example', 'Subject: Invoice 1', 'Auto-Submitted: auto-generated', 'MIME-Version: 1.0'],
    ...['Content-Type: text/csv; name="invoice-1.csv"', '', 'Invoice Number,Total', '1,20.00'],
  ])
  expect(found).toMatchObject({ order: 'confirmed', mail: 'rejected' })
  expect(found.told).toMatchObject([{ kind: 'not-readable', summary: expect.stringContaining('invoice-1.csv') }])
})
