import { afterAll, describe, expect, it } from 'vitest'
import { receiveAs2 } from '../receive.ts'
import { as2Settings } from '../settings.ts'
import { Bench, bytesOf, digest, multipartSigned, type Outcome, part } from '../testing/handmade.ts'
import { House } from '../testing/house.ts'
import { ediText } from '../testing/messages.ts'

const bench = await Bench.open({ url: 'https://partner.example/as2', receiptHosts: ['mdn.partner.example'] })
afterAll(() => bench.close())

const content = part(['Content-Type: application/EDI-X12'], ediText)
const body = multipartSigned(content, bench.sign(content))
const optionsName = 'disposition-notification-options'

function expectTaken(outcome: Outcome) {
  expect(outcome.house.rejected.map(({ detail }) => detail)).toEqual([])
  expect(outcome.disposition).toBe('processed')
  expect(outcome.house.commits).toHaveLength(1)
}

/** A house whose one partnership has these names. */
function houseNamed(partnerId: string, ourId: string): House {
  return new House(as2Settings.parse({ ...bench.settings(), partnerId, ourId }))
}

describe('names', () => {
  it.each([
    ['"a b !"', 'a b !'],
    ['<x>', '<x>'],
    ['a,b', 'a,b'],
    ['[ x ]', '[ x ]'],
    ['#x', '#x'],
    ['a;', 'a;'],
    ['AS 2', 'AS 2'],
    ['"a   b"', 'a   b'],
    ['"OTHER"', 'OTHER'],
    [String.raw`"a\"b"`, 'a"b'],
    [String.raw`"a\\b"`, String.raw`a\b`],
    [String.raw`"\"GW SPACE\""`, 'GW SPACE'],
    ['x'.repeat(128), 'x'.repeat(128)],
  ])('14, 15 %s names %s and comes back as written', async (wire, name) => {
    const outcome = await bench.takeSigned(body, { 'as2-to': wire }, houseNamed('SENDER', name))
    expectTaken(outcome)
    expect(outcome.headers).toMatchObject({ 'AS2-From': wire, 'AS2-To': 'SENDER' })
    expect(outcome.body.toString('latin1')).toContain(`Final-Recipient: rfc822; ${wire}\r\n`)
    const back = await bench.takeSigned(body, { 'as2-from': wire }, houseNamed(name, 'RECEIVER'))
    expectTaken(back)
    expect(back.headers).toMatchObject({ 'AS2-From': 'RECEIVER', 'AS2-To': wire })
  })

  it.each([
    ['of 129 characters', { 'as2-from': 'x'.repeat(129) }],
    ['in the wrong case', { 'as2-from': 'sender' }],
    ['unknown', { 'as2-to': 'NOBODY' }],
    ['outside ASCII', { 'as2-from': 'S\xe9nder' }],
  ])('16 a name %s gets an unsigned authentication-failed, and is kept apart', async (_, headers) => {
    const outcome = await bench.takeSigned(body, headers)
    expect(outcome.status).toBe(200)
    expect(outcome.disposition).toBe('processed/error: authentication-failed')
    expect(outcome.receipt?.signature).toBeUndefined()
    expect(outcome.house.commits).toEqual([])
    expect(outcome.house.rejected[0]?.station).toBeUndefined()
  })

  it('17 both names the same', async () => {
    const outcome = await bench.takeSigned(body, { 'as2-from': 'RECEIVER' })
    expect(outcome.disposition).toBe('failed/failure: sender-equals-receiver')
    expect(outcome.house.commits).toEqual([])
  })
})

