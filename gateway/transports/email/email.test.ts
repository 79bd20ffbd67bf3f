import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import nodemailer from 'nodemailer'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { OutboundMessage, ReceivedMessage } from '../contract.ts'
import {
  emailSettings,
  type Mailbox,
  type MailReceiver,
  type MailReceiverOptions,
  parseMail,
  sendEmail,
  startMailReceiver,
  testEmail,
} from './index.ts'

const closers: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

const now = () => new Date('2026-11-22T10:00:00Z')
const csv = Buffer.from('PO Number,Quantity\r\nPO-1,2\r\n')
const message: OutboundMessage = {
  id: '01993b1e-0000-7000-8000-000000000001',
  retailerId: 'r1',
  partnershipId: 'p1',
  fileName: 'po-1.csv',
  contentType: 'text/csv',
  subject: 'Purchase order PO-1',
  text: 'One new order <PO-1>.',
  bytes: csv,
}

const settingsFor = (port: number, more: object = {}) =>
  emailSettings.parse({
    host: '127.0.0.1',
    port,
    tls: 'none',
    from: 'orders@hub.example',
    fromName: 'Hub',
    to: ['desk@supplier.example'],
    replyTo: 'orders+tok123@hub.example',
    timeoutSeconds: 5,
    ...more,
  })

/** A partner's SMTP server. */
async function partner(options: SMTPServerOptions) {
  const mails: Buffer[] = []
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', chunk => chunks.push(chunk))
      stream.on('end', () => {
        mails.push(Buffer.concat(chunks))
        done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise<void>(resolve => server.close(resolve)))
  return { port: (server.server.address() as AddressInfo).port, mails }
}

const refusal = (code: number, text: string) => Object.assign(new Error(text), { responseCode: code })

/** A server that speaks by a script of its own. */
async function rawServer(serve: (server: Server) => void) {
  const server = createServer()
  serve(server)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => new Promise<void>(resolve => server.close(() => resolve())))
  return (server.address() as AddressInfo).port
}

