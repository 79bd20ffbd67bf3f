import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { collect, memory } from './bytes/source.ts'
import { decrypt } from './cms/open-envelope.ts'
import { credentialsOf } from './keys.ts'
import { sendAs2 } from './send.ts'
import type { As2SettingsInput } from './settings.ts'
import { digest } from './testing/handmade.ts'
import { identity, pairOf, testTime } from './testing/identities.ts'
import { ediText, outbound } from './testing/messages.ts'
import { OpenSsl } from './testing/openssl.ts'
import { wireOf } from './testing/wire.ts'

const openssl = new OpenSsl()
afterAll(() => openssl.remove())
const [sender, receiver] = await Promise.all([identity('sender'), identity('receiver')])
openssl.write('s.crt', sender.certificate)
openssl.write('r.crt', receiver.certificate)
openssl.write('r.key', receiver.privateKey)

const message = outbound('018f0000-0000-7000-8000-000000000000')
const entity = `Content-Type: application/edi-x12\r\nContent-Transfer-Encoding: binary\r\nContent-Disposition: attachment; filename="850-000000001.edi"\r\n\r\n${ediText}`

async function entityOnWire(over: Partial<As2SettingsInput>): Promise<Buffer> {
  const { headers, body } = await wireOf(message, pairOf(sender, receiver, over).sender, testTime)
  return Buffer.concat([
    Buffer.from(`MIME-Version: 1.0\r\nContent-Type: ${headers['content-type']?.[0]}\r\n\r\n`),
    body,
  ])
}

