import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ssh2, { type ConnectConfig, type SFTPWrapper } from 'ssh2'
import { generateHostKeys, publicKeyLine, readPublicKey } from './host-key.ts'
import type { Account } from './mailbox.ts'
import { type SftpServerOptions, startSftpServer } from './server.ts'
import { TestMailbox } from './test-mailbox.ts'

/** The partner of the tests. */
export const cascade: Account = { retailerId: 'retailer-1', partnershipId: 'cascade', username: 'cascade' }

const hostKeys = generateHostKeys()

/** A real server on a free port with a partner who has a key made by ssh-keygen and a password, and a folder for OpenSSH's client. */
export async function startTestServer(options: Partial<SftpServerOptions> = {}) {
  const mailbox = new TestMailbox()
  const folder = await mkdtemp(join(tmpdir(), 'crossdock-sftp-'))
  const keyFile = join(folder, 'id_ed25519')
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', keyFile])
  const key = readPublicKey(await readFile(keyFile + '.pub', 'utf8'))!
  mailbox.logins.push({ account: cascade, password: 'correct horse', keys: [key] })
  const logged: { level: string; message: string; details: object }[] = []
  const log = (level: string) => (details: object, message: string) => void logged.push({ level, message, details })
  const server = await startSftpServer({
    port: 0,
    host: '127.0.0.1',
    hostKeys,
    mailbox,
    log: { info: log('info'), warn: log('warn'), error: log('error') },
    ...options,
  })
  const known = hostKeys.map(text => `[127.0.0.1]:${server.port} ${publicKeyLine(readPublicKey(text)!)}\n`)
  await writeFile(join(folder, 'known_hosts'), known.join(''))
  return {
    mailbox,
    folder,
    keyFile,
    logged,
    port: server.port,
    hostKeys: hostKeys.map(text => publicKeyLine(readPublicKey(text)!)),
    /** Runs OpenSSH's sftp in batch mode, in the temporary folder, with strict host key checking. */
    sftp: (commands: string[], settings: string[] = []) => {
      const options = ['UserKnownHostsFile=known_hosts', 'StrictHostKeyChecking=yes', 'IdentitiesOnly=yes', ...settings]
      const flags = options.flatMap(option => ['-o', option])
      const identity = settings.some(setting => setting.startsWith('IdentityFile=')) ? [] : ['-i', keyFile]
      const user = settings.some(setting => setting.startsWith('User=')) ? '' : 'cascade@'
      const where = ['-P', String(server.port), ...identity, '-b', '-', `${user}127.0.0.1`]
      return run('sftp', ['-F', 'none', ...flags, ...where], { folder, input: commands.join('\n') + '\n' })
    },
    connect: (config: ConnectConfig = {}) =>
      connect({ host: '127.0.0.1', port: server.port, username: 'cascade', password: 'correct horse', ...config }),
    stop: () => server.close(),
    close: async () => {
      await server.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** What a program said and how it ended. */
export interface Outcome {
  status: number | null
  stdout: string
  stderr: string
}

/** Runs a program to its end. */
export function run(
  program: string,
  args: string[],
  { folder, input }: { folder?: string; input?: string } = {},
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: folder })
    const outcome = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', text => (outcome.stdout += text))
    child.stderr.setEncoding('utf8').on('data', text => (outcome.stderr += text))
    child.on('error', reject)
    child.on('close', status => resolve({ status, ...outcome }))
    // A program that fails early does not read what it is given.
    child.stdin.on('error', () => {})
    child.stdin.end(input ?? '')
  })
}

/** Connects ssh2's client and opens SFTP. Rejects when the server does not let it in. */
function connect(config: ConnectConfig): Promise<{ client: ssh2.Client; sftp: SFTPWrapper }> {
  return new Promise((resolve, reject) => {
    const client = new ssh2.Client()
    client.on('error', reject)
    client.on('close', () => reject(new Error('The connection was closed.')))
    client.on('connect', () => client.setNoDelay(true))
    client.on('ready', () => client.sftp((error, sftp) => (error ? reject(error) : resolve({ client, sftp }))))
    client.connect(config)
  })
}

/** Ends a connection from the client's side, and waits until it has ended. */
export function leave(client: ssh2.Client): Promise<void> {
  return new Promise(resolve => {
    client.on('close', () => resolve())
    client.end()
  })
}

/** The answer to one call of ssh2's client that takes a callback. */
export function answer<T>(call: (callback: (error: Error | null | undefined, value: T) => void) => void): Promise<T> {
  return new Promise((resolve, reject) => call((error, value) => (error ? reject(error) : resolve(value))))
}
