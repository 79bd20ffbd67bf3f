import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Hono } from 'hono'
import { pino } from 'pino'
import { HubDatabase } from '../db/hub-database.ts'
import { seedRetailer } from '../engine/testing/seed.ts'
import { createApi } from '../gateway/api/app.ts'
import { apiBase } from '../gateway/api/base.ts'
import { createApiKey } from '../partners/api-keys/create.ts'
import { secretBox } from '../partners/secrets.ts'

/** What a process that serves the API says once it does. */
export interface ApiStationReport {
  port: number
  /** A key that may hand in orders. */
  key: string
}

/** The hub's API on PostgreSQL in a process of its own, as `ROLE=web` has it: nothing left out but the limit on how often one key asks. */
const [databaseUrl] = process.argv.slice(2)
const hub = await HubDatabase.open({ url: databaseUrl })
const offers = ['TENT-2P', 'STOVE'].map(sku => ({ sku, cost: '90', stock: '1000000' }))
const { retailerId } = await seedRetailer(hub, { suppliers: [{ name: 'Northwind', offers }] })
const { key } = await hub.work('bench', work =>
  createApiKey(work, { retailerId, name: 'Bench', scopes: ['orders:write'] }),
)
const log = pino({ level: 'error' }, pino.destination(2))
const rateLimit = { burst: 1e9, perSecond: 1e9 }
const app = new Hono().route(apiBase, createApi({ hub, box: secretBox('a secret for benchmarks'), log, rateLimit }))
const server = createAdaptorServer({ fetch: app.fetch })
server.listen(0, '127.0.0.1')
await once(server, 'listening')
process.send?.({ port: (server.address() as AddressInfo).port, key } satisfies ApiStationReport)
