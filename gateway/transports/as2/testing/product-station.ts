import { createHash } from 'node:crypto'
import { deflateSync, inflateSync } from 'node:zlib'
import { context, integer, join, octetString, oid, sequence } from '../../../../translators/asn1/der.ts'
import type { As2Request } from '../ports.ts'
import { type Bench, base64Lines, bytesOf, digest, multipartSigned, part } from './handmade.ts'
import { testTime } from './identities.ts'
import type { Product, Profile, Seen } from './product.ts'

interface Layer {
  type: string
  body: Buffer
}

const parameterOf = (type: string, name: string) =>
  new RegExp(`;\\s*${name}=(?:"([^"]*)"|([^;\\s]*))`, 'i').exec(type)?.slice(1).find(Boolean)

/** A MIME part taken apart by hand. */
function layerOf(bytes: Buffer): Layer & { head: string } {
  const end = bytes.indexOf('\r\n\r\n')
  const head = bytes.subarray(0, end).toString('latin1')
  return { head, type: /^content-type: (.*)$/im.exec(head)?.[1] ?? '', body: bytes.subarray(end + 4) }
}

/** A station of some product, played by openssl and by hand: nothing of what it reads is read by our code. It is `s` of the bench, we are `r`. */
export class ProductStation {
  readonly #bench: Bench
  readonly #product: Product

  constructor(bench: Bench, product: Product) {
    this.#bench = bench
    this.#product = product
  }

  /** Opens a message of ours. Throws where it cannot be opened, or where the product refuses it. */
  read(request: Pick<As2Request, 'headers' | 'body'>): Seen {
    const header = (name: string) => request.headers[name]?.[0]
    const { openssl } = this.#bench
    let layer: Layer = { type: header('content-type') ?? '', body: Buffer.from(request.body) }
    let covered = layer.body
    const seen = { cipher: undefined as string | undefined, oaep: false, compression: 'none' as Seen['compression'] }
    const signed = { micalg: undefined as string | undefined, algorithmProtection: false, attributes: false }
    for (;;) {
      const smime = parameterOf(layer.type, 'smime-type')
      if (layer.type.startsWith('multipart/signed')) {
        const [content, signature] = partsOf(layer)
        signed.micalg = parameterOf(layer.type, 'micalg')
        Object.assign(signed, this.#verify(content!, signature!))
        covered = content!
        layer = layerOf(content!)
      } else if (smime === 'enveloped-data' || smime === 'authEnveloped-data') {
        const shown = this.#shown(layer.body)
        seen.cipher = /aes-?\d+-(?:cbc|gcm)|des-ede3-cbc/i.exec(shown)?.[0].toLowerCase()
        seen.oaep = shown.includes(':rsaesOaep')
        openssl.write('taken.der', layer.body)
        const how = ['-inform', 'DER', '-in', 'taken.der', '-recip', 's.crt', '-inkey', 's.key', '-binary']
        covered = openssl.run('cms', '-decrypt', ...how)
        layer = layerOf(covered)
      } else if (smime === 'compressed-data') {
        seen.compression = signed.micalg ? 'inside' : 'outside'
        const expanded = inflateSync(this.#octetsIn(layer.body))
        if (!signed.micalg) covered = expanded
        layer = layerOf(expanded)
      } else break
    }
    const digestName = (signed.micalg ?? 'sha256').toLowerCase().replace('-', '')
    const all = {
      ...seen,
      ...signed,
      header,
      body: Buffer.from(request.body),
      document: layer.body,
      covered,
      digestName,
    }
    const refusal = this.#product.refuses?.(all)
    if (refusal) throw new Error(refusal)
    return all
  }

  #verify(content: Buffer, signature: Buffer) {
    const { openssl } = this.#bench
    const der = Buffer.from(layerOf(signature).body.toString('latin1'), 'base64')
    openssl.write('taken.p7s', der)
    openssl.write('taken.mime', content)
    const under = ['-certfile', 'r.crt', '-nointern', '-noverify', '-binary', '-out', '/dev/null']
    openssl.run('cms', '-verify', '-inform', 'DER', '-in', 'taken.p7s', '-content', 'taken.mime', ...under)
    const shown = this.#shown(der)
    return {
      algorithmProtection: /1\.2\.840\.113549\.1\.9\.52|CMSAlgorithmProtection/i.test(shown),
      attributes: shown.includes(':messageDigest'),
    }
  }

  #shown(der: Buffer): string {
    this.#bench.openssl.write('shown.der', der)
    return this.#bench.openssl.run('asn1parse', '-inform', 'DER', '-in', 'shown.der').toString('latin1')
  }

