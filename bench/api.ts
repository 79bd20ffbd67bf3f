import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startPostgres } from '../checks/support/postgres.ts'
import { apiBase } from '../gateway/api/base.ts'
import type { ApiStationReport } from './api-station.ts'
import { type Figure, held } from './figure.ts'

const run = promisify(execFile)
const seconds = Number(process.env.BENCH_SECONDS ?? 10)

/**
 * Orders accepted over HTTP on PostgreSQL, each stored with its lines, its event and its job before the 201, beside `pgbench`'s simple update on the same server
 * in the same run: one transaction of an update, a query and an insert.
 */
export async function* apiFigures(): AsyncGenerator<Figure> {
  const server = await startPostgres()
  const station = fork(fileURLToPath(new URL('./api-station.ts', import.meta.url)), [`${server.root}/postgres`], {
    execArgv: ['--import', 'tsx'],
  })
  try {
    await run('pgbench', ['-i', '-q', '-s', '10', `${server.root}/template1`])
    const [{ port, key }] = (await once(station, 'message')) as [ApiStationReport]
    await flood({ port, key, connections: 8, until: 2 })
    // As `pgbench -i` does with its own tables, and autovacuum with every other within a minute.
    await run('psql', ['-q', '-c', 'analyze', `${server.root}/postgres`])
    for (const connections of [1, 8, 64]) {
      const updates = await pgbench(`${server.root}/template1`, connections)
      const name = `api orders, ${connections} connection${connections === 1 ? '' : 's'}`
      yield { name: `pgbench simple-update, ${connections}`, value: updates, unit: '/s' }
      const times = await flood({ port, key, connections, until: seconds })
      yield held(name, times.length / seconds, '/s', updates, 'pgbench', 0.2)
      for (const share of [50, 95, 99]) yield { name: `${name} p${share}`, value: percentile(times, share), unit: 'ms' }
    }
  } finally {
    const ended = once(station, 'exit')
    station.kill('SIGKILL')
    await ended
    await server.stop()
  }
}

/** Transactions a second of simple updates, as pgbench itself counts them, in a database that it was initialised in. */
export async function pgbench(url: string, clients: number): Promise<number> {
  const threads = String(Math.min(2, clients))
  const args = ['-N', '-n', '-M', 'prepared', '-T', String(seconds), '-c', String(clients), '-j', threads, url]
  const { stdout } = await run('pgbench', args)
  const [, tps] = /^tps = ([\d.]+)/m.exec(stdout) ?? []
  if (tps === undefined) throw new Error(`pgbench did not say how fast it was:\n${stdout}`)
  return Number(tps)
}

interface Flood {
  port: number
  key: string
  connections: number
  /** In seconds. */
  until: number
}

let number = 0

/** Hands in orders over so many connections for a while: the milliseconds that each took to its 201, sorted. Throws when one is refused. */
async function flood({ port, key, connections, until }: Flood): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const times: number[] = []
  const end = performance.now() + until * 1000
  const sender = async () => {
    while (performance.now() < end) {
      const start = performance.now()
      await handIn(agent, port, key)
      times.push(performance.now() - start)
    }
  }
  try {
    await Promise.all(Array.from({ length: connections }, sender))
  } finally {
    agent.destroy()
  }
  return times.sort((one, other) => one - other)
}

function handIn(agent: Agent, port: number, key: string): Promise<void> {
  const body = JSON.stringify(orderNumbered(`B-${++number}`))
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' }
    const path = `${apiBase}/orders`
    const sent = request({ agent, port, path, method: 'POST', host: '127.0.0.1', headers }, response => {
      response.resume()
      response.on('end', () =>
        response.statusCode === 201
          ? resolve()
          : reject(new Error(`an order was answered with ${response.statusCode}`)),
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function orderNumbered(text: string) {
  return {
    number: text,
    currency: 'USD',
    customer: { name: 'Dana Reyes', email: 'dana@example.com' },
    shipTo: { name: 'Dana Reyes', address1: '418 Alder St', city: 'Portland', postalCode: '97205', country: 'US' },
    lines: [
      { sku: 'TENT-2P', quantity: '1', unitPrice: '189.00' },
      { sku: 'STOVE', quantity: '2', unitPrice: '49.00' },
    ],
  }
}

function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * share) / 100))] ?? 0
}
