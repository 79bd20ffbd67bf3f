import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { say } from '../testing/run.ts'

const folder = mkdtempSync(join(tmpdir(), 'crossdock-host-keys-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const hostKeys = (...args: string[]) =>
  say(['sftp', 'host-keys', ...args], undefined, { environment: { DATA_FOLDER: folder } })

it('Host keys are listed, added for a later day, and retired', async () => {
  expect(await hostKeys('add', '--type', 'dsa', '--from', '2999-01-01')).toMatchObject({ status: 2 })
  expect(await hostKeys('add', '--type', 'ed25519', '--from', 'soon')).toMatchObject({ status: 2 })
  expect(await hostKeys('retire', 'first')).toMatchObject({ status: 2 })
  const added = await hostKeys('add', '--type', 'ed25519', '--from', '2999-01-01')
  expect(added).toMatchObject({ status: 0, out: expect.stringContaining('shown from 2999-01-01T00:00:00.000Z') })
  const listed = (await hostKeys('list')).out
  expect(listed.match(/ssh-\S+ {2}\S+/g)).toEqual(['ssh-ed25519  shown', 'ssh-rsa  shown', 'ssh-ed25519  announced'])
  const [first] = listed.match(/^SHA256:\S{43}/)!
  expect(await hostKeys('retire', first)).toMatchObject({ status: 0 })
  expect(await hostKeys('retire', first)).toMatchObject({ status: 1, error: expect.stringContaining('already') })
})
