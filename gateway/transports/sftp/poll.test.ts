import { appendFile, mkdir, readdir, symlink, utimes, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ReceivedMessage } from '../contract.ts'
import { type PollMemory, pollMemory } from '../remote-files/take.ts'
import { pollSftp } from './poll.ts'
import type { ClientSettings } from './settings.ts'
import { proxyTo } from './test-proxy.ts'
import { cascade, startTestServer } from './test-server.ts'
import { startSshd } from './test-sshd.ts'

let sshd: Awaited<ReturnType<typeof startSshd>>
let journal: ReceivedMessage[]

beforeEach(async () => {
  sshd = await startSshd()
  journal = []
})

afterEach(() => sshd.close())

const receive = async (message: ReceivedMessage) => {
  const repeated = journal.some(known => known.wireId === message.wireId)
  if (!repeated) journal.push(message)
  return { messageId: message.wireId, repeated }
}

function poll(settings: ClientSettings, memory: PollMemory = {}) {
  const input = {
    retailerId: 'retailer-1',
    partnershipId: 'cascade',
    receive,
    memory,
    now: new Date('2026-03-05T23:30:00Z'),
  }
  return pollSftp(settings, input, near)
}

/** The tests' servers are on this machine. */
const near = { allowPrivateAddresses: true }

/** Polls until nothing waits to be seen unchanged: the first look and the one that takes. */
async function pollTwice(settings: ClientSettings) {
  const first = await poll(settings)
  return poll(settings, pollMemory.parse(JSON.parse(JSON.stringify(first.memory))))
}

const put = (name: string, content: string) => writeFile(sshd.file('out', name), content)
const left = () => readdir(sshd.file('out'))
const contents = () => journal.map(message => new TextDecoder().decode(message.bytes))
const polling = (changes: object) => sshd.settings({ poll: { folder: sshd.file('out'), ...changes } })

