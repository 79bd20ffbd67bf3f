import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Account } from './mailbox.ts'
import { answer, cascade, startTestServer } from './test-server.ts'

let server: Awaited<ReturnType<typeof startTestServer>>
const local = (name: string) => join(server.folder, name)
const content = new Uint8Array(200_000).map((_, index) => index % 253)

beforeEach(async () => {
  server = await startTestServer()
})

afterEach(() => server.close())

async function readSome(path: string, ranges: [number, number][]) {
  const { client, sftp } = await server.connect()
  const handle = await answer<Buffer>(reply => sftp.open(path, 'r', reply))
  for (const [at, length] of ranges) {
    await answer<number>(reply => sftp.read(handle, Buffer.alloc(length), 0, length, at, reply))
  }
  await answer<void>(reply => sftp.close(handle, error => reply(error, undefined)))
  client.end()
}

describe('fetching', () => {
  it('does not confirm what was read in part', async () => {
    server.mailbox.put(cascade, 'outbound', '850.edi', content)
    await readSome('/outbound/850.edi', [[0, 30_000]])
    await readSome('/outbound/850.edi', [[199_990, 10]])
    expect(server.mailbox.confirmed).toEqual([])
  })

  it('confirms when a resumed download has got the rest', async () => {
    const id = server.mailbox.put(cascade, 'outbound', '850.edi', content)
    await readSome('/outbound/850.edi', [
      [0, 30_000],
      [30_000, 20_000],
    ])
    await writeFile(local('850.edi'), content.subarray(0, 50_000))
    expect((await server.sftp(['reget /outbound/850.edi 850.edi'])).status).toBe(0)
    expect(new Uint8Array(await readFile(local('850.edi')))).toEqual(content)
    expect(server.mailbox.confirmed).toEqual([id])
  })

  it('confirms an empty file, and nothing of the other folders', async () => {
    const id = server.mailbox.put(cascade, 'outbound', 'empty.edi', new Uint8Array())
    server.mailbox.put(cascade, 'archive', 'old.edi', content)
    server.mailbox.put(cascade, 'errors', 'report.txt', content)
    const got = await server.sftp(['get /outbound/empty.edi', 'get /archive/old.edi', 'get /errors/report.txt'])
    expect(got.status).toBe(0)
    expect(server.mailbox.confirmed).toEqual([id])
  })

  it('gives the same file again as often as it is asked', async () => {
    const id = server.mailbox.put(cascade, 'outbound', '850.edi', content)
    expect((await server.sftp(['get /outbound/850.edi a', 'get /outbound/850.edi b'])).status).toBe(0)
    expect(Buffer.compare(await readFile(local('a')), await readFile(local('b')))).toBe(0)
    expect(server.mailbox.confirmed).toEqual([id, id])
  })

  it('answers the close while the confirmation is written down, and the end of the session after it', async () => {
    const id = server.mailbox.put(cascade, 'outbound', '850.edi', content)
    const written = Promise.withResolvers<void>()
    const order: string[] = []
    server.mailbox.fetched = async (_, fetched) => {
      await written.promise
      order.push(`confirmed ${fetched}`)
    }
    const { client, sftp } = await server.connect()
    const ended = new Promise<void>(resolve => sftp.on('close', () => resolve(void order.push('ended'))))
    const handle = await answer<Buffer>(reply => sftp.open('/outbound/850.edi', 'r', reply))
    for (let at = 0; at < content.length; at += 100_000)
      await answer<number>(reply => sftp.read(handle, Buffer.alloc(100_000), 0, 100_000, at, reply))
    await answer<void>(reply => sftp.close(handle, error => reply(error, undefined)))
    order.push('closed')
    sftp.end()
    // The server answers another request of the connection: it has seen the end of the session by then.
    const other = await answer<typeof sftp>(reply => client.sftp(reply))
    await answer<unknown>(reply => other.stat('/', reply))
    written.resolve()
    await ended
    expect(order).toEqual(['closed', `confirmed ${id}`, 'ended'])
    client.end()
  })

  it('asks anew what could not be written down when the file is read again, even in part', async () => {
    const id = server.mailbox.put(cascade, 'outbound', '850.edi', content)
    const fetched = server.mailbox.fetched.bind(server.mailbox)
    server.mailbox.fetched = () => Promise.reject(new Error('The journal is gone'))
    expect((await server.sftp(['get /outbound/850.edi a'])).status).toBe(0)
    expect(server.logged.filter(({ level }) => level === 'error')).toHaveLength(1)
    server.mailbox.fetched = fetched
    await readSome('/outbound/850.edi', [[0, 10]])
    expect(server.mailbox.confirmed).toEqual([id])
  })

  it('reads the next small files ahead for who fetches one after the other, and each as it is', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `850-${String(index).padStart(3, '0')}.edi`)
    const bytesOf = (name: string) => new TextEncoder().encode(name.repeat(name.endsWith('50.edi') ? 20_000 : 5))
    for (const name of names.toReversed()) server.mailbox.put(cascade, 'outbound', name, bytesOf(name))
    const asked = { one: 0, several: 0 }
    const { read, readSmall } = server.mailbox
    server.mailbox.read = (...given) => {
      asked.one++
      return read.apply(server.mailbox, given)
    }
    server.mailbox.readSmall = (...given) => {
      asked.several++
      return readSmall.apply(server.mailbox, given)
    }
    expect((await server.sftp(['get /outbound/*'])).status).toBe(0)
    for (const name of names) expect(new Uint8Array(await readFile(local(name)))).toEqual(bytesOf(name))
    // The first, and the large one.
    expect(asked.one).toBe(2)
    expect(asked.several).toBeLessThan(10)
    expect(server.mailbox.confirmed).toHaveLength(100)
  })

  it('lists five thousand files, in the order of their names', async () => {
    const names = Array.from({ length: 5_000 }, (_, index) => `invoice ${String(index).padStart(5, '0')} – März.csv`)
    for (const name of names.toReversed()) server.mailbox.put(cascade, 'archive', name, new Uint8Array([65]))
    const listed = await server.sftp(['ls -1f /archive'])
    expect(listed.status).toBe(0)
    expect(listed.stdout.match(/invoice \d{5}/g)).toEqual(names.map(name => name.slice(0, 13)))
  })

  it('lists and fetches a thousand files, and clears them away', async () => {
    const names = Array.from({ length: 1_000 }, (_, index) => `850-${String(index).padStart(9, '0')}.edi`)
    for (const name of names) server.mailbox.put(cascade, 'outbound', name, new TextEncoder().encode(name))
    let listings = 0
    const list = server.mailbox.list.bind(server.mailbox)
    server.mailbox.list = (account, folder) => {
      listings++
      return list(account, folder)
    }
    const listed = await server.sftp(['cd outbound', 'ls -1'])
    expect(listed.stdout.match(/850-\d{9}\.edi/g)?.sort()).toEqual(names)
    expect((await server.sftp(['lmkdir got', 'lcd got', 'get /outbound/*', 'rm /outbound/*'])).status).toBe(0)
    expect((await readdir(local('got'))).sort()).toEqual(names)
    expect(await readFile(local('got/850-000000999.edi'), 'utf8')).toBe('850-000000999.edi')
    expect(server.mailbox.confirmed).toHaveLength(1_000)
    expect(await server.mailbox.list(cascade, 'outbound')).toEqual([])
    expect(listings).toBeLessThan(100)
  })
})