describe('55 receipts as they are asked for', () => {
  it('required, an algorithm that nobody has: unsigned failure', async () => {
    const options = 'signed-receipt-protocol=required, pkcs7-signature; signed-receipt-micalg=required, sha3-256'
    const outcome = await bench.takeSigned(body, { [optionsName]: options })
    expect(outcome.disposition).toBe('failed/failure: unsupported MIC-algorithms')
    expect(outcome.receipt?.signature).toBeUndefined()
    expect(outcome.house.commits).toEqual([])
  })

  it('required, a protocol that nobody has', async () => {
    const outcome = await bench.takeSigned(body, {
      [optionsName]: 'signed-receipt-protocol=required, pgp; signed-receipt-micalg=required, sha256',
    })
    expect(outcome.disposition).toBe('failed/failure: unsupported format')
  })

  it.each([
    [
      'the first of a list that is supported',
      'signed-receipt-protocol=optional,pkcs7-signature;signed-receipt-micalg=optional,sha3-256,sha512,sha1',
      'sha512',
    ],
    ['tabs', 'signed-receipt-protocol=optional,\tpkcs7-signature;\tsigned-receipt-micalg=optional,\tsha1', 'sha1'],
    [
      'protocol last',
      'signed-receipt-micalg=optional, sha384; signed-receipt-protocol=optional, pkcs7-signature',
      'sha384',
    ],
    [
      'capitals',
      'Signed-Receipt-Protocol=OPTIONAL, PKCS7-SIGNATURE; Signed-Receipt-Micalg=REQUIRED, SHA-256',
      'sha256',
    ],
    [
      'an unknown parameter',
      'x=1; signed-receipt-protocol=optional, pkcs7-signature; signed-receipt-micalg=optional, sha1',
      'sha1',
    ],
    ['without importance', 'signed-receipt-protocol=pkcs7-signature; signed-receipt-micalg=sha384', 'sha384'],
  ])('%s', async (_, options, algorithm) => {
    const outcome = await bench.takeSigned(body, { [optionsName]: options })
    expectTaken(outcome)
    expect(outcome.receipt?.signature?.digest).toBe(algorithm)
    expect(outcome.receipt?.mic?.digest).toBe('sha256')
    const plain = await bench.take({ 'content-type': 'text/csv', [optionsName]: options }, bytesOf('a,b'))
    expect(plain.receipt?.mic).toMatchObject({ digest: algorithm, value: digest(bytesOf('a,b'), algorithm) })
  })

  it('none asked for: an empty 200', async () => {
    const outcome = await bench.takeSigned(body, { 'disposition-notification-to': undefined })
    expect(outcome).toMatchObject({ status: 200, body: Buffer.alloc(0), receipt: undefined })
    expect(outcome.house.commits[0]?.receipt.route).toEqual({ kind: 'none' })
  })

  it('18 its address is never looked at', async () => {
    for (const to of ['mailto:x@y', 'http://z', 'SENDER', '<>']) {
      expectTaken(await bench.takeSigned(body, { 'disposition-notification-to': to }))
    }
  })
})

describe('59 where receipts may go', () => {
  it.each([
    'http://169.254.169.254/',
    'mailto:edi@partner.example',
    'http://localhost:1/',
    'ftp://partner.example/',
    'nonsense',
  ])('%s is refused in the answer', async url => {
    const outcome = await bench.takeSigned(body, { 'receipt-delivery-option': url })
    expect(outcome.disposition).toBe('processed/error: unexpected-processing-error')
    expect(outcome.house.commits).toEqual([])
    expect(outcome.house.rejected[0]?.receipt.route).toEqual({ kind: 'sync' })
  })

  it('empty means synchronous', async () =>
    expectTaken(await bench.takeSigned(body, { 'receipt-delivery-option': '' })))

  it.each(['https://partner.example/mdn?a=1&b=2', 'http://mdn.partner.example:8080/x'])(
    '%s is kept whole',
    async url => {
      const outcome = await bench.takeSigned(body, { 'receipt-delivery-option': url })
      expect(outcome).toMatchObject({ status: 200, body: Buffer.alloc(0) })
      const receipt = outcome.house.commits[0]!.receipt
      expect(receipt.route).toEqual({ kind: 'async', url })
      expect(await bench.readReceipt({ headers: receipt.headers, body: Buffer.from(receipt.body) })).toMatchObject({
        outcome: 'positive',
      })
    },
  )

  it('a refusal too goes where it was asked for', async () => {
    const broken = multipartSigned(content, bench.sign(bytesOf('other')))
    const outcome = await bench.takeSigned(broken, { 'receipt-delivery-option': 'https://partner.example/mdn' })
    expect(outcome).toMatchObject({ status: 200, body: Buffer.alloc(0) })
    expect(outcome.house.rejected[0]?.receipt).toMatchObject({
      route: { kind: 'async' },
      disposition: 'integrity-check-failed',
    })
  })
})

