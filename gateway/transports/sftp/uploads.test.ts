import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SFTPWrapper } from 'ssh2'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { proxyTo } from './test-proxy.ts'
import { answer, leave, startTestServer } from './test-server.ts'

let server: Awaited<ReturnType<typeof startTestServer>>
const local = (name: string, content: string | Uint8Array) => writeFile(join(server.folder, name), content)
const received = () => server.mailbox.uploads.map(upload => [upload.path, new TextDecoder().decode(upload.bytes)])

beforeEach(async () => {
  server = await startTestServer()
})

afterEach(() => server.close())

const open = (sftp: SFTPWrapper, path: string, flags = 'w') =>
  answer<Buffer>(reply => sftp.open(path, flags as 'w', reply))
const close = (sftp: SFTPWrapper, handle: Buffer) =>
  answer<void>(reply => sftp.close(handle, error => reply(error, undefined)))
const write = (sftp: SFTPWrapper, handle: Buffer, text: string, at = 0) =>
  answer<void>(reply => sftp.write(handle, Buffer.from(text), 0, text.length, at, error => reply(error, undefined)))

describe('an upload that is cut off', () => {
  it('is never processed, and OpenSSH can resume it in a new connection', async () => {
    const whole = 'ISA*'.repeat(50_000)
    await local('856.edi', whole)
    const proxy = await proxyTo(server.port)
    const { client, sftp } = await server.connect({ port: proxy.port })
    const lost = new Promise<void>(resolve => client.on('error', () => {}).on('close', () => resolve()))
    const handle = await open(sftp, '/inbound/856.edi')
    await write(sftp, handle, whole.slice(0, 30_000))
    proxy.cut()
    await lost
    const resumed = await server.sftp(['ls -l /inbound', 'reput 856.edi /inbound/856.edi', 'ls -l /inbound'])
    expect(resumed.status).toBe(0)
    expect(resumed.stdout).toMatch(/ (29999|30000) .* 856\.edi/)
    expect(received()).toEqual([['/inbound/856.edi', whole]])
    await proxy.close()
  })

  it('is not taken for received by a client that compares sizes', async () => {
    await local('856.edi', 'ISA*00*~')
    const { client, sftp } = await server.connect()
    await write(sftp, await open(sftp, '/inbound/856.edi'), 'ISA*00*~')
    await leave(client)
    expect((await server.sftp(['reput 856.edi /inbound/856.edi'])).status).toBe(0)
    expect(received()).toEqual([['/inbound/856.edi', 'ISA*00*~']])
  })

  it('cannot be completed by a rename', async () => {
    const { client, sftp } = await server.connect()
    await write(sftp, await open(sftp, '/inbound/856.edi.part'), 'ISA')
    await leave(client)
    const { status, stderr } = await server.sftp(['rename /inbound/856.edi.part /inbound/856.edi'])
    expect([status, stderr]).toEqual([1, expect.stringContaining('856.edi.part')])
    expect((await server.sftp(['rm /inbound/856.edi.part', 'ls /inbound'])).stdout).not.toContain('\n/inbound/')
    expect(received()).toEqual([])
  })

  it('belongs to the connection that resumed it', async () => {
    const first = await server.connect()
    const second = await server.connect()
    const old = await open(first.sftp, '/inbound/a.edi')
    await write(first.sftp, old, 'AAA')
    const next = await open(second.sftp, '/inbound/a.edi', 'r+')
    await expect(write(first.sftp, old, 'XXX')).rejects.toThrow('resumed')
    await write(second.sftp, next, 'BBB', 3)
    await expect(close(first.sftp, old)).rejects.toThrow('resumed')
    await close(second.sftp, next)
    expect(received()).toEqual([['/inbound/a.edi', 'AAABBB']])
    first.client.end()
    second.client.end()
  })
})

