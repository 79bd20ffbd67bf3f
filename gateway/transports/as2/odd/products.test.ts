import { constants, createPrivateKey, privateEncrypt, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { deflateSync } from 'node:zlib'
import { afterAll, describe, expect, it } from 'vitest'
import type { Delivery } from '../../contract.ts'
import { sendAs2 } from '../send.ts'
import type { As2SettingsInput } from '../settings.ts'
import { Bench, bytesOf, committed, digest, multipartSigned, type Outcome, part } from '../testing/handmade.ts'
import { pairOf, testTime } from '../testing/identities.ts'
import { listen } from '../testing/listener.ts'
import { ediText, outbound } from '../testing/messages.ts'
import { compressedInSegments, digestInfo, signedByHand } from '../testing/signature-by-hand.ts'

/** What real products were seen to send, made again by hand: the captures themselves are not ours to give away. */
const bench = await Bench.open()
afterAll(() => bench.close())

const lfPayload = bytesOf('UNB+UNOA:1+A+B+260615:1200+1\nUNH+1+ORDERS:D:96A:UN\nUNZ+1+1\n')

function expectTaken(outcome: Outcome, covered: Uint8Array, payload: Uint8Array) {
  expect(outcome.house.rejected.map(({ detail }) => detail)).toEqual([])
  expect(outcome.disposition).toBe('processed')
  expect(outcome.receipt?.mic?.value.toString('hex')).toBe(digest(covered).toString('hex'))
  expect(committed(outcome).equals(payload)).toBe(true)
}

const mendelson = {
  type: 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; \tboundary="----=_Part_12_8.162"',
  shape: {
    boundary: '----=_Part_12_8.162',
    preamble: 'Date: Mon, 15 Jun 2026 14:00:00 +0200 (CEST)\r\n\r\n',
    signatureHeaders: [
      'Content-Type: application/pkcs7-signature; name=smime.p7s; smime-type=signed-data',
      'Content-Transfer-Encoding: base64',
      'Content-Disposition: attachment; filename="smime.p7s"',
      'Content-Description: S/MIME Cryptographic Signature',
    ],
  },
  sign: (signed: Uint8Array) =>
    signedByHand(signed, bench.pem('s'), {
      algorithmProtection: true,
      indefinite: true,
      signatureAlgorithm: 'sha256WithRSAEncryption',
    }),
}

const sterling = {
  type: 'multipart/signed;boundary="_=33Sterling";protocol="application/pkcs7-signature";micalg=SHA256',
  shape: {
    boundary: '_=33Sterling',
    signatureHeaders: [
      'Content-Type: application/pkcs7-signature;name=EDIINTSIG.p7s',
      'Content-Disposition: attachment;filename=EDIINTSIG.p7s',
    ],
    encode: (signature: Buffer) => signature,
  },
  sign: (signed: Uint8Array) => bench.sign(signed, '-noattr'),
}

describe('22 messages as products send them', () => {
  it.each(['signed', 'encrypted'] as const)('mendelson, %s', async how => {
    const signed = part(
      ['Content-Type: application/EDIFACT; name=a.edi', 'Content-Transfer-Encoding: binary'],
      lfPayload,
    )
    const body = multipartSigned(signed, mendelson.sign(signed), mendelson.shape)
    const headers = {
      'message-id': '<mendelson_opensource_AS2-1781524800000-1@SENDER_RECEIVER>',
      'disposition-notification-to': 'http://partner.example:8080/as2/HttpReceiver',
      'ediint-features': 'multiple-attachments, CEM',
    }
    const outcome =
      how === 'signed'
        ? await bench.takeSigned(body, { ...headers, 'content-type': mendelson.type })
        : await bench.takeCms(
            bench.encrypt(part([`Content-Type: ${mendelson.type}`], body), '-des3', '-stream', 'r.crt'),
          )
    expectTaken(outcome, signed, lfPayload)
    expect(outcome.house.commits[0]?.warnings).toEqual([])
  })

  it('sterling, without signed attributes, the signature in bare DER, nothing encoded', async () => {
    const signed = part(['Content-Type: application/EDI-X12'], ediText)
    const body = multipartSigned(signed, sterling.sign(signed), sterling.shape)
    const headers = { 'content-type': sterling.type, 'message-id': '20260615120000bare', 'as2-version': '1.1' }
    const outcome = await bench.takeSigned(body, headers)
    expectTaken(outcome, signed, bytesOf(ediText))
    expect(outcome.body.toString('latin1')).toContain('\r\nOriginal-Message-ID: 20260615120000bare\r\n')
  })

  it('sterling, compressed inside the signature, in segments, under a misleading name', async () => {
    const inner = part(
      ['Content-Type: application/EDI-X12', 'Content-Disposition: attachment;filename=850.edi'],
      ediText,
    )
    const squeezed = part(
      ['Content-Type: application/pkcs7-mime;smime-type=compressed-data;name=smime.p7m'],
      compressedInSegments(deflateSync(inner), 100),
    )
    const body = multipartSigned(squeezed, sterling.sign(squeezed), sterling.shape)
    const sealed = bench.encrypt(part([`Content-Type: ${sterling.type}`], body), '-aes128', '-stream', 'r.crt')
    const outcome = await bench.takeCms(sealed, { 'content-type': 'application/pkcs7-mime;name=smime.p7m' })
    expectTaken(outcome, squeezed, bytesOf(ediText))
    expect(outcome.house.commits[0]?.message.fileName).toBe('850.edi')
  })

  it('rssbus, nothing encoded, LF inside, the signature in one endless line', async () => {
    const signed = part(['Content-Type: application/edifact; name="orders.txt"'], lfPayload)
    const body = multipartSigned(signed, bench.sign(signed), {
      boundary: 'boundary0123456789',
      encode: signature => signature.toString('base64'),
      epilogue: '',
    })
    const type =
      'multipart/signed; protocol="application/pkcs7-signature"; micalg="sha256"; boundary="boundary0123456789"'
    expectTaken(await bench.takeSigned(body, { 'content-type': type }), signed, lfPayload)
  })

  it('bmc, Content-Type and Date in quotes', async () => {
    const signed = part(['Content-Type: application/xml', 'Content-Transfer-Encoding: binary'], '<order/>')
    const signature = signedByHand(signed, bench.pem('s'), { algorithmProtection: true })
    const type = String.raw`"multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha-256; boundary=\"----=_Part_1\""`
    const headers = { 'content-type': type, date: '"Mon, 15 Jun 2026 12:00:00 GMT"' }
    const body = multipartSigned(signed, signature, { boundary: '----=_Part_1' })
    expectTaken(await bench.takeSigned(body, headers), signed, bytesOf('<order/>'))
  })
})

describe('signatures that openssl cannot be told to make', () => {
  const signed = part(['Content-Type: application/EDI-X12'], ediText)
  const take = (signature: Buffer) => bench.takeSigned(multipartSigned(signed, signature))

  it.each([
    ['47 attributes in any order, one that nobody knows', { strangeAttributes: true }],
    ['48 algorithm protection', { algorithmProtection: true }],
    ['51 digests without NULL', { digestParameters: 'absent' }],
    ['51 digests without NULL, protected', { digestParameters: 'absent', algorithmProtection: true }],
    ['52 sha256WithRSAEncryption', { signatureAlgorithm: 'sha256WithRSAEncryption' }],
    ['60 indefinite lengths throughout', { indefinite: true, algorithmProtection: true }],
  ] as const)('%s: hold', async (_, habits) => {
    expectTaken(await take(signedByHand(signed, bench.pem('s'), habits)), signed, bytesOf(ediText))
  })

  it('59 PSS without parameters: holds by their defaults, SHA-1 and 20 octets of salt, and by nothing else', async () => {
    const key = createPrivateKey(bench.pem('s').privateKey)
    const pss = (algorithm: string, saltLength: number) => (attributes: Buffer) =>
      sign(algorithm, attributes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength })
    const signature = (value: (attributes: Buffer) => Buffer) =>
      signedByHand(signed, bench.pem('s'), { signatureAlgorithm: 'barePss', value })
    expectTaken(await take(signature(pss('sha1', 20))), signed, bytesOf(ediText))
    const other = await take(signature(pss('sha256', 32)))
    expect(other.disposition).toBe('processed/error: authentication-failed')
  })

  it('53 a DigestInfo without NULL, which RFC 8017 forbids: does not hold', async () => {
    const key = createPrivateKey(bench.pem('s').privateKey)
    const signature = (parameters: 'null' | 'absent') => {
      const value = (attributes: Buffer) =>
        privateEncrypt({ key, padding: constants.RSA_PKCS1_PADDING }, digestInfo(attributes, parameters))
      return signedByHand(signed, bench.pem('s'), { value })
    }
    expectTaken(await take(signature('null')), signed, bytesOf(ediText))
    const outcome = await take(signature('absent'))
    expect(outcome.disposition).toBe('processed/error: authentication-failed')
    expect(outcome.house.commits).toEqual([])
  })
})

