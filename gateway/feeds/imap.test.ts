import { eq } from 'drizzle-orm'
import { zipSync } from 'fflate'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshDatabases } from '../../checks/support/databases.ts'
import { identities, retailers } from '../../db/schema/index.ts'
import { addFeed } from '../../partners/feeds/feeds.ts'
import type { ReceivedMessage } from '../transports/contract.ts'
import { CannotJudge } from '../transports/email/rules.ts'
import { startDovecot } from '../transports/email/test-dovecot.ts'
import { client, startTokenServer } from '../transports/test-token-server.ts'
import type { LookDeps } from './look.ts'
import { lookIntoImap } from './sources/imap.ts'
import { box, feedWorld } from './testing/world.ts'

const open = freshDatabases()
let dovecot: Awaited<ReturnType<typeof startDovecot>>

let tokens: Awaited<ReturnType<typeof startTokenServer>>

beforeAll(async () => {
  tokens = await startTokenServer('cascade')
  dovecot = await startDovecot(tokens.infoUrl)
})
afterAll(async () => {
  await dovecot.close()
  await tokens.close()
})

let numbered = 0
function mail(headers: string[], fileName: string, content: Uint8Array): string {
  return [
    `Message-ID: <m${++numbered}@supplier.example>`,
    'Subject: Files',
    ...headers,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Attached.',
    '--b',
    'Content-Type: application/octet-stream',
    `Content-Disposition: attachment; filename="${fileName}"`,
    'Content-Transfer-Encoding: base64',
    '',
    Buffer.from(content).toString('base64').replaceAll(/.{76}/g, '$&\r\n'),
    '--b--',
    '',
  ].join('\r\n')
}

async function world() {
  let now = new Date('2026-05-04T10:00:00Z')
  const made = await feedWorld(await open({ now: () => now }))
  const { hub, retailerId, partnershipId } = made
  await hub.orm.update(retailers).set({ slug: 'harbor' }).where(eq(retailers.id, retailerId))
  const known = { retailerId, partnershipId, createdAt: now }
  await hub.orm.insert(identities).values([
    { id: hub.newId(), kind: 'sender', own: retailerId, partner: 'desk@supplier.example', ...known },
    { id: hub.newId(), kind: 'mailbox', own: 'orders+tok1@hub.example', partner: '', ...known },
  ])
  const settings = { host: '127.0.0.1', port: dovecot.tlsPort, certificateAuthority: dovecot.cert, username: 'cascade' }
  const secrets = { password: 'correct horse' }
  const add = async (more: object = {}, secret: Record<string, unknown> = secrets) => {
    const { id } = await hub.work('test', work =>
      addFeed(work, box, {
        retailerId,
        name: 'Shared mailbox',
        kind: 'imap',
        settings: { ...settings, ...more },
        secrets: secret,
        schedule: { everyMinutes: 5 },
      }),
    )
    return async () => {
      const row = await made.look(id)
      now = new Date(now.getTime() + 300_000)
      return row
    }
  }
  return { ...made, add }
}

it('takes mails oldest first, knows the partner by address or sender, opens archives, and leaves the rest for a person', async () => {
  const { add, received, partnershipId } = await world()
  const zip = zipSync({ 'stock.csv': Buffer.from('SKU,Quantity\nQUILT,3\n') })
  await dovecot.deliver(
    mail(['From: Ann <desk@supplier.example>', 'To: shared@hub.example'], 'inv.csv', Buffer.from('one')),
  )
  await dovecot.deliver(
    mail(
      ['From: else@elsewhere.example', 'Delivered-To: orders+tok1@hub.example', 'To: x@y.example'],
      'ack.csv',
      Buffer.from('two'),
    ),
  )
  await dovecot.deliver(mail(['From: new@stranger.example', 'To: shared@hub.example'], 'all.zip', zip))
  const look = await add({ purpose: 'invoices' })
  expect(await look()).toMatchObject({ failures: 0, received: 3 })
  expect(await received()).toMatchObject([
    { transport: 'email', fileName: 'inv.csv', text: 'one', partnershipId, evidence: { purpose: 'invoices' } },
    { fileName: 'ack.csv', text: 'two', partnershipId, evidence: { to: 'orders+tok1@hub.example' } },
    { fileName: 'stock.csv', text: 'SKU,Quantity\nQUILT,3\n', partnershipId: null, evidence: { archive: 'all.zip' } },
  ])
  expect((await dovecot.mails()).every(name => name.endsWith('S'))).toBe(true)
  expect(await look()).toMatchObject({ failures: 0, received: 0 })
  expect(await received()).toHaveLength(3)
})

it('goes on behind the last mail, moves what it has taken, and takes no mail twice after its memory is lost', async () => {
  const { add, received } = await world()
  const before = (await dovecot.mails()).length
  const look = await add({ port: dovecot.port, tls: 'starttls', after: { do: 'move', folder: 'Done' }, mailsAtOnce: 2 })
  expect(await look()).toMatchObject({ failures: 0, received: 2 })
  await look()
  expect([(await dovecot.mails()).length, (await dovecot.mails('.Done')).length]).toEqual([0, before])
  await dovecot.deliver(
    mail(['From: desk@supplier.example', 'To: shared@hub.example'], 'again.csv', Buffer.alloc(3_000_000, 65)),
  )
  await look()
  expect((await received()).at(-1)).toMatchObject({ fileName: 'again.csv', text: 'A'.repeat(3_000_000) })
  const all = await received()
  const again = await add({ folder: 'Done', after: { do: 'leave' } })
  expect(await again()).toMatchObject({ failures: 0, received: 0 })
  expect(await received()).toHaveLength(all.length)
})

