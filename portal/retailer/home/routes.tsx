import { Hono } from 'hono'
import type { HubDatabase } from '../../../db/hub-database.ts'
import { keptFigure } from '../../../engine/reports/kept.ts'
import type { PortalContext, PortalDeps, PortalEnv } from '../../deps.ts'
import { countDue } from '../../supplier/due/query.ts'
import { page } from '../../ui/page.tsx'
import { partnerNames } from '../partner-names.ts'
import { deadLettersOf } from '../stuck-work/query.ts'
import { texts } from '../texts.ts'
import { flowToday } from './flow-query.ts'
import { HomePage } from './page.tsx'
import { countOrders, countStuckMessages, feedTroubles, openExceptions, recentEvents } from './query.ts'

/** The retailer's first page: what flows, what is stuck and why, what is due, and how much money waits. */
export function homeRoutes(deps: PortalDeps): Hono<PortalEnv> {
  const app = new Hono<PortalEnv>()
  app.get('/', c => showHome(c, deps))
  return app
}

/** All that is counted over very many rows. */
async function figuresOf(hub: HubDatabase, retailerId: string, timeZone: string) {
  const now = hub.now()
  return {
    flows: await flowToday(hub.orm, retailerId, now, timeZone),
    orders: await countOrders(hub.orm, retailerId),
    stuck: await countStuckMessages(hub.orm, retailerId),
    dead: (await deadLettersOf(hub, retailerId)).length,
    exceptions: await openExceptions(hub.orm, retailerId),
    due: await countDue(hub.orm, { retailerId }, now, timeZone),
    feeds: await feedTroubles(hub.orm, retailerId),
  }
}

export type HomeFigures = Awaited<ReturnType<typeof figuresOf>>

async function showHome(c: PortalContext, { hub }: PortalDeps) {
  const { retailerId } = c.var.retailer
  const { timeZone } = c.var.viewer
  const kept = await keptFigure(hub, ['home', retailerId, timeZone], () => figuresOf(hub, retailerId, timeZone))
  const props = {
    ...{ figures: kept.value, asOf: kept.asOf, timeZone },
    events: await recentEvents(hub.orm, retailerId),
    partners: await partnerNames(hub.orm, retailerId),
  }
  return page(c, { title: texts.home.title, current: 'home' }, <HomePage {...props} />)
}