describe('68 receipts as products send them', () => {
  const message = outbound('018f0000-0000-7000-8000-00000000000b')
  const entity = part(
    [
      'Content-Type: application/edi-x12',
      'Content-Transfer-Encoding: binary',
      'Content-Disposition: attachment; filename="850-000000001.edi"',
    ],
    ediText,
  )
  const mic = digest(entity).toString('base64')
  const id = `${message.id}@receiver`

  /** Sends a message in the clear to a server that gives this answer. */
  async function answered(type: string, body: Buffer, over: Partial<As2SettingsInput> = {}): Promise<Delivery> {
    const server = createServer((request, response) => {
      request.resume().on('end', () => response.writeHead(200, { 'Content-Type': type }).end(body))
    })
    const listener = await listen(server)
    const loose = { encryption: 'none', requireEncryption: false } as const
    const { receiver } = pairOf(bench.pem('s'), bench.pem('r'), { ...loose, ...over })
    try {
      const deps = { now: () => testTime, allowPrivateAddresses: true }
      return await sendAs2(message, { ...receiver, url: listener.url }, deps)
    } finally {
      await listener.close()
    }
  }

  const report = (type: string, text: string, notification: string) =>
    part(
      [type],
      `--r\r\n${text}\r\n--r\r\nContent-Type: message/disposition-notification\r\n\r\n${notification}\r\n--r--\r\n`,
    )

  function mendelsonReport(disposition: string, shown?: string) {
    const type = 'Content-Type: multipart/report; report-type=disposition-notification; \tboundary="r"'
    const text = 'Content-Type: text/plain\r\nContent-Transfer-Encoding: 7bit\r\n\r\nThe AS2 message was read.\r\n'
    const lines = [
      'Reporting-UA: mendelson opensource AS2',
      'Original-Recipient: rfc822; "SENDER"',
      'Final-Recipient: rfc822; "SENDER"',
      `Original-Message-ID: <${id}>`,
      `Disposition: automatic-action/MDN-sent-automatically; ${disposition}`,
      ...(shown ? [`Received-Content-MIC: ${shown}`] : []),
    ]
    return report(type, text, `${lines.join('\r\n')}\r\n\r\n`)
  }

  it('mendelson, signed, with a Date before the first part and algorithm protection', async () => {
    const signed = mendelsonReport('processed', `${mic}, sha-256`)
    const body = multipartSigned(signed, mendelson.sign(signed), mendelson.shape)
    expect(await answered(mendelson.type, body)).toMatchObject({ ok: true, confirmed: true, reference: `<${id}>` })
  })

  it('mendelson, unsigned: authentication-failed', async () => {
    const whole = mendelsonReport('processed/error: authentication-failed')
    const [head = ''] = whole.toString('latin1').split('\r\n\r\n')
    const type = head.replace('Content-Type: ', '')
    const body = whole.subarray(whole.indexOf('\r\n\r\n') + 4)
    const delivery = await answered(type, body, { signedReceipt: false })
    expect(delivery).toMatchObject({
      ok: false,
      failure: { code: 'receipt-negative', detail: expect.stringContaining('authentication-failed') },
    })
  })

  it('sterling, MIC first, a bare id, no blanks, a text part without type, no attributes', async () => {
    const lines = [
      'Reporting-UA: Sterling Integrator',
      `Original-Message-ID: ${id}`,
      `Received-Content-MIC: ${mic},SHA256`,
      'Final-Recipient: rfc822;SENDER',
      'Disposition: automatic-action/MDN-sent-automatically;processed',
    ]
    const type = 'Content-Type: multipart/report;Report-Type=disposition-notification;boundary="r"'
    const signed = report(type, '\r\nYour message was received.\r\n', `${lines.join('\r\n')}\r\n`)
    const body = multipartSigned(signed, sterling.sign(signed), sterling.shape)
    expect(await answered(sterling.type, body)).toMatchObject({ ok: true, confirmed: true })
  })

  it('bmc, the header in quotes', async () => {
    const signed = mendelsonReport('processed', `${mic}, sha256`)
    const signature = signedByHand(signed, bench.pem('s'), { algorithmProtection: true })
    const type = String.raw`"multipart/signed; protocol=\"application/pkcs7-signature\"; micalg=sha256; boundary=\"b\""`
    expect(await answered(type, multipartSigned(signed, signature))).toMatchObject({ ok: true, confirmed: true })
  })
})
