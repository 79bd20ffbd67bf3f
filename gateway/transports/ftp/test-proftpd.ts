import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { freePort } from '../sftp/test-sshd.ts'
import { type FtpSettingsInput, ftpSettings } from './settings.ts'

/**
 * How it is set up. With TLS it refuses whatever comes without it; `nat`: it knows only PASV, and names an address that nobody reaches from here; `old`: it has none of
 * RFC 3659's commands (MLSD, SIZE, MDTM), and says of each that it is not permitted.
 */
export interface ProftpdOptions {
  tls: 'explicit' | 'implicit' | 'none'
  nat?: boolean
  old?: boolean
}

/** ProFTPD on a loopback port with a folder of its own, for the user who runs the tests. */
export async function startProftpd({ tls, nat = false, old = false }: ProftpdOptions) {
  const folder = await mkdtemp(join(tmpdir(), 'crossdock-ftp-'))
  const port = await freePort()
  await mkdir(join(folder, 'in'))
  await mkdir(join(folder, 'out'))
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  const files = ['-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')]
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', ...files, ...subject], {
    stdio: 'ignore',
  })
  const hash = execFileSync('openssl', ['passwd', '-6', 'correct horse'], { encoding: 'utf8' }).trim()
  const { uid, gid } = userInfo()
  await writeFile(join(folder, 'users'), `cascade:${hash}:${uid}:${gid}::${folder}:/bin/false\n`, { mode: 0o600 })
  await writeFile(join(folder, 'proftpd.conf'), configuration(folder, port, { tls, nat, old }))
  const daemon = spawn('/usr/sbin/proftpd', ['--nodaemon', '-c', join(folder, 'proftpd.conf'), '-d', '3'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const exited = once(daemon, 'exit')
  const said: string[] = []
  const listening = new Promise<void>(resolve => {
    createInterface({ input: daemon.stderr }).on('line', line => {
      said.push(line)
      if (line.includes('standalone mode STARTUP')) resolve()
    })
  })
  await Promise.race([
    listening,
    exited.then(() => Promise.reject(new Error(`proftpd did not start: ${said.join('\n')}`))),
  ])
  const base: FtpSettingsInput = {
    host: '127.0.0.1',
    port,
    tls,
    certificateAuthority: await readFile(join(folder, 'cert.pem'), 'utf8'),
    username: 'cascade',
    password: 'correct horse',
    timeoutSeconds: 5,
    put: { folder: '/in' },
    poll: { folder: '/out' },
  }
  return {
    said,
    port,
    file: (...parts: string[]) => join(folder, ...parts),
    text: (...parts: string[]) => readFile(join(folder, ...parts), 'utf8'),
    settings: (changes: Partial<FtpSettingsInput> = {}) => ftpSettings.parse({ ...base, ...changes }),
    close: async () => {
      daemon.kill()
      await exited
      await rm(folder, { recursive: true })
    },
  }
}

function configuration(folder: string, port: number, { tls, nat, old }: Required<ProftpdOptions>): string {
  const { username, uid } = userInfo()
  return [
    'LoadModule mod_tls.c',
    'ServerType standalone',
    `Port ${port}`,
    'DefaultAddress 127.0.0.1',
    'SocketBindTight on',
    'UseIPv6 off',
    `User ${username}`,
    `Group ${uid === 0 ? 'root' : 'nogroup'}`,
    'RootLogin on',
    'AuthOrder mod_auth_file.c',
    `AuthUserFile ${folder}/users`,
    'RequireValidShell off',
    'DefaultRoot ~',
    'AllowOverwrite on',
    'UseReverseDNS off',
    'WtmpLog off',
    'TransferLog none',
    `PidFile ${folder}/pid`,
    `ScoreboardFile ${folder}/scoreboard`,
    ...(nat ? ['MasqueradeAddress 10.9.8.7', '<Limit EPSV>', 'DenyAll', '</Limit>'] : []),
    ...(old ? ['FactsAdvertise off', '<Limit MLSD MLST SIZE MDTM>', 'DenyAll', '</Limit>'] : []),
    ...(tls !== 'none'
      ? [
          'TLSEngine on',
          'TLSRequired on',
          `TLSRSACertificateFile ${folder}/cert.pem`,
          `TLSRSACertificateKeyFile ${folder}/key.pem`,
          'TLSVerifyClient off',
          ...(tls === 'implicit' ? ['TLSOptions UseImplicitSSL'] : []),
        ]
      : []),
    '',
  ].join('\n')
}
