import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cascade, run, startTestServer } from './test-server.ts'

let server: Awaited<ReturnType<typeof startTestServer>>
const local = (name: string) => join(server.folder, name)

beforeEach(async () => {
  server = await startTestServer()
})

afterEach(() => server.close())

describe('OpenSSH’s sftp against our server', () => {
  it('sees its four folders and nothing else', async () => {
    const { status, stdout } = await server.sftp(['pwd', 'ls -1', 'ls -l /', 'cd inbound', 'pwd', 'cd ..', 'pwd'])
    expect(status).toBe(0)
    expect(stdout).toContain('Remote working directory: /\n')
    expect(stdout).toContain('archive\nerrors\ninbound\noutbound\n')
    expect(stdout).toMatch(/drwxrwx--- .* inbound/)
    expect(stdout).toContain('Remote working directory: /inbound\n')
  })

  it('puts a file, which is received once with its bytes before the client is answered', async () => {
    await writeFile(local('856-0001.edi'), 'ISA*00*~')
    const { status, stderr } = await server.sftp(['put 856-0001.edi /inbound/', 'ls -l /inbound'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(server.mailbox.uploads).toHaveLength(1)
    expect(server.mailbox.uploads[0]).toMatchObject({
      account: cascade,
      path: '/inbound/856-0001.edi',
      fileName: '856-0001.edi',
      bytes: new TextEncoder().encode('ISA*00*~'),
      sha256: '94e66e9a6c92ce3239deb58e142f07c1309c29703438fdcd4df1207b45f54f41',
      evidence: { username: 'cascade', address: '127.0.0.1', client: expect.stringContaining('OpenSSH') },
    })
  })

  it('gets a file, which confirms its delivery, and puts it away by deleting it', async () => {
    const bytes = new Uint8Array(300_000).map((_, index) => index % 251)
    const id = server.mailbox.put(cascade, 'outbound', '850-0001.edi', bytes)
    const { status } = await server.sftp(['get /outbound/850-0001.edi', 'ls /outbound'])
    expect(status).toBe(0)
    expect(new Uint8Array(await readFile(local('850-0001.edi')))).toEqual(bytes)
    expect(server.mailbox.confirmed).toEqual([id])
    const second = await server.sftp([
      'get /outbound/850-0001.edi again.edi',
      'rm /outbound/850-0001.edi',
      'cd /outbound',
      'ls -1',
      'ls -1 /archive',
    ])
    expect(second.status).toBe(0)
    expect(second.stdout).toContain('\n/archive/850-0001.edi\n')
    expect(second.stdout).not.toContain('\n850-0001.edi\n')
  })

  it('ends well with scp, too, whose status is all that a script sees', async () => {
    await writeFile(local('856 0001.edi'), 'ISA*00*~')
    server.mailbox.put(cascade, 'outbound', '850-0001.edi', Buffer.from('ISA*01*~'))
    const flags = ['-F', 'none', '-i', server.keyFile, '-o', 'UserKnownHostsFile=known_hosts', '-P', `${server.port}`]
    const scp = (from: string, to: string) => run('scp', ['-s', ...flags, from, to], { folder: server.folder })
    expect(await scp('856 0001.edi', 'cascade@127.0.0.1:/inbound/')).toEqual({ status: 0, stdout: '', stderr: '' })
    expect(await scp('cascade@127.0.0.1:/outbound/850-0001.edi', 'got.edi')).toMatchObject({ status: 0 })
    expect(await readFile(local('got.edi'), 'utf8')).toBe('ISA*01*~')
    expect(server.mailbox.uploads.map(({ fileName }) => fileName)).toEqual(['856 0001.edi'])
    expect(await scp('856 0001.edi', 'cascade@127.0.0.1:/outbound/')).toMatchObject({ status: 1 })
  })
})
