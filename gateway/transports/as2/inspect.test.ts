import { describe, expect, it } from 'vitest'
import { inspect, inspectionText } from './inspect.ts'
import { credentialsOf } from './keys.ts'
import { serializeReceipt } from './receipt.ts'
import { receiveAs2 } from './receive.ts'
import { House } from './testing/house.ts'
import { identity, pairOf, testTime } from './testing/identities.ts'
import { outbound } from './testing/messages.ts'
import { wireOf } from './testing/wire.ts'
import { verifyStoredReceipt } from './verify-receipt.ts'

const [sender, receiver, stranger] = await Promise.all(['sender', 'receiver', 'stranger'].map(name => identity(name)))
const pair = pairOf(sender!, receiver!, { compression: 'before-signing' })
const wire = await wireOf(outbound('018f0000-0000-7000-8000-000000000000'), pair.sender, testTime)
const file = Buffer.concat([
  Buffer.from(`Content-Type: ${wire.headers['content-type']?.[0]}\r\nAS2-From: SENDER\r\n\r\n`),
  wire.body,
])

const look = async (settings = pair.receiver) => {
  const { own, partner } = credentialsOf(settings)
  const options = {
    keys: own,
    partner,
    maxBytes: 1e6,
    now: testTime,
    expiredCertificates: 'refuse',
    allowMd5: false,
    micalg: 'sha1',
  } as const
  return inspectionText(await inspect(file, options)).join('\n')
}

describe('looking into a message', () => {
  it('shows every layer, the certificates and the MIC', async () => {
    const text = await look()
    expect(text).toMatch(
      /^application\/pkcs7-mime, \d+ bytes\n {2}structure: envelopedData\n {2}recipient: serial \w+, rsaEncryption\n {2}cipher: aes256-cbc/,
    )
    expect(text).toMatch(
      /\n {2}multipart\/signed, \d+ bytes\n {4}micalg announced: sha256\n {4}structure: signedData\n {4}embedded certificate: CN=sender/,
    )
    expect(text).toContain('signer 1 attributes: contentType, signingTime, messageDigest')
    expect(text).toMatch(/\n {4}application\/pkcs7-mime, \d+ bytes\n {6}structure: compressedData\n {6}algorithm: zlib/)
    expect(text).toContain('Signature: holds under CN=sender')
    expect(text).toMatch(/MIC: [\w+/=]{44}, sha256\nDocument: 850-000000001.edi, application\/edi-x12, \d+ bytes$/)
  })

  it('says why it went no further', async () => {
    const text = await look(pairOf(sender!, stranger!).receiver)
    expect(text).toContain('recipient: serial')
    expect(text).toMatch(
      /Not opened: processed\/error: decryption-failed: it is not encrypted for any certificate of ours$/,
    )
  })

  it('does not stumble over a file that is none', async () => {
    expect(
      inspectionText(
        await inspect(Buffer.from('hello'), {
          ...credentialsOf(pair.receiver),
          keys: [],
          maxBytes: 9,
          now: testTime,
          expiredCertificates: 'refuse',
          allowMd5: false,
          micalg: 'sha1',
        }),
      ),
    ).toContain('Signature: none')
  })
})

describe('a receipt kept as evidence', async () => {
  const house = new House(pair.receiver)
  const { headers, body } = await receiveAs2(wire, house.deps)
  const stored = serializeReceipt(headers, body)
  const certificates = (settings: typeof pair.sender) =>
    credentialsOf(settings).partner.map(({ certificate }) => certificate)

  it('proves the delivery under the certificate of who gave it', async () => {
    const proof = await verifyStoredReceipt(stored, certificates(pair.sender), testTime)
    expect(proof.proves).toBe(true)
    expect(proof.lines.join('\n')).toMatch(
      /Message: <018f0000-[^\n]*\nDisposition: .*processed \(positive\)\nMIC: .*\nSigned by CN=receiver/,
    )
  })

  it('proves nothing when a letter is changed, or under another certificate, or at another time', async () => {
    const changed = Buffer.from(stored.toString('latin1').replace('processed', 'Processed'), 'latin1')
    expect((await verifyStoredReceipt(changed, certificates(pair.sender), testTime)).proves).toBe(false)
    expect((await verifyStoredReceipt(stored, certificates(pairOf(sender!, stranger!).sender), testTime)).proves).toBe(
      false,
    )
    expect((await verifyStoredReceipt(stored, certificates(pair.sender), new Date('2030-01-01'))).proves).toBe(false)
  })
})
