import { createHash } from 'node:crypto'
import type { Kept } from '../../contract.ts'
import { credentialsOf } from '../keys.ts'
import type { As2Receipt, As2Request } from '../ports.ts'
import { type ParsedReceipt, readReceipt } from '../read-receipt.ts'
import { receiveAs2 } from '../receive.ts'
import { entityOfHttp } from '../request.ts'
import type { As2SettingsInput } from '../settings.ts'
import { House } from './house.ts'
import { identity, pairOf, testTime } from './identities.ts'
import { OpenSsl } from './openssl.ts'

const crlf = '\r\n'
export const bytesOf = (text: string | Uint8Array) =>
  typeof text === 'string' ? Buffer.from(text, 'latin1') : Buffer.from(text)

/** A part by hand: header lines, blank line, body. */
export function part(headers: string[], body: string | Uint8Array, lineEnd = crlf): Buffer {
  return Buffer.concat([bytesOf(headers.map(line => line + lineEnd).join('') + lineEnd), bytesOf(body)])
}

/** How to depart from the multipart/signed that everybody sends. */
export interface SignedShape {
  boundary?: string
  preamble?: string
  /** After the closing delimiter; CRLF unless given. */
  epilogue?: string
  /** Header lines of the signature part, and how its body is written. */
  signatureHeaders?: string[]
  encode?: (signature: Buffer) => string | Uint8Array
  lineEnd?: string
}

export const base64Lines = (bytes: Uint8Array, lineEnd = crlf) =>
  bytesOf(bytes)
    .toString('base64')
    .replace(/.{1,76}/g, `$&${lineEnd}`)

/** A multipart/signed body by hand. */
export function multipartSigned(content: Uint8Array, signature: Buffer, shape: SignedShape = {}): Buffer {
  const { boundary = 'b', preamble = '', epilogue = crlf, lineEnd = crlf, encode = base64Lines } = shape
  const headers = shape.signatureHeaders ?? [
    'Content-Type: application/pkcs7-signature; name=smime.p7s',
    'Content-Transfer-Encoding: base64',
  ]
  return Buffer.concat([
    bytesOf(`${preamble}--${boundary}${lineEnd}`),
    content,
    bytesOf(`${lineEnd}--${boundary}${lineEnd}`),
    part(headers, encode(signature), lineEnd),
    bytesOf(`${lineEnd}--${boundary}--${epilogue}`),
  ])
}

/** What became of a request: the answer, and what the house was given. */
export interface Outcome {
  status: number
  /** The receipt as the sender reads and verifies it; undefined if there is none. */
  receipt: ParsedReceipt | undefined
  /** The words after `automatic-action/MDN-sent-automatically; `. */
  disposition: string | undefined
  headers: Record<string, string>
  body: Buffer
  house: House
}

/** A partner `s`, our station `r` and a stranger `x`, with openssl at hand to play the partner. */
export class Bench {
  readonly openssl = new OpenSsl()
  private readonly pems: Record<string, Awaited<ReturnType<typeof identity>>>
  private readonly over: Partial<As2SettingsInput>

  private constructor(pems: Bench['pems'], over: Partial<As2SettingsInput>) {
    this.pems = pems
    this.over = over
    for (const [name, pem] of Object.entries(pems)) {
      this.openssl.write(`${name}.crt`, pem.certificate)
      this.openssl.write(`${name}.key`, pem.privateKey)
    }
  }

  static async open(over: Partial<As2SettingsInput> = {}): Promise<Bench> {
    const [s, r, x, old] = await Promise.all([
      identity('s'),
      identity('r'),
      identity('x'),
      identity('old', { keySize: 2048 }, [2020, 2021]),
    ])
    return new Bench({ s, r, x, old }, over)
  }

  pem(name: 's' | 'r' | 'x' | 'old') {
    const pem = this.pems[name]
    if (!pem) throw new RangeError(name)
    return pem
  }

  /** Our station's settings: nothing required unless said so. */
  settings(over: Partial<As2SettingsInput> = {}) {
    const loose = { requireSignature: false, requireEncryption: false }
    return pairOf(this.pem('s'), this.pem('r'), { ...loose, ...this.over, ...over }).receiver
  }

  /** A house with other settings than the bench's own. */
  houseWith(over: Partial<As2SettingsInput>): House {
    return new House(this.settings(over))
  }

