import { sql } from 'drizzle-orm'
import { Hono } from 'hono'
import type { HubDatabase } from '../../db/hub-database.ts'
import { metrics } from './metrics.ts'

/** `/healthz`: the process lives. `/readyz`: it reaches its database. `/metrics`: Prometheus text. */
export function createHealth(hub: HubDatabase): Hono {
  const registry = metrics(hub)
  const app = new Hono()
  app.get('/healthz', context => context.json({ status: 'ok' }))
  app.get('/readyz', async context => {
    try {
      await hub.orm.execute(sql`select 1`)
      return context.json({ status: 'ready' })
    } catch (error) {
      return context.json(
        { status: 'not ready', reason: error instanceof Error ? error.message : 'The database does not answer.' },
        503,
      )
    }
  })
  app.get('/metrics', async context =>
    context.text(await registry.metrics(), 200, { 'Content-Type': registry.contentType }),
  )
  return app
}
