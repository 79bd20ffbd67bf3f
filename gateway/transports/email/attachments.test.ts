import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseMail } from './mail.ts'
import { head, mail } from './testing.ts'

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
