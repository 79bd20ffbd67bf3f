import { type ChildProcess, fork, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import postgres from 'postgres'
import { startPostgres } from '../checks/support/postgres.ts'
import { generatePrivateKey, publicKeyLine, readPublicKey } from '../gateway/transports/sftp/host-key.ts'
import { startSshd } from '../gateway/transports/sftp/test-sshd.ts'
import { type Figure, held } from './figure.ts'
import type { SftpStationReport } from './sftp-station.ts'

const large = 100_000_000
const small = 5_000
const many = 1_000

/** One server to be measured, as OpenSSH's client reaches it. */
interface Server {
  port: number
  user: string
  identity: string
  knownHosts: string
  /** Where files are put, and where they wait. */
  up: string
  down: string
}

/**
 * Files through our SFTP server, each stored in the journal on PostgreSQL before the client is answered, beside OpenSSH's own server, which leaves them to the
 * operating system, or flushes them to the disk where the client asks for that (`sftp -f`). The client is OpenSSH's in both cases, one session each.
 */
export async function* sftpFigures(): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'crossdock-bench-'))
  const database = await startPostgres()
  const sshd = await startSshd()
  let station: ChildProcess | undefined
  try {
    await layOutFiles(folder)
    const key = generatePrivateKey('ed25519')
    await writeFile(join(folder, 'key'), key, { mode: 0o600 })
    const name = `bench_${randomUUID().replaceAll('-', '')}`
    const root = postgres(`${database.root}/postgres`, { max: 1, onnotice: () => undefined })
    await root.unsafe(`create database ${name}`)
    await root.end()
    const waiting = [{ name: 'large.bin', bytes: large }, ...names().map(one => ({ name: one, bytes: small }))]
    const publicKey = publicKeyLine(readPublicKey(key)!)
    const script = fileURLToPath(new URL('sftp-station.ts', import.meta.url))
    station = fork(script, [`${database.root}/${name}`, publicKey, JSON.stringify(waiting)], {
      execArgv: ['--import', 'tsx'],
    })
    const [report] = (await once(station, 'message')) as [SftpStationReport]
    const ours = await server(folder, 'ours', { ...report, user: 'partner', up: '/inbound', down: '/outbound' })
    const hostKeys = [publicKeyLine(readPublicKey(sshd.hostKey)!)]
    await writeFile(sshd.file('authorized_keys'), `${publicKey}\n`, { mode: 0o600 })
    for (const { name: one, bytes } of waiting) await writeFile(sshd.file('out', one), Buffer.alloc(bytes, one))
    const where = { up: sshd.file('in'), down: sshd.file('out') }
    const theirs = await server(folder, 'theirs', { port: sshd.port, hostKeys, user: userInfo().username, ...where })
    yield* compare(folder, ours, theirs)
  } finally {
    station?.kill()
    await sshd.close()
    await database.stop()
    await rm(folder, { recursive: true })
  }
}

const names = () => Array.from({ length: many }, (_, index) => `small-${String(index).padStart(4, '0')}.csv`)

/** The first is for warming up. */
const turns = [0, 1]

const filesOf = (turn: number, durable: boolean) => (durable ? `${turn}-durable` : `${turn}`)

/** Random bytes, so that no compression helps anybody; others each time, since what came before is not stored again. */
async function layOutFiles(folder: string): Promise<void> {
  for (const files of turns.flatMap(turn => [filesOf(turn, false), filesOf(turn, true)])) {
    const from = join(folder, `from-${files}`)
    await mkdir(from)
    if (!files.endsWith('durable')) await writeFile(join(from, 'large-up.bin'), randomBytes(large))
    for (const name of names()) await writeFile(join(from, name), randomBytes(small))
  }
}