  /** The content of a CompressedData, found by where openssl says that it stands. */
  #octetsIn(der: Buffer): Buffer {
    const line = /^\s*(\d+):d=\d+\s+hl=(\d+)\s+l=\s*(\d+) prim: OCTET STRING/m.exec(this.#shown(der))
    const [at, header, length] = line!.slice(1).map(Number) as [number, number, number]
    return der.subarray(at + header, at + header + length)
  }

  /** Its receipt for a message of ours, as the headers and body of HTTP. */
  receipt(seen: Seen, signed: boolean): { headers: Record<string, string>; body: Buffer } {
    const { spell = name => name, micSeparator = ', ', boundary = 'receipt', textHeaders } = this.#product
    const covered = this.#product.micOver?.(seen) ?? seen.covered
    const mic = `${digest(covered, seen.digestName).toString('base64')}${micSeparator}${spell(seen.digestName)}`
    const receipt = { messageId: seen.header('message-id')!, from: seen.header('as2-to')!, mic }
    const lines = this.#product.fields?.(receipt) ?? [
      'Reporting-UA: product',
      `Original-Recipient: rfc822; ${receipt.from}`,
      `Final-Recipient: rfc822; ${receipt.from}`,
      `Original-Message-ID: ${receipt.messageId}`,
      'Disposition: automatic-action/MDN-sent-automatically; processed',
      `Received-Content-MIC: ${mic}`,
    ]
    const text = part(textHeaders ?? ['Content-Type: text/plain'], 'Received.\r\n')
    const notification = part(['Content-Type: message/disposition-notification'], `${lines.join('\r\n')}\r\n`)
    const inner = `${boundary}-report`
    const type = `multipart/report; report-type=disposition-notification; boundary="${inner}"`
    const body = Buffer.concat([
      bytesOf(`--${inner}\r\n`),
      text,
      bytesOf(`\r\n--${inner}\r\n`),
      notification,
      bytesOf(`\r\n--${inner}--\r\n`),
    ])
    const names = { 'AS2-From': receipt.from, 'AS2-To': seen.header('as2-from')!, 'AS2-Version': '1.1' }
    if (!signed) return { headers: { ...names, 'Content-Type': type }, body }
    return { ...this.#signed(part([`Content-Type: ${type}`], body), seen.digestName, names) }
  }