describe('the answer to a close', () => {
  it('comes only after the journal has committed', async () => {
    const order: string[] = []
    const committing = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    server.mailbox.beforeReceive = async () => {
      reached.resolve()
      await committing.promise
      order.push('committed')
    }
    const { client, sftp } = await server.connect()
    const handle = await open(sftp, '/inbound/a.edi')
    const other = await open(sftp, '/inbound/b.edi')
    await write(sftp, handle, 'A')
    const closed = close(sftp, handle).then(() => order.push('answered'))
    await reached.promise
    await write(sftp, other, 'B')
    order.push('written to another file')
    committing.resolve()
    await closed
    expect(order).toEqual(['written to another file', 'committed', 'answered'])
    client.end()
  })

  it('is a failure when the journal could not commit, and the file can be sent again', async () => {
    await local('a.edi', 'A')
    server.mailbox.beforeReceive = () => Promise.reject(new Error('The database is away.'))
    const failed = await server.sftp(['put a.edi /inbound/'])
    expect(failed.status).toBe(1)
    expect(server.logged.filter(line => line.level === 'error')).toHaveLength(1)
    expect((await server.sftp(['ls -l /inbound/a.edi'])).status).toBe(1)
    server.mailbox.beforeReceive = async () => {}
    expect((await server.sftp(['put a.edi /inbound/'])).status).toBe(0)
    expect(received()).toEqual([['/inbound/a.edi', 'A']])
  })

  it('still commits when the connection dies after the close was asked for', async () => {
    const committing = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    server.mailbox.beforeReceive = async () => {
      reached.resolve()
      await committing.promise
    }
    const proxy = await proxyTo(server.port)
    const { client, sftp } = await server.connect({ port: proxy.port })
    client.on('error', () => {})
    const handle = await open(sftp, '/inbound/a.edi')
    await write(sftp, handle, 'A')
    close(sftp, handle).catch(() => {})
    await reached.promise
    proxy.cut()
    committing.resolve()
    await server.mailbox.until(() => server.mailbox.uploads.length === 1)
    expect(received()).toEqual([['/inbound/a.edi', 'A']])
    await proxy.close()
  })

  it('still commits when the connection dies while the close waits its turn', async () => {
    const looking = Promise.withResolvers<void>()
    const proxy = await proxyTo(server.port)
    const { client, sftp } = await server.connect({ port: proxy.port })
    client.on('error', () => {})
    const handle = await open(sftp, '/inbound/a.edi')
    const other = await open(sftp, '/inbound/b.edi')
    await write(sftp, handle, 'A')
    const list = server.mailbox.list.bind(server.mailbox)
    server.mailbox.list = (account, folder) => looking.promise.then(() => list(account, folder))
    sftp.stat('/outbound/none', () => {})
    close(sftp, handle).catch(() => {})
    // This is answered out of turn: the close before it has come in.
    await write(sftp, other, 'B')
    const lost = new Promise<void>(resolve => client.on('close', () => resolve()))
    proxy.cut()
    await lost
    server.mailbox.list = list
    await leave((await server.connect()).client)
    looking.resolve()
    await server.mailbox.until(() => server.mailbox.uploads.length === 1)
    expect(received()).toEqual([['/inbound/a.edi', 'A']])
    await proxy.close()
  })

  it('fails for a file with a gap', async () => {
    const { client, sftp } = await server.connect()
    const handle = await open(sftp, '/inbound/a.edi')
    await write(sftp, handle, 'late', 10)
    await expect(close(sftp, handle)).rejects.toThrow('missing')
    expect(received()).toEqual([])
    client.end()
  })
})

describe('temporary names', () => {
  it.each(['.tmp', '.part', '.filepart', '.TMP'])('wait for their rename: %s', async suffix => {
    await local('a', 'ISA')
    const put = await server.sftp([`put a /inbound/856.edi${suffix}`, 'ls -1 /inbound'])
    expect([put.status, received()]).toEqual([0, []])
    expect(put.stdout).toContain(`/inbound/856.edi${suffix}`)
    expect((await server.sftp([`rename /inbound/856.edi${suffix} /inbound/856.edi`, 'ls -1 /inbound'])).status).toBe(0)
    expect(received()).toEqual([['/inbound/856.edi', 'ISA']])
  })

  it('can be changed among themselves, and stay put when the journal fails', async () => {
    await local('a', 'ISA')
    await server.sftp(['put a /inbound/a.tmp', 'rename /inbound/a.tmp /inbound/b.part'])
    server.mailbox.beforeReceive = () => Promise.reject(new Error('The database is away.'))
    expect((await server.sftp(['rename /inbound/b.part /inbound/b.edi'])).status).toBe(1)
    server.mailbox.beforeReceive = async () => {}
    expect((await server.sftp(['rename /inbound/b.part /inbound/b.edi'])).status).toBe(0)
    expect(received()).toEqual([['/inbound/b.edi', 'ISA']])
  })

  it('may be renamed onto a name that came before: the same file name is sent every day', async () => {
    await local('a', 'ISA')
    for (const _ of [1, 2]) {
      expect(
        (await server.sftp(['put a /inbound/stock.tmp', 'rename /inbound/stock.tmp /inbound/stock.csv'])).status,
      ).toBe(0)
    }
    const [first, second] = server.mailbox.uploads
    expect(first!.uploadId).not.toBe(second!.uploadId)
    expect([first!.path, first!.sha256]).toEqual([second!.path, second!.sha256])
  })
})

