import { generateKeyPairSync } from 'node:crypto'
import nodemailer from 'nodemailer'
import { describe, expect, it } from 'vitest'
import type { ReceivedMessage } from '../contract.ts'
import { receiveMail } from './receive.ts'
import { CannotJudge, judgeMail, type MailRules } from './rules.ts'

const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
const zone: Record<string, string> = {
  's1._domainkey.supplier.example': `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  's1._domainkey.other.example': `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  '_dmarc.supplier.example': 'v=DMARC1; p=reject',
  'supplier.example': 'v=spf1 ip4:192.0.2.10 -all',
  'plain.example': 'v=spf1 ip4:192.0.2.10 -all',
}

/** A name server that knows these names only; where `down`, it does not answer. */
function dns(down = false) {
  return async (name: string, type: string): Promise<string[][]> => {
    if (down) throw Object.assign(new Error('queryTxt ETIMEOUT'), { code: 'ETIMEOUT' })
    const found = type === 'TXT' ? zone[name] : undefined
    if (found === undefined) throw Object.assign(new Error(`queryTxt ENOTFOUND ${name}`), { code: 'ENOTFOUND' })
    return [[found]]
  }
}

async function mail({
  from = 'desk@supplier.example',
  signedBy,
}: {
  from?: string
  signedBy?: string
}): Promise<Buffer> {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true })
  const { message } = await transport.sendMail({
    from,
    to: 'orders+tok@hub.example',
    subject: 'Stock',
    text: 'Attached.',
    attachments: [{ filename: 'stock.csv', content: 'SKU,Quantity\n' }],
    ...(signedBy && { dkim: { domainName: signedBy, keySelector: 's1', privateKey: pem } }),
  })
  return message as Buffer
}

const judge = (raw: Buffer, rules: Partial<MailRules>, more: object = {}, down = false) =>
  judgeMail(
    { raw, from: 'desk@supplier.example', envelopeFrom: 'desk@supplier.example', ...more },
    { senders: [], authentication: 'none', ...rules },
    dns(down),
  )

describe('A mail is held against its partner’s rules', () => {
  it('by the sender', async () => {
    const raw = await mail({})
    expect(await judge(raw, { senders: ['@supplier.example'] })).toEqual({})
    expect(await judge(raw, { senders: ['Desk@Supplier.example'] })).toEqual({})
    const refused = { refused: expect.stringContaining('not among the addresses') }
    expect(await judge(raw, { senders: ['other@supplier.example', '@plier.example'] })).toEqual(refused)
    expect(await judge(raw, { senders: ['@supplier.example'] }, { from: undefined })).toEqual({
      refused: expect.stringContaining('nameless'),
    })
  })

  it('by its signature', async () => {
    const signed = await mail({ signedBy: 'supplier.example' })
    const good = { dkim: 'pass (supplier.example)', dmarc: 'pass', spf: 'none' }
    expect(await judge(signed, { authentication: 'aligned' })).toEqual(good)
    expect(await judge(signed, { authentication: 'dmarc' })).toEqual(good)
    const changed = Buffer.from(signed.toString().replace('Attached.', 'Attached!'))
    expect(await judge(changed, { authentication: 'aligned' })).toMatchObject({ refused: expect.any(String) })
    const foreign = await mail({ signedBy: 'other.example' })
    expect(await judge(foreign, { authentication: 'aligned' })).toMatchObject({
      dkim: 'pass (other.example)',
      refused: expect.stringContaining('does not prove'),
    })
  })

  it('by the server that it came from', async () => {
    const raw = await mail({})
    const from = (ip: string) => ({ ip, helo: 'mx.supplier.example' })
    expect(await judge(raw, { authentication: 'dmarc' }, from('192.0.2.10'))).toMatchObject({
      spf: 'pass',
      dmarc: 'pass',
    })
    expect(await judge(raw, { authentication: 'aligned' }, from('198.51.100.1'))).toMatchObject({
      spf: 'fail',
      refused: expect.any(String),
    })
    // The envelope's domain passes for itself only, not for the one that the From header shows.
    const borrowed = { ...from('192.0.2.10'), envelopeFrom: 'x@plain.example' }
    expect(await judge(raw, { authentication: 'aligned' }, borrowed)).toMatchObject({
      spf: 'pass',
      refused: expect.any(String),
    })
  })

  it('not at all while DNS is silent', async () => {
    const signed = await mail({ signedBy: 'supplier.example' })
    await expect(judge(signed, { authentication: 'aligned' }, {}, true)).rejects.toThrow(CannotJudge)
  })

  it('and one that breaks them is kept whole for a person, as nobody’s', async () => {
    const taken: ReceivedMessage[] = []
    const deps = {
      findMailbox: async (address: string) =>
        address.startsWith('orders+tok')
          ? { retailerId: 'r', purpose: 'orders' as const, partnershipId: 'p' }
          : undefined,
      findSender: async () => undefined,
      rulesOf: async () => ({ senders: [], authentication: 'aligned' as const }),
      judge: (origin: Parameters<typeof judgeMail>[0], rules: MailRules) => judgeMail(origin, rules, dns()),
      receive: async (message: ReceivedMessage) => {
        taken.push(message)
        return { messageId: message.wireId, repeated: false }
      },
    }
    const recipients = [
      {
        address: 'orders+tok@hub.example',
        mailbox: { retailerId: 'r', purpose: 'orders' as const, partnershipId: 'p' },
      },
    ]
    await receiveMail({ raw: await mail({}), recipients }, deps)
    await receiveMail({ raw: await mail({ signedBy: 'supplier.example' }), recipients }, deps)
    expect(taken).toMatchObject([
      { fileName: 'mail.eml', contentType: 'message/rfc822', evidence: { refused: expect.any(String) } },
      { fileName: 'stock.csv', partnershipId: 'p', evidence: { dkim: 'pass (supplier.example)' } },
    ])
    expect(taken[0]).not.toHaveProperty('partnershipId')
  })
})
