import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createServer as createSocketServer } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import type { Delivery } from '../../contract.ts'
import { sendAs2 } from '../send.ts'
import type { As2SettingsInput } from '../settings.ts'
import { Bench, bytesOf, digest, multipartSigned, part } from '../testing/handmade.ts'
import { pairOf, testTime } from '../testing/identities.ts'
import { listen } from '../testing/listener.ts'
import { ediText, outbound } from '../testing/messages.ts'

/** The partner here is `s`; `r` is us, sending. */
const bench = await Bench.open()
afterAll(() => bench.close())

const message = outbound('018f0000-0000-7000-8000-00000000000a')
const messageId = `<${message.id}@receiver>`
const sendDeps = { now: () => testTime, allowPrivateAddresses: true }

/** We send to a URL, in the clear so that the tests can compute the MIC by themselves. */
function sendTo(url: string, over: Partial<As2SettingsInput> = {}): Promise<Delivery> {
  const loose = { encryption: 'none', requireEncryption: false } as const
  const { receiver } = pairOf(bench.pem('s'), bench.pem('r'), { ...loose, ...over })
  return sendAs2(message, { ...receiver, url }, sendDeps)
}

const entity = part(
  [
    'Content-Type: application/edi-x12',
    'Content-Transfer-Encoding: binary',
    'Content-Disposition: attachment; filename="850-000000001.edi"',
  ],
  ediText,
)
const micBy = (algorithm: string, name = algorithm) => `${digest(entity, algorithm).toString('base64')}, ${name}`