describe('odd uploads', () => {
  const longest = 'ö'.repeat(125) + '.edi'
  it.each(['Lagerbestand März 2026.csv', '在庫 一覧.csv', 'a;rm -rf $HOME`&|.csv', ' leading and trailing ', longest])(
    'takes the name %s',
    async name => {
      const { client, sftp } = await server.connect()
      const handle = await open(sftp, `/inbound/${name}`)
      await write(sftp, handle, 'A')
      await close(sftp, handle)
      expect(received()).toEqual([[`/inbound/${name}`, 'A']])
      const listed = await answer<{ filename: string }[]>(reply => sftp.readdir('/inbound', reply))
      expect(listed.map(entry => entry.filename)).toContain(name)
      client.end()
    },
  )

  it.each(['x'.repeat(256), 'a\\b', 'a\u0007', '../../etc/x', 'sub/a.edi'])('refuses the name %j', async name => {
    const { client, sftp } = await server.connect()
    await expect(open(sftp, `/inbound/${name}`)).rejects.toThrow()
    expect(received()).toEqual([])
    client.end()
  })

  it('takes an empty file', async () => {
    await local('empty', '')
    expect((await server.sftp(['put empty /inbound/go.done'])).status).toBe(0)
    expect(received()).toEqual([['/inbound/go.done', '']])
  })

  it('takes two uploads of one name at the same time as two files', async () => {
    const { client, sftp } = await server.connect()
    const one = await open(sftp, '/inbound/a.edi')
    const two = await open(sftp, '/inbound/a.edi')
    await write(sftp, one, 'one')
    await write(sftp, two, 'two')
    await close(sftp, one)
    await close(sftp, two)
    expect(received().map(([, text]) => text)).toEqual(['one', 'two'])
    client.end()
  })

  it('appends to what is being written, and to nothing that has been received', async () => {
    const { client, sftp } = await server.connect()
    const handle = await open(sftp, '/inbound/a.csv', 'a')
    await write(sftp, handle, 'one,', 0)
    await write(sftp, handle, 'two', 0)
    await close(sftp, handle)
    expect(received()).toEqual([['/inbound/a.csv', 'one,two']])
    await expect(open(sftp, '/inbound/a.csv', 'a')).rejects.toThrow('received already')
    await expect(open(sftp, '/inbound/a.csv', 'wx')).rejects.toThrow('exists already')
    await expect(open(sftp, '/inbound/none.csv', 'r+')).rejects.toThrow('No such file')
    client.end()
  })

  it('writes in any order, cuts, and tells the size meanwhile', async () => {
    const { client, sftp } = await server.connect()
    const handle = await open(sftp, '/inbound/a.edi')
    await write(sftp, handle, 'DEF-rest', 3)
    await write(sftp, handle, 'ABC', 0)
    await answer<void>(reply => sftp.fsetstat(handle, { size: 6, mode: 0o600 }, error => reply(error, undefined)))
    expect(await answer<{ size: number }>(reply => sftp.fstat(handle, reply))).toMatchObject({ size: 6 })
    await close(sftp, handle)
    expect(received()).toEqual([['/inbound/a.edi', 'ABCDEF']])
    await expect(close(sftp, handle)).rejects.toThrow('Unknown handle')
    client.end()
  })

  it('keeps what it has received: no change, no removal, no other name', async () => {
    await local('a', 'A')
    await server.sftp(['put a /inbound/a.edi'])
    for (const command of [
      'rm /inbound/a.edi',
      'rename /inbound/a.edi /inbound/b.edi',
      'rename /inbound/a.edi /outbound/a.edi',
    ]) {
      expect((await server.sftp([command])).status).toBe(1)
    }
    expect((await server.sftp(['get /inbound/a.edi back'])).status).toBe(0)
    expect(received()).toEqual([['/inbound/a.edi', 'A']])
  })
})