it('knows its own bounces and automatic answers for what they are', async () => {
  const { add, received } = await world()
  await dovecot.deliver(
    [
      'Return-Path: <>',
      'From: mailer-daemon@supplier.example',
      'To: orders+tok1@hub.example',
      'Message-ID: <b1@x>',
      'Auto-Submitted: auto-replied',
      'Subject: Out of office',
      '',
      'Back on Monday.',
      '',
    ].join('\r\n'),
  )
  const look = await add({ after: { do: 'delete' } })
  await look()
  expect(await received()).toMatchObject([{ contentType: 'message/rfc822', evidence: { automatic: 'auto-reply' } }])
  expect(await dovecot.mails()).toEqual([])
})

it('leaves a mail that is too large, and says so', async () => {
  const { add, received } = await world()
  await dovecot.deliver(mail(['From: desk@supplier.example', 'To: a@b.example'], 'a.csv', Buffer.alloc(5000, 65)))
  await dovecot.deliver(mail(['From: desk@supplier.example', 'To: a@b.example'], 'b.csv', Buffer.from('b')))
  const look = await add({ largestMail: 3000, after: { do: 'delete' } })
  expect(await look()).toMatchObject({ received: 1, problems: [{ code: 'too-large' }] })
  expect(await received()).toMatchObject([{ fileName: 'b.csv' }])
  expect(await dovecot.mails()).toHaveLength(1)
})

it('waits for DNS that does not answer, a day and no longer', async () => {
  await dovecot.deliver(mail(['From: desk@supplier.example', 'To: a@b.example'], 'late.csv', Buffer.from('late')))
  const taken: ReceivedMessage[] = []
  const receive = async (message: ReceivedMessage) => {
    taken.push(message)
    return { messageId: message.wireId, repeated: false }
  }
  const deps = (hours: number): LookDeps => ({
    now: () => new Date(Date.now() + hours * 3_600_000),
    allowPrivateAddresses: true,
    receive,
    mail: {
      findMailbox: async () => undefined,
      findSender: async () => undefined,
      rulesOf: async () => ({ senders: [], authentication: 'dmarc' }),
      judge: () => Promise.reject(new CannotJudge('DNS did not answer.')),
      receive,
    },
  })
  const settings = {
    host: '127.0.0.1',
    port: dovecot.port,
    tls: 'none',
    username: 'cascade',
    password: 'correct horse',
    after: { do: 'leave' },
  }
  const place = { retailerId: 'r', id: 'i', partnershipId: 'p', settings, memory: {} }
  expect(await lookIntoImap(place, deps(1))).toMatchObject({ ok: false, failure: { code: 'name-not-found' } })
  expect(taken).toEqual([])
  expect(await lookIntoImap(place, deps(25))).toMatchObject({ ok: true })
  expect(taken.length).toBeGreaterThan(0)
  for (const message of taken)
    expect(message).toMatchObject({ fileName: 'mail.eml', evidence: { refused: 'DNS did not answer.' } })
})

it('names what goes wrong', async () => {
  const { add } = await world()
  expect(await (await add({}, { password: 'wrong' }))()).toMatchObject({ failureCode: 'authentication-failed' })
  expect(await (await add({ certificateAuthority: undefined }))()).toMatchObject({ failureCode: 'tls-failed' })
  expect(await (await add({ port: dovecot.port, timeoutSeconds: 2 }))()).toMatchObject({ failures: 1 })
  expect(await (await add({ folder: 'Nowhere' }))()).toMatchObject({ failureCode: 'partner-refused' })
  expect(await (await add({ host: 'nowhere.invalid' }))()).toMatchObject({ failureCode: 'name-not-found' })
  expect(await (await add({ host: '' }))()).toMatchObject({ failureCode: 'settings-incomplete' })
})

it('signs in with a token that Dovecot has checked where it was given out', async () => {
  const { add, received } = await world()
  await dovecot.deliver(mail(['From: desk@supplier.example', 'To: shared@hub.example'], 'token.csv', Buffer.from('t')))
  const oauth = { ...client, tokenUrl: tokens.tokenUrl }
  const look = await add({}, { oauth })
  expect(await look()).toMatchObject({ failures: 0 })
  expect((await received()).at(-1)).toMatchObject({ fileName: 'token.csv', text: 't' })
  // The server no longer knows the token: a new one is asked for in the same look.
  tokens.tokens.clear()
  expect(await look()).toMatchObject({ failures: 0 })
  expect(tokens.asked).toHaveLength(2)
  const wrong = await add({ folder: 'Done' }, { oauth: { ...oauth, refreshToken: 'withdrawn' } })
  expect(await wrong()).toMatchObject({
    failures: 1,
    failureDetail: expect.stringContaining('The consent was withdrawn'),
  })
})
