import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A PostgreSQL server of our own on a loopback port, in a temporary folder. */
export interface TestPostgres {
  /** `postgres://user@host:port`, without a database. */
  root: string
  stop(): Promise<void>
}

/** The folder with `initdb` and `postgres`, newest version first, or undefined where PostgreSQL is not installed. */
export function postgresBinaries(): string | undefined {
  const root = '/usr/lib/postgresql'
  if (!existsSync(root)) return undefined
  const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a))
  return versions.map(version => join(root, version, 'bin')).find(folder => existsSync(join(folder, 'initdb')))
}

/** A loopback port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  await once(server, 'close')
  return port
}

/** PostgreSQL refuses to run as root, so there it runs as the package's own user. */
function asServerUser(command: string, args: string[]): [string, string[]] {
  return process.getuid?.() === 0 ? ['runuser', ['-u', 'postgres', '--', command, ...args]] : [command, args]
}

/**
 * Starts a server, as durable as in production. Where tests kill programs but never the machine, nobody need wait for the disk (`durable: false`): what a program has written
 * outlives it all the same.
 */
export async function startPostgres({ durable = true } = {}): Promise<TestPostgres> {
  const binaries = postgresBinaries()
  if (!binaries) throw new Error('PostgreSQL is not installed: apt-get install postgresql')
  const folder = mkdtempSync(join(tmpdir(), 'crossdock-postgres-'))
  if (process.getuid?.() === 0) {
    chmodSync(folder, 0o755)
    execFileSync('chown', ['postgres', folder])
  }
  const data = join(folder, 'data')
  const port = await freePort()
  execFileSync(...asServerUser(join(binaries, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'crossdock', '--no-sync']), {
    stdio: 'pipe',
  })
  const settings = [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=200',
    ...(durable ? [] : ['fsync=off', 'full_page_writes=off']),
  ]
  const [command, args] = asServerUser(join(binaries, 'postgres'), [
    '-D',
    data,
    ...settings.flatMap(setting => ['-c', setting]),
  ])
  const server = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
  await ready(server.stderr)
  const root = `postgres://crossdock@127.0.0.1:${port}`
  return {
    root,
    async stop() {
      execFileSync(...asServerUser(join(binaries, 'pg_ctl'), ['-D', data, 'stop', '-m', 'immediate', '-w']), {
        stdio: 'pipe',
      })
      if (server.exitCode === null) await once(server, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Resolves when the server says that it takes connections; goes on reading what it logs, so that it never blocks. */
function ready(log: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = ''
    log.on('data', chunk => {
      text = (text + String(chunk)).slice(-20_000)
      if (text.includes('ready to accept connections')) resolve()
    })
    log.on('end', () => reject(new Error(`PostgreSQL did not start:\n${text}`)))
  })
}
