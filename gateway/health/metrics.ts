import { count, isNull } from 'drizzle-orm'
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client'
import type { HubDatabase } from '../../db/hub-database.ts'
import { exceptions, messages } from '../../db/schema/index.ts'

/** What Prometheus scrapes: the process, and how much stands in the hub. Counts are read from the database at each scrape. */
export function metrics(hub: HubDatabase): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'crossdock_' })
  new Gauge({
    name: 'crossdock_jobs_pending',
    help: 'Jobs that wait or are in hand.',
    registers: [registry],
    collect: async function () {
      this.set(await hub.pendingJobs())
    },
  })
  new Gauge({
    name: 'crossdock_jobs_dead',
    help: 'Jobs that failed for good and wait for a person.',
    registers: [registry],
    collect: async function () {
      this.set((await hub.deadLetters()).length)
    },
  })
  new Gauge({
    name: 'crossdock_messages',
    help: 'Messages by direction, transport and status.',
    labelNames: ['direction', 'transport', 'status'] as const,
    registers: [registry],
    collect: async function () {
      const { direction, transport, status } = messages
      const rows = await hub.orm
        .select({ direction, transport, status, n: count() })
        .from(messages)
        .groupBy(direction, transport, status)
      this.reset()
      for (const { n, ...labels } of rows) this.set(labels, n)
    },
  })
  new Gauge({
    name: 'crossdock_exceptions_open',
    help: 'Open exceptions by kind.',
    labelNames: ['kind'] as const,
    registers: [registry],
    collect: async function () {
      const rows = await hub.orm
        .select({ kind: exceptions.kind, n: count() })
        .from(exceptions)
        .where(isNull(exceptions.resolvedAt))
        .groupBy(exceptions.kind)
      this.reset()
      for (const { kind, n } of rows) this.set({ kind }, n)
    },
  })
  return registry
}
