import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { HubDatabase } from '../db/hub-database.ts'
import { as2Door } from '../gateway/doors/as2.ts'
import { growHeapToTwice } from '../gateway/heap.ts'
import { keepBytes } from '../gateway/journal/keep.ts'
import { receiveAs2 } from '../gateway/transports/as2/receive.ts'
import { sendAs2 } from '../gateway/transports/as2/send.ts'
import { createAs2Server } from '../gateway/transports/as2/server.ts'
import { as2Settings } from '../gateway/transports/as2/settings.ts'
import { secretBox } from '../partners/secrets.ts'
import { receiveBare } from './as2-bare-station.ts'
import { flood } from './as2-flood.ts'
import type { StationOrder, StationReport } from './as2-orders.ts'

/**
 * One AS2 station in a process of its own, told what to do by its parent: the hub that receives, as it runs in production, or the partner
 * that sends. Its peak of memory is its own.
 */
const report = (news: StationReport) => process.send?.(news)

/** The most memory that this process ever held, as Linux counts it; `maxRSS` would begin with that of the process which started this one. */
function peak(): number {
  const [, kibibytes] = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'latin1')) ?? []
  return Number(kibibytes) * 1024
}

/** The hub: its AS2 door on PostgreSQL, nothing left out. */
async function receive({ databaseUrl, heap }: Extract<StationOrder, { what: 'receive' }>): Promise<void> {
  if (heap) growHeapToTwice()
  const hub = await HubDatabase.open({ url: databaseUrl })
  const log = pino({ level: 'error' }, pino.destination(2))
  const deps = as2Door({ hub, box: secretBox('a secret for benchmarks'), log, allowPrivateAddresses: true })
  const server = createAs2Server({
    handle: request => receiveAs2(request, deps),
    onError: error => log.error({ err: error }, 'not taken'),
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  report({ what: 'listening', port: (server.address() as AddressInfo).port })
  process.on('message', (order: StationOrder) => {
    if (order.what === 'tell') report({ what: 'peak', bytes: peak() })
  })
}

/** A large message out of the journal. */
async function sendLarge(order: Extract<StationOrder, { what: 'send-large' }>): Promise<void> {
  const { databaseUrl, retailerId, settings, size } = order
  const hub = await HubDatabase.open({ url: databaseUrl, connections: 2 })
  const kept = await keepBytes(hub, retailerId, noise(size))
  const message = {
    id: hub.newId(),
    retailerId,
    partnershipId: '',
    fileName: 'large.edi',
    contentType: 'application/octet-stream',
    subject: 'large',
    bytes: kept,
  }
  const start = performance.now()
  const delivery = await sendAs2(message, as2Settings.parse(settings), {
    now: () => new Date(),
    allowPrivateAddresses: true,
  })
  if (!delivery.ok) throw new Error(`${delivery.failure.code}: ${delivery.failure.detail}`)
  const said = { what: 'sent', seconds: (performance.now() - start) / 1000, peak: peak() } as const
  await hub.close()
  report(said)
}

/** Octets that do not compress and repeat nowhere near each other, quickly made. */
async function* noise(size: number): AsyncGenerator<Buffer> {
  const block = Buffer.alloc(1024 * 1024)
  let state = 1
  for (let at = 0; at + 4 <= block.length; at += 4) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0
    block.writeInt32LE(state ^ (state >>> 15), at)
  }
  for (let made = 0; made < size; made += block.length) {
    const piece = Buffer.from(block.subarray(0, Math.min(block.length, size - made)))
    for (let at = 0; at + 8 <= piece.length; at += 4096) piece.writeDoubleLE(made + at, at)
    yield piece
  }
}

/** A failed query is told without its values, which may be a mebibyte. */
const reasonOf = ({ cause, message }: Error) => (cause instanceof Error ? cause.message : message.slice(0, 500))

async function follow(order: StationOrder): Promise<void> {
  if (order.what === 'receive') await receive(order)
  else if (order.what === 'receive-bare')
    report({ what: 'listening', port: await receiveBare(order.databaseUrl, order.size) })
  else if (order.what === 'send-large') await sendLarge(order)
  else if (order.what === 'flood') report({ what: 'flooded', rounds: await flood(order) })
}

process.once('message', (order: StationOrder) => {
  follow(order).then(
    () => undefined,
    (error: Error) => process.send?.({ what: 'failed', error: reasonOf(error) }, () => process.exit(1)),
  )
})
