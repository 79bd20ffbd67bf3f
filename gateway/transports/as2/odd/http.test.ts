import { once } from 'node:events'
import { connect } from 'node:net'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { Bench, bytesIn, bytesOf, multipartSigned, part } from '../testing/handmade.ts'
import { listenAs2 } from '../testing/listener.ts'
import { ediText } from '../testing/messages.ts'
import { type RawAnswer, raw } from '../testing/raw.ts'

const bench = await Bench.open()
const house = bench.houseWith({})
const listener = await listenAs2(house, 2 * 1024 * 1024)
afterAll(async () => {
  await listener.close()
  bench.close()
})
let serial = 0
beforeEach(() => {
  serial++
  house.commits.length = 0
  house.rejected.length = 0
})

const content = part(['Content-Type: application/EDI-X12'], ediText)
const body = multipartSigned(content, bench.sign(content))
const type = 'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha256; boundary="b"'
const options =
  'Disposition-Notification-Options: signed-receipt-protocol=optional, pkcs7-signature; signed-receipt-micalg=optional, sha256'

/** A request head by hand; lines that begin with the name of a usual one replace it. */
function head(...lines: string[]): string {
  const usual = [
    'POST /as2 HTTP/1.1',
    'Host: station',
    'AS2-From: SENDER',
    'AS2-To: RECEIVER',
    `Message-ID: <http-${serial}@partner>`,
    'Disposition-Notification-To: x',
    options,
    type,
    `Content-Length: ${body.length}`,
  ]
  const replaced = new Set(lines.map(line => line.split(/[: ]/)[0]!.toLowerCase()))
  const kept = usual.filter(line => !replaced.has(line.split(/[: ]/)[0]!.toLowerCase()))
  const start = lines.find(line => line.startsWith('POST')) ?? kept.shift()!
  const rest = [...kept, ...lines.filter(line => line !== start)].filter(line => !/^[\w-]+:-$/.test(line))
  return `${[start, ...rest].join('\r\n')}\r\n\r\n`
}

function expectTaken(answer: RawAnswer) {
  expect(house.rejected.map(({ detail }) => detail)).toEqual([])
  expect(answer.status).toBe(200)
  expect(answer.body.toString('latin1')).toContain('MDN-sent-automatically; processed\r\n')
  expect(house.commits).toHaveLength(1)
  expect(bytesIn(house.commits[0]!.message.bytes).toString()).toBe(ediText)
}