describe('polling OpenSSH’s sshd', () => {
  it('takes a file that two polls saw unchanged, and deletes it', async () => {
    await put('856-0001.edi', 'ISA*00*~')
    const first = await poll(sshd.settings())
    expect(first).toMatchObject({ ok: true, received: [], waiting: [sshd.file('out', '856-0001.edi')] })
    const second = await poll(sshd.settings(), first.memory)
    expect(second).toMatchObject({
      ok: true,
      received: [{ reception: { repeated: false } }],
      waiting: [],
      problems: [],
    })
    expect(journal).toMatchObject([{ transport: 'sftp', partnershipId: 'cascade', fileName: '856-0001.edi' }])
    expect(contents()).toEqual(['ISA*00*~'])
    expect(await left()).toEqual([])
  })

  it('waits for a file that grows from poll to poll', async () => {
    await put('846.csv', 'sku,quantity\n')
    const first = await poll(sshd.settings())
    await appendFile(sshd.file('out', '846.csv'), 'A1,5\n')
    const second = await poll(sshd.settings(), first.memory)
    expect(second).toMatchObject({ ok: true, received: [], waiting: [sshd.file('out', '846.csv')] })
    await poll(sshd.settings(), second.memory)
    expect(contents()).toEqual(['sku,quantity\nA1,5\n'])
  })

  it('takes a file at once when its done-marker lies there, and both go', async () => {
    await put('a.edi', 'A')
    await put('b.edi', 'B')
    await put('b.edi.done', '')
    expect(await poll(polling({ doneMarker: '.done' }))).toMatchObject({
      ok: true,
      waiting: [sshd.file('out', 'a.edi')],
    })
    expect(contents()).toEqual(['B'])
    expect(await left()).toEqual(['a.edi'])
  })

  it('moves what it has taken', async () => {
    await mkdir(sshd.file('taken'))
    await put('a.edi', 'A')
    await pollTwice(polling({ after: { do: 'move', folder: sshd.file('taken') } }))
    expect([await left(), await readdir(sshd.file('taken'))]).toEqual([[], ['a.edi']])
  })

  it('takes a file once that has to stay, even when the memory is lost, and again when it has changed', async () => {
    const settings = polling({ after: { do: 'leave' } })
    await put('stock.csv', 'A1,5\n')
    const second = await pollTwice(settings)
    expect(second).toMatchObject({ ok: true, received: [{ reception: { repeated: false } }] })
    const third = await poll(settings, second.memory)
    expect(third).toMatchObject({ ok: true, received: [], waiting: [] })
    expect(await pollTwice(settings)).toMatchObject({ ok: true, received: [{ reception: { repeated: true } }] })
    expect(contents()).toEqual(['A1,5\n'])
    await put('stock.csv', 'A1,4\n')
    await utimes(sshd.file('out', 'stock.csv'), new Date(), new Date(Date.now() + 5_000))
    const changed = await poll(settings, third.memory)
    await poll(settings, changed.memory)
    expect(contents()).toEqual(['A1,5\n', 'A1,4\n'])
  })

  it('says that a file could not be moved, and does not take it twice', async () => {
    const settings = polling({ after: { do: 'move', folder: sshd.file('nowhere') } })
    await put('a.edi', 'A')
    const second = await pollTwice(settings)
    expect(second).toMatchObject({ ok: true, received: [{}], problems: [{ failure: { code: 'partner-refused' } }] })
    expect(await poll(settings, second.memory)).toMatchObject({ ok: true, received: [], problems: [] })
    expect(contents()).toEqual(['A'])
  })

  it('takes the oldest first, only what the pattern names, no folders and no links', async () => {
    await put('2.edi', 'second')
    await put('1.edi', 'first')
    await utimes(sshd.file('out', '1.edi'), new Date(2_000), new Date(2_000))
    await put('notes.txt', 'no')
    await mkdir(sshd.file('out', 'folder.edi'))
    await symlink('/etc/passwd', sshd.file('out', 'link.edi'))
    await pollTwice(polling({ pattern: '*.edi' }))
    expect(contents()).toEqual(['first', 'second'])
    expect((await left()).sort()).toEqual(['folder.edi', 'link.edi', 'notes.txt'])
  })

  it('leaves a file that is too large, and takes the others', async () => {
    await put('large.edi', 'x'.repeat(100))
    await put('small.edi', 'y')
    const second = await pollTwice(polling({ largestFile: 99 }))
    expect(second).toMatchObject({
      problems: [{ path: sshd.file('out', 'large.edi'), failure: { code: 'too-large' } }],
    })
    expect(contents()).toEqual(['y'])
  })

  it('stops at the number of files set, and goes on in the next poll', async () => {
    for (let number = 0; number < 5; number++) await put(`${number}.edi`, String(number))
    const settings = polling({ filesAtOnce: 3 })
    const second = await pollTwice(settings)
    expect(journal).toHaveLength(3)
    await poll(settings, second.memory)
    expect(contents().sort()).toEqual(['0', '1', '2', '3', '4'])
  })

  it('keeps the file when the journal could not commit', async () => {
    await put('a.edi', 'A')
    const first = await poll(sshd.settings())
    const failing = async () => Promise.reject(new Error('The journal is down.'))
    const input = {
      retailerId: 'retailer-1',
      partnershipId: 'cascade',
      receive: failing,
      memory: first.memory,
      now: new Date(),
    }
    await expect(pollSftp(sshd.settings(), input, near)).rejects.toThrow('The journal is down.')
    expect(await left()).toEqual(['a.edi'])
  })

  it('says that the folder is not there, or that none is set', async () => {
    expect(await poll(polling({ folder: '/no/such/folder' }))).toMatchObject({
      ok: false,
      failure: { code: 'partner-refused' },
    })
    expect(await poll({ ...sshd.settings(), poll: undefined })).toMatchObject({
      ok: false,
      failure: { code: 'settings-incomplete' },
    })
  })

  it('takes nothing of a file when the link is cut in its middle, and all of it the next time', async () => {
    await put('large.edi', 'z'.repeat(3_000_000))
    const first = await poll(sshd.settings())
    const proxy = await proxyTo(sshd.port, { cutAfter: 1_000_000, towards: 'client' })
    const cut = await poll({ ...sshd.settings(), port: proxy.port }, first.memory)
    expect(cut).toMatchObject({ ok: false, failure: { code: 'connection-lost' }, memory: first.memory })
    expect(journal).toEqual([])
    await poll(sshd.settings(), cut.memory)
    expect(contents()).toEqual(['z'.repeat(3_000_000)])
    await proxy.close()
  })

  it('takes nothing of a file that changes while it is read', async () => {
    let looks = 0
    // Every look at the clock ages the server's listing, so that it shows each file as it is.
    const now = () => new Date(Date.UTC(2026, 2, 4) + 10_000 * looks++)
    const server = await startTestServer({ now })
    const id = server.mailbox.put(cascade, 'outbound', 'stock.csv', new TextEncoder().encode('A1,5\n'))
    const { read, list } = server.mailbox
    let grown = 0
    server.mailbox.read = (account, folder, file) => {
      grown++
      return read.call(server.mailbox, account, folder, file)
    }
    server.mailbox.list = async (account, folder) =>
      (await list.call(server.mailbox, account, folder)).map(file => ({ ...file, size: file.size + grown }))
    const { port, hostKeys } = server
    const login = { username: 'cascade', password: 'correct horse', privateKey: undefined }
    const settings = sshd.settings({ port, hostKeys, ...login, poll: { folder: '/outbound' } })
    expect(await pollTwice(settings)).toMatchObject({ ok: true, received: [], waiting: ['/outbound/stock.csv'] })
    expect([grown, journal, await server.mailbox.read(cascade, 'outbound', id)]).toEqual([1, [], expect.anything()])
    await server.close()
  })

  it('reports a file that it cannot read, and takes the others', async () => {
    const server = await startTestServer()
    const gone = server.mailbox.put(cascade, 'outbound', 'gone.edi', new Uint8Array(3))
    server.mailbox.put(cascade, 'outbound', 'open.edi', new TextEncoder().encode('B'))
    const read = server.mailbox.read.bind(server.mailbox)
    server.mailbox.read = async (account, folder, id) => (id === gone ? undefined : read(account, folder, id))
    const { port, hostKeys } = server
    const login = { username: 'cascade', password: 'correct horse', privateKey: undefined }
    const settings = sshd.settings({ port, hostKeys, ...login, poll: { folder: '/outbound' } })
    expect(await pollTwice(settings)).toMatchObject({
      problems: [{ path: '/outbound/gone.edi', failure: { code: 'partner-refused' } }],
    })
    expect(contents()).toEqual(['B'])
    await server.close()
  })
})
