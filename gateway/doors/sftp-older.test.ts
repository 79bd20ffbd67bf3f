import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { pino } from 'pino'
import { expect, it } from 'vitest'
import { readSettings } from '../config/settings.ts'
import { startHub } from '../hub.ts'
import { run } from '../transports/sftp/test-server.ts'

it('speaks with OpenSSH restricted to older algorithms on the port for that, and not on the other', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'crossdock-older-'))
  const environment = { ROLE: 'sftp', DATA_FOLDER: folder, SFTP_PORT: '0', SFTP_OLDER_PORT: '0', SMTP_PORT: '0' }
  const hub = await startHub(readSettings(environment), pino({ level: 'silent' }), () => new Hono())
  try {
    const olderOnly = ['KexAlgorithms=diffie-hellman-group14-sha1', 'Ciphers=aes128-cbc', 'MACs=hmac-sha1']
    const options = [...olderOnly, 'HostKeyAlgorithms=ssh-rsa', 'StrictHostKeyChecking=no', 'BatchMode=yes']
    const flags = [...options, `UserKnownHostsFile=${join(folder, 'known')}`].flatMap(option => ['-o', option])
    const call = (port: number | undefined) =>
      run('sftp', ['-F', 'none', ...flags, '-P', String(port), '-b', '-', 'nobody@127.0.0.1'])
    // The encryption is agreed on and the host key accepted; only the name is unknown.
    expect(await call(hub.ports.sftpOlder)).toMatchObject({ stderr: expect.stringContaining('Permission denied') })
    expect(await call(hub.ports.sftp)).toMatchObject({ stderr: expect.stringContaining('no matching') })
  } finally {
    await hub.stop()
    await rm(folder, { recursive: true })
  }
})
