import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { encrypted } from './unreadable.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossdock-encrypted-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true }))

it('knows what OpenSSL encrypts, and not what it signs', () => {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  openssl(...'req -x509 -newkey rsa:2048 -nodes -keyout key -out cert -days 2 -subj /CN=ann'.split(' '))
  writeFileSync(at('inner'), 'Content-Type: text/csv\r\n\r\nSKU,Quantity\r\nTENT,4\r\n')
  const made = ['-in', 'inner', '-binary', '-outform', 'DER', '-out', 'made']
  openssl('cms', '-encrypt', '-aes256', ...made, 'cert')
  expect(encrypted(readFileSync(at('made')))?.message).toContain('S/MIME')
  openssl('cms', '-encrypt', '-aes-256-gcm', ...made, 'cert')
  expect(encrypted(readFileSync(at('made')))?.message).toContain('S/MIME')
  openssl('cms', '-sign', '-nodetach', '-signer', 'cert', '-inkey', 'key', ...made)
  expect(encrypted(readFileSync(at('made')))).toBeUndefined()
})

it.each([
  ['armoured', Buffer.from('\n-----BEGIN PGP MESSAGE-----\nVersion: x\n\nhQEMA')],
  ['old framing', Buffer.from('85010c03f0', 'hex')],
  ['new framing', Buffer.from('c15e03a1b2', 'hex')],
  ['by a password', Buffer.from('8c0d0409', 'hex')],
  ['of version 6', Buffer.from('c15e0621', 'hex')],
])('knows PGP, %s', (_, bytes) => expect(encrypted(bytes)?.message).toContain('PGP'))

it.each([
  ['X12', 'ISA*00*'],
  ['CSV', 'SKU,Quantity\nTENT,4'],
  ['a figure', '0'],
  ['nothing', ''],
  ['a signed text', '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nSKU'],
])('takes %s for no encryption', (_, text) => expect(encrypted(Buffer.from(text, 'latin1'))).toBeUndefined())
