import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import postgres from 'postgres'
import { startPostgres } from '../checks/support/postgres.ts'
import { HubDatabase } from '../db/hub-database.ts'
import { retailers } from '../db/schema/index.ts'
import { connectByAs2 } from '../gateway/doors/testing/partnership.ts'
import type { As2SettingsInput } from '../gateway/transports/as2/settings.ts'
import { createCertificate } from '../partners/certificates/create-certificate.ts'
import { secretBox } from '../partners/secrets.ts'
import { pgbench } from './api.ts'
import { Station } from './as2-orders.ts'
import type { Figure } from './figure.ts'
import { held } from './figure.ts'

const run = promisify(execFile)
const mebibyte = 1024 * 1024
const box = secretBox('a secret for benchmarks')

/** A partnership on a PostgreSQL of its own, and how its partner is set. */
interface Field {
  databaseUrl: string
  retailerId: string
  partner: (port: number) => As2SettingsInput
}

/** Runs with a field of its own, and clears it away. */
async function onField<T>(use: (field: Field) => Promise<T>): Promise<T> {
  const server = await startPostgres()
  try {
    const name = `bench_${randomUUID().replaceAll('-', '')}`
    const root = postgres(`${server.root}/postgres`, { max: 1, onnotice: () => undefined })
    await root.unsafe(`create database ${name}`)
    await root.end()
    return await use(await layOut(`${server.root}/${name}`))
  } finally {
    await server.stop()
  }
}

async function layOut(databaseUrl: string): Promise<Field> {
  const hub = await HubDatabase.open({ url: databaseUrl, connections: 2 })
  const validity = { validFrom: new Date(Date.now() - 86_400_000), validTo: new Date(Date.now() + 86_400_000 * 365) }
  const made = (commonName: string, serial: string) =>
    createCertificate({ keySize: 2048, commonName, serial, ...validity })
  const [ours, theirs] = await Promise.all([made('hub', '01'), made('partner', '02')])
  const retailerId = hub.newId()
  await hub.work('system', async work => {
    await work.tx.insert(retailers).values({ id: retailerId, slug: 'bench', name: 'Bench', createdAt: work.now })
    await connectByAs2(work, box, {
      ...{ retailerId, partner: 'PARTNER', ours, theirs },
      transport: { requireEncryption: false, maxBytes: 2048 * mebibyte },
    })
  })
  await hub.close()
  const partner = (port: number): As2SettingsInput => ({
    ourId: 'PARTNER',
    partnerId: 'HUB',
    url: `http://127.0.0.1:${port}/as2`,
    keys: [theirs],
    partnerCertificates: [ours.certificate],
    maxBytes: 2048 * mebibyte,
    responseTimeoutSeconds: 3600,
  })
  return { databaseUrl, retailerId, partner }
}

/**
 * Messages a second received over HTTP, verified, decrypted, committed on PostgreSQL with their job, and answered by a signed receipt; the
 * sender is another process on the same machine. The target is a quarter of the bare cryptography's rate on one core.
 */
