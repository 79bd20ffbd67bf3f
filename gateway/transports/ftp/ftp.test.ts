import { appendFile, mkdir, readdir, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OutboundMessage, ReceivedMessage } from '../contract.ts'
import type { PollMemory } from '../remote-files/take.ts'
import { proxyTo } from '../sftp/test-proxy.ts'
import { freePort } from '../sftp/test-sshd.ts'
import { pollFtp } from './poll.ts'
import { sendFtp } from './send.ts'
import { type FtpSettings, ftpSettings } from './settings.ts'
import { type ProftpdOptions, startProftpd } from './test-proftpd.ts'

const near = { allowPrivateAddresses: true }

const message = (fileName: string, bytes: Uint8Array = Buffer.from('ISA*00*~')): OutboundMessage => ({
  id: '019d0000-0000-7000-8000-000000000001',
  retailerId: 'retailer-1',
  partnershipId: 'cascade',
  fileName,
  contentType: 'application/edi-x12',
  subject: 'Purchase order',
  bytes,
})

const setUps: ProftpdOptions[] = [{ tls: 'explicit' }, { tls: 'none', old: true }, { tls: 'implicit', nat: true }]

describe.each(setUps)('ProFTPD %j', ({ tls, nat, old }) => {
  let server: Awaited<ReturnType<typeof startProftpd>>
  let journal: ReceivedMessage[]

  beforeAll(async () => {
    server = await startProftpd({ tls, ...(nat && { nat }), ...(old && { old }) })
  })
  afterAll(() => server.close())
  beforeEach(() => {
    journal = []
  })

  const receive = async (received: ReceivedMessage) => {
    const repeated = journal.some(known => known.wireId === received.wireId)
    if (!repeated) journal.push(received)
    return { messageId: received.wireId, repeated }
  }
  const poll = (settings: FtpSettings, memory: PollMemory = {}) =>
    pollFtp(settings, { retailerId: 'r', partnershipId: 'cascade', receive, memory, now: new Date() }, near)

  it('is given a file under a temporary name that is then its own, and again the same without harm', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, index) => index % 251))
    const settings = server.settings({ put: { folder: '/in', doneMarker: '.done' } })
    const delivery = await sendFtp(message('850 one.edi', bytes), settings, near)
    expect(delivery).toMatchObject({ ok: true, confirmed: true, reference: '/in/850 one.edi' })
    expect(delivery.ok && delivery.evidence?.tls).toMatch(tls !== 'none' ? /^TLSv1/ : /^none$/)
    // Where not even SIZE is answered, the same file cannot be known again: it is not replaced, and said to lie there.
    expect(await sendFtp(message('850 one.edi', bytes), settings, near)).toMatchObject(
      old ? { failure: { code: 'partner-refused' } } : { evidence: { outcome: 'lay there already, whole' } },
    )
    expect(await sendFtp(message('850 one.edi'), settings, near)).toMatchObject({
      failure: { code: 'partner-refused' },
    })
    const own = (await readdir(server.file('in'))).filter(name => !name.endsWith('.tmp')).sort()
    expect(own).toEqual(['850 one.edi', '850 one.edi.done'])
    expect(
      Buffer.compare(Buffer.from(await server.text('in', '850 one.edi'), 'utf8'), Buffer.from(bytes.toString('utf8'))),
    ).toBe(0)
  })

  it('is polled: complete files are taken and deleted, growing ones wait', async () => {
    await writeFile(server.file('out', '856.edi'), 'ISA~')
    await writeFile(server.file('out', '846 ü.csv'), 'sku,quantity\n')
    await mkdir(server.file('out', 'folder'), { recursive: true })
    const first = await poll(server.settings())
    expect(first).toMatchObject({ ok: true, received: [], waiting: [expect.anything(), expect.anything()] })
    await appendFile(server.file('out', '846 ü.csv'), 'A1,5\n')
    const second = await poll(server.settings(), first.memory)
    expect(second).toMatchObject({ ok: true, waiting: ['/out/846 ü.csv'], problems: [] })
    expect(await poll(server.settings(), second.memory)).toMatchObject({ ok: true, waiting: [], problems: [] })
    expect(journal.map(one => [one.transport, one.fileName, Buffer.from(one.bytes).toString()])).toEqual([
      ['ftp', '856.edi', 'ISA~'],
      ['ftp', '846 ü.csv', 'sku,quantity\nA1,5\n'],
    ])
    expect(await readdir(server.file('out'))).toEqual(['folder'])
  })

  it('keeps what cannot be moved, and does not take it twice', async () => {
    await writeFile(server.file('out', 'stays.edi'), 'A')
    const settings = server.settings({
      poll: { folder: '/out', pattern: 'stays*', after: { do: 'move', folder: '/nowhere' } },
    })
    const first = await poll(settings)
    const second = await poll(settings, first.memory)
    expect(second).toMatchObject({ received: [{}], problems: [{ failure: { code: 'partner-refused' } }] })
    expect(await poll(settings, second.memory)).toMatchObject({ ok: true, received: [], problems: [] })
    expect(journal).toHaveLength(1)
  })

  it('is named for what goes wrong', async () => {
    const send = (changes: object) => sendFtp(message('a.edi'), server.settings(changes), near)
    expect(await send({ password: 'wrong' })).toMatchObject({ failure: { code: 'authentication-failed' } })
    expect(await send({ put: { folder: '/nowhere' } })).toMatchObject({ failure: { code: 'partner-refused' } })
    expect(await send({ port: await freePort() })).toMatchObject({ failure: { code: 'connection-refused' } })
    expect(await send({ host: 'nowhere.invalid' })).toMatchObject({ failure: { code: 'name-not-found' } })
    const far = { allowPrivateAddresses: false }
    expect(await sendFtp(message('a.edi'), server.settings(), far)).toMatchObject({
      failure: { code: 'address-not-allowed' },
    })
    if (tls !== 'none') {
      const { certificateAuthority: _, ...stranger } = server.settings()
      expect(await sendFtp(message('a.edi'), stranger, near)).toMatchObject({ failure: { code: 'tls-failed' } })
      expect(await send({ tls: 'none' })).toMatchObject({ ok: false })
    } else {
      expect(await send({ tls: 'explicit' })).toMatchObject({ ok: false })
    }
  })

  it('takes nothing of a link that is cut, and all of it the next time', async () => {
    const proxy = await proxyTo(server.port, { cutAfter: 200, towards: 'client' })
    const cut = await sendFtp(message('cut.edi'), server.settings({ port: proxy.port }), near)
    expect(cut).toMatchObject({ ok: false, failure: { code: 'connection-lost' } })
    await proxy.close()
    expect(await sendFtp(message('cut.edi'), server.settings(), near)).toMatchObject({ ok: true })
  })
})

describe('FTP settings', () => {
  it('take no line ends, which would be further commands', () => {
    const settings = { host: 'ftp.example.com', username: 'a', password: 'b\r\nDELE x' }
    expect(ftpSettings.safeParse(settings).success).toBe(false)
    expect(ftpSettings.safeParse({ ...settings, password: 'b', poll: { folder: 'x\nDELE y' } }).success).toBe(false)
  })
})
