import { and, desc, eq } from 'drizzle-orm'
import { orders } from '../../../db/schema/index.ts'
import { type RoutingContent, routingBook } from '../../../engine/routing/book.ts'
import { simulateRouting } from '../../../engine/routing/simulation/simulate.ts'
import { loadInEffect, type RuleVersion } from '../../../engine/rule-sets/book.ts'
import { namesOf } from '../../../engine/rule-sets/names.ts'
import type { PortalContext, PortalDeps } from '../../deps.ts'
import { page } from '../../ui/page.tsx'
import type { Trial } from '../rules/console.ts'
import { SimulationPage } from './simulation.tsx'
import { texts as t } from './texts.ts'

/** The longest span that is tried, in days. */
const mostDays = 92

/** Tries a version on an order, or on those of the last days. */
export const simulationTrial: Trial<RoutingContent> = { word: t.simulate, at: 'simulation', show: showSimulation }

async function showSimulation(
  c: PortalContext,
  { hub }: PortalDeps,
  row: RuleVersion<RoutingContent>,
  back: { href: string; word: string },
) {
  const { retailerId } = c.var.retailer
  const asked = c.req.query('days') !== undefined || c.req.query('order') !== undefined
  const query = { days: c.req.query('days')?.trim() || '7', order: c.req.query('order')?.trim() ?? '' }
  const days = /^\d{1,3}$/.test(query.days) ? Number(query.days) : 0
  const [order] = query.order
    ? await hub.orm
        .select({ id: orders.id })
        .from(orders)
        .where(and(eq(orders.retailerId, retailerId), eq(orders.number, query.order)))
        .orderBy(desc(orders.id))
        .limit(1)
    : []
  const errors: Record<string, string> = {
    ...(query.order && !order && { order: t.noOrder }),
    ...((days < 1 || days > mostDays) && { days: t.noDays }),
  }
  const isWrong = Object.keys(errors).length > 0
  const { version, rules, settings } = row
  const simulation =
    asked && !isWrong
      ? await simulateRouting(hub.orm, hub.now(), {
          retailerId,
          rules: { version, rules, settings },
          orderId: order?.id,
          days,
        })
      : undefined
  const now = simulation ? (await loadInEffect(routingBook, hub.orm, retailerId, hub.now())).rules : []
  const names = { before: namesOf(now), after: namesOf(rules) }
  const props = { id: row.id, back, query, errors, simulation, names }
  return page(
    c,
    { title: t.simulateTitle, current: 'rules', status: isWrong ? 422 : 200 },
    <SimulationPage {...props} />,
  )
}
