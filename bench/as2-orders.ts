import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { As2SettingsInput } from '../gateway/transports/as2/settings.ts'

/** What a station in its own process is told to do. */
export type StationOrder =
  /** `heap`: `of-production`, or else as it is, where least memory is asked for. */
  | { what: 'receive'; databaseUrl: string; heap?: 'of-production' }
  | { what: 'receive-bare'; databaseUrl: string; size: number }
  | { what: 'tell' }
  | { what: 'send-large'; databaseUrl: string; retailerId: string; settings: As2SettingsInput; size: number }
  | { what: 'flood'; settings: As2SettingsInput; size: number; rounds: { connections: number; messages: number }[] }

/** What it says of it. `peak`: most memory that the process ever held, in octets. */
export type StationReport =
  | { what: 'listening'; port: number }
  | { what: 'peak'; bytes: number }
  | { what: 'sent'; seconds: number; peak: number }
  | { what: 'flooded'; rounds: Round[] }
  | { what: 'failed'; error: string }

/** One round of messages over so many connections at once; latencies in milliseconds. */
export interface Round {
  connections: number
  perSecond: number
  p50: number
  p95: number
  p99: number
}

/** A station in a process of its own. */
export class Station {
  readonly #process: ChildProcess

  /** @param memory `least`: a small heap, so that what is measured is what is needed and not what is left lying about. Without it the heap of production. */
  constructor(memory?: 'least') {
    const heap = memory ? ['--max-old-space-size=128', '--max-semi-space-size=8'] : []
    this.#process = fork(fileURLToPath(new URL('./as2-station.ts', import.meta.url)), {
      execArgv: ['--import', 'tsx', ...heap],
    })
  }

  /** Gives an order and waits for the report on it. Throws what the station failed with. */
  async order<W extends StationReport['what']>(
    order: StationOrder,
    expected: W,
  ): Promise<Extract<StationReport, { what: W }>> {
    this.#process.send(order)
    const [report] = (await Promise.race([
      once(this.#process, 'message'),
      once(this.#process, 'exit').then(([code]) => [{ what: 'failed', error: `the station ended with ${code}` }]),
    ])) as [StationReport]
    if (report.what === 'failed') throw new Error(report.error)
    if (report.what !== expected) throw new Error(`expected ${expected}, got ${report.what}`)
    return report as Extract<StationReport, { what: W }>
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return
    const exit = once(this.#process, 'exit')
    this.#process.kill('SIGKILL')
    await exit
  }
}
