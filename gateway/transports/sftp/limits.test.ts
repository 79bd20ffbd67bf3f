import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { connect as connectSocket } from 'node:net'
import { join } from 'node:path'
import ssh2, { type SFTPWrapper } from 'ssh2'
import { afterEach, describe, expect, it } from 'vitest'
import type { SftpLimits } from './limits.ts'
import type { SftpServerOptions } from './server.ts'
import { proxyTo } from './test-proxy.ts'
import { answer, cascade, leave, startTestServer } from './test-server.ts'

let server: Awaited<ReturnType<typeof startTestServer>>
const start = async (limits: Partial<SftpLimits>, options: Partial<SftpServerOptions> = {}) => {
  server = await startTestServer({ limits, ...options })
}

afterEach(() => server.close())

const open = (sftp: SFTPWrapper, path: string, flags = 'w') =>
  answer<Buffer>(reply => sftp.open(path, flags as 'w', reply))
const close = (sftp: SFTPWrapper, handle: Buffer) =>
  answer<void>(reply => sftp.close(handle, error => reply(error, undefined)))
const write = (sftp: SFTPWrapper, handle: Buffer, bytes: Buffer, at = 0) =>
  answer<void>(reply => sftp.write(handle, bytes, 0, bytes.length, at, error => reply(error, undefined)))

describe('limits on files', () => {
  it('refuse a file that is too large, and take the next', async () => {
    await start({ fileBytes: 100_000 })
    await writeFile(join(server.folder, 'large'), 'x'.repeat(100_001))
    await writeFile(join(server.folder, 'fits'), 'x'.repeat(100_000))
    expect((await server.sftp(['put large /inbound/large.edi'])).status).toBe(1)
    expect((await server.sftp(['put fits /inbound/fits.edi'])).status).toBe(0)
    expect(server.mailbox.uploads.map(upload => upload.fileName)).toEqual(['fits.edi'])
  })

  it('refuse a far offset and an announced size without taking memory for it', async () => {
    await start({})
    const { client, sftp } = await server.connect()
    const handle = await open(sftp, '/inbound/a.edi')
    await expect(write(sftp, handle, Buffer.from('x'), 2 ** 40)).rejects.toThrow('not accepted')
    await expect(close(sftp, handle)).rejects.toThrow('not accepted')
    const other = await open(sftp, '/inbound/b.edi')
    const grow = answer<void>(reply => sftp.fsetstat(other, { size: 2 ** 40 }, error => reply(error, undefined)))
    await expect(grow).rejects.toThrow('too large')
    await leave(client)
  })

  it('bound what an account leaves unfinished, in number and size, and forget it in time', async () => {
    let now = new Date('2026-03-04T05:00:00Z')
    await start({ stagedFiles: 2, stagedBytes: 200_000, stagedFor: 60_000 }, { now: () => now })
    const { client, sftp } = await server.connect()
    const [first, second] = [await open(sftp, '/inbound/1.tmp'), await open(sftp, '/inbound/2.tmp')]
    await expect(open(sftp, '/inbound/3.tmp')).rejects.toThrow('Too many uploads')
    await write(sftp, first, Buffer.alloc(120_000))
    await expect(write(sftp, second, Buffer.alloc(120_000))).rejects.toThrow('Too many uploads')
    await expect(close(sftp, second)).rejects.toThrow('Too many uploads')
    await close(sftp, first)
    await close(sftp, await open(sftp, '/inbound/3.tmp'))
    now = new Date('2026-03-04T05:01:01Z')
    const listed = await answer<{ filename: string }[]>(reply => sftp.readdir('/inbound', reply))
    expect(listed).toEqual([])
    await leave(client)
  })

  it('count nothing that was being opened when its client left', async () => {
    await start({ stagedFiles: 1 })
    const looking = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    const list = server.mailbox.list.bind(server.mailbox)
    server.mailbox.list = async (account, folder) => {
      server.mailbox.list = list
      reached.resolve()
      await looking.promise
      return list(account, folder)
    }
    const proxy = await proxyTo(server.port)
    const first = await server.connect({ port: proxy.port })
    first.client.on('error', () => {})
    // Only where the file may not be there already is the folder looked into.
    first.sftp.open('/inbound/a.tmp', 'wx', () => {})
    await reached.promise
    await proxy.close()
    const { client, sftp } = await server.connect()
    looking.resolve()
    await close(sftp, await open(sftp, '/inbound/b.tmp'))
    await leave(client)
  })

  it('bound what is open at once', async () => {
    await start({ openHandles: 3, openBytes: 1_000 })
    server.mailbox.put(cascade, 'outbound', 'a.edi', new Uint8Array(600))
    const { client, sftp } = await server.connect()
    const handle = await open(sftp, '/outbound/a.edi', 'r')
    await expect(open(sftp, '/outbound/a.edi', 'r')).rejects.toThrow('Too much is open')
    await answer<Buffer>(reply => sftp.opendir('/', reply))
    await answer<Buffer>(reply => sftp.opendir('/', reply))
    await expect(answer<Buffer>(reply => sftp.opendir('/', reply))).rejects.toThrow('Too many files')
    await expect(open(sftp, '/inbound/a.edi')).rejects.toThrow('Too many files')
    await close(sftp, handle)
    await close(sftp, await open(sftp, '/outbound/a.edi', 'r'))
    await leave(client)
  })
})