/** The octets of a request exactly as they leave the socket. */
async function octetsOf(over: Partial<As2SettingsInput>): Promise<string> {
  const chunks: Buffer[] = []
  const server = createServer(socket => {
    socket.on('data', chunk => {
      chunks.push(chunk)
      const seen = Buffer.concat(chunks).toString('latin1')
      const length = Number(/content-length: (\d+)/i.exec(seen)?.[1] ?? Number.POSITIVE_INFINITY)
      if (seen.length >= seen.indexOf('\r\n\r\n') + 4 + length)
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
    })
    socket.on('error', () => undefined)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/as2?x=1`
  const { sender: settings } = pairOf(sender, receiver, over)
  await sendAs2(message, { ...settings, url }, { now: () => testTime, allowPrivateAddresses: true })
  server.close()
  return Buffer.concat(chunks).toString('latin1')
}

describe('what leaves the socket', () => {
  it('has every header that AS2 needs, each on one line, and one length', async () => {
    const octets = await octetsOf({})
    const [head = ''] = octets.split('\r\n\r\n')
    const lines = head.split('\r\n')
    expect(lines[0]).toBe('POST /as2?x=1 HTTP/1.1')
    const headers = Object.fromEntries(
      lines.slice(1).map(line => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
    )
    expect(headers).toMatchObject({
      'AS2-Version': '1.2',
      'EDIINT-Features': 'multiple-attachments',
      'AS2-From': 'SENDER',
      'AS2-To': 'RECEIVER',
      'Message-ID': '<018f0000-0000-7000-8000-000000000000@sender>',
      Date: 'Mon, 15 Jun 2026 12:00:00 GMT',
      Subject: 'Purchase order PO-1',
      'MIME-Version': '1.0',
      'Disposition-Notification-To': 'SENDER',
      'Disposition-Notification-Options':
        'signed-receipt-protocol=optional, pkcs7-signature; signed-receipt-micalg=optional, sha256',
      'Content-Type': 'application/pkcs7-mime; smime-type=enveloped-data; name="smime.p7m"',
      'Content-Disposition': 'attachment; filename="smime.p7m"',
    })
    expect(Object.keys(headers)).not.toContain('Content-Transfer-Encoding')
    expect(Object.keys(headers)).not.toContain('Transfer-Encoding')
    expect(Object.keys(headers)).not.toContain('Expect')
    expect(Object.keys(headers)).not.toContain('Receipt-Delivery-Option')
    expect(Number(headers['Content-Length'])).toBe(octets.length - head.length - 4)
    expect(head.replaceAll('\r\n', '')).not.toMatch(/[\r\n\t]/)
    expect(lines.every(line => line === line.trimEnd())).toBe(true)
  })

  it('follows the settings', async () => {
    const octets = await octetsOf({
      receipt: 'async',
      receiptUrl: 'https://us.example/mdn',
      transferEncodingHeader: true,
      micalgSpelling: 'dashed',
      signature: 'sha512',
      subject: 'Ünïcode → text',
      basicAuth: { user: 'u', password: 'p:q' },
    })
    expect(octets).toContain('Receipt-Delivery-Option: https://us.example/mdn\r\n')
    expect(octets).toContain('Content-Transfer-Encoding: binary\r\n')
    expect(octets).toContain('signed-receipt-micalg=optional, sha-512\r\n')
    expect(octets).toContain('Subject: Unicode text\r\n')
    expect(octets).toContain(`Authorization: Basic ${Buffer.from('u:p:q').toString('base64')}\r\n`)
  })

  it('asks for no receipt where none is wanted', async () => {
    expect(await octetsOf({ receipt: 'none' })).not.toMatch(/Disposition-Notification/)
    expect(await octetsOf({ signedReceipt: false })).not.toMatch(/Disposition-Notification-Options/)
  })
})

describe('whole messages as openssl reads them', () => {
  const open = (file: string) =>
    openssl.run('cms', '-decrypt', '-in', file, '-recip', 'r.crt', '-inkey', 'r.key', '-binary')
  const verify = (file: string) => openssl.run('cms', '-verify', '-in', file, '-CAfile', 's.crt', '-no_check_time')

  it.each([
    { encryption: 'aes256-cbc' },
    { encryption: '3des', signature: 'sha512' },
    { encryption: 'aes256-gcm', signatureScheme: 'pss' },
  ] as const)('signed and encrypted: %o', async over => {
    // Its MIME reader wants base64, so the enveloped body is handed over as DER.
    const wire = await entityOnWire(over)
    openssl.write('sealed.der', wire.subarray(wire.indexOf('\r\n\r\n') + 4))
    const args = ['-inform', 'DER', '-in', 'sealed.der', '-recip', 'r.crt', '-inkey', 'r.key', '-binary']
    openssl.write('signed.eml', openssl.run('cms', '-decrypt', ...args))
    expect(verify('signed.eml').toString('latin1')).toBe(entity)
  })

  it('signed only', async () => {
    openssl.write('signed.eml', await entityOnWire({ encryption: 'none' }))
    expect(verify('signed.eml').toString('latin1')).toBe(entity)
    expect(() => open('signed.eml')).toThrow()
  })

  it('compressed before signing: the MIC covers the compressed part', async () => {
    openssl.write('signed.eml', await entityOnWire({ encryption: 'none', compression: 'before-signing' }))
    expect(() => verify('signed.eml')).not.toThrow()
  })
})

describe('what mendelson reads otherwise', () => {
  it('GCM with its tag at the end of the ciphertext, in EnvelopedData', async () => {
    const wire = await entityOnWire({ encryption: 'aes256-gcm', gcmTag: 'appended' })
    const der = wire.subarray(wire.indexOf('\r\n\r\n') + 4)
    const { own } = credentialsOf(pairOf(sender, receiver).receiver)
    const opened = await decrypt(memory(der), own)
    expect(wire.toString('latin1')).toContain('smime-type=enveloped-data')
    expect(opened.ok && Buffer.from(await collect(opened.value.content)).toString('latin1')).toContain(ediText)
    der[der.length - 1]! ^= 1
    expect(await decrypt(memory(der), own)).toMatchObject({ ok: false, reason: 'undecryptable' })
  })

  it('the document alone inside the encryption, where it is not signed', async () => {
    const bare = { signature: 'none', unsignedHeaders: false } as const
    const contentOf = async (over: Partial<As2SettingsInput>) => {
      const wire = await entityOnWire({ ...bare, ...over })
      openssl.write('sealed.der', wire.subarray(wire.indexOf('\r\n\r\n') + 4))
      const args = ['-inform', 'DER', '-in', 'sealed.der', '-recip', 'r.crt', '-inkey', 'r.key', '-binary']
      return openssl.run('cms', '-decrypt', ...args).toString('latin1')
    }
    expect(await contentOf({})).toBe(ediText)
    expect(await contentOf({ unsignedHeaders: true })).toBe(entity)
    expect(await contentOf({ compression: 'before-signing' })).toMatch(/^Content-Type: application\/pkcs7-mime/)
  })

  it('an empty line before the first part, where nothing is around it', async () => {
    const bodyOf = async (over: Partial<As2SettingsInput>) => {
      const wire = await entityOnWire({ leadingBlankLine: true, encryption: 'none', ...over })
      return wire.subarray(wire.indexOf('\r\n\r\n') + 4).toString('latin1')
    }
    expect(await bodyOf({})).toMatch(/^\r\n--crossdock-/)
    expect(await bodyOf({ leadingBlankLine: false })).toMatch(/^--crossdock-/)
  })
})

describe('whole structures as openssl prints them', () => {
  const printed = (der: Uint8Array) => {
    openssl.write('structure.der', der)
    return openssl
      .run('cms', '-cmsout', '-print', '-noout', '-inform', 'DER', '-in', 'structure.der')
      .toString('latin1')
  }
  const signatureOf = (wire: Buffer) =>
    Buffer.from(wire.toString('latin1').split('filename="smime.p7s"\r\n\r\n')[1]!.split('--')[0]!, 'base64')

  it('63 one recipient, by issuer and serial number', async () => {
    const wire = await entityOnWire({})
    const text = printed(wire.subarray(wire.indexOf('\r\n\r\n') + 4))
    expect(text.match(/d\.ktri/g)).toHaveLength(1)
    expect(text).toContain('d.issuerAndSerialNumber')
    expect(text).toMatch(/algorithm: rsaEncryption/)
    expect(text).toMatch(/algorithm: aes-256-cbc/)
  })

  it('47, 48, 51, 52, 54 three attributes and no protection of algorithms, NULL, rsaEncryption, one certificate', async () => {
    const text = printed(signatureOf(await entityOnWire({ encryption: 'none' })))
    expect(text.slice(text.indexOf('signedAttrs')).match(/object: \w+/g)).toEqual([
      'object: contentType',
      'object: signingTime',
      'object: messageDigest',
    ])
    expect(text).not.toContain('1.2.840.113549.1.9.52')
    expect(text).toMatch(
      /signatureAlgorithm:\s+algorithm: rsaEncryption \(1\.2\.840\.113549\.1\.1\.1\)\s+parameter: NULL/,
    )
    expect(text).toMatch(/digestAlgorithm:\s+algorithm: sha256 \([\d.]+\)\s+parameter: NULL/)
    expect(text.match(/d\.certificate:/g)).toHaveLength(1)
  })

  it('47, 48, 54 otherwise where it is set so', async () => {
    const bare = printed(
      signatureOf(await entityOnWire({ encryption: 'none', signedAttributes: false, embedCertificate: false })),
    )
    expect(bare).toMatch(/signedAttrs:\s+<ABSENT>/)
    expect(bare).not.toContain('d.certificate:')
    const guarded = printed(signatureOf(await entityOnWire({ encryption: 'none', algorithmProtection: true })))
    expect(guarded).toMatch(/1\.2\.840\.113549\.1\.9\.52|CMSAlgorithmProtection/i)
  })
})

describe('whole structures as asn1crypto reads them', () => {
  const script = `
import sys
from asn1crypto import cms
info = cms.ContentInfo.load(sys.stdin.buffer.read(), strict=True)
def walk(value):
    value.native
    if info['content_type'].native == 'signed_data':
        for signer in value['signer_infos']:
            print(signer['signed_attrs'].native)
walk(info['content'])
print(info['content_type'].native)`
  const interpreter = ['/usr/bin/python3', 'python3'].find(path => {
    try {
      execFileSync(path, ['-c', 'import asn1crypto.cms'], { stdio: 'ignore' })
      return true
    } catch {
      return false
    }
  })

  it.skipIf(!interpreter && process.env.CI !== 'true').each([
    ['aes256-cbc', 'enveloped_data'],
    ['aes256-gcm', 'authenticated_enveloped_data'],
  ] as const)('%s', async (encryption, expected) => {
    const wire = await entityOnWire({ encryption })
    const input = wire.subarray(wire.indexOf('\r\n\r\n') + 4)
    expect(execFileSync(interpreter ?? 'python3', ['-c', script], { input, timeout: 30_000 }).toString()).toContain(
      expected,
    )
  })
})

it('what the MIC covers is the same at every attempt', async () => {
  const signed = async () => {
    const wire = (await entityOnWire({ encryption: 'none', compression: 'before-signing' })).toString('latin1')
    const boundary = '--crossdock-018f0000-0000-7000-8000-000000000000\r\n'
    return digest(Buffer.from(wire.split(boundary)[1]!, 'latin1')).toString('hex')
  }
  expect(await signed()).toBe(await signed())
})
