import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OutboundMessage } from '../contract.ts'
import { showHostKey } from './client.ts'
import { fingerprint, generatePrivateKey, publicKeyLine, readPublicKey } from './host-key.ts'
import { sendSftp } from './send.ts'
import { type SftpSettings, sftpSettings } from './settings.ts'
import { proxyTo } from './test-proxy.ts'
import { startTestServer } from './test-server.ts'
import { freePort, startSshd } from './test-sshd.ts'

/** The tests' servers are on this machine. */
const near = { allowPrivateAddresses: true }
const send = (content: OutboundMessage, settings: SftpSettings) => sendSftp(content, settings, near)

let sshd: Awaited<ReturnType<typeof startSshd>>

beforeAll(async () => {
  sshd = await startSshd()
})

afterAll(() => sshd.close())

function message(fileName: string, content: string | Uint8Array = 'ISA*00*~'): OutboundMessage {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  const id = '0198c0de-0000-7000-8000-000000000001'
  const ids = { id, retailerId: 'retailer-1', partnershipId: 'cascade' }
  return { ...ids, fileName, contentType: 'application/edi-x12', subject: '', bytes }
}

describe('sending to OpenSSH’s sshd', () => {
  it('puts the exact bytes under their final name and leaves nothing else', async () => {
    const bytes = new Uint8Array(1_500_000).map((_, index) => (index * 7) % 256)
    const delivery = await send(message('850-0001.edi', bytes), sshd.settings())
    const path = sshd.file('in', '850-0001.edi')
    expect(delivery).toMatchObject({
      ok: true,
      confirmed: true,
      reference: path,
      evidence: { outcome: 'put and renamed' },
    })
    expect((await readdir(sshd.file('in'))).filter(name => name.startsWith('850-0001'))).toEqual(['850-0001.edi'])
    expect(Buffer.compare(await readFile(path), bytes)).toBe(0)
  })

  it('finds what an earlier attempt has put, and adds the done-marker that it had not', async () => {
    const settings = sshd.settings({ put: { folder: sshd.file('in'), doneMarker: '.done' } })
    await writeFile(sshd.file('in', '850-0002.edi'), 'ISA*00*~')
    await writeFile(sshd.file('in', '850-0002.edi.tmp'), 'ISA')
    const delivery = await send(message('850-0002.edi'), settings)
    expect(delivery).toMatchObject({ ok: true, confirmed: true, evidence: { outcome: 'lay there already, whole' } })
    expect(await sshd.text('in', '850-0002.edi.done')).toBe('')
  })

  it('does not touch another file of that name', async () => {
    await writeFile(sshd.file('in', '850-0003.edi'), 'something else')
    const delivery = await send(message('850-0003.edi'), sshd.settings())
    expect(delivery).toMatchObject({ ok: false, failure: { code: 'partner-refused' } })
    expect(await sshd.text('in', '850-0003.edi')).toBe('something else')
  })

  it('completes a direct upload that was cut off, where the server lets nothing be renamed', async () => {
    const settings = sshd.settings({ put: { folder: sshd.file('in'), temporarySuffix: '' } })
    await writeFile(sshd.file('in', '850-0004.edi'), 'ISA')
    expect(await send(message('850-0004.edi'), settings)).toMatchObject({ ok: true, confirmed: true })
    expect(await sshd.text('in', '850-0004.edi')).toBe('ISA*00*~')
  })

  it('tries again later where the disk is full', async () => {
    // What a full disk says, Linux has as a file.
    const settings = sshd.settings({ put: { folder: '/dev', namePattern: 'full', temporarySuffix: '' } })
    const failure = { code: 'partner-busy', detail: expect.stringContaining('disk') }
    expect(await send(message('850-0009.edi'), settings)).toEqual({ ok: false, failure })
  })

  it('says that a folder takes nothing from us, and that a name cannot be given', async () => {
    await mkdir(sshd.file('in', 'nowhere.edi'))
    const refused = async (put: object) => await send(message('nowhere.edi'), sshd.settings({ put }))
    for (const put of [{ folder: '/proc' }, { folder: sshd.file('missing') }, { folder: sshd.file('in') }])
      expect(await refused(put)).toMatchObject({ ok: false, failure: { code: 'partner-refused' } })
  })

  it('names files by the pattern', async () => {
    const settings = sshd.settings({
      put: { folder: sshd.file('in'), namePattern: 'PO_{baseName}_{messageId}.{extension}' },
    })
    const delivery = await send(message('850-0005.edi'), settings)
    const name = 'PO_850-0005_0198c0de-0000-7000-8000-000000000001.edi'
    expect(delivery).toMatchObject({ ok: true, reference: sshd.file('in', name) })
  })

  it.each([
    ['a host key that nobody confirmed', { hostKeys: [`SHA256:${'A'.repeat(43)}`] }, 'tls-failed'],
    ['a key that the partner does not know', { privateKey: generatePrivateKey('rsa') }, 'authentication-failed'],
    ['a folder that is not there', { put: { folder: '/no/such/folder' } }, 'partner-refused'],
    ['a pattern with an unknown variable', { put: { namePattern: '{date}.edi' } }, 'settings-incomplete'],
    ['a host that does not resolve', { host: 'partner.invalid' }, 'name-not-found'],
  ])('says what is wrong with %s', async (_, changes, code) => {
    const delivery = await send(message('850-0006.edi'), sshd.settings(changes))
    expect(delivery).toMatchObject({ ok: false, failure: { code, detail: expect.stringMatching(/./) } })
  })

  it('names the fingerprint when the host key is unknown, which is the one shown for confirming', async () => {
    const shown = await showHostKey(sshd.settings(), near)
    const real = readPublicKey(sshd.hostKey)!
    expect(shown).toEqual({ ok: true, fingerprint: fingerprint(real), line: publicKeyLine(real) })
    const pinned = sshd.settings({ hostKeys: [publicKeyLine(real) + ' partner'] })
    expect(await send(message('850-0007.edi'), pinned)).toMatchObject({ ok: true })
    const refused = await send(message('850-0007.edi'), sshd.settings({ hostKeys: [`SHA256:${'B'.repeat(43)}`] }))
    expect(refused).toMatchObject({ ok: false, failure: { detail: expect.stringContaining(fingerprint(real)) } })
  })
})