export async function* as2Traffic(floor: number): AsyncGenerator<Figure> {
  const { rounds, bare, commits } = await onField(async ({ databaseUrl, partner }) => {
    const [hub, bareHub] = [new Station(), new Station()]
    try {
      const { port } = await hub.order({ what: 'receive', databaseUrl, heap: 'of-production' }, 'listening')
      const bare = await bareHub.order({ what: 'receive-bare', databaseUrl, size }, 'listening')
      const send = async (to: number, rounds: { connections: number; messages: number }[]) => {
        const sender = new Station()
        try {
          return (await sender.order({ what: 'flood', settings: partner(to), size, rounds }, 'flooded')).rounds
        } finally {
          await sender.stop()
        }
      }
      const measured = async (to: number, connections: readonly number[]) => {
        await send(to, [{ connections: 8, messages: 1000 }])
        await analyze(databaseUrl)
        return await send(
          to,
          connections.map(connections => ({ connections, messages: 1000 })),
        )
      }
      return {
        rounds: await measured(port, [1, 8, 32]),
        bare: (await measured(bare.port, [1]))[0]!,
        commits: await commitsAlone(databaseUrl),
      }
    } finally {
      await Promise.all([hub, bareHub].map(station => station.stop()))
    }
  })
  for (const { connections, perSecond, p50, p95, p99 } of rounds) {
    const name = `as2 received 10 kB, ${connections} at once`
    yield held(name, perSecond, 'messages/s', floor, 'the bare primitives', 0.25)
    for (const [share, value] of Object.entries({ p50, p95, p99 }))
      yield { name: `${name}, ${share}`, value, unit: 'ms' }
  }
  // Who waits for each receipt waits for its cryptography, a private key's two operations as in the floor, and for one commit: that is the bound. The least
  // that a station on this machine does for a message comes to the other figure: the rest of it is connections, turns between processes and copies.
  yield { name: 'commits one after another (pgbench -N -c 1)', value: commits, unit: '/s' }
  yield unheld('as2 bound of 1 at once, commit + primitives', 1 / (1 / floor + 1 / commits), floor)
  yield unheld('as2 bare station, 1 at once', bare.perSecond, floor)
  yield { name: 'as2 bare station, 1 at once, p50', value: bare.p50, unit: 'ms' }
}

/**
 * Has PostgreSQL look at what the first messages have filled, as it does by itself within a hub's first minute. Until then it takes every table for empty and
 * looks a message up by whichever index begins with the retailer.
 */
async function analyze(databaseUrl: string): Promise<void> {
  const sql = postgres(databaseUrl, { max: 1 })
  await sql`analyze`
  await sql.end()
}

const size = 10_000

/** A figure without a target, that says what one can hope for. */
const unheld = (name: string, value: number, floor: number): Figure => ({
  name,
  value,
  unit: 'messages/s',
  ratio: value / floor,
  against: 'the bare primitives',
})

/** What this disk and PostgreSQL allow one client that waits for each commit. */
async function commitsAlone(databaseUrl: string): Promise<number> {
  await run('pgbench', ['-i', '-q', '-s', '1', databaseUrl])
  return await pgbench(databaseUrl, 1)
}

const most = 300

/** The peak of memory of either side with one large message, each side in a fresh process. */
export async function* as2Memory(): AsyncGenerator<Figure> {
  for (const { name, size } of [
    { name: '1 MB', size: 1e6 },
    { name: '100 MB', size: 1e8 },
    { name: '1 GB', size: 1e9 },
  ]) {
    for (const [shape, over] of Object.entries(shapes)) {
      if (shape !== 'encrypted+signed' && name === '1 MB') continue
      const { received, sent, seconds } = await onField(field => exchange(field, size, over))
      const figure = (what: string, bytes: number): Figure => {
        const value = bytes / mebibyte
        return {
          name: `as2 memory ${what} ${name} ${shape}`,
          value,
          unit: 'MiB',
          ratio: value / most,
          against: `${most} MiB`,
          target: 1,
          met: value <= most,
        }
      }
      yield figure('receiving', received)
      yield figure('sending', sent)
      yield { name: `as2 time ${name} ${shape}`, value: seconds, unit: 's' }
    }
  }
}

const shapes: Record<string, Partial<As2SettingsInput>> = {
  'encrypted+signed': {},
  'compressed+encrypted+signed': { compression: 'before-signing', encryption: 'aes256-gcm' },
  signed: { encryption: 'none' },
}

async function exchange({ databaseUrl, retailerId, partner }: Field, size: number, over: Partial<As2SettingsInput>) {
  const [hub, sender] = [new Station('least'), new Station('least')]
  try {
    const { port } = await hub.order({ what: 'receive', databaseUrl }, 'listening')
    const settings = { ...partner(port), ...over }
    const { seconds, peak } = await sender.order(
      { what: 'send-large', databaseUrl, retailerId, settings, size },
      'sent',
    )
    const { bytes } = await hub.order({ what: 'tell' }, 'peak')
    return { received: bytes, sent: peak, seconds }
  } finally {
    await Promise.all([hub.stop(), sender.stop()])
  }
}