async function server(
  folder: string,
  name: string,
  { port, hostKeys, user, up, down }: { port: number; hostKeys: string[]; user: string; up: string; down: string },
): Promise<Server> {
  const knownHosts = join(folder, `known-${name}`)
  await writeFile(knownHosts, hostKeys.map(line => `[127.0.0.1]:${port} ${line}\n`).join(''))
  await mkdir(join(folder, name))
  return { port, user, identity: join(folder, 'key'), knownHosts, up, down }
}

interface Step {
  name: string
  unit: 'MB/s' | 'files/s'
  target: number
  commands: (one: Server, local: string, from: string) => string[]
  /** The client asks for each file to be flushed to the disk, as PostgreSQL does unasked. */
  durable?: boolean
}

async function* compare(folder: string, ours: Server, theirs: Server): AsyncGenerator<Figure> {
  const putMany: Step['commands'] = ({ up }, _, from) => [`cd ${up}`, `lcd ${from}`, 'put *.csv']
  const steps: Step[] = [
    {
      name: 'one 100 MB file up',
      unit: 'MB/s',
      target: 0.33,
      commands: ({ up }, _, from) => [`put ${from}/large-up.bin ${up}/large-up.bin`],
    },
    {
      name: 'one 100 MB file down',
      unit: 'MB/s',
      target: 0.33,
      commands: ({ down }, local) => [`get ${down}/large.bin ${local}/large.bin`],
    },
    { name: '1,000 files of 5 kB up', unit: 'files/s', target: 0.5, commands: putMany },
    { name: '1,000 files of 5 kB up, durable', unit: 'files/s', target: 0.5, commands: putMany, durable: true },
    {
      name: '1,000 files of 5 kB down',
      unit: 'files/s',
      target: 0.5,
      commands: ({ down }, local) => [`cd ${down}`, `lcd ${local}`, 'get small-*.csv'],
    },
  ]
  for (const { name, unit, target, commands, durable = false } of steps) {
    const amount = unit === 'MB/s' ? large / 1e6 : many
    const rates = { ours: 0, theirs: 0 }
    for (const turn of turns) {
      for (const [who, one] of [
        ['theirs', theirs],
        ['ours', ours],
      ] as const) {
        const local = join(folder, `${who}-${turn}`)
        await mkdir(local, { recursive: true })
        const seconds = await sftp(
          folder,
          one,
          commands(one, local, join(folder, `from-${filesOf(turn, durable)}`)),
          durable,
        )
        rates[who] = Math.max(rates[who], amount / seconds)
        if (name.endsWith('down') && (await readdir(local)).length === 0) throw new Error(`${who} brought nothing`)
      }
    }
    const against = durable ? 'OpenSSH’s server with fsync' : 'OpenSSH’s server'
    yield held(name, rates.ours, unit, rates.theirs, against, target)
  }
}

/** Runs OpenSSH's client to its end. Seconds. */
async function sftp(
  folder: string,
  { port, user, identity, knownHosts }: Server,
  commands: string[],
  durable: boolean,
): Promise<number> {
  const options = [`UserKnownHostsFile=${knownHosts}`, 'StrictHostKeyChecking=yes', 'IdentitiesOnly=yes']
  const flags = options.flatMap(option => ['-o', option])
  const started = performance.now()
  const child = spawn(
    '/usr/bin/sftp',
    [
      '-q',
      ...(durable ? ['-f'] : []),
      '-F',
      'none',
      ...flags,
      '-P',
      String(port),
      '-i',
      identity,
      '-b',
      '-',
      `${user}@127.0.0.1`,
    ],
    {
      cwd: folder,
      stdio: ['pipe', 'ignore', 'pipe'],
    },
  )
  let said = ''
  child.stderr.setEncoding('utf8').on('data', text => (said += text))
  child.stdin.end(`${commands.join('\n')}\n`)
  const [status] = (await once(child, 'close')) as [number | null]
  if (status !== 0) throw new Error(`sftp ended with ${status}: ${said}`)
  return (performance.now() - started) / 1000
}
