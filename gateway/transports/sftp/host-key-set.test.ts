import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ssh2 from 'ssh2'
import { afterEach, expect, it } from 'vitest'
import { generatePrivateKey, publicKeyLine, readPublicKey } from './host-key.ts'
import type { OfferedKeys } from './host-key-set.ts'
import { run, startTestServer } from './test-server.ts'

const [old, next, rsa] = [generatePrivateKey('ed25519'), generatePrivateKey('ed25519'), generatePrivateKey('rsa')]
const line = (key: string) => publicKeyLine(readPublicKey(key)!)

let server: Awaited<ReturnType<typeof startTestServer>>
afterEach(() => server.close())

async function serving(keys: OfferedKeys) {
  server = await startTestServer({ hostKeys: async () => keys, sweepEvery: 20 })
  const known = join(server.folder, 'known_hosts')
  await writeFile(known, `[127.0.0.1]:${server.port} ${line(old)}\n`)
  const knows = async () => {
    const text = await readFile(known, 'utf8')
    return { old: text.includes(line(old)), next: text.includes(line(next)), rsa: text.includes(line(rsa)) }
  }
  const visit = async () => (await server.sftp(['ls'], ['UpdateHostKeys=yes'])).status
  const shown = async () =>
    (await run('ssh-keyscan', ['-p', String(server.port), '-t', 'ed25519,rsa', '127.0.0.1'])).stdout
  return { knows, visit, shown }
}

it('teaches OpenSSH the next host key before it is shown, and to forget one that is retired', async () => {
  const keys: OfferedKeys = { shown: [old, rsa], announced: [next] }
  const { knows, visit, shown } = await serving(keys)
  expect(await shown()).toContain(line(old))
  expect(await visit()).toBe(0)
  expect(await knows()).toEqual({ old: true, next: true, rsa: true })
  Object.assign(keys, { shown: [next, rsa], announced: [old] })
  while (!(await shown()).includes(line(next)));
  expect(await shown()).not.toContain(line(old))
  expect(await visit()).toBe(0)
  expect(await knows()).toEqual({ old: true, next: true, rsa: true })
  Object.assign(keys, { shown: [next, rsa], announced: [] })
  // The server looks at its keys again and again; the client is told at its next visit.
  while ((await knows()).old) expect(await visit()).toBe(0)
  expect(await knows()).toEqual({ old: false, next: true, rsa: true })
})

it('proves its keys on a connection that was agreed with RSA, too', async () => {
  const { knows } = await serving({ shown: [old, rsa], announced: [next] })
  await writeFile(join(server.folder, 'known_hosts'), `[127.0.0.1]:${server.port} ${line(rsa)}\n`)
  for (const algorithm of ['rsa-sha2-256', 'rsa-sha2-512']) {
    const settings = ['UpdateHostKeys=yes', `HostKeyAlgorithms=${algorithm}`]
    expect((await server.sftp(['ls'], settings)).status).toBe(0)
  }
  expect((await knows()).rsa).toBe(true)
  expect((await server.sftp(['ls'], ['UpdateHostKeys=yes', 'HostKeyAlgorithms=rsa-sha2-512,ssh-ed25519'])).status).toBe(
    0,
  )
  expect(await knows()).toEqual({ old: true, next: true, rsa: true })
})

it('proves no key that is not its own', async () => {
  await serving({ shown: [old], announced: [next] })
  const { client } = await server.connect()
  const proven = (key: string) =>
    new Promise<number>((resolve, reject) => {
      const parsed = ssh2.utils.parseKey(key)
      if (parsed instanceof Error) return reject(parsed)
      // As ssh2's own client asks when a server announces keys.
      const asking = client as unknown as {
        _protocol: { openssh_hostKeysProve(keys: unknown[]): void }
        _callbacks: unknown[]
      }
      asking._callbacks.push((error: Error | undefined, answer: Buffer | undefined) =>
        resolve(error ? 0 : (answer?.length ?? 0)),
      )
      asking._protocol.openssh_hostKeysProve([parsed])
    })
  expect(await proven(next)).toBeGreaterThan(60)
  expect(await proven(rsa)).toBe(0)
  client.end()
})