describe('repeats', () => {
  it('56 the same message, twice and at once: one delivery, the same receipt', async () => {
    const house = bench.houseWith({})
    const takeAgain = () => bench.takeSigned(body, {}, house)
    const outcomes = [...(await Promise.all([takeAgain(), takeAgain(), takeAgain()])), await takeAgain()]
    expect(house.commits).toHaveLength(1)
    for (const outcome of outcomes) expect(outcome.body.equals(outcomes[0]!.body)).toBe(true)
  })

  it('56 a repeat gets the receipt where it asks for it, now or later, each time', async () => {
    const house = bench.houseWith({})
    const [later, elsewhere] = ['https://partner.example/mdn', 'https://partner.example/other']
    const take = (url?: string) => bench.takeSigned(body, url ? { 'receipt-delivery-option': url } : {}, house)
    await take(later)
    expect(house.sentAgain).toEqual([])
    expect(await take(later)).toMatchObject({ status: 200, body: Buffer.alloc(0) })
    await take(elsewhere)
    const [{ message, receipt }] = house.commits as [(typeof house.commits)[0]]
    const { retailerId, wireId } = message
    expect(house.sentAgain).toEqual([later, elsewhere].map(url => ({ retailerId, wireId, url })))
    const now = await take()
    expect(now.body.equals(Buffer.from(receipt.body))).toBe(true)
    expect(house.commits).toHaveLength(1)
  })

  it('56 a message that asked for no receipt is proved when it comes again and asks for one', async () => {
    const house = bench.houseWith({})
    await bench.takeSigned(body, { 'disposition-notification-to': undefined }, house)
    const asked = await bench.takeSigned(body, {}, house)
    expect(asked).toMatchObject({ disposition: 'processed' })
    const again = await bench.takeSigned(body, {}, house)
    expect(again.body.equals(asked.body)).toBe(true)
    expect(house.commits).toHaveLength(1)
  })

  it('56 a message that asked for no receipt, twice, gets none', async () => {
    const house = bench.houseWith({})
    const take = () => bench.takeSigned(body, { 'disposition-notification-to': undefined }, house)
    await take()
    expect(await take()).toMatchObject({ status: 200, body: Buffer.alloc(0) })
    expect(house.sentAgain).toEqual([])
  })

  it('56 a message that asked for no receipt is proved later when its repeat asks for that', async () => {
    const house = bench.houseWith({})
    await bench.takeSigned(body, { 'disposition-notification-to': undefined }, house)
    const url = 'https://partner.example/mdn'
    expect(await bench.takeSigned(body, { 'receipt-delivery-option': url }, house)).toMatchObject({
      status: 200,
      body: Buffer.alloc(0),
    })
    const [{ message }] = house.commits as [(typeof house.commits)[0]]
    const { retailerId, wireId } = message
    expect(house.sentAgain).toEqual([{ retailerId, wireId, url }])
    const { headers, body: mdn } = (await house.deps.findReceipt(retailerId, wireId))!
    expect(await bench.readReceipt({ headers, body: Buffer.from(mdn) })).toMatchObject({ outcome: 'positive' })
  })

  it('56 a repeat is warned of where that is set so, and proves what arrived all the same', async () => {
    const house = bench.houseWith({ repeats: 'duplicate-warning' })
    const first = await bench.takeSigned(body, {}, house)
    const again = await bench.takeSigned(body, {}, house)
    expect(again).toMatchObject({
      disposition: 'processed/warning: duplicate-document',
      receipt: { outcome: 'positive', mic: first.receipt!.mic },
    })
    expect(house.commits).toHaveLength(1)
  })

  it('57 the same Message-ID with another payload', async () => {
    const house = bench.houseWith({})
    await bench.takeSigned(body, {}, house)
    const other = part(['Content-Type: application/EDI-X12'], 'ISA*other')
    const outcome = await bench.takeSigned(multipartSigned(other, bench.sign(other)), {}, house)
    expect(outcome.disposition).toBe('processed/error: unexpected-processing-error')
    expect(house.commits).toHaveLength(1)
    expect(house.rejected).toHaveLength(1)
  })

  it('57 the same payload under a new Message-ID is another message', async () => {
    const house = bench.houseWith({})
    await bench.takeSigned(body, {}, house)
    await bench.takeSigned(body, { 'message-id': '<other@partner>' }, house)
    expect(house.commits).toHaveLength(2)
  })

  it('58 after a failure the message is taken afresh', async () => {
    const house = bench.houseWith({})
    const broken = await bench.takeSigned(multipartSigned(content, bench.sign(bytesOf('other'))), {}, house)
    expect(broken.receipt?.outcome).toBe('negative')
    expectTakenLater(await bench.takeSigned(body, {}, house))
  })

  function expectTakenLater(outcome: Outcome) {
    expect(outcome.disposition).toBe('processed')
    expect(outcome.house.commits).toHaveLength(1)
  }

  it('60 a commit that fails gives no answer of ours, and nothing is confirmed', async () => {
    const house = bench.houseWith({})
    house.failNextCommit = true
    await expect(receiveAs2(bench.request({ 'content-type': 'text/csv' }, bytesOf('a')), house.deps)).rejects.toThrow(
      'away',
    )
    expectTakenLater(await bench.takeSigned(body, {}, house))
  })
})

