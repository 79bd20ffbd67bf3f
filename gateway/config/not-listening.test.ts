import { once } from 'node:events'
import { createServer } from 'node:net'
import { expect, it } from 'vitest'
import { whyNotListening } from './not-listening.ts'
import { readSettings, WrongSettings } from './settings.ts'

async function failureAt(port: number, host: string): Promise<unknown> {
  const server = createServer().listen(port, host)
  return await once(server, 'error').then(([error]) => error)
}

it('names the setting whose port another program has, and an address that is not ours', async () => {
  const other = createServer().listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { port } = other.address() as { port: number }
  const settings = readSettings({ SFTP_PORT: String(port), HOST: '192.0.2.1' })
  const taken = whyNotListening(await failureAt(port, '127.0.0.1'), settings)
  expect(taken).toBeInstanceOf(WrongSettings)
  expect((taken as Error).message).toMatch(`SFTP_PORT is “${port}”, on which another program`)
  other.close()
  expect(whyNotListening(await failureAt(0, '192.0.2.1'), settings)).toMatchObject({
    message: expect.stringContaining('HOST is “192.0.2.1”, which is no address of this machine'),
  })
})

it('leaves other errors as they are', () => {
  const error = new Error('a bug')
  expect(whyNotListening(error, readSettings({}))).toBe(error)
})