describe('sending', () => {
  test('carries the document as an attachment, and is confirmed by 250', async () => {
    const { port, mails } = await partner({})
    const delivery = await sendEmail(message, settingsFor(port), { now })
    expect(delivery).toMatchObject({ ok: true, confirmed: true, reference: `${message.id}@hub.example` })
    const raw = mails[0]?.toString('utf8') ?? ''
    expect(raw).toMatch(/^Reply-To: orders\+tok123@hub\.example/m)
    expect(raw).toMatch(/^Date: Sun, 22 Nov 2026 10:00:00/m)
    const mail = await parseMail(mails[0] ?? Buffer.alloc(0))
    expect(mail).toMatchObject({
      messageId: `${message.id}@hub.example`,
      from: 'orders@hub.example',
      subject: message.subject,
    })
    expect(mail.automatic).toBeUndefined()
    expect(mail.attachments).toMatchObject([{ fileName: 'po-1.csv', contentType: 'text/csv' }])
    expect(Buffer.from(mail.attachments[0]?.bytes ?? [])).toEqual(csv)
    expect(raw).toContain('One new order <PO-1>.')
    expect(raw).toContain('One new order &lt;PO-1&gt;.')
  })

  test('has the same Message-ID at every attempt', async () => {
    const { port, mails } = await partner({})
    for (let attempt = 0; attempt < 2; attempt++) await sendEmail(message, settingsFor(port), { now })
    const ids = await Promise.all(mails.map(async raw => (await parseMail(raw)).messageId))
    expect(ids).toEqual([`${message.id}@hub.example`, `${message.id}@hub.example`])
  })

  test.each([
    [
      'partner-busy',
      {
        onData: undefined,
        onRcptTo: (_a: unknown, _s: unknown, done: (e: Error) => void) => done(refusal(451, 'Later')),
      },
    ],
    [
      'partner-refused',
      { onRcptTo: (_a: unknown, _s: unknown, done: (e: Error) => void) => done(refusal(550, 'No such user')) },
    ],
    [
      'partner-refused',
      { onMailFrom: (_a: unknown, _s: unknown, done: (e: Error) => void) => done(refusal(553, 'Not you')) },
    ],
    ['partner-busy', { onConnect: (_s: unknown, done: (e: Error) => void) => done(refusal(421, 'Full')) }],
    [
      'partner-refused',
      { onConnect: (_s: unknown, done: (e: Error) => void) => done(refusal(554, 'No SMTP for you')) },
    ],
    ['too-large', { size: 20 }],
    ['tls-failed', 'starttls'],
  ] as const)('a server’s no becomes %s', async (code, options) => {
    const { port } = await partner(typeof options === 'string' ? {} : (options as SMTPServerOptions))
    const settings = settingsFor(port, options === 'starttls' ? { tls: 'starttls' } : {})
    const delivery = await sendEmail(message, settings, { now })
    expect(delivery).toMatchObject({ ok: false, failure: { code } })
  })

  test.each([
    ['partner-busy', 451],
    ['partner-refused', 554],
    ['too-large', 552],
  ])('after the data, %s for %d', async (code, answer) => {
    const { port } = await partner({
      onData: (stream, _session, done) => stream.resume().on('end', () => done(refusal(answer, 'No'))),
    })
    expect(await sendEmail(message, settingsFor(port), { now })).toMatchObject({ ok: false, failure: { code } })
  })

  test('a wrong password is authentication-failed', async () => {
    const { port } = await partner({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(refusal(535, 'Wrong password')),
    })
    const delivery = await sendEmail(message, settingsFor(port, { user: 'hub', password: 'x' }), { now })
    expect(delivery).toMatchObject({ ok: false, failure: { code: 'authentication-failed' } })
  })

  test('nobody listening, a broken connection, silence, and an unknown host are told apart', async () => {
    const dead = await rawServer(() => undefined)
    await closers.pop()?.()
    const drops = await rawServer(server =>
      server.on('connection', socket => socket.end('220 hi\r\n', () => socket.destroy())),
    )
    const silent = await rawServer(server =>
      server.on('connection', socket => {
        closers.push(() => socket.destroy())
        socket.on('error', () => undefined)
      }),
    )
    const codes = await Promise.all(
      [
        settingsFor(dead),
        settingsFor(drops),
        settingsFor(silent, { timeoutSeconds: 1 }),
        settingsFor(25, { host: 'nowhere.invalid', timeoutSeconds: 2 }),
      ].map(async settings => {
        const delivery = await sendEmail(message, settings, { now })
        return delivery.ok ? 'ok' : delivery.failure.code
      }),
    )
    expect(codes.slice(0, 3)).toEqual(['connection-refused', 'connection-lost', 'timeout'])
    expect(['name-not-found', 'timeout']).toContain(codes[3])
  })

  test('a host that the hub may not call is not called', async () => {
    const { port, mails } = await partner({})
    const delivery = await sendEmail(message, settingsFor(port), { now, mayCall: async () => false })
    expect(delivery).toMatchObject({ ok: false, failure: { code: 'address-not-allowed' } })
    expect(mails).toEqual([])
  })

  test('taken for one address and refused for another, it is confirmed, and the refusal is kept', async () => {
    const { port } = await partner({
      onRcptTo: ({ address }, _session, done) => done(address.startsWith('gone') ? refusal(550, 'Gone') : null),
    })
    const delivery = await sendEmail(message, settingsFor(port, { cc: ['gone@supplier.example'] }), { now })
    expect(delivery).toMatchObject({ ok: true, evidence: { rejected: 'gone@supplier.example' } })
    const other = settingsFor(port, { to: ['gone@supplier.example'], cc: ['desk@supplier.example'] })
    expect(await sendEmail(message, other, { now })).toMatchObject({ ok: false, failure: { code: 'partner-refused' } })
  })

  test('over TLS only to a server whose certificate holds', async () => {
    const { key, cert } = certificate()
    const { port, mails } = await partner({ key, cert, disabledCommands: ['AUTH'] })
    const trusting = settingsFor(port, { tls: 'starttls', certificateAuthority: cert })
    expect(await sendEmail(message, trusting, { now })).toMatchObject({ ok: true })
    expect(await sendEmail(message, settingsFor(port, { tls: 'starttls' }), { now })).toMatchObject({
      ok: false,
      failure: { code: 'tls-failed' },
    })
    expect(await sendEmail(message, settingsFor(port, { tls: 'opportunistic' }), { now })).toMatchObject({ ok: true })
    expect(mails).toHaveLength(2)
  })

  test('the way can be tried without sending', async () => {
    const { port, mails } = await partner({})
    expect(await testEmail(settingsFor(port), { now })).toBeUndefined()
    expect(await testEmail(settingsFor(port, { tls: 'starttls' }), { now })).toMatchObject({ code: 'tls-failed' })
    expect(await testEmail(settingsFor(port), { now, mayCall: async () => false })).toMatchObject({
      code: 'address-not-allowed',
    })
    expect(mails).toEqual([])
  })

  test('is signed with DKIM where the domain has a key', async () => {
    const { port, mails } = await partner({})
    const dkim = { domain: 'hub.example', selector: 's1', privateKey: certificate().key }
    await sendEmail(message, settingsFor(port, { dkim }), { now })
    expect(mails[0]?.toString()).toMatch(/^DKIM-Signature: v=1; [^:]*d=hub\.example;[^:]*s=s1;/m)
  })
})

/** A key and a certificate for 127.0.0.1 that signs itself. */
function certificate() {
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-mail-'))
  try {
    const at = (name: string) => join(folder, name)
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-days',
        '2',
        '-keyout',
        at('key'),
        '-out',
        at('cert'),
        ...subject,
      ],
      { stdio: 'ignore' },
    )
    return { key: readFileSync(at('key'), 'utf8'), cert: readFileSync(at('cert'), 'utf8') }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

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
      await sendEmail(message, settingsFor(receiver.port, { ...settings, certificateAuthority: cert }), { now }),
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
    expect(await sendEmail(message, settings, { now })).toMatchObject({ ok: true, confirmed: true })
    expect([...kept.values()]).toMatchObject([{ partnershipId: 'p-sender', fileName: 'po-1.csv', bytes: csv }])
  })
})
