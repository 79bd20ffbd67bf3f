import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failureOfBounce } from './bounce.ts'
import { parseMail } from './mail.ts'
import { head, mail } from './testing.ts'

const csv = 'Invoice Number,Invoice Date\r\n1,2026-11-22\r\n'
describe('what is no document', () => {
  test.each([
    ['auto-reply', ['Auto-Submitted: auto-replied (vacation)']],
    ['auto-reply', ['X-Autoreply: yes']],
    ['auto-reply', ['Precedence: auto_reply']],
    ['bounce', ['X-Failed-Recipients: a@b.example']],
    ['loop', ['X-Loop: Orders@hub.example']],
    ['loop', Array.from({ length: 60 }, (_, at) => `Received: from a by b; id ${at}`)],
    [undefined, ['Auto-Submitted: auto-generated']],
    [undefined, ['Auto-Submitted: no']],
  ])('%s: %j', async (expected, headers) => {
    const parsed = await parseMail(mail(...headers, ...head, '', 'Hello'), {
      from: 'ann@supplier.example',
      ownAddresses: new Set(['orders@hub.example']),
    })
    expect(parsed.automatic).toBe(expected)
  })

  test.each([
    ['bounce', ['From: MAILER-DAEMON@mx.example']],
    ['bounce', ['From: it@supplier.example', 'Subject: Undelivered Mail Returned to Sender']],
    ['auto-reply', ['From: ann@supplier.example', 'Subject: Automatic reply: Purchase order']],
  ])('a mail from nobody is a %s where it says so: %j', async (expected, headers) => {
    expect((await parseMail(mail(...headers, '', 'Hello'), { from: '' })).automatic).toBe(expected)
  })

  test('a delivery report names the mail that it speaks of', async () => {
    const parsed = await parseMail(
      mail(
        'From: MAILER-DAEMON@mx.example',
        'Content-Type: multipart/report; report-type=delivery-status; boundary=r',
        '',
        '--r',
        'Content-Type: text/plain',
        '',
        'Sorry.',
        '--r',
        'Content-Type: message/delivery-status',
        '',
        'Reporting-MTA: dns; mx.example',
        '',
        'Final-Recipient: rfc822; orders@supplier.example',
        'Action: failed',
        'Status: 5.1.1',
        'Diagnostic-Code: smtp; 550 5.1.1 No such',
        ' user',
        '--r',
        'Content-Type: message/rfc822',
        '',
        'Message-ID: <0199@hub.example>',
        'Subject: PO 1',
        '',
        'x',
        '--r--',
      ),
    )
    expect(parsed.automatic).toBe('bounce')
    expect(parsed.bounce).toEqual({
      action: 'failed',
      status: '5.1.1',
      recipient: 'orders@supplier.example',
      diagnostic: '550 5.1.1 No such user',
      originalMessageId: '0199@hub.example',
    })
  })
})

test.each([
  [{ action: 'failed', status: '5.1.1' }, 'partner-refused'],
  [{ action: 'failed', status: '4.4.7' }, 'partner-busy'],
  [{ action: 'failed', status: '5.2.2' }, 'partner-busy'],
  [{ action: 'failed', status: '5.3.4' }, 'too-large'],
  [{}, 'partner-refused'],
  [{ action: 'delayed', status: '4.4.1' }, undefined],
  [{ action: 'delivered', status: '2.0.0' }, undefined],
])('a bounce that says %j is %s', (bounce, code) => {
  expect(failureOfBounce(bounce)?.code).toBe(code)
})

describe('odd mails', () => {
  test('without a Message-ID go by the digest of their bytes', async () => {
    const raw = mail('From: a@b.example', '', 'Hello')
    const [one, other] = [await parseMail(raw), await parseMail(raw)]
    expect(one.messageId).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(other.messageId).toBe(one.messageId)
  })

  test.each([
    ['nothing at all', Buffer.alloc(0)],
    ['bytes of no kind', Buffer.from(Array.from({ length: 4000 }, (_, at) => (at * 7919) % 256))],
    ['a boundary that never comes', mail(...head, 'Content-Type: multipart/mixed; boundary=never', '', 'text')],
    [
      'a boundary that never closes',
      mail(...head, 'Content-Type: multipart/mixed; boundary=b', '', '--b', 'Content-Type: text/csv', '', csv),
    ],
    ['headers without end', Buffer.from(`X-A: ${'a'.repeat(2_000_000)}`)],
    [
      'thousands of parts',
      mail(
        ...head,
        'Content-Type: multipart/mixed; boundary=b',
        '',
        ...Array.from({ length: 3000 }, () => '--b\r\n\r\nx'),
        '--b--',
      ),
    ],
  ])('are read or told: %s', async (_, raw) => {
    const parsed = await parseMail(raw)
    expect(parsed.messageId).not.toBe('')
    expect(Array.isArray(parsed.attachments)).toBe(true)
  })

  test('with damaged bytes are read or told, and never lose their bytes to a crash', async () => {
    const whole = mail(
      ...head,
      'Content-Type: multipart/mixed; boundary="=_b"',
      '',
      '--=_b',
      'Content-Type: multipart/alternative; boundary=alt',
      '',
      '--alt',
      'Content-Type: text/html; charset=utf-8',
      'Content-Transfer-Encoding: quoted-printable',
      '',
      '<img src=3D"cid:a@b">',
      '--alt--',
      '--=_b',
      "Content-Disposition: attachment; filename*=UTF-8''inv%20oice.csv",
      'Content-Type: text/csv',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(csv).toString('base64'),
      '--=_b--',
    )
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.integer({ min: 0, max: 255 })), { maxLength: 6 })
    await fc.assert(
      fc.asyncProperty(damage, fc.nat(whole.length), async (changes, cut) => {
        const raw = Buffer.from(whole)
        for (const [at, byte] of changes) raw[at] = byte
        const parsed = await parseMail(raw.subarray(0, raw.length - (cut % 200)))
        expect(parsed.messageId.length).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })
})
