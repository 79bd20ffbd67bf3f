import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failureOfBounce } from './bounce.ts'
import { parseMail } from './mail.ts'

const mail = (...lines: string[]) => Buffer.from(lines.join('\r\n'), 'latin1')
const head = [
  'From: Ann <Ann@Supplier.example>',
  'To: invoices@hub.example',
  'Subject: Invoice',
  'Message-ID: <m1@supplier.example>',
]
const csv = 'Invoice Number,Invoice Date\r\n1,2026-11-22\r\n'
const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString('utf8')

describe('attachments', () => {
  test('are found in nested parts, and decoded from base64 and quoted-printable', async () => {
    const parsed = await parseMail(
      mail(
        ...head,
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=outer',
        '',
        '--outer',
        'Content-Type: multipart/related; boundary=inner',
        '',
        '--inner',
        'Content-Type: multipart/alternative; boundary=alt',
        '',
        '--alt',
        'Content-Type: text/plain; charset=utf-8',
        '',
        'See attached.',
        '--alt',
        'Content-Type: text/html; charset=utf-8',
        '',
        '<p>See attached.</p><img src="cid:logo@x">',
        '--alt--',
        '--inner',
        'Content-Type: image/png; name=image001.png',
        'Content-ID: <logo@x>',
        'Content-Transfer-Encoding: base64',
        '',
        'iVBORw0KGgo=',
        '--inner--',
        '--outer',
        'Content-Type: text/csv; name="inv.csv"',
        'Content-Disposition: attachment; filename="inv.csv"',
        'Content-Transfer-Encoding: base64',
        '',
        Buffer.from(csv).toString('base64'),
        '--outer',
        'Content-Type: application/octet-stream',
        "Content-Disposition: attachment; filename*0*=UTF-8''f%C3%BCr%20; filename*1*=Ann.csv",
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'Z=C3=BCrich,=',
        '1',
        '--outer--',
        '',
      ),
    )
    expect(parsed).toMatchObject({
      messageId: 'm1@supplier.example',
      from: 'ann@supplier.example',
      to: ['invoices@hub.example'],
      subject: 'Invoice',
    })
    expect(parsed.attachments.map(({ part, fileName }) => [part, fileName])).toEqual([
      ['2', 'inv.csv'],
      ['3', 'für Ann.csv'],
    ])
    expect(text(parsed.attachments[0]?.bytes)).toBe(csv)
    expect(text(parsed.attachments[1]?.bytes)).toBe('Zürich,1')
    expect(parsed.ignored).toEqual(['image001.png'])
  })

  test('sent inline as named text are attachments, byte for byte', async () => {
    const parsed = await parseMail(
      mail(
        ...head,
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        'The order:',
        '--b',
        'Content-Type: text/plain; charset=iso-8859-1; name="850.txt"',
        'Content-Disposition: inline; filename="850.txt"',
        'Content-Transfer-Encoding: 8bit',
        '',
        'ISA*caf\xe9~',
        '--b--',
      ),
    )
    expect(parsed.attachments.map(({ fileName }) => fileName)).toEqual(['850.txt'])
    expect(Buffer.from(parsed.attachments[0]?.bytes ?? []).toString('latin1')).toBe('ISA*caf\xe9~')
  })

  test('a mail that is nothing but a file is one', async () => {
    const parsed = await parseMail(
      mail(
        ...head,
        'Content-Type: text/csv; name=stock.csv',
        'Content-Transfer-Encoding: base64',
        '',
        Buffer.from(csv).toString('base64'),
      ),
    )
    expect(parsed.attachments).toMatchObject([{ part: '1', fileName: 'stock.csv', contentType: 'text/csv' }])
  })

  test('an interchange in the body is one', async () => {
    const isa = `ISA*00*${' '.repeat(10)}*00*${' '.repeat(10)}*ZZ*SENDER${' '.repeat(9)}*ZZ*HUB${' '.repeat(12)}*260101*1200*U*00401*000000001*0*P*>~`
    const parsed = await parseMail(mail(...head, '', `${isa}IEA*0*000000001~`))
    expect(parsed.attachments).toHaveLength(1)
    expect(text(parsed.attachments[0]?.bytes)).toContain('IEA*0*000000001~')
  })

  test('of a forwarded mail are found, with a part number of their own', async () => {
    const inner = [
      'From: b@x.example',
      'Content-Type: multipart/mixed; boundary=i',
      '',
      '--i',
      'Content-Type: text/csv; name=a.csv',
      '',
      csv,
      '--i--',
    ]
    const parsed = await parseMail(
      mail(
        ...head,
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: message/rfc822',
        '',
        ...inner,
        '--b--',
      ),
    )
    expect(parsed.attachments.map(({ part, fileName }) => [part, fileName])).toEqual([['1/1', 'a.csv']])
  })

  test('winmail.dat and a zip are noticed, signatures and visiting cards are not', async () => {
    const part = (type: string, name: string) => [
      '--b',
      `Content-Type: ${type}; name="${name}"`,
      'Content-Disposition: attachment',
      '',
      'x',
    ]
    const parsed = await parseMail(
      mail(
        ...head,
        'Content-Type: multipart/mixed; boundary=b',
        '',
        ...part('application/ms-tnef', 'winmail.dat'),
        ...part('application/zip', 'orders.zip'),
        ...part('application/pkcs7-signature', 'smime.p7s'),
        ...part('text/vcard', 'ann.vcf'),
        ...part('image/png', 'image001.png'),
        '--b--',
      ),
    )
    expect(parsed.attachments.map(({ fileName }) => fileName)).toEqual(['winmail.dat', 'orders.zip'])
    expect(parsed.ignored).toEqual(['smime.p7s', 'ann.vcf', 'image001.png'])
  })

  test('are what was encrypted with PGP, an international mail’s, and not a page that somebody wrote, which is named', async () => {
    const part = (type: string, ...lines: string[]) => ['--b', `Content-Type: ${type}`, ...lines]
    const parsed = await parseMail(
      mail(
        ...head,
        'Content-Type: multipart/mixed; boundary=b',
        '',
        ...part('text/plain', '', 'Please take the second file.', ''),
        ...part('application/pgp-encrypted', '', 'Version: 1'),
        ...part('application/octet-stream; name=encrypted.asc', '', '-----BEGIN PGP MESSAGE-----'),
        ...part('application/octet-stream; name=mail.asc', '', '-----BEGIN PGP SIGNATURE-----'),
        ...part('message/global; name=o.eml', '', 'Content-Type: text/csv; name=a.csv', '', csv),
        ...part('text/html; name=order.html', 'Content-Disposition: attachment', '', '<p>1</p>'),
        '--b--',
      ),
    )
    expect(parsed.attachments.map(({ fileName }) => fileName)).toEqual(['encrypted.asc', 'a.csv'])
    expect(parsed.ignored).toEqual(['application/pgp-encrypted', 'mail.asc', 'order.html'])
    expect(parsed.text).toBe('Please take the second file.')
  })

  test('that were signed into smime.p7m are found in it, and what is encrypted stays whole', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'crossdock-smime-'))
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
    const self = ['-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=Ann', '-keyout', 'key', '-out', 'cert']
    openssl('req', ...self)
    const inner = ['Content-Type: multipart/mixed; boundary=i', '', '--i', 'Content-Type: text/plain', '', 'Here.']
    const file = ['--i', 'Content-Type: text/csv; name=inv.csv', '', csv, '--i--', '']
    writeFileSync(join(folder, 'inner'), [...inner, ...file].join('\r\n'))
    const made = ['-in', 'inner', '-outform', 'SMIME']
    const signed = openssl('cms', '-sign', '-nodetach', ...made, '-signer', 'cert', '-inkey', 'key')
    const encrypted = openssl('cms', '-encrypt', ...made, 'cert')
    rmSync(folder, { recursive: true })
    const named = async (raw: Buffer) =>
      (await parseMail(Buffer.concat([mail(...head, ''), raw]))).attachments.map(one => [one.part, one.fileName])
    expect(await named(signed)).toEqual([['1/2', 'inv.csv']])
    expect(await named(encrypted)).toEqual([['1', 'smime.p7m']])
  })

  test('have no paths in their names', async () => {
    const parsed = await parseMail(
      mail(
        ...head,
        'Content-Type: text/csv',
        'Content-Disposition: attachment; filename="..\\\\..\\\\etc/passwd.csv"',
        '',
        csv,
      ),
    )
    expect(parsed.attachments[0]?.fileName).toBe('passwd.csv')
  })
})

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
