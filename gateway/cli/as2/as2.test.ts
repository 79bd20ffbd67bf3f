import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { serializeReceipt } from '../../transports/as2/receipt.ts'
import { receiveAs2 } from '../../transports/as2/receive.ts'
import { House } from '../../transports/as2/testing/house.ts'
import { identity, pairOf, testTime } from '../../transports/as2/testing/identities.ts'
import { ediText, outbound } from '../../transports/as2/testing/messages.ts'
import { wireOf } from '../../transports/as2/testing/wire.ts'
import { say } from '../testing/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossdock-as2-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const [sender, receiver, stranger] = await Promise.all(['sender', 'receiver', 'stranger'].map(name => identity(name)))
const pair = pairOf(sender!, receiver!, { compression: 'before-signing' })
const wire = await wireOf(outbound('018f0000-0000-7000-8000-000000000000'), pair.sender, testTime)
const message = Buffer.concat([
  Buffer.from(`POST /as2 HTTP/1.1\r\nContent-Type: ${wire.headers['content-type']?.[0]}\r\nAS2-From: SENDER\r\n\r\n`),
  wire.body,
])
const ours = ['--key', file('our.key', receiver!.privateKey), '--certificate', file('our.pem', receiver!.certificate)]
const theirs = file('their.pem', sender!.certificate)
const at = ['--at', testTime.toISOString()]

describe('as2 inspect', () => {
  it('opens a message layer by layer', async () => {
    const { status, out, error } = await say(['as2', 'inspect', ...ours, '--partner', theirs, ...at], message)
    expect({ status, error }).toEqual({ status: 0, error: '' })
    expect(out).toMatch(/^application\/pkcs7-mime, \d+ bytes\n {2}structure: envelopedData\n/)
    expect(out).toContain('Signature: holds under CN=sender')
    expect(out).toMatch(/\nMIC: [\w+/=]{44}, sha256\nDocument: 850-000000001\.edi, application\/edi-x12, \d+ bytes\n$/)
  })

  it('gives out the document byte for byte', async () => {
    const { status, out } = await say(['as2', 'inspect', '--content', ...ours, '--partner', theirs, ...at], message)
    expect({ status, out }).toEqual({ status: 0, out: ediText })
  })

  it('tells programs the same', async () => {
    const { out } = await say(['as2', 'inspect', '--json', ...ours, '--partner', theirs, ...at], message)
    expect(JSON.parse(out)).toMatchObject({
      opened: true,
      mic: { digest: 'sha256' },
      signature: { digest: 'sha256', subject: 'CN=sender' },
      encryption: { cipher: 'aes256-cbc' },
      compression: 'before-signing',
      documents: [{ contentType: 'application/edi-x12', fileName: '850-000000001.edi', bytes: ediText.length }],
    })
  })

  it('goes as far as the keys go, and says why no further', async () => {
    const { status, out } = await say(['as2', 'inspect', ...at], message)
    expect(status).toBe(1)
    expect(out).toContain('cipher: aes256-cbc')
    expect(out).toMatch(/Not opened: processed\/error: decryption-failed: /)
    const unknown = file('stranger.pem', stranger!.certificate)
    const wrong = await say(['as2', 'inspect', '--content', ...ours, '--partner', unknown, ...at], message)
    expect(wrong).toMatchObject({ status: 1, out: '', error: expect.stringMatching(/^Not opened: /) })
  })

  it('opens what openssl wrote, without any headers, with an encrypted key', async () => {
    const encrypted = join(folder, 'encrypted.key')
    execFileSync('openssl', ['pkey', '-in', ours[1]!, '-aes256', '-passout', 'pass:secret', '-out', encrypted])
    const cms = execFileSync('openssl', ['cms', '-encrypt', '-binary', '-outform', 'DER', '-aes256', ours[3]!], {
      input: `Content-Type: application/edi-x12\r\n\r\n${ediText}`,
    })
    const args = ['as2', 'inspect', '--content', '--key', encrypted, '--certificate', ours[3]!]
    expect(await say([...args, '--passphrase', 'secret'], cms)).toMatchObject({ status: 0, out: ediText })
    expect(await say([...args, '--passphrase', 'wrong'], cms)).toMatchObject({
      status: 2,
      error: expect.stringContaining('holds no private key that can be read'),
    })
  })

  it.each([
    [['--key', ours[1]!, '--certificate', theirs], /no --certificate given belongs to this key/],
    [['--partner', ours[1]!], /holds no certificate that can be read/],
    [['--key', join(folder, 'nowhere')], /cannot be read: .*no such file/],
    [['--micalg', 'crc32'], /--micalg takes one of/],
    [[], /is no message: it should begin with headers/],
  ])('refuses in a sentence: %j', async (args, expected) => {
    const said = await say(['as2', 'inspect', ...args], Buffer.from([0, 1, 2, 3, 250, 251]))
    expect(said).toMatchObject({ status: 2, out: '', error: expect.stringMatching(expected) })
  })
})

describe('as2 verify-receipt', async () => {
  const house = new House(pair.receiver)
  const { headers, body } = await receiveAs2(wire, house.deps)
  const receipt = file('receipt.mdn', serializeReceipt(headers, body))
  const signer = file('signer.pem', receiver!.certificate)

  it('proves a positive receipt under the certificate that signed it', async () => {
    const { status, out } = await say(['as2', 'verify-receipt', receipt, '--certificate', signer, ...at])
    expect(status).toBe(0)
    expect(out).toMatch(/Disposition: .*processed \(positive\)\nMIC: [\w+/=]{44}, sha-?256\nSigned by CN=receiver/)
    expect(out).toMatch(/✓ It proves receipt\.\n$/)
  })

  it('does not under another, nor when it was altered', async () => {
    const other = await say(['as2', 'verify-receipt', receipt, '--certificate', theirs, ...at])
    expect(other).toMatchObject({ status: 1, out: expect.stringContaining('✗ It does not prove receipt.') })
    const altered = Buffer.from(readFileSync(receipt, 'latin1').replace(/processed/g, 'proceeded'), 'latin1')
    const changed = await say(['as2', 'verify-receipt', '--json', '--certificate', signer, ...at], altered)
    expect(changed.status).toBe(1)
    expect(JSON.parse(changed.out)).toMatchObject({ proves: false })
  })

  it('needs a certificate and a message', async () => {
    expect(await say(['as2', 'verify-receipt', receipt])).toMatchObject({ status: 2 })
    const junk = await say(['as2', 'verify-receipt', '--certificate', signer], Buffer.from('hello'))
    expect(junk).toMatchObject({ status: 2, error: expect.stringContaining('is no message') })
  })
})