describe('limits on connections', () => {
  it('end a session that does nothing, but none that works', async () => {
    await start({ idleFor: 1_000 })
    const { client, sftp } = await server.connect()
    const ended = once(sftp, 'close')
    const started = performance.now()
    while (performance.now() - started < 1_500) await answer(reply => sftp.stat('/inbound', reply))
    await ended
    expect(performance.now() - started).toBeGreaterThan(2_400)
    client.end()
  })

  it('end a connection that does not sign in, even one that never speaks', async () => {
    await start({ signInWithin: 200 })
    const silent = connectSocket(server.port, '127.0.0.1').resume()
    const halfway = connectSocket(server.port, '127.0.0.1').resume()
    halfway.write('SSH-2.0-Nobody\r\n')
    await Promise.all([once(silent, 'close'), once(halfway, 'close')])
  })

  it('refuse more connections of one account than it may have, and take the next when one has gone', async () => {
    await start({ accountConnections: 2 })
    const first = await server.connect()
    const second = await server.connect()
    await expect(server.connect()).rejects.toThrow()
    await leave(first.client)
    await leave((await server.connect()).client)
    await leave(second.client)
  })

  it('bound the sessions of one connection', async () => {
    await start({})
    const { client } = await server.connect()
    const another = () => answer<SFTPWrapper>(reply => client.sftp(reply))
    for (let session = 2; session <= 10; session++) await another()
    await expect(another()).rejects.toThrow('Channel open failure')
    await leave(client)
  })

  it('end a session that asks faster than it can be answered', async () => {
    await start({ waitingRequests: 100 })
    const stuck = Promise.withResolvers<never[]>()
    server.mailbox.list = () => stuck.promise
    const { client, sftp } = await server.connect()
    client.on('error', () => {})
    for (let request = 0; request < 200; request++) sftp.stat('/outbound/none', () => {})
    await once(client, 'close')
    stuck.resolve([])
  })

  it('survives what is not SSH, and what is not SFTP', async () => {
    await start({})
    for (const bytes of [
      'GET / HTTP/1.1\r\n\r\n',
      '\u0000'.repeat(10_000),
      'SSH-2.0-x\r\n' + '\u00ff'.repeat(40_000),
    ]) {
      const socket = connectSocket(server.port, '127.0.0.1').resume()
      socket.on('error', () => {})
      socket.write(bytes, 'latin1')
      await once(socket, 'close')
    }
    const client = new ssh2.Client()
    client.connect({ host: '127.0.0.1', port: server.port, username: 'cascade', password: 'correct horse' })
    await once(client, 'ready')
    const channel = await answer<ssh2.ClientChannel>(reply => client.subsys('sftp', reply))
    const ended = once(client, 'close')
    channel.resume().write(Buffer.from([0xff, 0xff, 0xff, 0xff, 1, 2, 3]))
    await ended
    await leave((await server.connect()).client)
  })
})

describe('many at once', () => {
  it('serves 200 connections, each of which puts a file and fetches one', async () => {
    await start({ accountConnections: 200, connections: 200 })
    const id = server.mailbox.put(cascade, 'outbound', '850.edi', Buffer.from('the order'))
    const visits = Array.from({ length: 200 }, async (_, number) => {
      const { client, sftp } = await server.connect({ readyTimeout: 60_000 })
      return { client, sftp, number }
    })
    const all = await Promise.all(visits)
    await Promise.all(
      all.map(async ({ client, sftp, number }) => {
        const handle = await open(sftp, `/inbound/${number}.edi`)
        await write(sftp, handle, Buffer.from(String(number)))
        await close(sftp, handle)
        const order = await answer<Buffer>(reply => sftp.readFile('/outbound/850.edi', reply))
        expect(order.toString()).toBe('the order')
        await leave(client)
      }),
    )
    const contents = server.mailbox.uploads.map(upload => Number(Buffer.from(upload.bytes).toString()))
    expect(contents.sort((a, b) => a - b)).toEqual(Array.from({ length: 200 }, (_, number) => number))
    expect(server.mailbox.confirmed).toEqual(Array.from({ length: 200 }, () => id))
  })
})

describe('stopping', () => {
  it('lets what is being committed finish and be answered', async () => {
    await start({})
    const committing = Promise.withResolvers<void>()
    const reached = Promise.withResolvers<void>()
    server.mailbox.beforeReceive = () => {
      reached.resolve()
      return committing.promise
    }
    const { client, sftp } = await server.connect()
    const handle = await open(sftp, '/inbound/a.edi')
    await write(sftp, handle, Buffer.from('A'))
    const closed = close(sftp, handle)
    await reached.promise
    const stopped = server.stop()
    await expect(server.connect()).rejects.toThrow('ECONNREFUSED')
    committing.resolve()
    await Promise.all([closed, stopped, once(client, 'close')])
    expect(server.mailbox.uploads).toHaveLength(1)
  })

  it('does not wait for a partner who does not leave', async () => {
    await start({})
    const socket = connectSocket({ port: server.port, host: '127.0.0.1', allowHalfOpen: true })
    const ended = once(socket, 'end')
    socket
      .on('error', () => {})
      .resume()
      .write('SSH-2.0-Nobody\r\n')
    await once(socket, 'data')
    // By the time that somebody else has signed in, the greeting of the first has been read.
    await leave((await server.connect()).client)
    await Promise.all([server.stop(), ended])
    socket.destroy()
  })
})
