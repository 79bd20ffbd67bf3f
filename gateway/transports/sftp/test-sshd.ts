import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fingerprint, generatePrivateKey, publicKeyLine, readPublicKey } from './host-key.ts'
import { clientSettings, type SftpSettingsInput } from './settings.ts'

type ClientInput = Extract<SftpSettingsInput, { mode: 'client' }>

/** OpenSSH's own server on a loopback port, for the user who runs the tests, with a folder of its own. */
export async function startSshd() {
  const folder = await mkdtemp(join(tmpdir(), 'crossdock-sshd-'))
  const hostKey = generatePrivateKey('ed25519')
  const userKey = generatePrivateKey('ed25519')
  const port = await freePort()
  await mkdir(join(folder, 'in'))
  await mkdir(join(folder, 'out'))
  await writeFile(join(folder, 'host_key'), hostKey, { mode: 0o600 })
  await writeFile(join(folder, 'authorized_keys'), publicKeyLine(readPublicKey(userKey)!) + '\n', { mode: 0o600 })
  await writeFile(join(folder, 'config'), configuration(folder, port))
  // Debian's init makes this folder at boot; in a container nothing has.
  if (process.getuid?.() === 0) await mkdir('/run/sshd', { recursive: true, mode: 0o755 })
  const daemon = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(folder, 'config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(daemon, 'exit')
  const said: string[] = []
  const lines = createInterface({ input: daemon.stderr })
  const listening = new Promise<void>(resolve => {
    lines.on('line', line => {
      said.push(line)
      if (line.includes('Server listening')) resolve()
    })
  })
  await Promise.race([
    listening,
    exited.then(() => Promise.reject(new Error(`sshd did not start: ${said.join('\n')}`))),
  ])
  const base: ClientInput = {
    mode: 'client',
    host: '127.0.0.1',
    port,
    username: userInfo().username,
    privateKey: userKey,
    hostKeys: [fingerprint(readPublicKey(hostKey)!)],
    put: { folder: join(folder, 'in') },
    poll: { folder: join(folder, 'out') },
  }
  return {
    folder,
    port,
    hostKey,
    said,
    file: (...parts: string[]) => join(folder, ...parts),
    text: (...parts: string[]) => readFile(join(folder, ...parts), 'utf8'),
    settings: (changes: Partial<ClientInput> = {}) => clientSettings.parse({ ...base, ...changes }),
    close: async () => {
      daemon.kill()
      await exited
      await rm(folder, { recursive: true })
    },
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (!address || typeof address !== 'object') throw new Error('The system gave no port.')
  return address.port
}

function configuration(folder: string, port: number): string {
  return [
    `Port ${port}`,
    'ListenAddress 127.0.0.1',
    `HostKey ${folder}/host_key`,
    `AuthorizedKeysFile ${folder}/authorized_keys`,
    'StrictModes no',
    'UsePAM no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    'PidFile none',
    'Subsystem sftp internal-sftp',
    '',
  ].join('\n')
}