/** The fields of a good notification; a field given replaces one, `undefined` takes it away. */
function fields(over: Record<string, string | undefined> = {}): string {
  const all: Record<string, string | undefined> = {
    'Reporting-UA': 'by hand',
    'Original-Recipient': 'rfc822; SENDER',
    'Final-Recipient': 'rfc822; SENDER',
    'Original-Message-ID': messageId,
    Disposition: 'automatic-action/MDN-sent-automatically; processed',
    'Received-Content-MIC': micBy('sha256'),
    ...over,
  }
  return Object.entries(all)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\r\n`]))
    .join('')
}

/** A multipart/report around a notification. */
function report(notification: string, textHeaders = ['Content-Type: text/plain']): Buffer {
  const inside = [
    bytesOf('--r\r\n'),
    part(textHeaders, 'words for people'),
    bytesOf('\r\n--r\r\n'),
    part(['Content-Type: message/disposition-notification'], notification),
    bytesOf('\r\n--r--\r\n'),
  ]
  return part(
    ['Content-Type: multipart/report; report-type=disposition-notification; boundary="r"'],
    Buffer.concat(inside),
  )
}

interface Answer {
  status?: number
  headers: Record<string, string>
  body: Buffer
}

const signedType = 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha256; boundary="b"'
const signedAnswer = (signed: Uint8Array, ...extra: string[]): Answer => ({
  headers: { 'Content-Type': signedType },
  body: multipartSigned(signed, bench.sign(signed, ...extra)),
})
const unsignedAnswer = (plain: Buffer): Answer => ({
  headers: { 'Content-Type': 'multipart/report; report-type=disposition-notification; boundary="r"' },
  body: plain.subarray(plain.indexOf('\r\n\r\n') + 4),
})

/** Sends to a server that answers so. */
async function answered(
  answer: Answer | ((request: IncomingMessage, response: ServerResponse) => void),
  over: Partial<As2SettingsInput> = {},
): Promise<Delivery> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => {
      if (typeof answer === 'function') return answer(request, response)
      response.writeHead(answer.status ?? 200, answer.headers).end(answer.body)
    })
  })
  const listener = await listen(server)
  try {
    return await sendTo(listener.url, over)
  } finally {
    await listener.close()
  }
}

/** Sends to a socket that answers these octets to the first request and closes. */
async function answeredRaw(octets: Uint8Array): Promise<Delivery> {
  const server = createSocketServer(socket => {
    let seen = ''
    socket.on('error', () => undefined)
    socket.on('data', chunk => {
      seen += chunk.toString('latin1')
      if (seen.includes('--crossdock-018f0000-0000-7000-8000-00000000000a--')) socket.end(octets)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    return await sendTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
  } finally {
    server.close()
  }
}

const good = () => signedAnswer(report(fields()))
const confirmed = { ok: true, confirmed: true, reference: messageId }
const failure = (code: string) => ({ ok: false, failure: { code } })

describe('61 answers that are odd and good', () => {
  const httpAnswer = (start: string, headers: Record<string, string>, body: Buffer) =>
    Buffer.concat([
      bytesOf(
        `${start}\r\n${Object.entries(headers)
          .map(([name, value]) => `${name}: ${value}\r\n`)
          .join('')}\r\n`,
      ),
      body,
    ])

  it('a plain one', async () => {
    const delivery = await answered(good())
    expect(delivery).toMatchObject({
      ...confirmed,
      evidence: { micComparison: 'match', receiptText: 'words for people' },
    })
    expect(delivery.ok && Buffer.from(delivery.receipt!).toString('latin1')).toContain('Original-Message-ID')
  })

  it('folded headers', async () => {
    const folded = { 'Content-Type': 'multipart/signed;\r\n\tprotocol="application/pkcs7-signature";\r\n boundary="b"' }
    const { body } = good()
    expect(
      await answeredRaw(httpAnswer('HTTP/1.1 200 OK', { ...folded, 'Content-Length': String(body.length) }, body)),
    ).toMatchObject(confirmed)
  })

  it('HTTP/1.0, until the connection closes', async () => {
    const { headers, body } = good()
    expect(await answeredRaw(httpAnswer('HTTP/1.0 200 OK', headers, body))).toMatchObject(confirmed)
  })

  it('a length that is two short', async () => {
    const { headers, body } = good()
    expect(
      await answeredRaw(httpAnswer('HTTP/1.1 200', { ...headers, 'Content-Length': String(body.length - 2) }, body)),
    ).toMatchObject(confirmed)
  })

  it.each(['HTTP/1.1 200 "OK"', 'HTTP/1.1 200 ', 'HTTP/1.1 200', 'HTTP/1.1 200 Sehr gut'])(
    '9 status line %s',
    async start => {
      const { headers, body } = good()
      const octets = httpAnswer(start, { ...headers, 'Content-Length': String(body.length) }, body)
      expect(await answeredRaw(octets)).toMatchObject(confirmed)
    },
  )

  it('after 100 and 102', async () => {
    const { headers, body } = good()
    const interim = bytesOf('HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n')
    const final = httpAnswer('HTTP/1.1 200 "OK"', { ...headers, 'Content-Length': String(body.length) }, body)
    expect(await answeredRaw(Buffer.concat([interim, final]))).toMatchObject(confirmed)
  })

  it.each([202, 204, 206])('status %i', async status => {
    const expected = status === 204 ? failure('receipt-missing') : confirmed
    expect(await answered({ ...good(), status })).toMatchObject(expected)
  })

  it('a negative status with a good receipt inside is told by the receipt', async () => {
    expect(await answered({ ...good(), status: 500 })).toMatchObject(confirmed)
  })
})

describe('62 answers without a receipt', () => {
  it.each([
    [200, 'receipt-missing'],
    [204, 'receipt-missing'],
    [400, 'partner-refused'],
    [401, 'authentication-failed'],
    [403, 'authentication-failed'],
    [404, 'partner-refused'],
    [408, 'timeout'],
    [413, 'too-large'],
    [429, 'partner-busy'],
    [500, 'partner-busy'],
    [503, 'partner-busy'],
  ])('HTTP %i is %s', async (status, code) => {
    const delivery = await answered({
      status,
      headers: { 'Content-Type': 'text/html' },
      body: bytesOf('<html>sorry</html>'),
    })
    expect(delivery).toMatchObject(failure(code))
    if (status === 500) expect(!delivery.ok && delivery.failure.detail).toBe('HTTP 500: sorry')
  })

  it('no answer at all', async () => {
    expect(await answered(() => undefined, { responseTimeoutSeconds: 1 })).toMatchObject(failure('timeout'))
  })

  it('the connection closed without an answer', async () => {
    expect(await answered((_, response) => response.destroy())).toMatchObject(failure('connection-lost'))
  })

  it('nobody there, no such name, a private address', async () => {
    expect(await sendTo('http://127.0.0.1:1/')).toMatchObject(failure('connection-refused'))
    expect(await sendTo('http://nobody.invalid/')).toMatchObject(failure('name-not-found'))
    const { receiver } = pairOf(bench.pem('s'), bench.pem('r'))
    for (const url of [
      'http://127.0.0.1/',
      'http://[::1]/',
      'http://localhost/',
      'http://169.254.169.254/',
      'http://[::ffff:10.0.0.1]/',
    ]) {
      const delivery = await sendAs2(message, { ...receiver, url }, { ...sendDeps, allowPrivateAddresses: false })
      expect(delivery).toMatchObject(failure('address-not-allowed'))
    }
  })

  it('TLS that cannot be agreed', async () => {
    const listener = await listen(createServer())
    expect(await sendTo(listener.url.replace('http:', 'https:'))).toMatchObject(failure('tls-failed'))
    await listener.close()
  })

  it('redirects are followed with the same body, credentials only at home', async () => {
    const seen: (string | undefined)[] = []
    const listener = await listen(
      createServer((request, response) => {
        request.resume()
        seen.push(request.headers.authorization)
        const { headers, body } = good()
        response.writeHead(200, headers).end(body)
      }),
    )
    const redirect = (_: IncomingMessage, response: ServerResponse) =>
      response.writeHead(307, { Location: listener.url }).end()
    expect(await answered(redirect, { basicAuth: { user: 'u', password: 'p' } })).toMatchObject(confirmed)
    expect(seen).toEqual([undefined])
    await listener.close()
    const around = (_: IncomingMessage, response: ServerResponse) =>
      response.writeHead(307, { Location: '/again' }).end()
    expect(await answered(around)).toMatchObject(failure('partner-refused'))
  })
})

describe('63 receipts that are odd and positive', () => {
  it.each<[string, Record<string, string | undefined>]>([
    ['no blank after the semicolon', { Disposition: 'automatic-action/MDN-sent-automatically;processed' }],
    ['in capitals', { Disposition: 'Automatic-Action/mdn-sent-automatically; PROCESSED' }],
    ['folded', { Disposition: 'automatic-action/MDN-sent-automatically;\r\n processed' }],
    [
      'said twice',
      {
        Disposition:
          'automatic-action/MDN-sent-automatically; processed automatic-action/MDN-sent-automatically; processed',
      },
    ],
    [
      'with a warning',
      { Disposition: 'automatic-action/MDN-sent-automatically; processed/warning: duplicate-document' },
    ],
    ['without recipients', { 'Original-Recipient': undefined, 'Final-Recipient': undefined }],
    ['with brackets around brackets', { 'Original-Message-ID': `<${messageId}>` }],
    ['with a bare id', { 'Original-Message-ID': messageId.slice(1, -1) }],
    ['with other recipients', { 'Final-Recipient': 'x' }],
  ])('%s', async (_, over) => {
    expect(await answered(signedAnswer(report(fields(over))))).toMatchObject(confirmed)
  })

  it('MIC before Disposition, names in lower case, blank lines around', async () => {
    const reversed = fields()
      .trimEnd()
      .split('\r\n')
      .reverse()
      .map(line => line.replace(/^[\w-]+/, name => name.toLowerCase()))
    expect(await answered(signedAnswer(report(`\r\n${reversed.join('\r\n')}\r\n\r\n`)))).toMatchObject(confirmed)
  })

  it('79 the fields before the words, and no report-type', async () => {
    const inside = [
      bytesOf('--r\r\n'),
      part(['Content-Type: message/disposition-notification'], fields()),
      bytesOf('\r\n--r\r\n'),
      part(['Content-Type: text/plain'], 'words for people'),
      bytesOf('\r\n--r--\r\n'),
    ]
    const turned = part(['Content-Type: multipart/report; boundary="r"'], Buffer.concat(inside))
    const delivery = await answered(signedAnswer(turned))
    expect(delivery).toMatchObject({ ...confirmed, evidence: { receiptText: 'words for people' } })
  })

  it('83 without a Message-ID of its own, or any header but its type', async () => {
    expect(Object.keys(good().headers)).toEqual(['Content-Type'])
    expect(await answered(good())).toMatchObject(confirmed)
  })

  it('a text part without type', async () => {
    expect(await answered(signedAnswer(report(fields(), [])))).toMatchObject(confirmed)
  })

  it('a bare notification, unsigned, where no signature was asked for', async () => {
    const bare = { headers: { 'Content-Type': 'message/disposition-notification' }, body: bytesOf(fields()) }
    expect(await answered(bare, { signedReceipt: false })).toMatchObject(confirmed)
  })

  it('a signature in BER', async () => {
    expect(await answered(signedAnswer(report(fields()), '-stream'))).toMatchObject(confirmed)
  })
})

describe('64 receipts that are negative, or say nothing', () => {
  const act = 'automatic-action/MDN-sent-automatically;'
  it.each<[string, Record<string, string | undefined>, string]>([
    ['error alone', { Disposition: `${act} error: authentication-failed` }, 'receipt-negative'],
    ['processed/Error:reason', { Disposition: `${act} processed/Error:decryption-failed` }, 'receipt-negative'],
    ['said twice', { Disposition: `${act} processed/error: x ${act} processed/error: x` }, 'receipt-negative'],
    ['an Error field beside it', { Disposition: `${act} processed/error`, Error: 'x' }, 'receipt-negative'],
    ['processed, with an Error field', { Error: 'x' }, 'receipt-negative'],
    ['failed', { Disposition: `${act} failed/Failure` }, 'receipt-negative'],
    ['deleted', { Disposition: `${act} deleted` }, 'receipt-negative'],
    ['an unknown word', { Disposition: `${act} pondered` }, 'receipt-negative'],
    ['processedx', { Disposition: `${act} processedx` }, 'receipt-negative'],
    ['no disposition', { Disposition: undefined }, 'receipt-invalid'],
    ['an empty disposition', { Disposition: '' }, 'receipt-invalid'],
    ['another message', { 'Original-Message-ID': '<other@x>' }, 'receipt-invalid'],
    ['no message', { 'Original-Message-ID': undefined }, 'receipt-invalid'],
  ])('%s', async (_, over, code) => {
    expect(await answered(signedAnswer(report(fields(over))))).toMatchObject(failure(code))
  })

  it('keeps the words for people, where the true reason often is', async () => {
    const delivery = await answered(signedAnswer(report(fields({ Disposition: `${act} processed/error: x` }))))
    expect(!delivery.ok && delivery.failure.detail).toContain('words for people')
  })
})

describe('65 MICs', () => {
  it.each([
    ['no blank, in capitals', `${digest(entity, 'sha1').toString('base64')},SHA1`],
    ['folded', micBy('sha512').replace(/^(.{40})/, '$1\r\n ')],
    ['another algorithm', micBy('sha384', 'SHA-384')],
    ['sha2_256', micBy('sha256', 'sha2_256')],
    ['no algorithm', digest(entity).toString('base64')],
  ])('match: %s', async (_, mic) => {
    expect(await answered(signedAnswer(report(fields({ 'Received-Content-MIC': mic }))))).toMatchObject(confirmed)
  })

  it.each([
    ['wrong', `${digest(bytesOf('x')).toString('base64')}, sha256`, 'MIC differs'],
    ['of an algorithm that nobody has', 'AAAA, whirlpool', 'MIC differs'],
    ['missing', undefined, 'shows no MIC'],
  ])('do not match: %s; nothing is sent again by itself', async (_, mic, words) => {
    const delivery = await answered(signedAnswer(report(fields({ 'Received-Content-MIC': mic }))))
    const expected = { code: 'receipt-differs', detail: expect.stringContaining(words) }
    expect(delivery).toMatchObject({ ok: false, failure: expected })
  })
})

describe('72 MICs of unsigned messages as products compute them', () => {
  const plain = { signature: 'none', requireSignature: false } as const
  const answer = (covered: Uint8Array) =>
    signedAnswer(report(fields({ 'Received-Content-MIC': `${digest(covered).toString('base64')}, sha256` })))

  it.each([
    ['plain, over the body', plain, bytesOf(ediText)],
    ['plain, over the headers too', plain, entity],
    ['compressed, over headers and body', { ...plain, compression: 'before-signing' }, entity],
    ['compressed, over the expanded body alone', { ...plain, compression: 'before-signing' }, bytesOf(ediText)],
  ] as const)('%s: match', async (_, over, covered) => {
    expect(await answered(answer(covered), over)).toMatchObject({ ...confirmed, evidence: { micComparison: 'match' } })
  })

  it('over anything else: differs, and nothing is sent again by itself', async () => {
    expect(await answered(answer(bytesOf(ediText.trim().slice(1))), plain)).toMatchObject(failure('receipt-differs'))
  })
})

it('65 a MIC that differs is only noted where that is set', async () => {
  const answer = signedAnswer(
    report(fields({ 'Received-Content-MIC': `${digest(bytesOf('x')).toString('base64')}, sha256` })),
  )
  expect(await answered(answer, { micMismatch: 'accept' })).toMatchObject({
    ...confirmed,
    evidence: { micComparison: 'differs' },
  })
})

describe('66 signatures of receipts', () => {
  it('unsigned though asked for', async () => {
    expect(await answered(unsignedAnswer(report(fields())))).toMatchObject(failure('receipt-invalid'))
  })

  it('unsigned and negative is final only where no signature was asked for', async () => {
    const negative = report(fields({ Disposition: 'automatic-action/MDN-sent-automatically; processed/error: x' }))
    expect(await answered(unsignedAnswer(negative), { signedReceipt: false })).toMatchObject(
      failure('receipt-negative'),
    )
    const delivery = await answered(unsignedAnswer(negative))
    expect(delivery).toMatchObject(failure('receipt-invalid'))
    expect(!delivery.ok && delivery.failure.detail).toMatch(
      /^an unsigned receipt.*processed\/error: x: words for people$/,
    )
  })

  it('negative and signed by a stranger is not final either', async () => {
    const negative = report(fields({ Disposition: 'automatic-action/MDN-sent-automatically; processed/error: x' }))
    const answer = signedAnswer(negative, '-signer', 'x.crt', '-inkey', 'x.key')
    expect(await answered(answer)).toMatchObject(failure('receipt-invalid'))
  })

  it('by a stranger', async () => {
    const answer = signedAnswer(report(fields()), '-signer', 'x.crt', '-inkey', 'x.key')
    expect(await answered(answer)).toMatchObject(failure('receipt-invalid'))
  })

  it('over another report', async () => {
    const answer = good()
    const body = bytesOf(answer.body.toString('latin1').replace('words for', 'words  for'))
    expect(await answered({ ...answer, body })).toMatchObject(failure('receipt-invalid'))
  })
})