describe('what receipts look like', () => {
  it('has the fields in the usual order, one line each, and no lines that are too long', async () => {
    const { body: mdn, headers } = await bench.takeSigned(body, { [optionsName]: undefined })
    const text = mdn.toString('latin1')
    expect(headers['Content-Type']).toBe(
      'multipart/report; report-type=disposition-notification; boundary="report-id-1"',
    )
    expect(headers['Content-Length']).toBe(String(mdn.length))
    const names = text.match(/^(Reporting|Original|Final|Disposition|Received)[\w-]*(?=: )/gm)
    expect(names).toEqual([
      ...['Reporting-UA', 'Original-Recipient', 'Final-Recipient'],
      ...['Original-Message-ID', 'Disposition', 'Received-Content-MIC'],
    ])
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(Math.max(...text.split('\r\n').map(line => line.length))).toBeLessThan(200)
  })

  it('83 has a Message-ID of its own, and names what it can do', async () => {
    const { headers } = await bench.takeSigned(body)
    expect(headers).toMatchObject({
      'Message-ID': '<id-1@crossdock>',
      'AS2-Version': '1.2',
      'EDIINT-Features': 'multiple-attachments',
      Date: 'Mon, 15 Jun 2026 12:00:00 GMT',
    })
  })

  it('is signed also when it reports an error, with the certificate that openssl verifies', async () => {
    const outcome = await bench.takeSigned(multipartSigned(content, bench.sign(bytesOf('other'))))
    bench.openssl.write(
      'mdn.eml',
      Buffer.concat([bytesOf(`Content-Type: ${outcome.headers['Content-Type']}\r\n\r\n`), outcome.body]),
    )
    const verified = bench.openssl.run('cms', '-verify', '-in', 'mdn.eml', '-CAfile', 'r.crt', '-no_check_time')
    expect(verified.toString('latin1')).toContain('processed/error: integrity-check-failed')
  })
})