  sign(content: Uint8Array, ...extra: string[]): Buffer {
    this.openssl.write('part.mime', content)
    const by = extra.includes('-signer') && !extra.includes('both') ? [] : ['-signer', 's.crt', '-inkey', 's.key']
    const rest = extra.filter(word => word !== 'both')
    return this.openssl.run(
      'cms',
      '-sign',
      '-binary',
      '-outform',
      'DER',
      '-in',
      'part.mime',
      '-md',
      'sha256',
      ...by,
      ...rest,
    )
  }

  encrypt(content: Uint8Array, ...extra: string[]): Buffer {
    this.openssl.write('part.mime', content)
    const how = extra.length > 0 ? extra : ['-aes256', 'r.crt']
    return this.openssl.run('cms', '-encrypt', '-binary', '-outform', 'DER', '-in', 'part.mime', ...how)
  }

  /** A request with the usual headers; those given replace them, `undefined` takes one away. */
  request(headers: Record<string, string | undefined>, body: Uint8Array): As2Request {
    const all: Record<string, string | undefined> = {
      'as2-from': 'SENDER',
      'as2-to': 'RECEIVER',
      'as2-version': '1.1',
      'message-id': '<message-1@partner>',
      'disposition-notification-to': 'edi@partner',
      'disposition-notification-options':
        'signed-receipt-protocol=optional, pkcs7-signature; signed-receipt-micalg=optional, sha256',
      ...headers,
    }
    const distinct = Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, [value]]]))
    return { headers: Object.fromEntries(distinct), body, remoteAddress: '127.0.0.1' }
  }

  /** Sends a request straight into the receiving side and reads the answer as the partner would. */
  async take(
    headers: Record<string, string | undefined>,
    body: Uint8Array,
    house = this.houseWith({}),
  ): Promise<Outcome> {
    const answer = await receiveAs2(this.request(headers, body), house.deps)
    return { ...(await this.read(answer.headers, Buffer.from(answer.body))), status: answer.status, house }
  }

  /** Sends a multipart/signed. */
  takeSigned(body: Uint8Array, headers: Record<string, string | undefined> = {}, house?: House): Promise<Outcome> {
    const type = 'multipart/signed; protocol="application/pkcs7-signature"; micalg=sha256; boundary="b"'
    return this.take({ 'content-type': type, ...headers }, body, house)
  }

  /** Sends a CMS structure. */
  takeCms(body: Uint8Array, headers: Record<string, string | undefined> = {}, house?: House): Promise<Outcome> {
    return this.take({ 'content-type': 'application/pkcs7-mime; smime-type=enveloped-data', ...headers }, body, house)
  }

  private async read(headers: Record<string, string>, body: Buffer): Promise<Omit<Outcome, 'status' | 'house'>> {
    const receipt = await this.readReceipt({ headers, body })
    const [, disposition] = /; (.*)$/.exec(receipt?.disposition ?? '') ?? []
    return { receipt, disposition, headers, body }
  }

  /** A receipt as the partner reads it: verified under our certificate. */
  async readReceipt({ headers, body }: Pick<As2Receipt, 'headers' | 'body'>): Promise<ParsedReceipt | undefined> {
    const distinct = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value]]))
    const { own, partner } = credentialsOf(pairOf(this.pem('s'), this.pem('r')).sender)
    const read = await readReceipt(entityOfHttp({ headers: distinct, body }), {
      keys: own,
      partner,
      maxBytes: 1024 * 1024,
      now: testTime,
      expiredCertificates: 'refuse',
      allowMd5: true,
      micalg: 'sha1',
    })
    return read.ok ? read.receipt : undefined
  }

  close(): void {
    this.openssl.remove()
  }
}

/** Bytes that a house was given in memory. */
export function bytesIn(bytes: Uint8Array | Kept): Buffer {
  if (!(bytes instanceof Uint8Array)) throw new Error(`${bytes.size} bytes were kept, not given`)
  return Buffer.from(bytes)
}

/** The one message that was committed. */
export function committed({ house }: Outcome): Buffer {
  const [only] = house.commits
  if (house.commits.length !== 1 || !only) throw new Error(`${house.commits.length} messages were committed, not one`)
  return bytesIn(only.message.bytes)
}

export const digest = (bytes: Uint8Array, algorithm = 'sha256') => createHash(algorithm).update(bytes).digest()
