import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fingerprint, generatePrivateKey, publicKeyLine, readPublicKey } from './host-key.ts'
import { run } from './test-server.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'crossdock-keys-'))
})

afterAll(() => rm(folder, { recursive: true }))

const keygen = (...args: string[]) => run('ssh-keygen', args, { folder })

describe('generatePrivateKey', () => {
  it.each(['ed25519', 'rsa'] as const)(
    'makes %s keys that OpenSSH reads, with the public half and fingerprint it sees',
    async type => {
      const text = generatePrivateKey(type, 'a hub')
      await writeFile(join(folder, type), text, { mode: 0o600 })
      const shown = await keygen('-y', '-f', type)
      const key = readPublicKey(text)!
      expect(shown).toMatchObject({ status: 0, stdout: publicKeyLine(key) + ' a hub\n' })
      expect((await keygen('-l', '-f', type)).stdout).toContain(fingerprint(key))
    },
  )

  it('makes ed25519 keys that sign, every time', () => {
    for (let round = 0; round < 100; round++) {
      const parsed = ssh2.utils.parseKey(generatePrivateKey('ed25519'))
      if (parsed instanceof Error) throw parsed
      const data = Buffer.from(`round ${round}`)
      const signature = parsed.sign(data)
      if (signature instanceof Error) throw signature
      expect(parsed.verify(data, signature)).toBe(true)
    }
  })
})

describe('readPublicKey', () => {
  it.each([
    ['rsa', ['-b', '2048'], 'ssh-rsa'],
    ['ecdsa', ['-b', '256'], 'ecdsa-sha2-nistp256'],
    ['ecdsa', ['-b', '521'], 'ecdsa-sha2-nistp521'],
    ['ed25519', [], 'ssh-ed25519'],
  ])('reads the .pub file of %s %s', async (type, size, algorithm) => {
    const name = `partner-${type}${size.join('')}`
    await keygen('-q', '-t', type, ...size, '-N', '', '-C', 'someone@partner', '-f', name)
    const key = readPublicKey(await readFile(join(folder, `${name}.pub`), 'utf8'))!
    expect(key.algorithm).toBe(algorithm)
    expect((await keygen('-l', '-f', `${name}.pub`)).stdout).toContain(fingerprint(key))
  })

  it('does not take what cannot or should not be used', async () => {
    await keygen('-q', '-t', 'rsa', '-b', '1024', '-N', '', '-f', 'short')
    expect(readPublicKey(await readFile(join(folder, 'short.pub'), 'utf8'))).toBeUndefined()
    await keygen('-q', '-t', 'ed25519', '-N', 'secret', '-f', 'locked')
    expect(readPublicKey(await readFile(join(folder, 'locked'), 'utf8'))).toBeUndefined()
    for (const text of ['', 'ssh-ed25519', 'ssh-ed25519 AAAA', 'hello', 'ssh-rsa !!!!'])
      expect(readPublicKey(text)).toBeUndefined()
  })
})
