import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterEach, describe, expect, it } from 'vitest'
import { generatePrivateKey, readPublicKey } from './host-key.ts'
import type { SftpServerOptions } from './server.ts'
import { cascade, leave, run, startTestServer } from './test-server.ts'

let server: Awaited<ReturnType<typeof startTestServer>>
const start = async (options: Partial<SftpServerOptions> = {}) => {
  server = await startTestServer(options)
}

afterEach(() => server.close())

const refusals = () => server.logged.filter(line => line.message.startsWith('SFTP sign-in refused'))

/** Shows one key and signs with another. */
class SigningAgent extends ssh2.BaseAgent<ssh2.ParsedKey> {
  readonly #shown: ssh2.ParsedKey
  readonly #signer: ssh2.ParsedKey

  constructor(shown: ssh2.ParsedKey, signer: ssh2.ParsedKey) {
    super()
    this.#shown = shown
    this.#signer = signer
  }

  override getIdentities(reply: ssh2.IdentityCallback<ssh2.ParsedKey>): void {
    reply(undefined, [this.#shown])
  }

  override sign(_key: ssh2.ParsedKey, data: Buffer, options: unknown, reply?: ssh2.SignCallback): void {
    const signature = this.#signer.sign(data)
    const answer = typeof options === 'function' ? (options as ssh2.SignCallback) : reply
    if (Buffer.isBuffer(signature)) answer?.(undefined, signature)
    else answer?.(signature)
  }
}

function privateKeyOf(text: string): ssh2.ParsedKey {
  const parsed = ssh2.utils.parseKey(text)
  if (parsed instanceof Error) throw parsed
  return parsed
}

describe('signing in with a key', () => {
  it.each([
    ['ed25519', []],
    ['ecdsa', ['-b', '256']],
    ['ecdsa', ['-b', '384']],
    ['rsa', ['-b', '2048']],
  ])('takes %s %s made by OpenSSH, and only the one that is registered', async (type, size) => {
    await start()
    const file = join(server.folder, 'partner')
    const made = await run('ssh-keygen', ['-q', '-t', type, ...size, '-N', '', '-f', file])
    expect(made.status).toBe(0)
    const login = server.mailbox.logins[0]!
    login.keys = [readPublicKey(await readFile(file + '.pub', 'utf8'))!]
    expect(await server.sftp(['ls'])).toMatchObject({ status: 255 })
    expect(await server.sftp(['ls'], [`IdentityFile=${file}`])).toMatchObject({ status: 0 })
  })

  it('does not take a key for the name of another partner', async () => {
    await start()
    server.mailbox.logins.push({ account: { ...cascade, username: 'northwind' }, keys: [] })
    expect(await server.sftp(['ls'])).toMatchObject({ status: 0 })
    expect(await server.sftp(['ls'], ['User=northwind'])).toMatchObject({ status: 255 })
  })

  it('does not take a registered key from somebody who cannot sign with it', async () => {
    await start()
    const registered = privateKeyOf(await readFile(server.keyFile, 'utf8'))
    const other = privateKeyOf(generatePrivateKey('ed25519'))
    const attempt = (signer: ssh2.ParsedKey) =>
      server.connect({ agent: new SigningAgent(registered, signer), password: undefined })
    await leave((await attempt(registered)).client)
    await expect(attempt(other)).rejects.toThrow('authentication methods failed')
    expect(refusals()).toMatchObject([{ details: { username: 'cascade', method: 'publickey' } }])
  })

  it('does not take a signature made with SHA-1', async () => {
    await start()
    const file = join(server.folder, 'partner')
    await run('ssh-keygen', ['-q', '-t', 'rsa', '-b', '2048', '-N', '', '-f', file])
    server.mailbox.logins[0]!.keys = [readPublicKey(await readFile(file + '.pub', 'utf8'))!]
    const old = await server.sftp(['ls'], [`IdentityFile=${file}`, 'PubkeyAcceptedAlgorithms=ssh-rsa'])
    expect(old).toMatchObject({ status: 255, stderr: expect.stringContaining('Permission denied') })
    expect(await server.sftp(['ls'], [`IdentityFile=${file}`, 'PubkeyAcceptedAlgorithms=rsa-sha2-256'])).toMatchObject({
      status: 0,
    })
  })
})

describe('signing in with a password', () => {
  it('takes the right one and no other, and tells both apart in the log', async () => {
    await start()
    await leave((await server.connect()).client)
    await expect(server.connect({ password: 'wrong' })).rejects.toThrow('authentication methods failed')
    await expect(server.connect({ username: 'nobody' })).rejects.toThrow('authentication methods failed')
    expect(refusals().map(line => line.details)).toMatchObject([{ username: 'cascade' }, { username: 'nobody' }])
    expect(JSON.stringify(server.logged)).not.toContain('correct horse')
  })

  it('makes an address that guesses wait, whatever name it guesses, until its guesses have aged', async () => {
    let now = new Date('2026-03-04T05:00:00Z')
    await start({ now: () => now, limits: { attemptsPerAddress: 3, attemptsWindow: 60_000 } })
    for (const username of ['cascade', 'northwind', 'cascade']) {
      await expect(server.connect({ username, password: 'guess' })).rejects.toThrow()
    }
    await expect(server.connect()).rejects.toThrow()
    expect(refusals().at(-1)?.message).toContain('too many wrong attempts')
    now = new Date('2026-03-04T05:01:01Z')
    await leave((await server.connect()).client)
  })

  it('ends a connection that goes on guessing', async () => {
    await start({ limits: { attemptsPerConnection: 3 } })
    let asked = 0
    const authHandler = (_left: unknown, _partial: unknown, next: (method: object) => void) => {
      asked++
      next({ type: 'password', username: 'cascade', password: `guess ${asked}` })
    }
    await expect(server.connect({ authHandler: authHandler as never })).rejects.toThrow()
    expect(refusals()).toHaveLength(3)
  })
})

describe('algorithms', () => {
  it.each([
    ['key exchange', 'KexAlgorithms=diffie-hellman-group14-sha1'],
    ['cipher', 'Ciphers=aes128-cbc'],
    ['checksum', 'MACs=hmac-sha1'],
  ])('offers an old %s only where it is asked to', async (_, option) => {
    await start()
    const settings = [option, ...(option.startsWith('MACs') ? ['Ciphers=aes128-ctr'] : [])]
    const { status, stderr } = await server.sftp(['ls'], settings)
    expect([status, stderr]).toEqual([255, expect.stringContaining('no matching')])
    await server.close()
    await start({ algorithms: 'older' })
    expect(await server.sftp(['ls'], settings)).toMatchObject({ status: 0 })
  })

  it('shows its RSA key to those who cannot read Ed25519', async () => {
    await start()
    expect(await server.sftp(['ls'], ['HostKeyAlgorithms=rsa-sha2-512'])).toMatchObject({ status: 0 })
  })

  it('lets nobody run a command or forward a port', async () => {
    await start()
    const { client } = await server.connect()
    await expect(new Promise((_, reject) => client.exec('id', reject))).rejects.toThrow()
    await expect(new Promise((_, reject) => client.shell(reject))).rejects.toThrow()
    await expect(new Promise((_, reject) => client.forwardOut('', 0, '127.0.0.1', 22, reject))).rejects.toThrow()
    await expect(new Promise((_, reject) => client.forwardIn('127.0.0.1', 0, reject))).rejects.toThrow()
    await leave(client)
  })
})
