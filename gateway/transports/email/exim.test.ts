import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OutboundMessage, ReceivedMessage } from '../contract.ts'
import { parseMail } from './mail.ts'
import { sendEmail } from './send.ts'
import { type MailReceiver, startMailReceiver } from './server.ts'
import { startExim } from './test-exim.ts'
import { csv, deps, message, settingsFor } from './testing.ts'

describe('with Exim, a mail server that is not ours', () => {
  let exim: Awaited<ReturnType<typeof startExim>>
  let receiver: MailReceiver
  const received: ReceivedMessage[] = []
  let told = () => {}

  beforeAll(async () => {
    receiver = await startMailReceiver({
      host: '127.0.0.1',
      port: 0,
      deps: {
        findMailbox: async address =>
          address === 'orders@hub.example' ? { retailerId: 'r1', purpose: 'orders' } : undefined,
        findSender: async () => 'p1',
        receive: async one => {
          received.push(one)
          told()
          return { messageId: one.wireId, repeated: false }
        },
      },
    })
    exim = await startExim(receiver.port)
  })
  afterAll(async () => {
    await exim?.close()
    await receiver?.close()
  })

  const signedIn = { tls: 'starttls', user: 'hub', password: 'right horse' }
  const send = (more: object, given: OutboundMessage = message) => {
    const certificateAuthority = exim.cert
    return sendEmail(given, settingsFor(exim.port, { ...signedIn, certificateAuthority, ...more }), deps)
  }
  const arrived = () => new Promise<void>(resolve => (told = resolve))

  it('a purchase order goes over STARTTLS and lies in the mailbox as it was sent', async () => {
    const subject = 'Bestellung für Lampen, № 7'
    const text = `.\n..\n.A line that begins with a dot.\n${'long '.repeat(400)}`
    const sent = await send({ to: ['desk@partner.example'] }, { ...message, subject, text })
    expect(sent).toMatchObject({ ok: true, confirmed: true })
    const [raw] = await exim.kept(1)
    const mail = await parseMail(raw!)
    expect(mail).toMatchObject({ subject, messageId: `${message.id}@hub.example`, from: 'orders@hub.example' })
    expect(mail.attachments.map(({ fileName, bytes }) => [fileName, Buffer.from(bytes)])).toEqual([['po-1.csv', csv]])
  })

  it.each<[string, object, OutboundMessage?]>([
    ['authentication-failed', { password: 'wrong horse' }],
    ['partner-refused', { to: ['nobody@partner.example'] }],
    ['tls-failed', { certificateAuthority: undefined }],
    ['too-large', {}, { ...message, bytes: Buffer.alloc(300_000, 'x') }],
  ])('its no is %s', async (code, more, given = message) => {
    expect(await send({ to: ['desk@partner.example'], ...more }, given)).toMatchObject({ ok: false, failure: { code } })
  })

  it('what it hands on to the hub arrives, byte for byte', async () => {
    const coming = arrived()
    expect(await send({ from: 'desk@partner.example', to: ['orders@hub.example'] })).toMatchObject({ ok: true })
    await coming
    expect(received).toMatchObject([{ retailerId: 'r1', partnershipId: 'p1', fileName: 'po-1.csv' }])
    expect(Buffer.from(received[0]!.bytes as Uint8Array)).toEqual(csv)
  })

  it('its report of a mail that could not be delivered names the mail and the reason', async () => {
    received.length = 0
    const coming = arrived()
    expect(await send({ to: ['full@partner.example'] })).toMatchObject({ ok: true })
    await coming
    expect(received[0]?.evidence).toMatchObject({
      bounceAction: 'failed',
      bounceOf: `${message.id}@hub.example`,
      bounceRecipient: 'full@partner.example',
    })
  })
})