  #signed(content: Buffer, digestName: string, names: Record<string, string>) {
    const { signing = [], spell = name => name, boundary = 'b', signatureHeaders, rawSignature } = this.#product
    const signature = this.#bench.sign(content, '-md', digestName, ...signing)
    const body = multipartSigned(content, signature, {
      boundary,
      ...(signatureHeaders && { signatureHeaders }),
      ...(rawSignature && { encode: (der: Buffer) => der }),
    })
    const type = `multipart/signed; protocol="application/pkcs7-signature"; micalg=${spell(digestName)}; boundary="${boundary}"`
    return { headers: { ...names, 'Content-Type': type }, body }
  }

  /** A message of the product to us. `mic`: what our receipt has to show. */
  message(
    document: Buffer,
    profile: Profile,
  ): { headers: Record<string, string | undefined>; body: Buffer; mic: Buffer } {
    const headers = this.#product.documentHeaders ?? ['Content-Type: application/EDI-X12']
    const plain = part(headers, document)
    const inner = profile.compression === 'inside' && profile.digest ? compressed(plain) : plain
    let entity = inner
    let type = headers[0]!.replace(/^content-type: /i, '')
    let body = document
    let covered = profile.compression === 'none' && !profile.cipher ? document : plain
    const wrapped = (layer: { type: string; body: Buffer }) => {
      type = layer.type
      body = layer.body
      entity = part([`Content-Type: ${layer.type}`], layer.body)
    }
    if (profile.digest) {
      const signed = this.#signed(inner, profile.digest, {})
      wrapped({ type: signed.headers['Content-Type']!, body: signed.body })
      covered = inner
    }
    if (profile.compression === 'outside' || (profile.compression === 'inside' && !profile.digest)) {
      entity = compressed(entity)
      wrapped({ type: compressedType, body: layerOf(entity).body })
    }
    if (profile.cipher) {
      const sealed = this.#bench.encrypt(entity, `-${profile.cipher}`, ...(profile.keyTransport ?? ['r.crt']))
      wrapped({ type: 'application/pkcs7-mime; name="smime.p7m"; smime-type=enveloped-data', body: sealed })
    }
    const asBase64 = this.#product.base64Body && profile.cipher
    return {
      headers: {
        'content-type': type,
        'message-id': `<${createHash('sha1').update(body).digest('hex')}@product>`,
        'content-transfer-encoding': asBase64 ? 'base64' : undefined,
        'disposition-notification-options': `signed-receipt-protocol=required, pkcs7-signature; signed-receipt-micalg=optional, ${this.#product.spell?.(profile.digest ?? 'sha256') ?? profile.digest ?? 'sha256'}`,
        date: testTime.toUTCString(),
      },
      body: asBase64 ? bytesOf(base64Lines(body, '\n')) : body,
      mic: digest(covered, profile.digest ?? 'sha256'),
    }
  }

  /** Reads our receipt: verified under our certificate, where it is signed. Gives its disposition and MIC as they stand there. */
  readReceipt({ headers, body }: { headers: Record<string, string>; body: Buffer }) {
    let layer: Layer = { type: headers['Content-Type'] ?? '', body }
    const signed = layer.type.startsWith('multipart/signed')
    if (signed) {
      const [content, signature] = partsOf(layer)
      this.#verify(content!, signature!)
      layer = layerOf(content!)
    }
    const [, notification] = partsOf(layer)
    const fields = layerOf(notification!).body.toString('latin1')
    const field = (name: string) => new RegExp(`^${name}: (.*)\r$`, 'm').exec(fields)?.[1]
    const [mic, micalg] = field('Received-Content-MIC')?.split(', ') ?? []
    return { signed, disposition: field('Disposition'), messageId: field('Original-Message-ID'), mic, micalg }
  }
}

const compressedType = 'application/pkcs7-mime; name="smime.p7z"; smime-type=compressed-data'

function compressed(entity: Buffer): Buffer {
  const zlib = sequence(oid('1.2.840.113549.1.9.16.3.8'))
  const content = sequence(oid('1.2.840.113549.1.7.1'), context(0, octetString([deflateSync(entity)])))
  const data = sequence(integer(0), zlib, content)
  const der = join(sequence(oid('1.2.840.113549.1.9.16.1.9'), context(0, data)))
  return part([`Content-Type: ${compressedType}`], der)
}

/** The parts between the lines of a boundary (RFC 2046 §5.1.1). */
function partsOf({ type, body }: Layer): Buffer[] {
  const line = `--${parameterOf(type, 'boundary')}`
  const parts: Buffer[] = []
  for (let at = body.indexOf(`${line}\r\n`); at >= 0; ) {
    const start = at + line.length + 2
    const end = body.indexOf(`\r\n${line}`, start)
    if (end < 0) break
    parts.push(body.subarray(start, end))
    at = body.subarray(end + 2 + line.length).toString('latin1', 0, 2) === '\r\n' ? end + 2 : -1
  }
  return parts
}
