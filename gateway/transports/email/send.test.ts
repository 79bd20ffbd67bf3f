import { createPublicKey } from 'node:crypto'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { authenticate } from 'mailauth'
import type { SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, test } from 'vitest'
import { parseMail } from './mail.ts'
import { sendEmail, testEmail } from './send.ts'
import { certificate, csv, deps, message, partnerServer, settingsFor } from './testing.ts'

const closers: (() => Promise<unknown> | unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

/** A partner's SMTP server for one test. */
async function partner(options: SMTPServerOptions) {
  const server = await partnerServer(options)
  closers.push(server.close)
  return server
}

/** What others' servers make of a mail's signatures. */
async function verified(raw: Buffer, resolver: (name: string, type: string) => Promise<string[][]>) {
  const { dkim } = await authenticate(raw, {
    trustReceived: false,
    disableArc: true,
    disableDmarc: true,
    disableBimi: true,
    resolver,
  })
  return dkim.results.map(({ signingDomain: domain, status }) => ({ domain, result: status.result }))
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
    const delivery = await sendEmail(message, settingsFor(port), deps)
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
    for (let attempt = 0; attempt < 2; attempt++) await sendEmail(message, settingsFor(port), deps)
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
    const delivery = await sendEmail(message, settings, deps)
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
    expect(await sendEmail(message, settingsFor(port), deps)).toMatchObject({ ok: false, failure: { code } })
  })

  test('a wrong password is authentication-failed', async () => {
    const { port } = await partner({
      disabledCommands: ['STARTTLS'],
      allowInsecureAuth: true,
      onAuth: (_auth, _session, done) => done(refusal(535, 'Wrong password')),
    })
    const delivery = await sendEmail(message, settingsFor(port, { user: 'hub', password: 'x' }), deps)
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
        const delivery = await sendEmail(message, settings, deps)
        return delivery.ok ? 'ok' : delivery.failure.code
      }),
    )
    expect(codes.slice(0, 3)).toEqual(['connection-refused', 'connection-lost', 'timeout'])
    expect(['name-not-found', 'timeout']).toContain(codes[3])
  })

  test.each(['127.0.0.1', 'localhost', '::1'])(
    'a private address is not called where that is forbidden: %s',
    async host => {
      const { port, mails } = await partner({})
      const forbidding = { ...deps, allowPrivateAddresses: false }
      const settings = settingsFor(port, { host })
      expect(await sendEmail(message, settings, forbidding)).toMatchObject({
        ok: false,
        failure: { code: 'address-not-allowed' },
      })
      expect(await testEmail(settings, forbidding)).toMatchObject({ code: 'address-not-allowed' })
      expect(mails).toEqual([])
    },
  )

  test('taken for one address and refused for another, it is confirmed, and the refusal is kept', async () => {
    const { port } = await partner({
      onRcptTo: ({ address }, _session, done) => done(address.startsWith('gone') ? refusal(550, 'Gone') : null),
    })
    const delivery = await sendEmail(message, settingsFor(port, { cc: ['gone@supplier.example'] }), deps)
    expect(delivery).toMatchObject({ ok: true, evidence: { rejected: 'gone@supplier.example' } })
    const other = settingsFor(port, { to: ['gone@supplier.example'], cc: ['desk@supplier.example'] })
    expect(await sendEmail(message, other, deps)).toMatchObject({ ok: false, failure: { code: 'partner-refused' } })
  })

  test('over TLS only to a server whose certificate holds', async () => {
    const { key, cert } = certificate()
    const { port, mails } = await partner({ key, cert, disabledCommands: ['AUTH'] })
    const trusting = settingsFor(port, { tls: 'starttls', certificateAuthority: cert })
    expect(await sendEmail(message, trusting, deps)).toMatchObject({ ok: true })
    expect(await sendEmail(message, settingsFor(port, { tls: 'starttls' }), deps)).toMatchObject({
      ok: false,
      failure: { code: 'tls-failed' },
    })
    expect(await sendEmail(message, settingsFor(port, { tls: 'opportunistic' }), deps)).toMatchObject({ ok: true })
    expect(mails).toHaveLength(2)
  })

  test('the way can be tried without sending', async () => {
    const { port, mails } = await partner({})
    expect(await testEmail(settingsFor(port), deps)).toBeUndefined()
    expect(await testEmail(settingsFor(port, { tls: 'starttls' }), deps)).toMatchObject({ code: 'tls-failed' })
    expect(mails).toEqual([])
  })

  test('is signed with DKIM where the domain has a key', async () => {
    const { port, mails } = await partner({})
    const dkim = { domain: 'hub.example', selector: 's1', privateKey: certificate().key }
    const long = { ...message, text: 'Größe “L”, 100 %.\n'.repeat(200), bytes: Buffer.alloc(300_000, 'SKU;1\r\n') }
    await sendEmail(message, settingsFor(port, { dkim }), deps)
    await sendEmail(long, settingsFor(port, { dkim, fromName: 'Büro des Händlers' }), deps)
    const published = createPublicKey(dkim.privateKey).export({ type: 'spki', format: 'der' }).toString('base64')
    const resolver = async (name: string, type: string) => {
      if (type === 'TXT' && name === 's1._domainkey.hub.example') return [[`v=DKIM1; k=rsa; p=${published}`]]
      throw Object.assign(new Error(`no ${type} of ${name}`), { code: 'ENOTFOUND' })
    }
    for (const raw of mails) expect(await verified(raw, resolver)).toEqual([{ domain: 'hub.example', result: 'pass' }])
    const changed = mails[0]!.toString('latin1').replace('One new order', 'Ten new orders')
    expect(await verified(Buffer.from(changed, 'latin1'), resolver)).toMatchObject([{ result: 'neutral' }])
  })
})