describe('putting away', () => {
  it('takes a move to /archive for done, by name or into the folder', async () => {
    for (const name of ['a.edi', 'b.edi']) server.mailbox.put(cascade, 'outbound', name, content)
    const moved = await server.sftp([
      'rename /outbound/a.edi /archive/a.edi',
      'rename /outbound/b.edi /archive',
      'ls -1 /archive',
    ])
    expect(moved.status).toBe(0)
    expect(moved.stdout.match(/^\/archive\/.\.edi$/gm)).toEqual(['/archive/a.edi', '/archive/b.edi'])
    expect(await server.mailbox.list(cascade, 'outbound')).toEqual([])
  })

  it.each([
    'rename /outbound/850.edi /inbound/850.edi',
    'rename /outbound/850.edi /outbound/851.edi',
    'rename /outbound/850.edi /elsewhere/850.edi',
    'rename /outbound/none.edi /archive/none.edi',
    'put 850.edi /outbound/850.edi',
    'put 850.edi /archive/850.edi',
    'put 850.edi /errors/850.edi',
    'put 850.edi /850.edi',
    'rm /outbound/none.edi',
    'rm /archive/old.edi',
    'mkdir /outbound/sub',
    'mkdir /other',
    'mkdir /outbound',
    'rmdir /outbound',
    'rmdir /other',
    'rename /outbound /old',
    'ln -s /etc/passwd /inbound/link',
    'ln /outbound/850.edi /inbound/hard.edi',
    'symlink ../../etc/passwd /inbound/link',
    'get /../../etc/passwd stolen',
    'get /outbound/../../../etc/passwd stolen',
    'put 850.edi /inbound/../../etc/crossdock-test',
    'put 850.edi /inbound/a/b/../../../../tmp/crossdock-test',
    'cd /etc',
    'ls /etc',
  ])('refuses: %s', async command => {
    await writeFile(local('850.edi'), 'mine')
    server.mailbox.put(cascade, 'outbound', '850.edi', content)
    server.mailbox.put(cascade, 'archive', 'old.edi', content)
    expect((await server.sftp([command])).status).toBe(1)
    expect((await server.mailbox.list(cascade, 'outbound')).map(file => file.name)).toEqual(['850.edi'])
    expect([server.mailbox.uploads, server.mailbox.confirmed]).toEqual([[], []])
    expect(await readdir(server.folder)).not.toContain('stolen')
  })
})

describe('two partners', () => {
  it('never see each other’s files', async () => {
    const northwind: Account = { ...cascade, partnershipId: 'northwind', username: 'northwind' }
    server.mailbox.logins.push({ account: northwind, password: 'another horse' })
    server.mailbox.put(cascade, 'outbound', '850.edi', content)
    const login = { username: 'northwind', password: 'another horse' }
    const { client, sftp } = await server.connect(login)
    const listed = await answer<{ filename: string }[]>(reply => sftp.readdir('/outbound', reply))
    expect(listed.map(entry => entry.filename)).toEqual([])
    await expect(answer(reply => sftp.open('/outbound/850.edi', 'r', reply))).rejects.toThrow('No such file')
    await expect(answer<void>(reply => sftp.unlink('/outbound/850.edi', e => reply(e, undefined)))).rejects.toThrow()
    client.end()
  })
})
