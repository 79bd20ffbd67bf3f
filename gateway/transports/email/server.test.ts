import { once } from 'node:events'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import nodemailer from 'nodemailer'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ReceivedMessage } from '../contract.ts'
import type { Mailbox } from './mailbox.ts'
import { sendEmail } from './send.ts'
import { type MailReceiver, type MailReceiverOptions, startMailReceiver } from './server.ts'
import { certificate, csv, deps, message, settingsFor } from './testing.ts'

const closers: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

describe('receiving', () => {
  const mailboxes: Record<string, Mailbox> = {
    'orders@hub.example': { retailerId: 'r1', purpose: 'orders' },
    'orders+tok123@hub.example': { retailerId: 'r1', purpose: 'orders', partnershipId: 'p-token' },
    'acme-invoices@hub.example': { retailerId: 'r2', purpose: 'invoices' },
  }
  let kept: Map<string, ReceivedMessage>
  let receiver: MailReceiver

  const start = async (options: Partial<MailReceiverOptions> = {}, more: Partial<MailReceiverOptions['deps']> = {}) => {
    receiver = await startMailReceiver({
      host: '127.0.0.1',
      port: 0,
      ...options,
      deps: {
        findMailbox: async address => mailboxes[address],
        findSender: async (_retailer, from) => (from === 'desk@supplier.example' ? 'p-sender' : undefined),
        receive: async received => {
          const repeated = kept.has(`${received.retailerId} ${received.wireId}`)
          if (!repeated) kept.set(`${received.retailerId} ${received.wireId}`, received)
          return { messageId: received.wireId, repeated }
        },
        ...more,
      },
    })
    closers.push(() => receiver.close())
  }
  beforeEach(() => {
    kept = new Map()
  })

  const client = () => {
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port: receiver.port,
      ignoreTLS: true,
      socketTimeout: 20_000,
    })
    closers.push(() => transport.close())
    return transport
  }
  const fromDesk = {
    from: 'Desk@Supplier.example',
    to: 'orders@hub.example',
    subject: 'Tracking',
    text: 'Hello',
    messageId: '<m1@supplier.example>',
  }
  const file = { filename: 'tracking.csv', content: csv, contentType: 'text/csv' }

  test('each attachment is one message, known by mail and part, from the partner whose address it is', async () => {
    await start()
    const pdf = { filename: 'invoice.pdf', content: Buffer.from('%PDF-1.7 x'), contentType: 'application/pdf' }
    const sent = await client().sendMail({ ...fromDesk, attachments: [file, pdf] })
    expect(sent.response).toMatch(/^250/)
    const found = [...kept.values()]
    expect(found.map(({ wireId, fileName, contentType }) => [wireId, fileName, contentType])).toEqual([
      ['m1@supplier.example/2', 'tracking.csv', 'text/csv'],
      ['m1@supplier.example/3', 'invoice.pdf', 'application/pdf'],
    ])
    expect(found[0]).toMatchObject({ retailerId: 'r1', partnershipId: 'p-sender', transport: 'email' })
    expect(found[0]?.evidence).toMatchObject({
      from: 'desk@supplier.example',
      to: 'orders@hub.example',
      purpose: 'orders',
      subject: 'Tracking',
    })
    expect(Buffer.from(found[0]?.bytes ?? [])).toEqual(csv)
  })

  test('a token in the address names the partnership, whoever writes', async () => {
    await start()
    await client().sendMail({
      ...fromDesk,
      from: 'somebody@else.example',
      to: ['orders@hub.example', 'Orders+TOK123@hub.example'],
      attachments: [file],
    })
    expect([...kept.values()].map(({ partnershipId }) => partnershipId)).toEqual(['p-token'])
  })

  test('a mail to two retailers is kept for each', async () => {
    await start()
    await client().sendMail({
      ...fromDesk,
      to: ['orders@hub.example', 'acme-invoices@hub.example'],
      attachments: [file],
    })
    expect([...kept.keys()]).toEqual(['r1 m1@supplier.example/2', 'r2 m1@supplier.example/2'])
  })

  test('an unknown recipient is refused, and nothing is kept', async () => {
    await start()
    await expect(
      client().sendMail({ ...fromDesk, to: 'nobody@hub.example', attachments: [file] }),
    ).rejects.toMatchObject({ responseCode: 550 })
    expect(kept.size).toBe(0)
  })

  test('a mail without attachments, and an automatic one with some, are kept whole', async () => {
    await start()
    await client().sendMail({ ...fromDesk })
    await client().sendMail({
      ...fromDesk,
      messageId: '<m2@supplier.example>',
      headers: { 'Auto-Submitted': 'auto-replied' },
      attachments: [file],
    })
    expect(
      [...kept.values()].map(({ wireId, contentType, evidence }) => [wireId, contentType, evidence?.automatic]),
    ).toEqual([
      ['m1@supplier.example/mail', 'message/rfc822', undefined],
      ['m2@supplier.example/mail', 'message/rfc822', 'auto-reply'],
    ])
  })

  test('the hub’s own mail coming back is a loop', async () => {
    await start()
    await client().sendMail({ ...fromDesk, from: 'orders@hub.example', attachments: [file] })
    expect([...kept.values()].map(({ evidence }) => evidence?.automatic)).toEqual(['loop'])
  })

  test('is confirmed only when all parts are committed: else 451, and the second try adds what is missing', async () => {
    let failures = 0
    await start(
      {},
      {
        receive: async received => {
          if (received.fileName === 'b.csv' && failures++ === 0) throw new Error('the database is away')
          const repeated = kept.has(received.wireId)
          kept.set(received.wireId, received)
          return { messageId: received.wireId, repeated }
        },
      },
    )
    const mail = {
      ...fromDesk,
      attachments: [
        { ...file, filename: 'a.csv' },
        { ...file, filename: 'b.csv' },
      ],
    }
    await expect(client().sendMail(mail)).rejects.toMatchObject({ responseCode: 451 })
    expect([...kept.values()].map(({ fileName }) => fileName)).toEqual(['a.csv'])
    await client().sendMail(mail)
    expect([...kept.values()].map(({ fileName }) => fileName)).toEqual(['a.csv', 'b.csv'])
  })

  test('a lookup that fails asks the sender to come back', async () => {
    const errors: unknown[] = []
    await start(
      {},
      { findMailbox: async () => Promise.reject(new Error('away')), onError: error => errors.push(error) },
    )
    await expect(client().sendMail({ ...fromDesk, attachments: [file] })).rejects.toMatchObject({ responseCode: 451 })
    expect(errors.length).toBeGreaterThan(0)
  })

  test('a 20 MB attachment comes through whole; what is larger than the limit is refused', async () => {
    await start({ limits: { bytes: 30 * 1024 * 1024 } })
    const large = Buffer.alloc(20 * 1024 * 1024, 'stock,1\r\n')
    await client().sendMail({ ...fromDesk, attachments: [{ ...file, content: large }] })
    expect(Buffer.compare(Buffer.from([...kept.values()][0]?.bytes ?? []), large)).toBe(0)
    const larger = Buffer.alloc(24 * 1024 * 1024, 'x')
    await expect(
      client().sendMail({ ...fromDesk, messageId: '<m2@x>', attachments: [{ ...file, content: larger }] }),
    ).rejects.toThrow(/larger|size/i)
    expect(kept.size).toBe(1)
  })

  test('a mail cut off in the middle of its data is not kept, and holds nothing up', async () => {
    await start()
    const socket = connect(receiver.port, '127.0.0.1')
    const lines = createInterface({ input: socket })
    const say = ['EHLO x', 'MAIL FROM:<desk@supplier.example>', 'RCPT TO:<orders@hub.example>', 'DATA']
    for await (const line of lines) {
      if (/^250-/.test(line)) continue
      if (/^354/.test(line)) break
      socket.write(`${say.shift()}\r\n`)
    }
    const gone = once(socket, 'close')
    await new Promise<void>(resolve =>
      socket.write('Message-ID: <cut@x>\r\nContent-Type: text/csv\r\n\r\na,b\r\n', () => resolve()),
    )
    socket.destroy()
    await gone
    const began = performance.now()
    await receiver.close()
    expect(performance.now() - began).toBeLessThan(5000)
    expect(kept.size).toBe(0)
  })

  test('many senders at once are all taken', async () => {
    await start()
    const mails = Array.from({ length: 60 }, (_, at) => ({
      ...fromDesk,
      messageId: `<many-${at}@supplier.example>`,
      attachments: [file],
    }))
    const answers = await Promise.all(mails.map(mail => client().sendMail(mail)))
    expect(answers.every(({ response }) => response.startsWith('250'))).toBe(true)
    expect(kept.size).toBe(60)
  })

  test('several mails over one connection are kept apart', async () => {
    await start()
    const transport = nodemailer.createTransport({
      host: '127.0.0.1',
      port: receiver.port,
      ignoreTLS: true,
      pool: true,
      maxConnections: 1,
    })
    closers.push(() => transport.close())
    const to = ['orders@hub.example', 'acme-invoices@hub.example', 'orders@hub.example']
    for (const [at, address] of to.entries())
      await transport.sendMail({ ...fromDesk, to: address, messageId: `<m${at}@x>`, attachments: [file] })
    expect([...kept.keys()]).toEqual(['r1 m0@x/2', 'r2 m1@x/2', 'r1 m2@x/2'])
  })

  test('over TLS where the hub has a certificate', async () => {
    const { key, cert } = certificate()
    await start({ tls: { key, cert } })
    const settings = { from: 'desk@supplier.example', to: ['orders@hub.example'], replyTo: undefined, tls: 'starttls' }
    expect(
      await sendEmail(message, settingsFor(receiver.port, { ...settings, certificateAuthority: cert }), deps),
    ).toMatchObject({ ok: true })
    expect(kept.size).toBe(1)
  })

  test('closing lets a mail that is being committed finish', async () => {
    let commit: () => void = () => undefined
    const reached = Promise.withResolvers<void>()
    await start(
      {},
      {
        receive: async received => {
          reached.resolve()
          await new Promise<void>(resolve => {
            commit = resolve
          })
          kept.set(received.wireId, received)
          return { messageId: received.wireId, repeated: false }
        },
      },
    )
    const sending = client().sendMail({ ...fromDesk, attachments: [file] })
    await reached.promise
    const closing = receiver.close()
    commit()
    expect((await sending).response).toMatch(/^250/)
    await closing
    expect(kept.size).toBe(1)
  })

  test('our own sender and receiver understand each other', async () => {
    await start()
    const settings = settingsFor(receiver.port, {
      from: 'desk@supplier.example',
      to: ['orders@hub.example'],
      replyTo: undefined,
    })
    expect(await sendEmail(message, settings, deps)).toMatchObject({ ok: true, confirmed: true })
    expect([...kept.values()]).toMatchObject([{ partnershipId: 'p-sender', fileName: 'po-1.csv', bytes: csv }])
  })
})