describe('framing', () => {
  it.each([
    [
      'blanks',
      'Content-Type: multipart/signed;\r\n  protocol="application/pkcs7-signature";\r\n micalg=sha256; boundary="b"',
    ],
    [
      'tabs',
      'Content-Type: multipart/signed;\r\n\tprotocol="application/pkcs7-signature"; micalg=sha256;\r\n\tboundary="b"',
    ],
    ['a blank line end before the value', 'Content-Type:\r\n multipart/signed; boundary="b"'],
  ])('1 headers folded with %s', async (_, folded) => expectTaken(await raw(listener.port, head(folded), body)))

  it('2 both lengths: refused, nothing stored', async () => {
    const chunked = `${body.length.toString(16)}\r\n`
    const answer = await raw(
      listener.port,
      head('Transfer-Encoding: chunked', `Content-Length: ${body.length}`),
      chunked,
      body,
      '\r\n0\r\n\r\n',
    )
    expect(answer.status).toBe(400)
    expect(house.commits).toEqual([])
  })

  const inChunks = (mark: string) => {
    const half = Math.floor(body.length / 2)
    const chunk = (piece: Uint8Array, after = '') => [
      `${piece.length.toString(16).toUpperCase()}${after}\r\n`,
      piece,
      '\r\n',
    ]
    const pieces = [...chunk(body.subarray(0, half), mark), ...chunk(body.subarray(half)), '0\r\n\r\n']
    return raw(listener.port, head('Content-Length:-', 'Transfer-Encoding: chunked'), ...pieces)
  }

  it.each([
    ['a blank', ' '],
    ['an extension', ';part=1'],
    ['a blank and an extension', ' ;part="1 of 2"'],
  ])('3 chunks, with %s after the size', async (_, mark) => expectTaken(await inChunks(mark)))

  it('3 chunks, with a blank inside an extension: refused, nothing stored', async () => {
    expect((await inChunks('; part=1')).status).toBe(400)
    expect(house.commits).toEqual([])
  })

  it('3 Content-Length with leading zeros', async () => {
    expectTaken(await raw(listener.port, head(`Content-Length: 000${body.length}`), body))
  })

  it('4 a body shorter than announced: nothing is stored or answered, and the repeat is taken', async () => {
    const socket = connect(listener.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.end(head() + body.subarray(0, -10).toString('latin1'), 'latin1')
    const answer: Buffer[] = []
    socket.on('data', chunk => answer.push(chunk))
    await once(socket, 'close')
    expect(Buffer.concat(answer).toString('latin1')).not.toContain('200 OK')
    expect(house.commits).toEqual([])
    expectTaken(await raw(listener.port, head(), body))
  })

  it('5 Expect: 100-continue, the body only after it', async () => {
    const proceed = async (seen: () => Buffer) => {
      await expect.poll(() => seen().toString('latin1')).toContain('100 Continue')
    }
    expectTaken(await raw(listener.port, head('Expect: 100-continue'), proceed, body))
  })

  it('5 the misspelt Expect of an old station', async () => {
    expectTaken(await raw(listener.port, head('Expect: 100 continue'), body))
  })

  it('6 HTTP/1.0 without Host: answered and closed', async () => {
    const answer = await raw(listener.port, head('POST /as2 HTTP/1.0', 'Host:-'), body)
    expectTaken(answer)
    expect(answer.head).toMatch(/connection: close/i)
  })

  it('6 HTTP/1.1 without Host', async () => expectTaken(await raw(listener.port, head('Host:-'), body)))

  it('7 AS2-From twice, quoted and not', async () => {
    expectTaken(await raw(listener.port, head('AS2-From: "SENDER"', 'AS2-From: SENDER'), body))
  })

  it('names of headers in any case, blanks around values', async () => {
    const shouted = head().replace(
      /^([\w-]+): (.*)$/gm,
      (_, name: string, value: string) => `${name.toUpperCase()}:  ${value} `,
    )
    expectTaken(await raw(listener.port, shouted.replace(/^POST.*$/m, 'POST /as2 HTTP/1.1'), body))
  })

  it('lines that end in LF', async () => expectTaken(await raw(listener.port, head().replaceAll('\r\n', '\n'), body)))

  it('25 headers of 20 kB are taken, of 40 kB refused', async () => {
    expectTaken(await raw(listener.port, head(`X-Long: ${'x'.repeat(20_000)}`), body))
    expect((await raw(listener.port, head(`X-Long: ${'x'.repeat(40_000)}`), body)).status).toBe(431)
  })

  it('a body over the limit: 413, whether announced or chunked', async () => {
    const large = Buffer.alloc(3 * 1024 * 1024, 'x')
    expect((await raw(listener.port, head(`Content-Length: ${large.length}`))).status).toBe(413)
    const chunked = [`${large.length.toString(16)}\r\n`, large, '\r\n0\r\n\r\n']
    expect((await raw(listener.port, head('Content-Length:-', 'Transfer-Encoding: chunked'), ...chunked)).status).toBe(
      413,
    )
    expect(house.commits).toEqual([])
  })
})

describe('other requests', () => {
  it('10 HEAD, GET, POST without body, PUT', async () => {
    const plain = (line: string) =>
      raw(listener.port, `${line} /as2 HTTP/1.1\r\nHost: x\r\nETag: "1"\r\nConnection: close\r\n\r\n`)
    const headAnswer = await plain('HEAD')
    expect([headAnswer.status, headAnswer.body.length]).toEqual([200, 0])
    expect(headAnswer.head).toMatch(/content-length: 0/i)
    expect(await plain('GET')).toMatchObject({
      status: 200,
      body: bytesOf('This is an AS2 station: it takes messages by POST.\r\n'),
    })
    expect((await plain('PUT')).status).toBe(405)
    expect((await raw(listener.port, head('Content-Length: 0'))).status).toBe(400)
  })

  it('24 AS2 Restart: the rest of a message is asked for from its beginning, the whole of one is taken', async () => {
    const half = body.subarray(100)
    const range = `Content-Range: bytes 100-${body.length - 1}/${body.length}`
    const answer = await raw(listener.port, head('ETag: "x"', range, `Content-Length: ${half.length}`), half)
    expect(answer.status).toBe(416)
    expect(answer.head).toMatch(/^Content-Range: bytes \*\/0$/m)
    expect([house.commits, house.rejected]).toEqual([[], []])
    const whole = `Content-Range: bytes 0-${body.length - 1}/${body.length}`
    expectTaken(await raw(listener.port, head('ETag: "x"', whole), body))
  })

  it('11 no Content-Type', async () => {
    const answer = await raw(listener.port, head('Content-Type:-'), body)
    expect(answer.body.toString('latin1')).toContain('processed/error: unexpected-processing-error')
    expect(house.commits).toEqual([])
  })

  it('no AS2 names at all', async () => {
    expect((await raw(listener.port, head('AS2-From:-', 'AS2-To:-'), body)).status).toBe(400)
  })

  it('control characters in a header do not reach the receipt', async () => {
    const answer = await raw(listener.port, head('Message-ID: <a\x01\x02b@c>'), body)
    expect(answer.status).toBe(200)
    expect(answer.all.includes(1)).toBe(false)
  })

  it('23 an Authorization that nobody asked for is passed over', async () => {
    expectTaken(await raw(listener.port, head('Authorization: Basic eDp5'), body))
  })
})

describe('headers of the message', () => {
  it.each(['Tue Jun 15 12:00:00 UTC 2026', 'Mo, 15 Juni 2026 12:00:00', '"Mon, 15 Jun 2026 12:00:00 GMT"', '', '-'])(
    '12 Date %s',
    async date => expectTaken(await raw(listener.port, head(`Date: ${date}`), body)),
  )

  it.each([
    'bare-id',
    '<no-at-sign>',
    `<${'x'.repeat(890)}@partner>`,
    '<../../x>',
    '<with blank@x>',
    '< a@b >',
    '<a@b@c>',
    'é@x',
  ])('13 Message-ID %s comes back exactly', async id => {
    const answer = await raw(listener.port, head(`Message-ID: ${id}`), body)
    expectTaken(answer)
    expect(answer.body.toString('latin1')).toContain(`\r\nOriginal-Message-ID: ${id}\r\n`)
  })

  it.each([
    ['a stray character at its end', `${type};`],
    ['a stray quote at its end', `${type}"`],
    ['a bare LF within', type.replace('; ', ';\n ')],
    ['a bare LF and a tab within', type.replace('; micalg', ';\n\tmicalg')],
    ['neither protocol nor micalg', 'Content-Type: multipart/signed; boundary="b"'],
  ])('6 Content-Type with %s', async (_, line) => expectTaken(await raw(listener.port, head(line), body)))

  it.each(['MA', 'CMS', 'multiple-attachments, CEM, AS2-Reliability', ';=,', ''])(
    '17 EDIINT-Features %s',
    async features => {
      expectTaken(await raw(listener.port, head(`EDIINT-Features: ${features}`, 'AS2-Version: 1.2'), body))
    },
  )

  it('88 nothing of the request’s headers is copied into the answer', async () => {
    const answer = await raw(
      listener.port,
      head('X-Strange: 1', 'Subject: s', 'Recipient-Address: r', 'User-Agent: u'),
      body,
    )
    expectTaken(answer)
    const names = [...answer.head.matchAll(/^([\w-]+):/gm)].map(([, name]) => name?.toLowerCase()).sort()
    expect(names).toEqual([
      ...['as2-from', 'as2-to', 'as2-version', 'connection', 'content-length', 'content-type', 'date'],
      ...['ediint-features', 'message-id', 'mime-version'],
    ])
  })

  it('a message without Message-ID is taken, once', async () => {
    expectTaken(await raw(listener.port, head('Message-ID:-'), body))
    await raw(listener.port, head('Message-ID:-'), body)
    expect(house.commits).toHaveLength(1)
  })

  it.each(['1.0', '1.1', '1.2', '1.3', '1.9', '-'])('16 AS2-Version %s', async version => {
    expectTaken(await raw(listener.port, head(version === '-' ? 'AS2-Version:-' : `AS2-Version: ${version}`), body))
  })
})