describe('sending where things go wrong', () => {
  it('says that nothing listens', async () => {
    const port = await freePort()
    expect(await send(message('a.edi'), sshd.settings({ port }))).toMatchObject({
      ok: false,
      failure: { code: 'connection-refused' },
    })
  })

  it('does not call a private address where that is not allowed, not even for its key', async () => {
    const far = { allowPrivateAddresses: false }
    const refused = { ok: false, failure: { code: 'address-not-allowed' } }
    expect(await sendSftp(message('a.edi'), sshd.settings(), far)).toMatchObject(refused)
    expect(await sendSftp(message('a.edi'), sshd.settings({ host: 'localhost' }), far)).toMatchObject(refused)
    expect(await showHostKey(sshd.settings(), far)).toMatchObject(refused)
    expect(sshd.said.join('\n')).not.toContain('Connection from')
  })

  it('gives up on a server that accepts and says nothing', async () => {
    const silent = createServer(socket => socket.resume()).listen(0, '127.0.0.1')
    await new Promise(resolve => silent.once('listening', resolve))
    const address = silent.address()
    const port = address && typeof address === 'object' ? address.port : 0
    const delivery = await send(message('a.edi'), sshd.settings({ port, timeoutSeconds: 1 }))
    expect(delivery).toMatchObject({ ok: false, failure: { code: 'timeout' } })
    await new Promise(resolve => silent.close(resolve))
  })

  it('reports a link cut in the middle of the file, after which the next attempt succeeds', async () => {
    const proxy = await proxyTo(sshd.port, { cutAfter: 200_000, towards: 'server' })
    const content = message('850-0008.edi', new Uint8Array(1_000_000).fill(65))
    const cut = await send(content, sshd.settings({ port: proxy.port }))
    expect(cut).toMatchObject({ ok: false, failure: { code: 'connection-lost' } })
    expect(await readdir(sshd.file('in'))).not.toContain('850-0008.edi')
    expect(await send(content, sshd.settings())).toMatchObject({ ok: true })
    expect(await sshd.text('in', '850-0008.edi')).toBe('A'.repeat(1_000_000))
    expect(await readdir(sshd.file('in'))).not.toContain('850-0008.edi.tmp')
    await proxy.close()
  })
})

describe('sending to ourselves', () => {
  it('leaves the file waiting in /outbound when the partner comes to us', async () => {
    const delivery = await send(message('850-0009.edi'), sftpSettings.parse({ mode: 'host' }))
    expect(delivery).toEqual({ ok: true, confirmed: false, reference: '850-0009.edi' })
  })

  it('reaches our own server with a password, and its rename makes the upload a message', async () => {
    const server = await startTestServer()
    const settings = sshd.settings({
      port: server.port,
      username: 'cascade',
      password: 'correct horse',
      privateKey: undefined,
      hostKeys: server.hostKeys,
      put: { folder: '/inbound' },
    })
    expect(await send(message('850-0010.edi'), settings)).toMatchObject({ ok: true, confirmed: true })
    expect(server.mailbox.uploads.map(upload => upload.path)).toEqual(['/inbound/850-0010.edi'])
    const asked: string[] = []
    const authenticate = server.mailbox.authenticate.bind(server.mailbox)
    server.mailbox.authenticate = (username, credential) => {
      asked.push(username)
      return authenticate(username, credential)
    }
    const stranger = await send(message('850-0010.edi'), { ...settings, hostKeys: [`SHA256:${'C'.repeat(43)}`] })
    expect(stranger).toMatchObject({ ok: false, failure: { code: 'tls-failed' } })
    expect(asked).toEqual([])
    const wrong = await send(message('850-0010.edi'), { ...settings, password: 'wrong' })
    expect(wrong).toMatchObject({ ok: false, failure: { code: 'authentication-failed' } })
    await server.close()
  })
})
